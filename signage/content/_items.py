"""The items of a playlist: each checked alone, so that a bad one costs nothing but itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from signage.config import CONTENT
from signage.content import _values
from signage.content._fields import (
    Fields,
    Log,
    choice,
    flag,
    integer,
    plain,
    scalar,
    text,
    value,
)
from signage.content._paths import path_rules
from signage.content._rules import rules
from signage.content._slides import big_codes, slide
from signage.content._yaml import Bad, Mapping, Node, Scalar, Sequence
from signage.content.messages import Phrase, meant
from signage.content.model import Board, Codes, Fit, Image, Item, Pdf, Slide, Transition, Video

if TYPE_CHECKING:
    from collections.abc import Collection

    from signage.content._bodies import Want
    from signage.content._media import Library

__all__ = ["FITS", "KINDS", "TRANSITIONS", "Defaults", "Reader"]

FITS = ("contain", "cover", "stretch")
TRANSITIONS = ("cut", "fade")

_COMMON = (
    "duration",
    "transition",
    "caption",
    "qr",
    "when",
    "topic",
    "lang",
    "source",
    "licence",
    "sponsor",
)
KINDS = {
    "image": ("image", "fit", "pan", *_COMMON),
    "video": ("video", "fit", "volume", "subtitles", *_COMMON),
    "slide": ("slide", *_COMMON),
    "pdf": ("pdf", "fit", "pages", *_COMMON),
    "board": ("board", "title", *_COMMON),
    "folder": ("folder", "fit", "pan", "volume", *_COMMON),
    "qr": ("title", *_COMMON),
}
"""What an item can be, and the keys it may then have. `qr` is a kind where no other is named."""


@dataclass(frozen=True)
class Defaults:
    """What items have that say nothing else."""

    duration: float = CONTENT.default_duration
    fit: Fit = "contain"
    transition: Transition = "fade"


class Reader:
    """Reads the items of one playlist. `uses` gathers the media it needs, and as what."""

    def __init__(self, log: Log, library: Library, defaults: Defaults) -> None:
        self.uses: dict[tuple[str, Want], int] = {}
        """Path and what it is taken for, to the first line that names it."""
        self._log = log
        self._library = library
        self._defaults = defaults

    def read(self, node: Node) -> list[Item]:
        """Give the items one entry stands for: one, none if it is wrong, several for a folder."""
        mapping = self._mapping(node)
        kind = self._kind(mapping) if mapping else None
        if mapping is None or kind is None:
            return []
        fields = Fields(self._log, mapping, KINDS[kind])
        common = self._common(fields, kind)
        line = mapping.entries[kind].line
        if kind == "folder":
            return self._folder(fields, line, common)
        made = self._made(kind, fields, line, common)
        if not fields.good:
            return []
        self._use(made, line)
        return [made]

    def _made(self, kind: str, fields: Fields, line: int, common: dict[str, Any]) -> Item:
        """Make an item; where `fields` is no longer good it is not to be used."""
        made: Item
        if kind == "slide":
            words = fields.take("slide", slide(self._log, self._media("image")))
            return Slide(**(words or {}), line=line, **common)
        if kind == "qr":
            title, codes = fields.take("title", text), fields.take("qr", big_codes(self._log))
            return Codes(codes=codes or (), title=title or {}, line=line, **common)
        path = fields.take(kind, self._media(cast("Want", kind)))
        if kind == "image":
            pan = fields.take("pan", flag) or False
            made = Image(path=path or "", pan=pan, line=line, **common)
        elif kind == "board":
            title = fields.take("title", text)
            made = Board(path=path or "", title=title or {}, line=line, **common)
        elif kind == "pdf":
            pages = fields.take("pages", value(_values.pages)) or ()
            made = Pdf(path=path or "", pages=pages, line=line, **common)
        else:
            made = self._video(fields, path, line, common)
        return made

    def _mapping(self, node: Node) -> Mapping | None:
        if isinstance(node, (Scalar, Sequence)) and not node_is_spoilt(node):
            example = Phrase("example-item")
            self._log.tell("not-mapping", node.line, key="items", example=example)
        if not isinstance(node, Mapping) or node.spoilt:
            return None
        return node

    def _kind(self, node: Mapping) -> str | None:
        kinds = [key for key in node.entries if key in KINDS and key != "qr"]
        if len(kinds) == 1:
            return kinds[0]
        hint = kind_hint(node, [kind for kind in KINDS if kind != "qr"], KINDS["qr"])
        if not kinds and "qr" in node.entries and hint.key == "none":
            return "qr"
        if kinds:
            line = node.entries[kinds[1]].line
            self._log.tell("item-kinds", line, first=kinds[0], second=kinds[1])
        else:
            self._log.tell("item-kind", node.line, hint=hint)
        return None

    def _common(self, fields: Fields, kind: str) -> dict[str, Any]:
        defaults = self._defaults
        own_duration = fields.take("duration", value(_values.duration))
        usual = None if kind == "video" else defaults.duration
        words: dict[str, Any] = {
            "duration": own_duration if own_duration is not None else usual,
            "transition": fields.take("transition", choice(*TRANSITIONS)) or defaults.transition,
            "fit": defaults.fit,
        }
        if "fit" in KINDS[kind]:
            words["fit"] = fields.take("fit", choice(*FITS)) or defaults.fit
        if caption := fields.take("caption", text):
            words["caption"] = caption
        if kind != "qr" and (qr := fields.take("qr", value(_values.url))):
            words["qr"] = qr
        if when := fields.take("when", rules(self._log)):
            words["when"] = when
        for key in ("topic", "lang", "source", "licence", "sponsor"):
            if (free := fields.take(key, plain)) is not None:
                words[key] = free
        return words

    def _media(self, want: Want) -> Any:
        def convert(node: Node, key: str) -> str:
            path = path_rules(scalar(node, key))
            self._library.check(path, want)
            return path

        return convert

    def _video(self, fields: Fields, path: str | None, line: int, common: dict[str, Any]) -> Item:
        def subtitles(node: Node, key: str) -> str:
            named = path_rules(scalar(node, key))
            if "/" not in named and path and "/" in path:  # a bare name lies beside the video
                named = f"{path.rpartition('/')[0]}/{named}"
            self._library.check(named, "subtitles")
            return named

        return Video(
            path=path or "",
            volume=fields.take("volume", integer(0, 100)) or 0,
            subtitles=fields.take("subtitles", subtitles),
            line=line,
            **common,
        )

    def _folder(self, fields: Fields, line: int, common: dict[str, Any]) -> list[Item]:
        volume = fields.take("volume", integer(0, 100)) or 0
        pan = fields.take("pan", flag) or False
        where = ""

        def contents(node: Node, key: str) -> list[tuple[str, Want]]:
            nonlocal where
            where = path_rules(scalar(node, key).rstrip("/") or "/")
            found, wrongs = self._library.folder(where)
            for wrong in wrongs:
                self._log.add(wrong, line)
            return found

        found = fields.take("folder", contents)
        if not fields.good or found is None:
            return []
        if not found:
            self._log.tell("folder-empty", line, path=where)
        items: list[Item] = []
        whole = "duration" not in fields.node.entries
        for path, kind in found:
            if kind == "video":
                own = {**common, "duration": None} if whole else common
                items.append(Video(path=path, volume=volume, line=line, **own))
            elif kind == "pdf":
                items.append(Pdf(path=path, line=line, **common))
            else:
                items.append(Image(path=path, pan=pan, line=line, **common))
            self._use(items[-1], line)
        return items

    def _use(self, item: Item, line: int) -> None:
        if isinstance(item, Image):
            self.uses.setdefault((item.path, "image"), line)
        elif isinstance(item, Pdf):
            self.uses.setdefault((item.path, "pdf"), line)
        elif isinstance(item, Board):
            self.uses.setdefault((item.path, "board"), line)
        elif isinstance(item, Slide) and item.image:
            self.uses.setdefault((item.image, "image"), line)
        elif isinstance(item, Video):
            self.uses.setdefault((item.path, "video"), line)
            if item.subtitles:
                self.uses.setdefault((item.subtitles, "subtitles"), line)


def node_is_spoilt(node: Node) -> bool:
    """Whether a fault within `node` is told already."""
    return isinstance(node, Bad) or (not isinstance(node, Scalar) and node.spoilt)


def kind_hint(node: Mapping, kinds: Collection[str], right: Collection[str] = ()) -> Phrase:
    """Suggest the kind that one of the keys, but for those that are `right`, was meant to be."""
    for key in node.entries:
        if key in right:
            continue
        near = meant(key, kinds, Phrase("none"))
        if near.key == "meant":
            return Phrase("meant-item", **near.params)
    return Phrase("none")
