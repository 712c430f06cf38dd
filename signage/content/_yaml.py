"""YAML as text: a small tree of nodes with their lines, and a fault for all that is not plain.

Made of PyYAML's event stream with CBaseLoader, so that every scalar arrives as the string that was
written (`on:` stays `on`, `7:30` stays `7:30`, `012` stays `012`). Composing would cost four times
as much, and 25,000 nested `[` crash the C composer; here the stream is left at the depth limit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from signage.config import CONTENT
from signage.content.messages import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Bad", "Entry", "Mapping", "Node", "Scalar", "Sequence", "Tree", "control", "decode", "parse",
]  # fmt: skip

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What YAML forbids in a stream, and in a value even when written as an escape."""
_TAB = re.compile(r"^[ -]*\t+[ \t]*(?=[^\s#])", re.MULTILINE)
"""A tab before the first word of a line, as indentation or after the dash."""
_BREAK = re.compile(r"\r\n|\r|\n")
_BREAK_BYTES = re.compile(rb"\r\n|\r|\n")

_PROBLEMS = (
    ("mapping values are not allowed", "yaml-colon"),
    ("unexpected ':'", "yaml-colon"),  # `{hours: 07:30-11:30}`
    ("unexpected end of stream", "yaml-quote"),
    ("unexpected document indicator", "yaml-quote"),
    ("unknown escape character", "yaml-escape"),
    ("hexdecimal", "yaml-escape"),
    ("expected ',' or", "yaml-bracket"),
    ("cannot start any token", "yaml-start"),
    ("expected node content", "yaml-start"),
    ("mapping keys are not allowed", "yaml-start"),
    ("alphabetic or numeric", "yaml-start"),
    ("unexpected non-alphabetical", "yaml-start"),
    ("directive name", "yaml-start"),
    ("tab character", "tab"),
    ("expected key", "yaml-indent"),
    ("expected '-' indicator", "yaml-indent"),
    ("block sequence entries", "yaml-indent"),
    ("<document start>", "yaml-indent"),
    ("could not find expected ':'", "yaml-missing-colon"),
)


@dataclass(slots=True)
class Scalar:
    """A value as it was written, quotes resolved."""

    value: str
    line: int


@dataclass(slots=True)
class Bad:
    """A node with a fault of its own, which is reported already."""

    line: int


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)
    spoilt: bool = False
    """Whether anything within it has a fault that is reported already."""
    own: bool = False
    """Whether that is a fault of the list itself (an anchor, a tag)."""


@dataclass(slots=True)
class Entry:
    """A key's value, and the line on which the key stands."""

    line: int
    node: Node


@dataclass(slots=True)
class Mapping:
    """Keys to entries, in the order written."""

    line: int
    entries: dict[str, Entry] = field(default_factory=dict)
    spoilt: bool = False
    """As `Sequence.spoilt`."""
    own: bool = False
    """Whether that is a fault of this very mapping (a duplicate key, a merge key, an anchor)."""


Node = Scalar | Sequence | Mapping | Bad


@dataclass(slots=True)
class Tree:
    """A parsed file. `root` is None when there is nothing but comments."""

    root: Node | None
    faults: list[Wrong]


def decode(data: bytes) -> str:
    """Give the text of a file saved as UTF-8, without its byte order mark.

    Raises:
        Wrong: it is too big, saved as UTF-16, or no UTF-8.
    """
    if len(data) > CONTENT.playlist_bytes:
        raise Wrong("too-big", 1, limit=CONTENT.playlist_bytes)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:2] or b"\0" in data[2:4]:
        raise Wrong("utf-16", 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        raise Wrong("not-utf-8", 1 + len(_BREAK_BYTES.findall(before))) from None


def control(text: str, line: int = 0) -> Wrong | None:
    """Tell of a control character in a text that starts on `line`; 0: in a whole file."""
    if found := _CONTROL.search(text):
        at = line or _line(text, found.start())
        return Wrong("control-character", at, code_point=_name(found))
    return None


def parse(data: bytes) -> Tree:
    """Parse one YAML file.

    Raises:
        Wrong: nothing of the file can be read; the one fault of the file.
    """
    text = decode(data)
    if wrong := control(text):
        raise wrong
    if found := _TAB.search(text):
        raise Wrong("tab", _line(text, found.start()))
    builder = _Builder()
    try:
        builder.build(yaml.parse(text, Loader=yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        raise _explain(error) from None
    except yaml.YAMLError:
        raise Wrong("yaml-syntax", 1) from None
    return Tree(builder.root, builder.faults)


def _line(text: str, position: int) -> int:
    return 1 + len(_BREAK.findall(text, 0, position))


def _name(found: re.Match[str]) -> str:
    return f"U+{ord(found.group()):04X}"


def _explain(error: yaml.MarkedYAMLError) -> Wrong:
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    for words, code in _PROBLEMS:
        if words in problem:
            if code in {"yaml-quote", "yaml-bracket", "yaml-missing-colon"}:
                mark = error.context_mark or mark
            return Wrong(code, mark.line + 1 if mark else 1)
    return Wrong("yaml-syntax", mark.line + 1 if mark else 1)


_Decorated = yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent


def _at(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Builder:
    """Turns events into nodes without recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.faults: list[Wrong] = []
        self._stack: list[Sequence | Mapping] = []
        self._keys: list[Entry | None] = []
        """For each open mapping the entry that waits for its value."""
        self._reported: set[int] = set()

    def build(self, events: Iterator[yaml.Event]) -> None:
        """Take in the whole stream; at the depth limit, raise."""
        documents = 0
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._open(event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._close()
            elif isinstance(event, yaml.AliasEvent):
                line = _at(event)
                self._fault("alias", line, name=str(event.anchor))
                self._add(Bad(line))
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Wrong("second-document", _at(event))

    def _fault(self, code: str, line: int, **params: str | int) -> None:
        if line not in self._reported:  # `<<: *base` is one mistake, not two
            self._reported.add(line)
            self.faults.append(Wrong(code, line, **params))

    def _decorated(self, event: _Decorated) -> bool:
        line = _at(event)
        if event.anchor is not None:
            self._fault("anchor", line, name=event.anchor)
            return True
        if event.tag is not None:
            self._fault("tag", line, name=event.tag.replace("tag:yaml.org,2002:", "!!"))
            return True
        return False

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        line = _at(event)
        value: str = event.value
        if event.anchor is not None or event.tag is not None:
            self._decorated(event)
            self._add(Bad(line))
        elif found := _CONTROL.search(value):
            self._fault("control-character", line, code_point=_name(found))
            self._add(Bad(line))
        else:
            self._add(Scalar(value, line))

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        line = _at(event)
        if len(self._stack) >= CONTENT.depth:
            raise Wrong("too-deep", line, limit=CONTENT.depth)
        kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        node = kind(line)
        node.own = node.spoilt = self._decorated(event)
        self._stack.append(node)
        self._keys.append(None)

    def _close(self) -> None:
        node = self._stack.pop()
        self._keys.pop()
        self._add(node)

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if isinstance(node, Bad) or (not isinstance(node, Scalar) and node.spoilt):
            parent.spoilt = True
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif (waiting := self._keys[-1]) is None:
            self._keys[-1] = self._key(parent, node)
        else:
            waiting.node = node
            self._keys[-1] = None

    def _key(self, parent: Mapping, node: Node) -> Entry:
        entry = Entry(node.line, node)
        if not isinstance(node, Scalar):
            if not isinstance(node, Bad):
                self._fault("key-not-text", node.line)
        elif node.value == "<<":
            self._fault("merge-key", node.line)
        elif (first := parent.entries.get(node.value)) is not None:
            self._fault("duplicate-key", node.line, key=node.value, first=first.line)
        else:
            parent.entries[node.value] = entry
            return entry
        parent.spoilt = parent.own = True
        return entry
