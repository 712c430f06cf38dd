"""What a publication changes beside playlists and media: screens, calendar, words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.content.model import Content

__all__ = ["SettingChange", "settings"]

_SCREENS, _CALENDAR, _BLOCKLIST = "screens.yaml", "calendar.yaml", "blocklist.yaml"


class SettingChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change of what is said once for all playlists."""

    file: str
    """Under `playlists/`."""
    what: str
    """In a few words, as its author wrote them: `theme: son-duong → toi`."""


def settings(was: Content, now: Content) -> Iterator[SettingChange]:
    """Tell what `now` says otherwise than `was`."""
    for file, told in (
        (_SCREENS, _screens(was, now)),
        (_CALENDAR, _calendar(was, now)),
        (_BLOCKLIST, _blocklist(was, now)),
    ):
        for what in told:
            yield SettingChange(file=file, what=what)


def _screens(was: Content, now: Content) -> Iterator[str]:
    if was.theme != now.theme:
        yield f"theme: {was.theme} → {now.theme}"
    if keys := _keys(was.centre, now.centre):
        yield f"centre: {keys}"
    old, new = ({each.id: each for each in content.screens} for content in (was, now))
    yield from (f"screen {name}: added" for name in new if name not in old)
    yield from (f"screen {name}: removed" for name in old if name not in new)
    for name in new:
        if name in old and (keys := _keys(old[name], new[name])):
            yield f"screen {name}: {keys}"
    for name in dict.fromkeys((*now.groups, *was.groups)):
        if was.groups.get(name) != now.groups.get(name):
            yield f"group {name}"
    if was.has_screens != now.has_screens and not old and not new:
        yield "it is there now" if now.has_screens else "it is gone: every screen plays all"
    if [*old] != [*new] and old.keys() == new.keys():
        yield "the order of the screens"


def _calendar(was: Content, now: Content) -> Iterator[str]:
    if was.calendar.timezone != now.calendar.timezone:
        yield f"timezone: {was.calendar.timezone} → {now.calendar.timezone}"
    if keys := _keys(was.calendar, now.calendar, leave_out="timezone"):
        yield keys


def _blocklist(was: Content, now: Content) -> Iterator[str]:
    yield from (f"added: {word}" for word in now.blocked if word not in was.blocked)
    yield from (f"removed: {word}" for word in was.blocked if word not in now.blocked)


def _keys(was: msgspec.Struct, now: msgspec.Struct, leave_out: str = "") -> str:
    """The keys, as in YAML, under which two of a kind differ."""
    names = zip(was.__struct_fields__, was.__struct_encode_fields__, strict=True)
    differ = [
        written
        for name, written in names
        if name != leave_out and getattr(was, name) != getattr(now, name)
    ]
    return ", ".join(differ)
