"""Whether a drawing is only a drawing: no script, no entity, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from xml.parsers import expat

from signage.content.messages import Phrase

__all__ = ["unsafe"]

_REFERENCE = re.compile(r"@import|url\(\s*['\"]?\s*(?!#|data:|['\"\s]|\))", re.IGNORECASE)
"""In a style: anything but a place in the same drawing, or data of its own."""
_LINKS = {"href", "src"}


class _Found(Exception):  # noqa: N818  (it only leaves the parser)
    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase


def unsafe(data: bytes) -> Phrase | None:
    """Name what must not be in a drawing, or None."""
    judge = _Judge()
    parser = expat.ParserCreate()
    parser.StartElementHandler = judge.start
    parser.EndElementHandler = judge.end
    parser.CharacterDataHandler = judge.words
    parser.EntityDeclHandler = judge.entity
    try:
        parser.Parse(data, True)
    except _Found as found:
        return found.phrase
    except (expat.ExpatError, ValueError, LookupError):
        return Phrase("svg-broken")
    return None


class _Judge:
    """Sees each element and each style sheet of a drawing."""

    def __init__(self) -> None:
        self._style: list[str] | None = None
        """The pieces of the style sheet that is open: an `@import` may come in several."""

    def entity(self, *_: object) -> None:
        raise _Found(Phrase("svg-entity"))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        if local in {"script", "foreignobject"}:
            raise _Found(Phrase("svg-script"))
        if local == "style":
            self._style = []
        for key, value in attributes.items():
            attribute = key.rpartition(":")[2].lower()
            if attribute.startswith("on"):
                raise _Found(Phrase("svg-script"))
            linked = attribute in _LINKS and local != "a"
            if linked and not value.strip().startswith(("#", "data:")):
                raise _Found(Phrase("svg-reference"))
            if "url(" in value and _REFERENCE.search(value):
                raise _Found(Phrase("svg-reference"))

    def words(self, words: str) -> None:
        if self._style is not None:
            self._style.append(words)

    def end(self, name: str) -> None:
        if self._style is not None and name.rpartition(":")[2].lower() == "style":
            if _REFERENCE.search("".join(self._style)):
                raise _Found(Phrase("svg-reference"))
            self._style = None
