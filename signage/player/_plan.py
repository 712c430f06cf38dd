"""What the screen is to show from now on: all that is in force, read through the timetables. Pure.

Three things may be in force beside each other: the release, an emergency from the centre with a
timetable of its own, and a cut by somebody on the spot. The cut wins over both; emergencies of both
sides are shown in turn; the rest is the release's.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from signage.config import PLAYER, STORE
from signage.content.model import FeedLine, FileLine, Screen
from signage.player._arrival import Moment, came
from signage.player._face import Face, face
from signage.player._news import teller
from signage.player.programme import Bodies, Shot, numbered, shots
from signage.player.ticker import laps, lines, once, slides, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from signage.content.model import Playlist
    from signage.player.ticker import News
    from signage.release.manifest import Headline
    from signage.schedule import Decision, Timetable
    from signage.store import Activation, Cut

__all__ = ["Plan", "Side", "plan", "whole"]

_WEATHER = 60
"""Characters of the weather in the clock panel: three lines."""
_NOTHING = (
    "`signage cut --show {0}`: there is nothing to show of it, so the emblem is shown: "
    "name a playlist that is in force"
)


class Side(NamedTuple):
    """An activation, its rules for this screen, and when its emergencies came."""

    activation: Activation
    timetable: Timetable
    arrivals: Mapping[str, datetime]
    fetched: Mapping[str, tuple[Headline, ...]] = MappingProxyType({})
    """What the agent brought of the feeds."""

    def at(self, moment: Moment) -> Decision:
        """What of it is on."""
        return self.timetable.at(
            moment.now, trusted=moment.trusted, arrivals=self.arrivals, floor=moment.floor
        )


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """All the player needs until `until`."""

    shots: tuple[Shot, ...] = ()
    laps: tuple[tuple[str, ...], ...] = ()
    standby: Shot | None = None
    """The first of what may cut in, to be kept decoded."""
    urgent: bool = False
    """Whether what runs is urgent, and the strip looks like it."""
    alarm: str = ""
    """Names what cuts in, an emergency or a cut; empty: nothing does."""
    dark: bool = False
    """Whether the screen is off by its `on:` hours, which an emergency does not keep."""
    until: datetime | None = None
    why: str = "nothing is active"
    """A sentence for the log. Equal unless something changes for those who look at the screen."""
    screen: Screen | None = None
    face: Face = Face()
    weather: str = ""
    """A few words for the clock panel."""
    zone: str = "Asia/Ho_Chi_Minh"
    named: bool = True
    """Whether the folder knows this screen; if not, it plays the common playlists."""
    cut: str | None = None
    """What was put on by hand: a playlist, or empty for the emblem; None: the programme is on."""
    faults: tuple[str, ...] = ()
    trusted: bool = False
    """Whether the clock was, so that it may be shown."""

    @property
    def cuts_in(self) -> bool:
        """Whether it does not wait for the end of an item."""
        return bool(self.alarm) or self.dark


class _On(NamedTuple):
    """Playlists of one side that are on, and which of their items."""

    side: Side
    playlists: Sequence[str]
    shows: Callable[[str, int], bool]


def plan(
    normal: Side | None, urgent: Side | None, cut: Cut | None, moment: Moment, bodies: Bodies
) -> Plan:
    """What is shown at `moment`; the emblem where nothing is active.

    `urgent` is the emergency manifest: nothing of it is on but emergencies, and one without items
    is the centre's cut.
    """
    made = _by_hand(normal, urgent, cut, moment, bodies) or _by_rule(normal, urgent, moment, bodies)
    base = normal or urgent
    if base is None:
        return msgspec.structs.replace(made, trusted=moment.trusted)
    return _on_screen(made, base, moment, bodies)


def whole(side: Side, playlist: str, moment: Moment, bodies: Bodies) -> Plan:
    """All of one playlist, whenever it may be on: for who looks at it beforehand."""
    return _on_screen(
        _shown([_On(side, (playlist,), _every)], moment, bodies), side, moment, bodies
    )


def _on_screen(made: Plan, base: Side, moment: Moment, bodies: Bodies) -> Plan:
    """The same with what belongs to the screen."""
    content, name = base.activation.manifest.content, base.timetable.screen_id
    return msgspec.structs.replace(
        made,
        screen=next((found for found in content.screens if found.id == name), None),
        zone=content.calendar.timezone,
        named=base.timetable.named,
        trusted=moment.trusted,
        face=face(
            content, base.activation.manifest.files, base.activation.media.get, name or "", bodies
        ),
        weather=_weather(base, moment),
    )


def _by_hand(
    normal: Side | None, urgent: Side | None, cut: Cut | None, moment: Moment, bodies: Bodies
) -> Plan | None:
    """What somebody on the spot put on; None where nobody did, or its time is over."""
    if cut is None:
        return None
    if cut.show is None:
        rest = _by_rule(normal, urgent, moment, bodies)
        return Plan(alarm="cut", cut="", dark=rest.dark, until=rest.until,
                    why="cut on the spot: the emblem, until `signage resume`")  # fmt: skip
    end = came(cut, moment) + timedelta(hours=STORE.cut_hours)
    if moment.now >= end:
        return None
    sides = [side for side in (normal, urgent) if side and cut.show in _playlists(side)][:1]
    made = _shown([_On(side, (cut.show,), _every) for side in sides], moment, bodies)
    faults = () if made.shots else (_NOTHING.format(cut.show),)
    return msgspec.structs.replace(
        made, alarm=f"cut {cut.show}", cut=cut.show, until=end, faults=(*made.faults, *faults),
        why=f"cut on the spot: {cut.show}, for {STORE.cut_hours:g} hours at most",
    )  # fmt: skip


def _by_rule(normal: Side | None, urgent: Side | None, moment: Moment, bodies: Bodies) -> Plan:
    """What the timetables say."""
    sides = [side for side in (normal, urgent) if side]
    decided = [(side, side.at(moment)) for side in sides]
    if not decided:
        return Plan()
    alarms = [(side, said) for side, said in decided if said.priority == "emergency"]
    on = alarms or [(side, said) for side, said in decided if side is normal]
    cut = any(side is urgent and _is_cut(side, said) for side, said in alarms)
    dark = not decided[0][1].lit and (cut or not alarms)  # a flood at night lights the screen
    until = min((said.until for _, said in decided if said.until), default=None)
    names = [name for _, said in alarms for name in said.playlists]
    why = "; ".join(
        f"release {side.activation.release}: {said.why}" for side, said in on or decided
    )
    if dark:
        made = Plan(dark=True)
    elif cut:
        made, why = Plan(), f"cut by the centre, the emblem: {why}"
    else:
        made = _shown([_On(side, said.playlists, said.shows) for side, said in on], moment, bodies)
    return msgspec.structs.replace(
        made,
        alarm=" ".join(names),
        until=until,
        why=why,
        standby=None if alarms else _ahead(sides, moment, bodies),
    )


def _shown(on: Sequence[_On], moment: Moment, bodies: Bodies) -> Plan:
    lost: list[str] = []
    found: list[Shot] = []
    news: list[News] = []
    for side, playlists, shows in on:
        known = _playlists(side)
        tell = teller(side.activation, side.fetched, moment.now, trusted=moment.trusted)
        for name in playlists:
            said = lines(side.activation, (name,), tell)
            news += said
            found += shots(side.activation, (name,), bodies, shows=shows, missing=lost.append)
            found += slides(known[name], said) if name in known else ()
    running = spoken(once(news))
    return Plan(
        shots=numbered(found),
        laps=laps(running),
        urgent=any(each.urgent for each in running),
        faults=tuple(
            f"{path} is missing in the store and left out until it is fetched again"
            for path in dict.fromkeys(lost)
        ),
    )


def _ahead(sides: Sequence[Side], moment: Moment, bodies: Bodies) -> Shot | None:
    """The first item of the next emergency, else of what may be armed on the spot."""
    coming: list[tuple[datetime, Side]] = []
    last = moment.now + timedelta(seconds=PLAYER.ahead)
    for side in sides if moment.trusted else ():
        segments = side.timetable.agenda(moment.now, last, arrivals=side.arrivals)
        coming += [(each.start, side) for each in segments if each.priority == "emergency"][:1]
    for start, side in sorted(coming, key=lambda each: each[0]):
        said = side.at(msgspec.structs.replace(moment, now=start))
        if said.priority == "emergency":
            for shot in shots(side.activation, said.playlists, bodies, shows=said.shows):
                return numbered((shot,))[0]
    for side in sides:
        armed = [each.id for each in _playlists(side).values() if each.standby]
        for shot in shots(side.activation, armed, bodies):
            return numbered((shot,))[0]
    return None


def _weather(side: Side, moment: Moment) -> str:
    """A few words: as many clauses as the panel has room for, the first one in any case."""
    kept = ""
    for clause in re.split(r"(?<=[,;.]) |(?= \()", _forecast(side, moment)):
        if kept and len(kept) + len(clause) > _WEATHER:
            break
        kept = f"{kept} {clause.strip()}"
    return kept.strip().rstrip(",;.")


def _forecast(side: Side, moment: Moment) -> str:
    """The first line of the file, or a feed's newest headline while its age may be judged."""
    activation, name = side.activation, side.timetable.screen_id
    screens = activation.manifest.content.screens
    line = next((screen.weather for screen in screens if screen.id == name), None)
    if isinstance(line, FileLine):
        body = activation.manifest.files.get(line.path)
        media = activation.media.get(body.sha256) if body else None
        return next(iter(media.lines), "") if media else ""
    if isinstance(line, FeedLine) and moment.trusted:
        tell = teller(activation, side.fetched, moment.now, trusted=True)
        return next(iter(tell(line)), "")
    return ""


def _is_cut(side: Side, said: Decision) -> bool:
    return any(not _playlists(side)[name].items for name in said.playlists)


def _playlists(side: Side) -> dict[str, Playlist]:
    return {each.id: each for each in side.activation.manifest.content.playlists}


def _every(_playlist: str, _item: int) -> bool:
    return True
