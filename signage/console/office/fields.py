"""Fields of a form on a part of a YAML file: how each is shown, taken from a form, and written.

A field works on the mapping that its key stands in. What it shows, and what it takes from a form,
are of one shape, so that only what somebody changed is ever written; the rest stays as it was.
"""
# ruff: noqa: D102  (what `show`, `take` and `write` promise is said once, by `Field`)

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from signage.console.office.counting import counted
from signage.console.office.documents import said
from signage.console.office.notes import put, refill
from signage.console.office.spans import in_figures, in_words
from signage.content import tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

__all__ = [
    "KEPT",
    "Area",
    "Choice",
    "Days",
    "Field",
    "Flag",
    "Moment",
    "Repeat",
    "Seconds",
    "Several",
    "Word",
    "Words",
]  # fmt: skip

KEPT = None
"""In place of a value that the form cannot express: it is shown as such, and stays."""
_LONGEST = 8_000
"""Characters taken of one input; the loader allows half of it, and says so."""


def words_of(value: Any) -> str | None:
    """A plain value; None where something else stands there."""
    return "" if value is None else value if isinstance(value, str) else None


@dataclass(frozen=True, kw_only=True)
class Field:
    """One key. `label` is for people."""

    key: str
    label: str | _StrPromise = ""
    help: str | _StrPromise = ""
    inside: str = ""
    """Of a mapping within, such as `slide` or `centre.colours`; empty: of the mapping itself."""
    folded: bool = False
    """Shown only on demand while it says nothing."""
    widget = "word"

    @property
    def name(self) -> str:
        """Of the field in the form, but for its prefix."""
        return f"{self.inside}.{self.key}" if self.inside else self.key

    @property
    def steps(self) -> list[str]:
        """From the mapping to the one that the key stands in."""
        return self.inside.split(".") if self.inside else []

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the file, whose faults are this field's."""
        return (self.key,)

    def within(self, mapping: Any) -> Any:
        """The mapping that the key stands in; empty where there is none."""
        found = mapping
        for step in self.steps:
            found = found.get(step) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else {}

    def show(self, mapping: Any) -> Any:
        """What the form shows; `KEPT` where it cannot."""
        return words_of(self.within(mapping).get(self.key))

    def take(self, said_: Mapping[str, str], name: str) -> Any:
        """What the form says."""
        return said_.get(name, "").replace("\r\n", "\n").strip()[:_LONGEST]

    def write(self, mapping: CommentedMap, value: Any) -> None:
        """Put a value that differs from what `show` gave; an empty one removes the key."""
        self.put(mapping, said(value) if value else None)

    def put(self, mapping: CommentedMap, made: Any) -> None:
        """Set the key, or remove it."""
        for step in self.steps:
            inner = mapping.get(step)
            if not isinstance(inner, CommentedMap):
                if made is None:
                    return
                inner = CommentedMap()
                put(mapping, step, inner)
            mapping = inner
        if made is None:
            mapping.pop(self.key, None)
        else:
            put(mapping, self.key, made)


@dataclass(frozen=True, kw_only=True)
class Word(Field):
    """A line of plain words."""

    placeholder: str = ""
    listed: str = ""
    """Of which kind of media suggestions are given."""
    kind: str = "text"

    @property
    def hint(self) -> str:
        """What stands in the empty field."""
        return self.placeholder

    def take(self, said_: Mapping[str, str], name: str) -> str:
        return " ".join(said_.get(name, "").split())[:_LONGEST]


class Area(Field):
    """Several lines."""

    widget = "area"


@dataclass(frozen=True, kw_only=True)
class Seconds(Word):
    """How long, in words for people and in figures for the file; a bare number is of seconds."""

    placeholder: str = "12s"

    @property
    def hint(self) -> str:
        return in_words(self.placeholder)

    def show(self, mapping: Any) -> Any:
        found = super().show(mapping)
        return found and in_words(found)

    def take(self, said_: Mapping[str, str], name: str) -> str:
        return in_words(in_figures(super().take(said_, name)))

    def write(self, mapping: CommentedMap, value: Any) -> None:
        super().write(mapping, in_figures(value))


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of several; what is not among them is shown as it stands."""

    widget = "choice"
    options: tuple[tuple[str, str | _StrPromise], ...]
    usual: str = ""
    """What holds when the file says nothing: choosing it where nothing is said says nothing."""

    def show(self, mapping: Any) -> Any:
        found = words_of(self.within(mapping).get(self.key))
        return self.usual if found == "" else found


class Flag(Field):
    """Yes or no; `"true"` or empty."""

    widget = "flag"

    def show(self, mapping: Any) -> Any:
        found = words_of(self.within(mapping).get(self.key))
        if found is None or found.casefold() not in {"", "true", "false"}:
            return KEPT
        return "true" if found.casefold() == "true" else ""

    def take(self, said_: Mapping[str, str], name: str) -> str:
        return "true" if said_.get(name) else ""


@dataclass(frozen=True, kw_only=True)
class Words(Field):
    """A text in several languages: `{vi: …, en: …}`. Plain words are Vietnamese."""

    widget = "words"
    long: bool = False
    languages: tuple[str, ...] = ("vi", "en", "zh", "tyz", "mww", "ium")

    def show(self, mapping: Any) -> Any:
        return texts(self.within(mapping).get(self.key))

    def take(self, said_: Mapping[str, str], name: str) -> dict[str, str]:
        found = {}
        for each in said_:
            head, sign, language = each.rpartition("~")
            if sign and head == name and (words := super().take(said_, each)):
                words = words if self.long else " ".join(words.split())
                found[language.strip()] = words
        return found

    def write(self, mapping: CommentedMap, value: Any) -> None:
        self.put(mapping, written(value, self.within(mapping).get(self.key)))


def texts(value: Any) -> dict[str, str] | None:
    """A text by language."""
    if isinstance(value, dict):
        plain = {str(key): words_of(each) for key, each in value.items()}
        return None if None in plain.values() else {k: v for k, v in plain.items() if v}
    found = words_of(value)
    return None if found is None else {"vi": found} if found else {}


def written(value: dict[str, str], old: Any) -> Any:
    """A text for the file: changed within what stands there, where that names languages."""
    if not value:
        return None
    if not isinstance(old, CommentedMap):
        if list(value) == ["vi"]:
            return said(value["vi"])
        old = CommentedMap()
    for language in [each for each in old if each not in value]:
        del old[language]
    for language, words in value.items():
        if old.get(language) != words:
            old[language] = said(words)
    return old


class Days(Field):
    """Weekdays: shown as their numbers, Monday 0."""

    widget = "days"

    def show(self, mapping: Any) -> Any:
        found = words_of(self.within(mapping).get(self.key))
        if not found:
            return found if found is None else ()
        return tree.days(found)

    def take(self, said_: Mapping[str, str], name: str) -> tuple[int, ...]:
        return tuple(n for n in range(7) if said_.get(f"{name}~{n}"))

    def write(self, mapping: CommentedMap, value: Any) -> None:
        self.put(mapping, spelled(value) if value else None)


def spelled(days: tuple[int, ...]) -> str:
    """Weekdays as a file says them: `mon-fri`, `sat, sun`."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    words = []
    for run in runs:
        ends = [tree.DAYS[run[0]], tree.DAYS[run[-1]]]
        words.append(ends[0] if len(run) == 1 else "-".join(ends))
    return ", ".join(words)


_VIETNAMESE = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?(?:[ ,T]+(?:lúc )?(\d{1,2})[:hg](\d{2})?)?", re.ASCII
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]+(\d{1,2}):(\d{2})(?::00)?)?", re.ASCII)
_YEARLY = re.compile(r"(\d{2})-(\d{2})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Moment(Word):
    """A day, with or without a time, as people here write it: 14/02/2026 07:30; 22/12 of a year."""

    placeholder: str = "31/12/2026"

    def show(self, mapping: Any) -> Any:
        found = words_of(self.within(mapping).get(self.key))
        if not found:
            return found
        if match := _YEARLY.fullmatch(found):
            return f"{match[2]}/{match[1]}"
        if match := _ISO.fullmatch(found):
            day = f"{match[3]}/{match[2]}/{match[1]}"
            return f"{day} {match[4]:>02}:{match[5]}" if match[4] else day
        return found

    def write(self, mapping: CommentedMap, value: Any) -> None:
        match = _VIETNAMESE.fullmatch(value)
        if match:
            day, month, year, hour, minute = match.groups()
            value = f"{int(month):02}-{int(day):02}"
            if year:
                value = f"{year}-{value}"
            if hour:
                value += f"T{int(hour):02}:{minute or '00'}"
        self.put(mapping, said(value) if value else None)


class Repeat(Choice):
    """`every: year` and `lunar: true`, which are one question to people."""

    @property
    def keys(self) -> tuple[str, ...]:
        return ("every", "lunar")

    def show(self, mapping: Any) -> Any:
        every, lunar = words_of(mapping.get("every")), words_of(mapping.get("lunar"))
        if every not in {"", "year"} or lunar not in {"", "true", "false"}:
            return KEPT
        return "" if not every else "lunar" if lunar == "true" else "year"

    def write(self, mapping: CommentedMap, value: Any) -> None:
        words = {"every": "year" if value else "", "lunar": "true" * (value == "lunar")}
        for key, word in words.items():
            if word:
                put(mapping, key, word)
            else:
                mapping.pop(key, None)


@dataclass(frozen=True, kw_only=True)
class Several(Field):
    """A list of mappings, each with fields of its own.

    A value is a list of `(number, {name: value})`: the place in the list as it was read, -1 for a
    new one. A mapping that stands alone counts as a list of one.
    """

    widget = "several"
    fields: tuple[Field, ...]
    one: str | _StrPromise = ""
    """What one of them is called."""
    most: int = 60
    spare: int = 1
    """Empty ones at the end of the form."""
    lone: str = ""
    """The key of a plain entry: `- https://…` stands for `{url: https://…}`."""

    def show(self, mapping: Any) -> Any:
        found = self.within(mapping).get(self.key)
        if found in (None, ""):
            return []
        listed = found if isinstance(found, list) else [found]
        rows = []
        for number, each in enumerate(listed):
            whole = each
            if self.lone and isinstance(each, str):
                whole = {self.lone: each}
            if not isinstance(whole, dict):
                return KEPT
            rows.append((number, {field.name: field.show(whole) for field in self.fields}))
        return rows

    def take(self, said_: Mapping[str, str], name: str) -> list[tuple[int, dict[str, Any]]]:
        count = said_.get(f"{name}.count", "")
        rows: list[tuple[int, tuple[float, int], dict[str, Any]]] = []
        for n in range(min(counted(count), self.most)):
            if said_.get(f"{name}.{n}.remove"):
                continue
            values = {
                field.name: field.take(said_, f"{name}.{n}.{field.name}") for field in self.fields
            }
            number = said_.get(f"{name}.{n}.number", "")
            if any(values.values()):
                rows.append((counted(number, -1), (n, 0), values))
        move = said_.get("move", "")
        head, _sign, way = move.rpartition(":")
        if head.startswith(f"{name}."):
            _move(rows, head.rpartition(".")[2], way)
        return [(number, values) for number, _place, values in rows]

    def write(self, mapping: CommentedMap, value: Any) -> None:
        old = self.within(mapping).get(self.key)
        before = list(old) if isinstance(old, list) else [] if old in (None, "") else [old]
        made = [(number, self._entry(values, before, number)) for number, values in value]
        if not made:
            self.put(mapping, None)
        elif isinstance(old, CommentedSeq):
            refill(old, made)
        else:
            self.put(mapping, CommentedSeq([each for _, each in made]))

    def _entry(self, values: dict[str, Any], before: list[Any], number: int) -> Any:
        entry = before[number] if 0 <= number < len(before) else CommentedMap()
        if not isinstance(entry, CommentedMap):
            if values == {f.name: f.show({self.lone: str(entry)}) for f in self.fields}:
                return entry
            entry = CommentedMap({self.lone: entry})
        for field in self.fields:
            now = field.show(entry)
            if now is not KEPT and now != values[field.name]:
                field.write(entry, values[field.name])
        if self.lone and set(entry) == {self.lone} and isinstance(entry[self.lone], str):
            return entry[self.lone]
        return entry


def _move(rows: list[Any], place: str, way: str) -> None:
    at = next((n for n, row in enumerate(rows) if str(row[1][0]) == place), -1)
    other = at + (1 if way == "down" else -1)
    if at >= 0 and 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
