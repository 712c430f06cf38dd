"""The `when` of a playlist or an item: a list of rules, each checked as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from signage.content import _values
from signage.content._fields import Fields, Log, Reported, choice, entries, flag, scalar, value
from signage.content._yaml import Bad, Mapping, Node
from signage.content.messages import Phrase, Wrong
from signage.content.model import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KEYS", "ordered", "rules"]

KEYS = ("from", "until", "days", "hours", "holidays", "working", "every", "lunar")
_EXAMPLE = Phrase("example-when")

SkipOnly = Literal["skip", "only"]


def rules(log: Log) -> Callable[[Node, str], tuple[Rule, ...]]:
    """Make a converter of a `when` that tells `log` of every fault, not only the first."""

    def convert(node: Node, key: str) -> tuple[Rule, ...]:
        read = [_rule(each, log) for each in entries(node, key)]
        if not read:
            raise Wrong("no-value", node.line, key=key)
        good = tuple(rule for rule in read if rule is not None)
        if len(good) < len(read):
            raise Reported
        return good

    return convert


def _rule(node: Node, log: Log) -> Rule | None:
    if isinstance(node, Bad):
        return None
    if not isinstance(node, Mapping):
        log.tell("not-mapping", node.line, key="when", example=_EXAMPLE)
        return None
    if node.spoilt:
        return None
    if not node.entries:
        log.tell("empty-rule", node.line)
        return None
    fields = Fields(log, node, KEYS)
    every = fields.take("every", choice("year"))
    lunar = fields.take("lunar", flag)
    if lunar and every is None and fields.good:
        fields.wrong("lunar-needs-every", fields.line("lunar"))
    since, until = _ends(fields, yearly="every" in node.entries, lunar=bool(lunar))
    rule = Rule(
        from_=since,
        until=until,
        days=fields.take("days", value(_values.days)) or (),
        hours=fields.take("hours", value(_values.hours)) or (),
        holidays=cast("SkipOnly | None", fields.take("holidays", choice("skip", "only"))),
        working=cast("SkipOnly | None", fields.take("working", choice("skip", "only"))),
        every="year" if every else None,
        lunar=bool(lunar),
    )
    return rule if fields.good else None


def _ends(fields: Fields, *, yearly: bool, lunar: bool) -> tuple[str | None, str | None]:
    def read(node: Node, key: str) -> str:
        word = scalar(node, key)
        return _values.yearly(word, lunar=lunar) if yearly else _values.moment(word)

    if not fields.good:
        return None, None
    since = fields.take("from", read)
    until = fields.take("until", read) if fields.good else None
    if not fields.good:
        return None, None
    if yearly:
        if since is None and until is None:
            fields.wrong("every-needs-dates", fields.line("every"))
        elif since is None or until is None:
            missing = "from" if since is None else "until"
            fields.wrong("yearly-needs-both", fields.line("every"), key=missing)
    elif since and until and not ordered(since, until):
        fields.wrong("until-before-from", fields.line("until"), since=since, until=until)
    return since, until


def ordered(since: str, until: str) -> bool:
    """Whether any time lies from `since` to `until`, a date including that whole day."""
    end = until if "T" in until else f"{until}T24"
    start = since if "T" in since else f"{since}T00:00:00"
    return start < end
