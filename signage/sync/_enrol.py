"""Waiting to be paired: the loop around an `Enrolment`."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from signage.config import REPORTS
from signage.health import Health
from signage.store import StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signage.journal import Paired
    from signage.sync._console import Wire

__all__ = ["enrol"]

_log = logging.getLogger(__name__)


def enrol(
    state: Path,
    centre: str,
    stopped: Callable[[], bool],
    *,
    health: Health | None = None,
    wire: Wire | None = None,
) -> Paired | None:
    """Wait until this screen is paired with the console at `centre`; None: `stopped` said so.

    Raises:
        UsageError: the address is none, or one that must not be used.
    """
    from signage.sync._console import ConsoleWire  # noqa: PLC0415  (requests and tuf: only here)
    from signage.sync._enrolment import Enrolment  # noqa: PLC0415

    beats = health or Health()
    beats.ready("waits to be paired")

    def stop() -> bool:
        beats.beat()
        return stopped()

    wire = wire or ConsoleWire(f"{centre.rstrip('/')}/api/ghep-noi", stop)
    enrolment = Enrolment(state, centre, wire)
    while enrolment.paired is None:
        try:
            pause = enrolment.step()
        except StoppedError:
            return None
        except OSError as error:
            _log.error("what was confirmed cannot be noted: %s", error)
            pause = REPORTS.every
        end = time.monotonic() + pause
        while time.monotonic() < end:
            if stop():
                return None
            time.sleep(0.1)
    return enrolment.paired
