"""A form bound to a part of a file: what each field shows, and the faults beside it.

Every fault that `check` finds has a line. It goes to the innermost field whose lines hold it; of
several on one line, to the one that the message names; else it stands above the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as made
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from signage.console.office.documents import plain
from signage.console.office.fields import KEPT, Choice, Field, Several, Words
from signage.console.office.tongues import language
from signage.console.office.wording import DAYS
from signage.content import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from signage.content.fault import Fault

__all__ = ["Bound", "Form", "Row", "Told", "bind", "differences", "message"]

_COMMON = ("vi", "en", "zh")
"""Languages that every text is asked for; Vietnamese first."""

_OF_CODES = {
    "bad-duration": "duration", "zero-duration": "duration", "long-duration": "duration",
    "bad-hours": "hours", "same-hours": "hours", "bad-days": "days", "bad-pages": "pages",
    "until-before-from": "until", "emergency-until": "until", "bad-date": "from",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A fault in the reader's language."""

    severity: str
    words: str
    line: int


def message(fault: Fault) -> Told:
    """A fault in the language of the page."""
    vietnamese = (get_language() or "vi").startswith("vi")
    return Told(fault.severity, fault.message_vi if vietnamese else fault.message, fault.line)


@dataclass
class Row:
    """One of `Several`."""

    number: int
    place: int
    bounds: list[Bound]
    span: tuple[int, int] = (0, 0)
    faults: list[Told] = made(default_factory=list)

    @property
    def new(self) -> bool:
        """Whether it is an empty one, to be filled in."""
        return self.number < 0 and not any(each.value for each in self.bounds)

    @property
    def said(self) -> list[Bound]:
        """The fields that say something."""
        return [each for each in self.bounds if each.said]

    @property
    def by(self) -> dict[str, Bound]:
        """The fields by name, without dots."""
        return {each.field.name.replace(".", "_"): each for each in self.bounds}


@dataclass
class Bound:
    """A field in a form."""

    field: Field
    name: str
    value: Any
    spans: list[tuple[int, int]] = made(default_factory=list)
    faults: list[Told] = made(default_factory=list)
    rows: list[Row] = made(default_factory=list)
    theirs: str = ""
    """What somebody else wrote there meanwhile, in words."""
    options: list[tuple[str, str]] = made(default_factory=list)
    """Of `Names`: those that there are, and what they are called."""

    @property
    def kept(self) -> bool:
        """Whether the form cannot express it."""
        return self.value is KEPT

    @property
    def template(self) -> str:
        """The part that draws it."""
        return f"console/field/{self.field.widget}.html"

    @property
    def id(self) -> str:
        """Of the input."""
        return "f-" + self.name.replace(".", "-").replace("~", "-")

    @property
    def said(self) -> bool:
        """Whether it says anything."""
        return bool(self.value) or self.kept

    @property
    def wrong(self) -> bool:
        """Whether it, or anything within, has an error."""
        return any(each.severity == "error" for each in self.faults)

    @property
    def odd(self) -> bool:
        """Whether what stands there is none of the options."""
        return isinstance(self.field, Choice) and self.value not in dict(self.field.options)

    @property
    def days(self) -> list[tuple[int, str, bool]]:
        """Of `Days`: number, name, whether it is one of them."""
        return [(n, name, n in (self.value or ())) for n, name in enumerate(DAYS())]

    @property
    def numbered(self) -> list[tuple[str, str, int | None]]:
        """Of `Names`: each that there is, those chosen first, with their place."""
        chosen = list(self.value or ())
        names = dict(self.options)
        first = [(key, names.get(key, key), n) for n, key in enumerate(chosen, 1)]
        return [*first, *((key, name, None) for key, name in self.options if key not in chosen)]

    @property
    def seasons(self) -> list[dict[str, Any]]:
        """Of `Seasons`: each with its days, and an empty one."""
        empty = {"from": "", "until": "", **{str(n): "" for n in range(7)}}
        return [
            {
                "place": place, "number": number, "since": values["from"],
                "until": values["until"], "new": number < 0, "first": place == 0,
                "days": [(n, name, values[str(n)]) for n, name in enumerate(DAYS())],
            }
            for place, (number, values) in enumerate([*(self.value or ()), (-1, empty)])
        ]  # fmt: skip

    @property
    def languages(self) -> list[tuple[str, str, str]]:
        """Tag, name and words of each language offered; those in use are among them."""
        said = self.value if isinstance(self.value, dict) else {}
        tags = dict.fromkeys([*_COMMON, *said])
        return [(tag, language(tag), said.get(tag, "")) for tag in tags]

    @property
    def rare(self) -> list[tuple[str, str]]:
        """Tag and name of further languages that are offered, and say nothing yet."""
        own = self.field.languages if isinstance(self.field, Words) else ()
        said = self.value if isinstance(self.value, dict) else {}
        return [(tag, language(tag)) for tag in own if tag not in {*_COMMON, *said}]

    @property
    def others(self) -> str:
        """The languages in use besides Vietnamese."""
        return ", ".join(name for tag, name, words in self.languages if words and tag != "vi")

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """Of `Lines`: tag, name and the lines of each language."""
        rows = self.value or []
        tags = dict.fromkeys(["vi", "en", "zh", *(tag for row in rows for tag in row)])
        return [
            (tag, language(tag), "\n".join(row.get(tag, "") for row in rows).rstrip())
            for tag in tags
        ]

    @property
    def grids(self) -> list[tuple[str, str, list[list[tuple[str, str]]], bool]]:
        """Of `Table`: tag, name, rows of (input's name, words), and whether it says anything."""
        rows = self.value or []
        height = min(max(len(rows) + 2, 4), 13)
        width = min(max([len(row) for row in rows], default=2) + 1, 6)
        tags = dict.fromkeys(["vi", "en", "zh", *(t for row in rows for c in row for t in c)])
        found = []
        for tag in tags:
            grid = [
                [
                    (
                        f"{self.name}~{tag}~{r}~{c}",
                        rows[r][c].get(tag, "") if r < len(rows) and c < len(rows[r]) else "",
                    )
                    for c in range(width)
                ]
                for r in range(height)
            ]
            said = any(words for line in grid for _name, words in line)
            found.append((tag, language(tag), grid, said))
        return found


@dataclass
class Form:
    """Fields of one mapping, with the faults that belong to none of them."""

    bounds: list[Bound]
    faults: list[Told]

    @property
    def by(self) -> dict[str, Bound]:
        """The fields by name, without dots."""
        return {each.field.name.replace(".", "_"): each for each in self.bounds}

    @property
    def folded(self) -> list[Bound]:
        """Fields that say nothing, and are shown on demand."""
        return [b for b in self.bounds if b.field.folded and not b.said and not b.faults]

    @property
    def folded_labels(self) -> str:
        """What they are called."""
        return ", ".join(str(each.field.label).casefold() for each in self.folded[:4]) + " …"

    @property
    def values(self) -> dict[str, Any]:
        """What is shown, by name."""
        return {each.field.name: each.value for each in self.bounds}


def bind(
    fields: Sequence[Field],
    node: tree.Mapping | None,
    faults: Iterable[Fault] = (),
    *,
    typed: Mapping[str, str] | None = None,
    span: tuple[int, int] | None = None,
    prefix: str = "",
    more: str = "",
) -> Form:
    """Bind fields to a mapping, or to what was typed; `span` bounds the faults that concern it."""
    shown = plain(node) or {}
    bounds = []
    for each in fields:
        name = f"{prefix}{each.name}"
        value = each.show(shown)
        if typed is not None and value is not KEPT:
            value = each.take(typed, name)
        bound = Bound(each, name, value, _spans(each, node))
        if isinstance(each, Several) and value is not KEPT:
            _rows(bound, each, node, value, more=more == name)
        bounds.append(bound)
    first, last = span or (0, 1 << 30)
    own = [fault for fault in sorted(faults) if first <= fault.line <= last]
    return Form(bounds, [message(fault) for fault in own if not _assigned(bounds, fault)])


def _inner(each: Field, node: tree.Mapping | None) -> tree.Mapping | None:
    for step in each.steps:
        entry = node.entries.get(step) if node else None
        node = entry.node if entry and isinstance(entry.node, tree.Mapping) else None
    return node


def _spans(each: Field, node: tree.Mapping | None) -> list[tuple[int, int]]:
    inner = _inner(each, node)
    found = [inner.entries[key] for key in each.keys if key in inner.entries] if inner else []
    return [(entry.line, max(entry.line, tree.last_line(entry.node))) for entry in found]


def _rows(
    bound: Bound, each: Several, node: tree.Mapping | None, value: Any, *, more: bool
) -> None:
    inner = _inner(each, node)
    entry = inner.entries.get(each.key) if inner else None
    listed = entry.node if entry else None
    nodes = listed.items if isinstance(listed, tree.Sequence) else [listed] if listed else []
    spare = max(0, min(each.spare + 2 * more, each.most - len(value)))
    for place, (number, values) in enumerate([*value, *([(-1, {})] * spare)]):
        known = nodes[number] if 0 <= number < len(nodes) else None
        bounds = []
        for part in each.fields:
            own = values.get(part.name, part.show({}))
            spans = _spans(part, known) if isinstance(known, tree.Mapping) else []
            bounds.append(Bound(part, f"{bound.name}.{place}.{part.name}", own, spans))
        span = (known.line, tree.last_line(known)) if known is not None else (0, 0)
        bound.rows.append(Row(number, place, bounds, span))


def _assigned(bounds: list[Bound], fault: Fault) -> bool:
    """Give the fault to its field; False where it is nobody's."""
    holders = [each for each in bounds if any(a <= fault.line <= b for a, b in each.spans)]
    if not holders:
        return False
    if len(holders) > 1:
        named = [each for each in holders if _names(each, fault)]
        if not named:
            return False
        holders = named
    holder = min(holders, key=lambda each: min(b - a for a, b in each.spans))
    for row in holder.rows:
        if row.span[0] <= fault.line <= row.span[1]:
            if not _assigned(row.bounds, fault):
                row.faults.append(message(fault))
            return True
    holder.faults.append(message(fault))
    return True


def _names(each: Bound, fault: Fault) -> bool:
    """Whether the message means this field."""
    if _OF_CODES.get(fault.code) in each.field.keys:
        return True
    said = each.value if isinstance(each.value, str) else ""
    return any(f"`{key}" in fault.message for key in each.field.keys) or (
        len(said) > 2 and said in fault.message  # noqa: PLR2004  (a word of three letters means something)
    )


def differences(form: Form, other: Form) -> list[str]:
    """Mark in `form` what the other shows otherwise; the labels of those fields."""
    found = []
    for mine, theirs in zip(form.bounds, other.bounds, strict=True):
        if mine.value != theirs.value:
            mine.theirs = _worded(theirs.value)
            found.append(str(mine.field.label))
    return found


def _worded(value: Any) -> str:
    if value is KEPT:
        return _("(only in the file)")
    if isinstance(value, str):
        return value or _("(nothing)")
    if isinstance(value, dict):
        return " · ".join(f"{tag}: {_worded(words)}" for tag, words in value.items() if words) or _(
            "(nothing)"
        )
    if isinstance(value, (list, tuple)):
        return "; ".join(_worded(each) for each in value if not isinstance(each, int)) or _(
            "(nothing)"
        )
    return str(value)
