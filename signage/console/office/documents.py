"""The YAML files under `playlists/`: read with their lines, changed in place, never half written.

What a form does not touch stays as a hand wrote it: comments, order, quotes, unknown keys. The
file is read twice, as the screens read it (`signage.content.tree`), for the forms and the lines of
faults, and by ruamel for changing it. Every scalar is a word to both: `7:30` stays `7:30`.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import unicodedata
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from signage import atomic
from signage.console.office import history
from signage.content import tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signage.console.data import Data

__all__ = [
    "RESERVED", "BrokenError", "Document", "changed", "digest_of", "ids", "lock", "open_document",
    "path_of", "plain", "said", "store",
]  # fmt: skip

RESERVED = ("screens", "calendar", "blocklist")
lock = RLock()
"""Held from reading a file to writing it back, so that two who save at once are told apart."""
_PLAIN = re.compile(r"[^\W_][\w ./()–+-]*", re.UNICODE)
"""Words that need no quotes anywhere."""


class BrokenError(Exception):
    """The file cannot be read as YAML: only a hand can mend it."""


class Document(NamedTuple):
    """A file of the folder as it is now."""

    name: str
    """Without `.yaml`."""
    path: Path
    content: bytes
    """Empty: there is no such file yet."""
    root: tree.Mapping | None
    """None: it cannot be read."""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, by which a form knows what it was made from."""
        return digest_of(self.content)

    @property
    def file(self) -> str:
        """As faults name it."""
        return f"playlists/{self.path.name}"


def digest_of(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def ids(data: Data) -> list[str]:
    """Of every playlist's file, by name."""
    return sorted(_files(data))


def _files(data: Data) -> dict[str, Path]:
    found = {}
    with os.scandir(data.playlists) as listed:
        for each in listed:
            name = unicodedata.normalize("NFC", each.name).removesuffix(".yaml")
            if each.name.endswith(".yaml") and name not in RESERVED and name[:1] != ".":
                found[name] = data.playlists / each.name
    return found


def path_of(data: Data, name: str) -> Path:
    """Where a file lies; the name is one of `ids` or reserved, so it can lead nowhere else.

    Raises:
        KeyError: there is none of that name.
    """
    return data.playlists / f"{name}.yaml" if name in RESERVED else _files(data)[name]


def open_document(data: Data, name: str) -> Document:
    """Read a file; a reserved one that is not there is empty.

    Raises:
        KeyError: there is no playlist of that name.
    """
    path = path_of(data, name)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if name not in RESERVED:
            raise KeyError(name) from None
        content = b""
    return Document(name, path, content, tree.read(content))


def changed(document: Document, change: Callable[[CommentedMap], None]) -> bytes:
    """Give the file's bytes with a change made in place.

    Raises:
        BrokenError: it cannot be read.
    """
    yaml = _yaml()
    try:
        loaded = yaml.load(document.content.decode("utf-8-sig"))
    except (YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BrokenError from error
    if loaded is None:
        loaded = CommentedMap()
    if not isinstance(loaded, CommentedMap):
        raise BrokenError
    change(loaded)
    return _bytes(yaml, loaded)


def store(data: Data, document: Document, made: bytes, by: str) -> Document:
    """Write a file, and keep in the history what was there and what is now.

    Raises:
        OSError: the disk is full.
    """
    with lock:
        if document.content:
            history.keep(data, document.name, document.content, "")
        atomic.write(document.path, made)
        history.keep(data, document.name, made, by)
    return Document(document.name, document.path, made, tree.read(made))


def plain(node: tree.Node | None) -> Any:
    """Give a node as dicts, lists and strings."""
    if isinstance(node, tree.Mapping):
        return {key: plain(each.node) for key, each in node.entries.items()}
    if isinstance(node, tree.Sequence):
        return [plain(each) for each in node.items]
    return node.value if isinstance(node, tree.Scalar) else None


def said(words: str) -> str:
    """Words as they are to stand in a file: quoted where YAML would read more into them."""
    clean = "".join(sign for sign in words if sign == "\n" or sign.isprintable())
    lines = [line.rstrip() for line in clean.split("\n")]
    clean = unicodedata.normalize("NFC", "\n".join(lines).strip())
    if "\n" in clean:
        return cast("str", LiteralScalarString(clean))
    return clean if _PLAIN.fullmatch(clean) else cast("str", DoubleQuotedScalarString(clean))


class _Words(VersionedResolver):
    """Nothing but words: no numbers, no truth, no dates."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """As the screens read it."""
        if kind is ScalarNode:
            return self.DEFAULT_SCALAR_TAG
        return super().resolve(kind, value, implicit)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Resolver = _Words
    yaml.preserve_quotes = True
    yaml.width = 4096  # a line stays a line
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    return yaml


def _bytes(yaml: YAML, loaded: CommentedMap) -> bytes:
    _unfold(loaded, flow=False)
    out = io.BytesIO()
    yaml.dump(loaded, out)
    return out.getvalue()


def _unfold(node: Any, *, flow: bool) -> None:
    """Several lines cannot stand as a block within braces: there they are quoted."""
    within = flow or (isinstance(node, (CommentedMap, CommentedSeq)) and bool(node.fa.flow_style()))
    pairs = node.items() if isinstance(node, CommentedMap) else enumerate(node)
    for key, each in list(pairs):
        if isinstance(each, (CommentedMap, CommentedSeq)):
            _unfold(each, flow=within)
        elif within and isinstance(each, LiteralScalarString):
            node[key] = DoubleQuotedScalarString(each)
