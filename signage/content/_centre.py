"""What `screens.yaml` says of looks: the centre, its colours, the theme, a screen's weather.

Each of these alone: a wrong colour costs that colour, and neither the screens nor the centre's
name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from signage.config import CONTENT
from signage.content._fields import Fields, Log, Reported, choice, flag, integer, scalar, text
from signage.content._paths import path_rules
from signage.content._ticker import feed, file
from signage.content._yaml import Bad, Mapping, Node, Scalar
from signage.content.messages import Phrase, Wrong
from signage.content.model import Centre, FileLine, Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.content._bodies import Want
    from signage.content._media import Library
    from signage.content.model import Weather

__all__ = ["Looks"]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_THEMES: tuple[str, ...] = get_args(Theme)

T = TypeVar("T")


class Looks:
    """Reads them, and remembers which part of whom is wrong, and which files they need."""

    def __init__(self, log: Log, library: Library) -> None:
        self.parts: set[tuple[str, str]] = set()
        """The screen (empty: the centre) and the field of its model that is wrong."""
        self.uses: dict[tuple[str, Want], int] = {}
        self._log = log
        self._library = library

    def centre(self, fields: Fields) -> Centre:
        """Take `centre:`."""
        whole = {("", key) for key in ("name", "emblem", "primary", "accent")}
        return self._within(fields, "centre", "example-centre", whole, self._centre) or Centre()

    def theme(self, fields: Fields, screen: str = "") -> Theme | None:
        """Take `theme:`, of a screen or of all."""
        return cast("Theme | None", self._alone(fields, "theme", choice(*_THEMES), screen))

    def of_screen(self, fields: Fields, screen: str) -> dict[str, Any]:
        """Take what a screen says of its looks, as fields of its model."""
        slowest, fastest = int(CONTENT.ticker_slowest), int(CONTENT.ticker_fastest)
        speed = self._alone(fields, "ticker_speed", integer(slowest, fastest), screen)
        return {
            "theme": self.theme(fields, screen),
            "ticker_speed": None if speed is None else float(speed),
            "lunar": self._alone(fields, "lunar", flag, screen) or False,
            "weather": self._within(
                fields, "weather", "example-weather", {(screen, "weather")}, self._weather
            ),
        }

    def _centre(self, fields: Fields) -> Centre:
        whole = {("", "primary"), ("", "accent")}
        colours = self._within(fields, "colours", "example-colours", whole, self._colours) or {}
        return Centre(
            name=self._alone(fields, "name", text) or {},
            emblem=self._alone(fields, "emblem", self._emblem),
            **colours,
        )

    def _colours(self, fields: Fields) -> dict[str, str | None]:
        return {key: self._alone(fields, key, _colour) for key in ("primary", "accent")}

    def _emblem(self, node: Node, key: str) -> str:
        path = path_rules(scalar(node, key))
        self._library.check(path, "image")
        self.uses.setdefault((path, "image"), node.line)
        return path

    def _weather(self, fields: Fields) -> Weather | None:
        named = [key for key in ("file", "feed") if key in fields.node.entries]
        if len(named) != 1:
            code = "weather-kinds" if named else "weather-kind"
            fields.wrong(code, fields.line(named[1]) if named else fields.node.line)
            return None
        if named == ["feed"]:
            return feed(fields, most=1)
        path = fields.take("file", file(self._library))
        if path is None or not fields.good:
            return None
        self.uses.setdefault((path, "text"), fields.line("file"))
        return FileLine(path=path)

    def _within(
        self,
        fields: Fields,
        key: str,
        example: str,
        parts: set[tuple[str, str]],
        read: Callable[[Fields], T],
    ) -> T | None:
        """Take a mapping within; where it is wrong in itself, all its `parts` are."""

        def convert(node: Node, key: str) -> T | None:
            if isinstance(node, Bad) or (isinstance(node, Mapping) and node.own):
                raise Reported
            if not isinstance(node, Mapping):
                raise Wrong("not-mapping", node.line, key=key, example=Phrase(example))
            inner = Fields(self._log, node, _KEYS[key])
            made = read(inner)
            if not inner.good and key == "weather":
                raise Reported
            return made

        good, fields.good = fields.good, True
        made = fields.take(key, convert)
        if not fields.good:
            self.parts |= parts
        fields.good = good
        return made

    def _alone(
        self, fields: Fields, key: str, convert: Callable[[Node, str], T], screen: str = ""
    ) -> T | None:
        """Take a value whose fault costs nothing but itself."""
        good, fields.good = fields.good, True
        made = fields.take(key, convert)
        if not fields.good:
            self.parts.add((screen, key))
        fields.good = good
        return made


_KEYS = {
    "centre": ("name", "emblem", "colours"),
    "colours": ("primary", "accent"),
    "weather": ("file", "feed", "age"),
}


def _colour(node: Node, key: str) -> str:
    if isinstance(node, Scalar) and not node.value.strip():  # `#` without quotes begins a note
        raise Wrong("bad-colour", value="#")
    word = scalar(node, key)
    if not _COLOUR.fullmatch(word):
        raise Wrong("bad-colour", node.line, value=word)
    return word.lower()
