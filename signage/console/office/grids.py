"""Fields that are more than a line: lists and tables of a slide, the hours of a week."""
# ruff: noqa: D102  (what `show`, `take` and `write` promise is said once, by `Field`)

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from signage.config import CONTENT
from signage.console.office.counting import counted
from signage.console.office.documents import said
from signage.console.office.fields import KEPT, Field, Moment, spelled, texts, words_of, written
from signage.console.office.notes import refill
from signage.content import tree

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Lines", "Names", "Seasons", "Table"]


class Lines(Field):
    """A list of texts: a line each, and a field for each language."""

    widget = "lines"

    def show(self, mapping: Any) -> Any:
        found = self.within(mapping).get(self.key)
        if found in (None, ""):
            return []
        listed = [texts(each) for each in found] if isinstance(found, list) else [None]
        if any(each is None or "\n" in "".join(each.values()) for each in listed):
            return KEPT
        return listed

    def take(self, said_: Mapping[str, str], name: str) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = []
        for each in said_:
            head, sign, language = each.rpartition("~")
            if not sign or head != name:
                continue
            for n, line in enumerate(said_[each].replace("\r\n", "\n").split("\n")):
                while len(rows) <= n:
                    rows.append({})
                if words := " ".join(line.split()):
                    rows[n][language] = words
        return [row for row in rows if row]

    def write(self, mapping: CommentedMap, value: Any) -> None:
        old = self.within(mapping).get(self.key)
        before = old if isinstance(old, CommentedSeq) else CommentedSeq()
        made = [
            before[n] if n < len(before) and texts(before[n]) == each
            else written(each, before[n] if n < len(before) else None)
            for n, each in enumerate(value)
        ]  # fmt: skip
        refill(before, list(enumerate(made)))
        self.put(mapping, before if made else None)


class Table(Field):
    """Rows of cells, the first the heading; a cell may be empty."""

    widget = "table"

    def show(self, mapping: Any) -> Any:
        found = self.within(mapping).get(self.key)
        if found in (None, ""):
            return []
        rows = [
            [texts(cell) for cell in row] if isinstance(row, list) else None
            for row in (found if isinstance(found, list) else [None])
        ]
        if any(row is None or any(c is None for c in row) for row in rows):
            return KEPT
        return rows

    def take(self, said_: Mapping[str, str], name: str) -> list[list[dict[str, str]]]:
        cells: dict[tuple[int, int], dict[str, str]] = {}
        for each, words in said_.items():
            head, *rest = each.split("~")
            if head != name or len(rest) != 3 or not words.strip():  # noqa: PLR2004  (language, row, column)
                continue
            at = counted(rest[1], -1), counted(rest[2], -1)
            if min(at) >= 0:
                cell = cells.setdefault(at, {})
                cell[rest[0]] = " ".join(words.split())
        if not cells:
            return []
        last_row = min(max(row for row, _ in cells), CONTENT.table_rows - 1)
        last = min(max(column for _, column in cells), CONTENT.table_columns - 1)
        rows = [[cells.get((r, c), {}) for c in range(last + 1)] for r in range(last_row + 1)]
        return [row for row in rows if any(row)]

    def write(self, mapping: CommentedMap, value: Any) -> None:
        old = self.within(mapping).get(self.key)
        before = old if isinstance(old, CommentedSeq) else CommentedSeq()
        made = []
        for r, row in enumerate(value):
            was = before[r] if r < len(before) else None
            line = was if isinstance(was, CommentedSeq) else CommentedSeq()
            line[:] = [
                _cell(each, line[c] if c < len(line) else None) for c, each in enumerate(row)
            ]
            line.fa.set_flow_style()
            made.append(line)
        refill(before, list(enumerate(made)))
        self.put(mapping, before if made else None)


def _cell(value: dict[str, str], old: Any) -> Any:
    if old is not None and texts(old) == value:
        return old
    made = written(value, old)
    if isinstance(made, CommentedMap):
        made.fa.set_flow_style()
    return DoubleQuotedScalarString("") if made is None else made


@dataclass(frozen=True, kw_only=True)
class Names(Field):
    """A list of names, in order; in the form a line each, or boxes to tick."""

    widget = "names"

    def show(self, mapping: Any) -> Any:
        found = self.within(mapping).get(self.key)
        if found in (None, ""):
            return []
        listed = [words_of(each) for each in found] if isinstance(found, list) else [None]
        return KEPT if None in listed else listed

    def take(self, said_: Mapping[str, str], name: str) -> list[str]:
        """Ticked ones in the order of their numbers: `playlists~que-huong` says `2`."""
        found: list[tuple[int, int, str]] = []
        for each, words in said_.items():
            head, sign, which = each.partition("~")
            if sign and head == name and (word := words.strip()):
                digits = word.isdecimal() and len(word) < 6  # noqa: PLR2004
                found.append((int(word) if digits else 9_999, len(found), which))
        return [which for _number, _place, which in sorted(found)]

    def write(self, mapping: CommentedMap, value: Any) -> None:
        if not value:
            self.put(mapping, None)
            return
        old = self.within(mapping).get(self.key)
        made = old if isinstance(old, CommentedSeq) else CommentedSeq()
        if not isinstance(old, CommentedSeq):
            made.fa.set_flow_style()
        made[:] = [said(each) for each in value]
        self.put(mapping, made)


class Seasons(Field):
    """Working hours: of the whole year, or of seasons, each a week of hours.

    A value is a list of `(number, {"from": …, "until": …, "0": "07:30-11:30", … "6": ""})`.
    """

    widget = "seasons"

    def show(self, mapping: Any) -> Any:
        found = mapping.get(self.key)
        if found in (None, ""):
            return []
        listed = found if isinstance(found, list) else [{"days": found}]
        rows = []
        for number, each in enumerate(listed):
            week = _week(each.get("days")) if isinstance(each, dict) else None
            if week is None:
                return KEPT
            ends = {key: Moment(key=key).show(each) for key in ("from", "until")}
            rows.append((number, {**ends, **week}))
        return rows

    def take(self, said_: Mapping[str, str], name: str) -> Any:
        rows = []
        for n in range(8):
            if said_.get(f"{name}.{n}.remove"):
                continue
            keys = ("from", "until", *map(str, range(7)))
            values = {key: " ".join(said_.get(f"{name}.{n}.{key}", "").split()) for key in keys}
            number = said_.get(f"{name}.{n}.number", "")
            if any(values.values()):
                rows.append((int(number) if number.isdecimal() else -1, values))
        return rows

    def write(self, mapping: CommentedMap, value: Any) -> None:
        if not value:
            self.put(mapping, None)
            return
        old = mapping.get(self.key)
        first = value[0][1]
        whole = len(value) == 1 and not first["from"] and not first["until"]
        if whole and not isinstance(old, list):
            self.put(mapping, _days(first, old))
            return
        before = old if isinstance(old, CommentedSeq) else CommentedSeq()
        made = []
        for number, values in value:
            entry = before[number] if 0 <= number < len(before) else CommentedMap()
            for key in ("from", "until"):
                if Moment(key=key).show(entry) != values[key]:
                    Moment(key=key).write(entry, values[key])
            entry["days"] = _days(values, entry.get("days"))
            made.append((number, entry))
        refill(before, made)
        self.put(mapping, before)


def _week(days: Any) -> dict[str, str] | None:
    if not isinstance(days, dict):
        return None
    week = {str(n): "" for n in range(7)}
    for key, hours in days.items():
        covered, word = tree.days(str(key)), words_of(hours)
        if covered is None or word is None:
            return None
        week.update({str(n): word for n in covered})
    return week


def _days(values: dict[str, str], old: Any) -> Any:
    """Days of equal hours stand together; what says the same already stays."""
    week = {key: values[key] for key in map(str, range(7))}
    if isinstance(old, CommentedMap) and _week(old) == week:
        return old
    made = CommentedMap()
    for hours in dict.fromkeys(week.values()):
        if hours:
            days = tuple(n for n in range(7) if week[str(n)] == hours)
            made[spelled(days)] = said(hours)
    return made
