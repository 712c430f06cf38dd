"""`signage agenda`: what is on when, as a table or as JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path  # noqa: TC003  (typer reads the signature)
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from signage.cli._folder import read_source
from signage.errors import UsageError
from signage.schedule import Segment, Timetable, lunar_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from rich.table import Table

    from signage.content.loader import Loaded

__all__ = ["run"]

_LONGEST = 3660
"""Days, ten years; more is a slip of the finger."""


def run(
    folder: Annotated[Path, typer.Argument(help="A central folder, or one playlist file.")],
    screen: Annotated[
        str | None,
        typer.Option(
            help="A screen of screens.yaml; without it, what a screen plays that has no "
            "entry there."
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            help="From when: 2026-02-14 or 2026-02-14T07:30, in the calendar's time zone "
            "unless it ends in an offset such as +07:00; default: now."
        ),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=_LONGEST, help="For how many days.")] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Show what is on when on a screen: which playlists, of which priority, from when to when."""
    loaded = read_source(folder)
    _judge_screen(screen, loaded)
    timetable = Timetable(loaded.content, screen)
    start = _start(at, timetable)
    end = _later(start, days)
    segments = timetable.agenda(start, end)
    errors = sum(fault.severity == "error" for fault in loaded.faults)
    if errors:
        typer.echo(
            f"{errors} faults: shown is what is right; `signage check` tells what is wrong",
            err=True,
        )
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(segments), indent=2))
    else:
        _print(_table(segments, timetable))


def _judge_screen(screen: str | None, loaded: Loaded) -> None:
    """Refuse a screen that `screens.yaml` does not name: whoever asks means one that is there."""
    content = loaded.content
    known = [each.id for each in content.screens]
    if screen is None or not content.has_screens or screen in known:
        return
    if screen in loaded.broken_screens:
        raise UsageError(
            f"the screen {screen!r} is wrong in screens.yaml: `signage check` tells what to correct"
        )
    names = ", ".join(known) or "none"
    raise UsageError(f"no screen {screen!r} in screens.yaml; there are: {names}")


def _start(at: str | None, timetable: Timetable) -> datetime:
    if at is None:
        return datetime.now(timetable.zone).replace(microsecond=0)
    try:
        stated = datetime.fromisoformat(at)
    except ValueError:
        raise UsageError(
            f"--at {at}: write a day or a time such as 2026-02-14 or 2026-02-14T07:30"
        ) from None
    if stated.tzinfo is None:
        stated = stated.replace(tzinfo=timetable.zone)
    try:
        # through UTC, so that a time that daylight saving leaves out is one that exists
        return stated.astimezone(UTC).astimezone(timetable.zone)
    except OverflowError:
        raise UsageError(f"--at {at}: name a year between 1900 and 9000") from None


def _later(start: datetime, days: int) -> datetime:
    """Give the same time of day some days on."""
    try:
        return (start + timedelta(days=days)).astimezone(UTC).astimezone(start.tzinfo)
    except OverflowError:
        raise UsageError(f"--at {start.isoformat()}: name a year between 1900 and 9000") from None


def _table(segments: list[Segment], timetable: Timetable) -> Table:
    from rich.table import Table  # noqa: PLC0415  (JSON needs none of it)

    whose = timetable.screen_id or (
        "every screen" if timetable.named else "a screen without an entry in screens.yaml"
    )
    table = Table(title=f"{whose} ({timetable.zone.key})")
    for heading in ("day", "from", "to", "priority", "playlists"):
        table.add_column(heading, no_wrap=heading != "playlists")
    shown: date | None = None
    for start, end, segment in _by_day(segments, timetable.zone):
        day = start.date()
        if shown not in (None, day):
            table.add_section()
        table.add_row(
            _day(day) if day != shown else "",
            start.strftime("%H:%M"),
            "24:00" if end.date() > day else end.strftime("%H:%M"),
            segment.priority or "",
            ", ".join(segment.playlists) or "– nothing –",
        )
        shown = day
    return table


def _by_day(
    segments: list[Segment],
    zone: ZoneInfo,
) -> Iterator[tuple[datetime, datetime, Segment]]:
    """Cut segments at midnight."""
    for segment in segments:
        start = segment.start
        while start < segment.end:
            tomorrow = start.date() + timedelta(days=1)
            midnight = datetime.combine(tomorrow, time(), zone).astimezone(UTC)
            end = min(segment.end, midnight.astimezone(zone), key=datetime.timestamp)
            yield start, end, segment
            start = end


def _day(day: date) -> str:
    lunar = lunar_date(day)
    if lunar is None:
        return day.strftime("%a %d/%m/%Y")
    return f"{day:%a %d/%m/%Y} (lunar {lunar.day}/{lunar.month}{' leap' if lunar.leap else ''})"


def _print(table: Table) -> None:
    from rich.console import Console  # noqa: PLC0415

    Console(soft_wrap=False).print(table)
