"""Drawings: well-formed, self-contained, and no larger than they look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from signage.config import INTAKE
from signage.store import Media
from signage.sync._intake._verdict import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["examine"]

_SVG = "http://www.w3.org/2000/svg"
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
"""Pixels in each, as in CSS."""
_LENGTH = re.compile(r"\s*([0-9.]+(?:[eE][+-]?[0-9]+)?)\s*([a-z%]*)\s*")
_URL = re.compile(r"url\(\s*['\"]?\s*([^)'\"\s]*)|@import", re.IGNORECASE)


def examine(path: Path) -> Media:
    """The drawing's size in pixels.

    Raises:
        RefusedError: it is no SVG, reaches outside itself, or would grow beyond measure.
    """
    if path.stat().st_size > INTAKE.svg_bytes:
        raise RefusedError(
            f"is an SVG drawing over {INTAKE.svg_bytes // 1_000_000} MB; save it as PNG"
        )
    drawing = _Drawing()
    try:
        drawing.parser.Parse(path.read_bytes(), True)
    except expat.ExpatError as error:
        raise RefusedError(f"is a damaged SVG drawing ({error}); save it again") from error
    return drawing.media()


class _Drawing:
    """One parse. Ids gather what lies in them, so that `use` can be counted as what it repeats."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True
        self._open: list[str] = []
        self._styles = 0
        self._root: dict[str, str] | None = None
        self._own: dict[str, int] = {"": 0}
        self._uses: dict[str, list[str]] = {"": []}

    def media(self) -> Media:
        """The result, once all was parsed."""
        if self._root is None:
            raise RefusedError("is an empty SVG drawing")
        self._total("", {}, ())
        width, height = _size(self._root)
        return Media(kind="image", width=width, height=height)

    def _doctype(self, _name: str, _system: object, _public: object, internal: bool) -> None:
        if internal:  # a bare DOCTYPE, as drawing programs write it, loads nothing
            raise RefusedError("is an SVG drawing with its own DTD; save it as plain SVG")

    def _entity(self, *_args: object) -> None:
        raise RefusedError("is an SVG drawing with entities; save it as plain SVG")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._root is None:
            self._root = attributes
            if name != f"{_SVG} svg":
                raise RefusedError("is XML, but no SVG drawing")
        if len(self._open) >= INTAKE.svg_depth:
            raise RefusedError(f"nests its elements over {INTAKE.svg_depth} deep")
        if name == f"{_SVG} script":
            raise RefusedError("is an SVG drawing with a script; save it as plain SVG")
        self._styles += name == f"{_SVG} style"
        identity = attributes.get("id", "")
        self._open.append(identity)
        if identity:
            self._own.setdefault(identity, 0)
            self._uses.setdefault(identity, [])
        holders = {"", *self._open}
        for holder in holders:
            self._own[holder] += 1
        if self._own[""] > INTAKE.svg_elements:
            raise RefusedError("is too large an SVG drawing; save it as PNG")
        for key, value in attributes.items():
            self._attribute(name, key, value, holders)

    def _attribute(self, name: str, key: str, value: str, holders: set[str]) -> None:
        if key.rpartition(" ")[2] not in {"href", "src"}:
            self._style(value)
        elif name != f"{_SVG} a":
            self._reference(value)
        if name == f"{_SVG} use" and key.endswith("href"):
            for holder in holders:
                self._uses[holder].append(value.strip().removeprefix("#"))

    def _end(self, name: str) -> None:
        self._open.pop()
        self._styles -= name == f"{_SVG} style"

    def _text(self, text: str) -> None:
        if self._styles:
            self._style(text)

    def _style(self, text: str) -> None:
        for found in _URL.finditer(text):
            self._reference(found[1] or "@import")

    def _reference(self, address: str) -> None:
        if not address.strip().startswith(("#", "data:")):
            raise RefusedError(
                f"is an SVG drawing that loads “{address[:80]}” from elsewhere; embed it"
            )

    def _total(self, holder: str, known: dict[str, int], above: tuple[str, ...]) -> int:
        """Elements drawn for `holder`, with all it repeats."""
        if holder in known:
            return known[holder]
        if holder in above or len(above) > INTAKE.svg_depth:
            raise RefusedError("is an SVG drawing that repeats itself without end")
        total = self._own.get(holder, 0)
        for used in self._uses.get(holder, ()):
            total += self._total(used, known, (*above, holder))
            if total > INTAKE.svg_elements:
                raise RefusedError("is an SVG drawing that multiplies itself; save it as PNG")
        known[holder] = total
        return total


def _size(root: dict[str, str]) -> tuple[int, int]:
    """Width and height in pixels: as given, else those of the view box."""
    box = [_length(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip())]
    across, down = (box[2], box[3]) if len(box) == 4 else (None, None)  # noqa: PLR2004
    width = _length(root.get("width", "")) or across
    height = _length(root.get("height", "")) or down
    if not width or not height:
        raise RefusedError("is an SVG drawing without a size; give it a viewBox")
    return max(round(width), 1), max(round(height), 1)


def _length(text: str) -> float | None:
    found = _LENGTH.fullmatch(text)
    if found is None or found[2] not in _UNITS:
        return None
    try:
        return float(found[1]) * _UNITS[found[2]]
    except ValueError:
        return None
