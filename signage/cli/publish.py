"""`signage publish`: a central folder sealed into a signed release tree."""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from signage.cli._passphrase import passphrases
from signage.cli.check import judged, tell
from signage.config import RELEASE
from signage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signage.content.fault import Fault
    from signage.content.loader import Loaded
    from signage.content.model import Content
    from signage.release.publish import Published

__all__ = ["run"]

_SPAN = re.compile(r"(\d{1,5})([dw])")


class Role(StrEnum):
    """As what a folder is published."""

    RELEASE = "release"
    EMERGENCY = "emergency"


def run(
    folder: Annotated[
        Path | None, typer.Argument(help="A central folder; none with --refresh.")
    ] = None,
    *,
    to: Annotated[Path, typer.Option(help="The release tree: a folder that a web server serves.")],
    keys: Annotated[Path, typer.Option(help="The keys folder; see `signage keys`.")],
    role: Annotated[
        Role, typer.Option(help="emergency: only the emergency playlists, beside the release.")
    ] = Role.RELEASE,
    by: Annotated[
        list[str] | None, typer.Option(help="Who signs; needed where several could.")
    ] = None,
    expires: Annotated[
        str | None,
        typer.Option(
            help="For a stick: how long it stays fresh: 90d, 26w, 2027-06-01. Default: 30d."
        ),
    ] = None,
    passphrase_file: Annotated[
        list[Path] | None,
        typer.Option(
            help="Its first line opens the keys; else $SIGNAGE_PASSPHRASE, or a prompt.",
        ),
    ] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Only sign that the tree is fresh: once a day.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Seal FOLDER into a signed release tree at --to; screens see it when it is complete."""
    given = passphrases(passphrase_file or [])
    if refresh == (folder is not None):
        raise UsageError("name a folder to publish, or --refresh to sign that the tree is fresh")
    days = _days(expires, datetime.now(UTC).date())
    from signage.cli._published import Bars, show  # noqa: PLC0415  (not for --help)
    from signage.release import publish as work  # noqa: PLC0415
    from signage.sync.feeds import freeze  # noqa: PLC0415

    keyring = work.Keyring([keys], given)
    if folder is None:
        _give(work.refresh(to, keyring, days=days), as_json=as_json)
        return
    terminal = sys.stderr.isatty() and not as_json
    read: list[Content] = []

    def judge(loaded: Loaded) -> Iterable[Fault]:
        read[:] = [loaded.content]
        return judged(loaded, sealing=True)

    try:
        with Bars(shown=terminal) as bars:
            published = work.publish(
                folder, to, keyring, role=role.value, by=by or (), days=days, judge=judge,
                headlines=freeze, progress=bars,
            )  # fmt: skip
    except work.FaultsError as error:
        tell(error.loaded, error.faults, language=None, as_json=as_json)
        raise
    if as_json:
        _give(published, as_json=True)
    else:
        show(published)
        if role is Role.EMERGENCY and published.playlists and not _cuts_in(*read):
            typer.echo(
                "Nothing of it is on now: look at `when:`; a playlist on standby waits on the "
                "spot, for `signage cut --show ID`.",
                err=True,
            )


def _cuts_in(content: Content) -> bool:
    """Whether a screen that gets these emergencies now shows one at once."""
    from signage.schedule import Timetable  # noqa: PLC0415  (not for --help)

    urgent = tuple(each for each in content.playlists if each.priority == "emergency")
    alone = msgspec.structs.replace(content, playlists=urgent, screens=(), has_screens=False)
    now = datetime.now(UTC)
    arrivals = {each.id: now for each in urgent}
    return bool(Timetable(alone, None).at(now, arrivals=arrivals).playlists)


def _give(published: Published, *, as_json: bool) -> None:
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(published), indent=2))
        return
    typer.echo(f"The tree is signed as fresh until {published.expires[:10]}.")
    for note in published.notes:
        typer.echo(note, err=True)


def _days(words: str | None, today: date) -> int:
    """Days of `--expires`.

    Raises:
        UsageError: it is none, past, or too far away.
    """
    if words is None:
        return RELEASE.online_days
    if found := _SPAN.fullmatch(words):
        days = int(found[1]) * (7 if found[2] == "w" else 1)
    else:
        try:
            days = (date.fromisoformat(words) - today).days
        except ValueError:
            raise UsageError(
                f"--expires {words}: write 90d, 26w or a day such as 2027-06-01"
            ) from None
    if not 1 <= days <= RELEASE.most_days:
        raise UsageError(f"--expires {words}: between a day and {RELEASE.most_days} days from now")
    return days
