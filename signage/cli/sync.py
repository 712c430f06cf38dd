"""`signage sync`: brings a source into the store, and keeps following it."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import time
from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from signage.cli._kiosk import Kiosk, Report
from signage.cli._state import state_folder
from signage.errors import SignageError
from signage.store import StoppedError, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from signage.config import NetworkLimits
    from signage.sync import Follower, Origin, Reports, Stepper

__all__ = ["follow", "run"]

_WRONG = ("lost", "refused", "failed")
"""States of an agent, as its log has them, with which `--once` may end."""
_HELD = 10.0
"""Seconds for which `--once` keeps back a sentence with which it may end."""

_GRACE = 0.8
"""Seconds in which to end in order; after them the process goes as it is, which the store
survives by design."""


def run(
    source: Annotated[
        str, typer.Argument(help="A signed release, a central folder, a playlist: a path or a URL.")
    ],
    state: Annotated[
        Path | None, typer.Option(help="The state folder; default: $SIGNAGE_STATE and so on.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Bring it in and come back.")] = False,
    trust: Annotated[
        str | None,
        typer.Option(help="The centre's 1.root.json, or sha256:FINGERPRINT: whom to believe."),
    ] = None,
) -> None:
    """Bring a source into the store; without --once, keep following it."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    kiosk = Kiosk(source=source, trust=trust, unsigned=trust is None)
    if once:
        _once(kiosk, state_folder(state))
    else:
        follow(kiosk, state_folder(state))


def follow(kiosk: Kiosk, state: Path) -> None:
    """Be the agent: follow a kiosk's source until SIGTERM.

    Raises:
        SignageError: it cannot be followed at all.
    """
    from signage.sync import Follower  # noqa: PLC0415  (not for --help)

    if kiosk.centre is not None:
        kiosk = _paired(kiosk, kiosk.centre, state)
    store = _store(kiosk, state)
    follower = Follower(store, _origin(kiosk, store), reports=_reports(kiosk, state))
    _end_on_signals(follower)
    follower.run()


def _paired(kiosk: Kiosk, centre: str, state: Path) -> Kiosk:
    """The kiosk that the pairing makes of it; waits for that where there is none yet."""
    from signage.journal import Pairing  # noqa: PLC0415
    from signage.sync import enrol  # noqa: PLC0415

    pairing = Pairing(state)
    found = pairing.paired() or enrol(state, centre, lambda: False)
    if found is None:
        raise StoppedError("stopped")
    return replace(
        kiosk, source=found.source, screen=found.screen, trust=str(pairing.root),
        report=Report(url=found.report, token_file=pairing.token),
    )  # fmt: skip


def _reports(kiosk: Kiosk, state: Path) -> Reports | None:
    if kiosk.report is None:
        return None
    from signage.cli.status import facts  # noqa: PLC0415
    from signage.journal import look  # noqa: PLC0415
    from signage.sync import Reports  # noqa: PLC0415

    return Reports(
        kiosk.report.url, kiosk.report.token_file,
        facts=lambda: facts(state), picture=lambda: look(state),
    )  # fmt: skip


def _once(kiosk: Kiosk, state: Path) -> None:
    from signage.sync import bring_once  # noqa: PLC0415

    store = _store(kiosk, state)
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    try:
        with _said_once() as goes_on, _bars() as draw:

            def shown(agent: Stepper) -> None:
                goes_on()
                draw(agent)

            agent = bring_once(store, _origin(kiosk, store), lambda: bool(stopping), shown=shown)
    except StoppedError:
        raise SystemExit(128 + stopping[0]) from None  # as the shell tells of a signal
    status = agent.status
    if status is not None:
        for fault in status.faults:
            typer.echo(fault, err=True)
        for each in status.quarantine:
            typer.echo(f"{each.path} {each.reason}", err=True)


def _store(kiosk: Kiosk, state: Path) -> Store:
    from signage.config import STORE  # noqa: PLC0415

    budget = kiosk.budget
    return Store(state, limits=STORE if budget is None else replace(STORE, budget=budget))


def _origin(kiosk: Kiosk, store: Store) -> Origin:
    from signage.config import SIGNED  # noqa: PLC0415
    from signage.sync import source_of  # noqa: PLC0415

    return source_of(
        kiosk.source, store, trust=kiosk.trust, sticks=kiosk.sticks or SIGNED.sticks,
        network=_network(kiosk),
    )  # fmt: skip


def _network(kiosk: Kiosk) -> NetworkLimits:
    from signage.config import NETWORK  # noqa: PLC0415

    return replace(
        NETWORK,
        poll=NETWORK.poll if kiosk.poll is None else kiosk.poll,
        at_once=NETWORK.at_once if kiosk.downloads is None else kiosk.downloads,
    )


class _Held(logging.Filter):
    """Keeps back what an agent says of itself for a while: the command may end with just that."""

    def __init__(self) -> None:
        super().__init__()
        self.record: logging.LogRecord | None = None
        self._telling = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Let pass all but what a report says is wrong."""
        if self._telling or record.name != "signage.sync._report":
            return True
        self.tell()
        if not any(f": {state}: " in record.getMessage() for state in _WRONG):
            return True
        self.record = record
        return False

    def goes_on(self) -> None:
        """Say what was kept back for long enough."""
        if self.record is not None and time.time() - self.record.created > _HELD:
            self.tell()

    def tell(self, ended: str | None = None) -> None:
        """Say what was kept back, but for a sentence with which the command ends."""
        record, self.record = self.record, None
        if record is None or (ended is not None and ended in record.getMessage()):
            return
        self._telling = True
        logging.getLogger(record.name).handle(record)
        self._telling = False


@contextlib.contextmanager
def _said_once() -> Iterator[Callable[[], None]]:
    """What this ends with is said by the command alone; gives what is called while work goes on."""
    held = _Held()
    for handler in logging.root.handlers:
        handler.addFilter(held)
    ended = None
    try:
        yield held.goes_on
    except SignageError as error:
        ended = str(error)
        raise
    finally:
        held.tell(ended)
        for handler in logging.root.handlers:
            handler.removeFilter(held)


@contextlib.contextmanager
def _bars() -> Iterator[Callable[[Stepper], None]]:
    """How far it is, on a terminal; nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda _agent: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[words]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks = {
            doing: progress.add_task(doing, visible=False, words="", total=None)
            for doing in ("fetching", "examining")
        }

        def shown(agent: Stepper) -> None:
            stage = agent.stage()
            if stage.doing:
                bytes_of = stage.doing == "fetching"
                words = (
                    f"{stage.done / 1e6:,.1f} of {stage.total / 1e6:,.1f} MB"
                    if bytes_of
                    else f"{stage.done:,} of {stage.total:,} files"
                )
                progress.update(
                    tasks[stage.doing], completed=stage.done, total=stage.total, words=words,
                    visible=True,
                )  # fmt: skip

        with _beside_bars():
            yield shown


@contextlib.contextmanager
def _beside_bars() -> Iterator[None]:
    """Log above the bars: they have taken the place of standard error meanwhile."""
    handlers = [each for each in logging.root.handlers if type(each) is logging.StreamHandler]
    before = [each.setStream(sys.stderr) for each in handlers]
    try:
        yield
    finally:
        for handler, stream in zip(handlers, before, strict=True):
            if stream is not None:
                handler.setStream(stream)


def _end_on_signals(follower: Follower) -> None:
    def end(_number: int, _frame: object) -> None:
        follower.stop()
        signal.signal(signal.SIGALRM, lambda _number, _frame: os._exit(0))
        signal.setitimer(signal.ITIMER_REAL, _GRACE)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
