"""Which playlists a screen plays, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signage.content.model import Content, Playlist, Screen

__all__ = ["lineup", "screen_of"]


def screen_of(content: Content, screen_id: str | None) -> Screen | None:
    """Give the entry of `screens.yaml`, or None where it does not name the screen."""
    return next((screen for screen in content.screens if screen.id == screen_id), None)


def lineup(content: Content, screen_id: str | None) -> tuple[Playlist, ...]:
    """Give a screen's playlists in the order in which they are shown.

    A playlist on standby is in no line-up: it is never on by itself.

    - Without `screens.yaml`: every playlist, by id.
    - A screen that it names: its `playlists` in their order, then those of its groups; with
      neither, every playlist by id.
    - A screen that it does not name: the common playlists, those that every screen plays, in the
      order of the first, and those that no screen and no group claims, by id.

    An emergency that no screen and no group claims is for every screen, after the others: in an
    emergency nobody should have to edit `screens.yaml`. A screen that nobody named plays every
    emergency.
    """
    by_id = {
        playlist.id: playlist
        for playlist in sorted(content.playlists, key=lambda p: p.id)
        if not playlist.standby
    }
    screen = screen_of(content, screen_id)
    claims = [_claim(content, each) for each in content.screens]
    claimed = {name for names in content.groups.values() for name in names}
    claimed.update(name for claim in claims for name in claim or ())
    emergencies = [p.id for p in by_id.values() if p.priority == "emergency"]
    if not content.has_screens:
        names = list(by_id)
    elif screen is None:
        everywhere = set(by_id)
        for claim in claims:
            everywhere &= set(by_id if claim is None else claim)
        common = everywhere if claims else set()
        ordered = [name for claim in claims for name in claim or ()]
        names = [
            name
            for name in (*ordered, *by_id)
            if name in common or name not in claimed or name in emergencies
        ]
    else:
        claim = _claim(content, screen)
        names = (
            list(by_id)
            if claim is None
            else [*claim, *(name for name in emergencies if name not in claimed)]
        )
    return tuple(by_id[name] for name in dict.fromkeys(names) if name in by_id)


def _claim(content: Content, screen: Screen) -> tuple[str, ...] | None:
    """Give the playlists that a screen asks for by name or group; None: every one."""
    if screen.playlists is None and not screen.groups:
        return None
    of_groups = [name for group in screen.groups for name in content.groups.get(group, ())]
    return (*(screen.playlists or ()), *of_groups)
