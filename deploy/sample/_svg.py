"""Drawing in SVG Tiny 1.2, which is what Qt draws: paths, gradients, groups, opacity, no more."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

__all__ = ["Canvas", "Point", "blob", "mix", "peaks", "ribbon", "smooth"]

Point = tuple[float, float]
WIDTH, HEIGHT = 1920, 1080


def mix(one: str, other: str, share: float) -> str:
    """The colour between `one` and `other` (`#rrggbb`), `share` of the way."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def smooth(points: Sequence[Point], *, closed: bool = False, start: str = "M") -> str:
    """Path data of a curve through all points (Catmull-Rom as cubic Béziers)."""
    count = len(points)

    def at(index: int) -> Point:
        return points[index % count] if closed else points[min(max(index, 0), count - 1)]

    parts = [f"{start}{_number(points[0][0])} {_number(points[0][1])}"]
    for index in range(count if closed else count - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (at(index + k) for k in (-1, 0, 1, 2))
        parts.append(
            "C"
            + " ".join(
                _number(value)
                for value in (
                    bx + (cx - ax) / 6,
                    by + (cy - ay) / 6,
                    cx - (dx - bx) / 6,
                    cy - (dy - by) / 6,
                    cx,
                    cy,
                )
            ),
        )
    return "".join(parts) + ("Z" if closed else "")


def blob(rng: random.Random, x: float, y: float, rx: float, ry: float, rough: float = 0.16) -> str:
    """Path data of a leafy, uneven round."""
    count = rng.randint(9, 13)
    turn = rng.random() * math.tau
    points = []
    for index in range(count):
        angle = turn + index / count * math.tau
        reach = 1 + rng.uniform(-rough, rough)
        points.append((x + math.cos(angle) * rx * reach, y + math.sin(angle) * ry * reach))
    return smooth(points, closed=True)


def ribbon(points: Sequence[Point], widths: Sequence[float]) -> str:
    """Path data of a band along `points` with a width at each: trunks, boughs, paths."""
    left, right = [], []
    for index, (x, y) in enumerate(points):
        ax, ay = points[max(index - 1, 0)]
        bx, by = points[min(index + 1, len(points) - 1)]
        length = math.hypot(bx - ax, by - ay) or 1
        half = widths[index] / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return smooth(left) + smooth(right[::-1], start="L") + "Z"


def peaks(
    rng: random.Random,
    base: float,
    hills: Sequence[tuple[float, float, float]],
    *,
    rough: float = 5,
    power: float = 1.7,
    step: int = 24,
) -> Callable[[], list[Point]]:
    """A skyline of hills (middle, half width, height), with the small unrest of a forest on it."""
    phases = [rng.random() * math.tau for _ in range(3)]

    def line() -> list[Point]:
        points = []
        for x in range(-60, WIDTH + 61, step):
            rise = [
                height * math.exp(-((abs(x - middle) / width) ** power))
                for middle, width, height in hills
            ]
            y = max(rise) * 0.75 + sum(rise) * 0.25
            unrest = sum(
                math.sin(x / wave + phase) for wave, phase in zip((61, 37, 23), phases, strict=True)
            )
            points.append((x, base - y + rough * (unrest + rng.uniform(-0.6, 0.6))))
        return points

    return line


class Canvas:
    """A picture, of 1920×1080 unless its size is given, that grows from back to front."""

    def __init__(self, title: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        self._title = title
        self._size = size
        self._defs: list[str] = []
        self._body: list[str] = []

    def _gradient(self, tag: str, place: str, stops: Sequence[tuple[float, str, float]]) -> str:
        name = f"g{len(self._defs)}"
        inner = "".join(
            f'<stop offset="{_number(offset * 100)}%" stop-color="{colour}"'
            + (f' stop-opacity="{opacity:g}"' if opacity < 1 else "")
            + "/>"
            for offset, colour, opacity in stops
        )
        self._defs.append(f'<{tag} id="{name}" {place}>{inner}</{tag}>')
        return f"url(#{name})"

    def down(self, *colours: str) -> str:
        """A fill from top to bottom of the shape it fills."""
        last = len(colours) - 1
        stops = [(index / last, colour, 1.0) for index, colour in enumerate(colours)]
        return self._gradient("linearGradient", 'x1="0" y1="0" x2="0" y2="1"', stops)

    def across(self, *colours: str) -> str:
        """A fill from left to right of the shape it fills."""
        last = len(colours) - 1
        stops = [(index / last, colour, 1.0) for index, colour in enumerate(colours)]
        return self._gradient("linearGradient", 'x1="0" y1="0" x2="1" y2="0"', stops)

    def between(self, one: Point, other: Point, *stops: tuple[float, str, float]) -> str:
        """A fill from a point of the picture to another; stops are (place, colour, opacity)."""
        place = (
            f'gradientUnits="userSpaceOnUse" x1="{one[0]:g}" y1="{one[1]:g}" '
            f'x2="{other[0]:g}" y2="{other[1]:g}"'
        )
        return self._gradient("linearGradient", place, stops)

    def glow(self, x: float, y: float, radius: float, *stops: tuple[float, str, float]) -> str:
        """A fill outward from a point of the picture; stops are (place, colour, opacity)."""
        place = f'gradientUnits="userSpaceOnUse" cx="{x:g}" cy="{y:g}" r="{radius:g}"'
        return self._gradient("radialGradient", place, stops)

    def path(self, data: str, fill: str = "none", **more: str | float) -> None:
        """A path; `more` are presentation attributes, `_` for `-`."""
        self._body.append(f'<path d="{data}" fill="{fill}"{_attributes(more)}/>')

    def line(self, data: str, colour: str, width: float, **more: str | float) -> None:
        """A stroke with round ends."""
        self.path(data, stroke=colour, stroke_width=width, stroke_linecap="round", **more)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, **more: str | float) -> None:
        """A rectangle."""
        place = f'x="{_number(x)}" y="{_number(y)}" width="{_number(w)}" height="{_number(h)}"'
        self._body.append(f'<rect {place} fill="{fill}"{_attributes(more)}/>')

    def oval(
        self, x: float, y: float, rx: float, ry: float, fill: str, **more: str | float
    ) -> None:
        """An ellipse."""
        place = f'cx="{_number(x)}" cy="{_number(y)}" rx="{_number(rx)}" ry="{_number(ry)}"'
        self._body.append(f'<ellipse {place} fill="{fill}"{_attributes(more)}/>')

    def open(self, **more: str | float) -> None:
        """Begin a group."""
        self._body.append(f"<g{_attributes(more)}>")

    def close(self) -> None:
        """End the group."""
        self._body.append("</g>")

    def ground(self, points: Sequence[Point], fill: str, bottom: float = HEIGHT + 10) -> None:
        """What lies below a skyline."""
        (first, _), (last, _) = points[0], points[-1]
        self.path(
            f"M{_number(first)} {_number(bottom)}"
            + smooth(points, start="L")
            + f"L{_number(last)} {_number(bottom)}Z",
            fill,
        )

    def mist(self, y: float, height: float, colour: str, thick: float) -> None:
        """A bank of mist over the whole width, densest at its middle."""
        stops = [(0, colour, 0.0), (0.55, colour, thick), (1, colour, 0.0)]
        fill = self.between((0, y), (0, y + height), *stops)
        self.rect(0, y, WIDTH, height, fill)

    def text(self) -> str:
        """The document."""
        width, height = self._size
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny" '
            f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">\n'
            f"<title>{self._title}</title>\n<defs>{''.join(self._defs)}</defs>\n"
            + "\n".join(self._body)
            + "\n</svg>\n"
        )


def _attributes(more: dict[str, str | float]) -> str:
    return "".join(
        f' {key.replace("_", "-")}="{value if isinstance(value, str) else f"{value:g}"}"'
        for key, value in more.items()
    )
