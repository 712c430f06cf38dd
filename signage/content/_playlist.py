"""One playlist file: its top level, which must be right as a whole, and the parts under it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from signage.config import CONTENT
from signage.content import _items, _values
from signage.content._fields import Fields, Log, Reported, choice, entries, flag, plain, value
from signage.content._rules import rules
from signage.content._ticker import line
from signage.content._yaml import Bad, Mapping, Node, parse
from signage.content.messages import Phrase, Wrong
from signage.content.model import Fit, Item, Layout, Playlist, Priority, Transition

if TYPE_CHECKING:
    from signage.content._bodies import Want
    from signage.content._media import Library
    from signage.content.model import Rule

__all__ = ["Read", "mapping", "read"]

_KEYS = (
    "name", "layout", "priority", "when", "defaults", "items", "ticker", "ticker_slides", "standby",
)  # fmt: skip
_LAYOUTS = ("full", "banner", "sidebar", "board")
_PRIORITIES = ("normal", "priority", "emergency")


@dataclass
class Read:
    """What came of a playlist file: `playlist` is None where it is broken as a whole."""

    playlist: Playlist | None = None
    when: int = 1
    """The line of `when:`."""
    uses: dict[tuple[str, Want], int] = field(default_factory=dict)
    ticker: tuple[int, ...] = ()
    """The line of each line of the ticker."""


def mapping(data: bytes, log: Log, key: str, example: Phrase) -> Mapping | None:
    """Parse a file that must hold `key: value` lines; None where it does not, which is told."""
    try:
        tree = parse(data)
    except Wrong as wrong:
        log.add(wrong, 1)
        return None
    for each in tree.faults:
        log.add(each, 1)
    if tree.root is None:
        log.tell("empty-yaml", 1, key=key)
        return None
    if isinstance(tree.root, Bad) or (tree.faults and not isinstance(tree.root, Mapping)):
        return None
    if not isinstance(tree.root, Mapping):
        log.tell("not-mapping", tree.root.line, key=log.file, example=example)
        return None
    return None if tree.root.own else tree.root


def read(data: bytes, name: str, log: Log, library: Library) -> Read:
    """Read the playlist `name`; every fault is in `log`."""
    node = mapping(data, log, "items", Phrase("example-playlist"))
    if node is None:
        return Read()
    fields = Fields(log, node, _KEYS)
    title = fields.take("name", plain)
    layout = fields.take("layout", choice(*_LAYOUTS))
    priority = fields.take("priority", choice(*_PRIORITIES))
    when = fields.take("when", rules(log)) or ()
    standby = fields.take("standby", flag) or False
    slides = fields.take("ticker_slides", flag) or False
    if standby and when:
        log.tell("standby-when", fields.line("when"))
        when = ()
    elif priority == "emergency" and not standby and fields.good:
        _judge_emergency(node, when, fields, log)
    defaults = _defaults(fields, log)
    reader = _items.Reader(log, library, defaults)
    items: list[Item] = []
    for each in fields.take("items", entries) or ():
        items.extend(reader.read(each))
    written = fields.take("ticker", entries) or ()
    lines = [(each.line, line(each, log, library, reader)) for each in written]
    if not fields.good:
        return Read()
    if not {"items", "ticker"} & set(node.entries):
        log.tell("nothing-to-show", node.line)
    playlist = Playlist(
        id=name,
        name=title or "",
        layout=cast("Layout", layout or "full"),
        priority=cast("Priority", priority or "normal"),
        when=when,
        items=tuple(items),
        ticker=tuple(each for _, each in lines if each is not None),
        standby=standby,
        ticker_slides=slides,
    )
    at = node.entries["when"].line if "when" in node.entries else 1
    return Read(playlist, at, reader.uses, tuple(at for at, each in lines if each is not None))


def _judge_emergency(node: Mapping, when: tuple[Rule, ...], fields: Fields, log: Log) -> None:
    """An emergency has an end in every rule, and soon."""
    if not when:
        fields.wrong("emergency-until", fields.line("priority"))
        return
    for rule, written in zip(when, entries(node.entries["when"].node, "when"), strict=True):
        if rule.until is None:
            fields.wrong("emergency-until", written.line)
            return
        limit = CONTENT.emergency_hours
        if not rule.every and rule.from_ and _hours(rule.from_, rule.until) > limit:
            log.tell("emergency-long", written.line, limit=int(limit))


def _hours(since: str, until: str) -> float:
    """Give the hours from one time of the wall clock to another, a last day included."""
    span = dt.datetime.fromisoformat(until) - dt.datetime.fromisoformat(since)
    return span / dt.timedelta(hours=1) + (0 if "T" in until else 24)


def _defaults(fields: Fields, log: Log) -> _items.Defaults:
    usual = _items.Defaults()

    def convert(node: Node, key: str) -> _items.Defaults:
        if isinstance(node, Bad) or (isinstance(node, Mapping) and node.own):
            raise Reported
        if not isinstance(node, Mapping):
            raise Wrong("not-mapping", node.line, key=key, example=Phrase("example-defaults"))
        own = Fields(log, node, ("duration", "fit", "transition"))
        made = _items.Defaults(
            duration=own.take("duration", value(_values.duration)) or usual.duration,
            fit=cast("Fit", own.take("fit", choice(*_items.FITS)) or usual.fit),
            transition=cast(
                "Transition",
                own.take("transition", choice(*_items.TRANSITIONS)) or usual.transition,
            ),
        )
        if not own.good:
            raise Reported
        return made

    return fields.take("defaults", convert) or usual
