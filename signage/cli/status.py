"""`signage status`: what is on now, and how the kiosk is."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from signage.cli._state import state_folder
from signage.config import STORE
from signage.journal import StatusFile, Timekeeper, ask
from signage.store import Store

if TYPE_CHECKING:
    from rich.table import Table

    from signage.content.model import Playlist
    from signage.journal import AgentStatus, Live
    from signage.store import Activation

__all__ = ["facts", "run"]


def run(
    state: Annotated[
        Path | None, typer.Option(help="The state folder; default: $SIGNAGE_STATE and so on.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """What is on now, the active release, last sync, faults, quarantine, clock trust, disk."""
    found = facts(state_folder(state))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    from rich.console import Console  # noqa: PLC0415  (programs do not wait for it)

    Console().print(_table(found))


def facts(state: Path) -> dict[str, Any]:
    """What DESIGN promises of `status --json`; whether or not a player or an agent runs."""
    store = Store(state)
    live = ask(state)
    agent = StatusFile(state).read()
    active, urgent, cut = store.active(), store.urgent(), store.cut()
    free, used = store.usage()
    return {
        "screen": live.screen if live else None,
        "release": active.release if active else None,
        "signed": active.signed if active else None,
        "reviewed": active.manifest.reviewed if active else None,
        "activated": active.activated if active else None,
        # One without playlists was withdrawn; its record stays, for its version.
        "emergency": urgent.release if urgent and urgent.manifest.content.playlists else None,
        "cuts": [each.id for each in _cuts(urgent)],
        "cut": {"show": cut.show, "since": cut.at or None} if cut else None,
        "playing": msgspec.to_builtins(live.playing) if live else None,
        "sync": _sync(agent, active, at_work=store.locked()),
        "faults": [*(agent.faults if agent else ()), *(live.faults if live else ())],
        "quarantine": [msgspec.to_builtins(each) for each in agent.quarantine] if agent else [],
        "clock": _clock(Timekeeper(state), live),
        "ticker": list(live.ticker) if live else [],
        "disk": {"free": free, "used": used},
        "player": {"pid": live.pid} if live else None,
    }


_CLOCK = {
    "synchronised": "trusted: synchronised since start-up",
    "rtc": "trusted: from the battery clock, which was set while the time was right",
    "word": "{}trusted: the technician says so ($SIGNAGE_CLOCK)",
    "unconfirmed": "not confirmed, it is {} or later: campaigns neither start nor end, emergencies "
    "are shown as they come and end by elapsed time, no clock is shown; connect this device to a "
    "network with a time service, or fit a battery clock",
}
"""Why the clock is believed or not, and what that means for the screen."""


def _clock(keeper: Timekeeper, live: Live | None) -> dict[str, Any]:
    """Judge the clock as the player does, which may have been told something else about it."""
    verdict = keeper.verdict()
    trusted, because = verdict.trusted, str(verdict.because)
    if live is not None and live.clock.trusted != trusted:
        trusted, because = live.clock.trusted, "word"
    floor = keeper.floor().astimezone().isoformat(timespec="seconds")
    return {"trusted": trusted, "because": because, "floor": floor}


def _clock_words(clock: dict[str, Any]) -> str:
    words = {"word": "" if clock["trusted"] else "not ", "unconfirmed": clock["floor"]}
    return _CLOCK[clock["because"]].format(words.get(clock["because"]))


def _cuts(urgent: Activation | None) -> list[Playlist]:
    """Playlists of the centre's emergency by which it cuts: while one is on, the emblem is."""
    known = urgent.manifest.content.playlists if urgent else ()
    return [
        each
        for each in known
        if each.priority == "emergency" and not each.items and not each.standby
    ]


def _emergency_words(found: dict[str, Any]) -> str:
    if not found["cuts"]:
        return str(found["emergency"])
    return f"{found['emergency']}, with a cut by the centre: {', '.join(found['cuts'])}"


def _cut_words(cut: dict[str, Any]) -> str:
    what = (
        f"{cut['show']}, for {STORE.cut_hours:.0f} hours at most" if cut["show"] else "the emblem"
    )
    since = f"since {cut['since']}" if cut["since"] else "its record is spoilt"
    return f"by hand on this screen: {what}, {since}; `signage resume` ends it"


def _sync(agent: AgentStatus | None, active: Activation | None, *, at_work: bool) -> dict[str, Any]:
    if agent is None:
        source = active.source if active else None
        return {
            "source": source, "state": "starting" if at_work else "stopped",
            "since": None, "error": None,
        }  # fmt: skip
    found: dict[str, Any] = msgspec.to_builtins(agent.sync)
    if not at_work:
        found["state"] = "stopped"
    return found


def _table(found: dict[str, Any]) -> Table:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, words in _lines(found):
        table.add_row(name, Text(words))
    return table


def _lines(found: dict[str, Any]) -> list[tuple[str, str]]:
    playing, sync, disk = found["playing"], found["sync"], found["disk"]
    now = "nothing: no player answers" if found["player"] is None else "the idle screen"
    if playing:
        now = f"{playing['item']} of {playing['playlist']}, since {playing['since']}"
    origin = "" if found["signed"] is None else " (signed)" if found["signed"] else " (unsigned)"
    if found["signed"] and not found["reviewed"]:
        origin = " (signed by a machine: the content is not reviewed by a person)"
    lines = [
        ("screen", found["screen"] or "–"),
        ("on now", now),
        ("release", f"{found['release'] or 'none'}{origin}"),
        *([("emergency", _emergency_words(found))] if found["emergency"] else []),
        *([("cut", _cut_words(found["cut"]))] if found["cut"] else []),
        ("source", sync["source"] or "–"),
        ("sync", f"{sync['state']}, since {sync['since']}" if sync["since"] else sync["state"]),
    ]
    lines += [("", sync["error"])] if sync["error"] else []
    lines += [("fault", each) for each in found["faults"]]
    lines += [("quarantine", f"{each['path']} {each['reason']}") for each in found["quarantine"]]
    lines += [("ticker", each) for each in found["ticker"]]
    lines += [
        ("clock", _clock_words(found["clock"])),
        ("disk", f"{disk['free'] / 1e9:.1f} GB free, {disk['used'] / 1e9:.1f} GB used"),
    ]
    return lines
