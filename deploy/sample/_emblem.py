"""The sample centre's emblem: a bud and two leaves of tea before the rising sun, over the hills.

A neutral sign of the project's own; the national emblem's use is regulated. It stands on its own
round ground, so it looks the same on a light wall and on a dark one, and from 40 pixels up.
"""

from __future__ import annotations

import math

from _svg import Canvas, Point, smooth

__all__ = ["draw"]

SIDE = 512
MIDDLE = SIDE / 2
INNER = 222.0
"""Radius of the ground within the rings."""


def draw() -> str:
    """The emblem as SVG."""
    art = Canvas("Búp chè trước mặt trời lên", size=(SIDE, SIDE))
    art.oval(MIDDLE, MIDDLE, 252, 252, "#d9a441")
    art.oval(MIDDLE, MIDDLE, 240, 240, "#fff6e3")
    art.oval(MIDDLE, MIDDLE, INNER, INNER, art.down("#b02a2a", "#7c1619"))
    _sun(art)
    _hills(art)
    _sprig(art)
    return art.text()


def _sun(art: Canvas) -> None:
    for ray in range(3, 10):  # the leaves hide the others
        angle = math.pi * (1 + ray / 12)
        reach = 150 if ray % 2 else 166
        near, far = (
            (MIDDLE + math.cos(angle) * far, 286 + math.sin(angle) * far) for far in (124, reach)
        )
        art.line(f"M{near[0]:.1f} {near[1]:.1f}L{far[0]:.1f} {far[1]:.1f}", "#e9b955", 9)
    art.oval(MIDDLE, 286, 108, 108, art.down("#ffe9b0", "#eebb57"))


def _hills(art: Canvas) -> None:
    for left, top, right, colour in (
        (318, [(150, 286), (250, 338), (352, 296)], 330, "#2f6b4f"),
        (372, [(130, 352), (256, 392), (380, 350)], 366, "#1f5240"),
    ):
        art.path(_below(left, top, right), colour)
    for drop in (0, 26):
        edge, ridge, valley = 404.0 + drop, 398.0 + drop, 414.0 + drop
        row = [(120.0 + drop, edge), (190, ridge), (256, valley), (322, ridge)]
        art.line(smooth([*row, (392 - drop, edge)]), "#5d9a6b", 7)


def _below(left: float, top: list[Point], right: float) -> str:
    """What lies below a skyline and within the round; `left` and `right` are heights on its rim."""
    first = math.asin((left - MIDDLE) / INNER)
    last = math.asin((right - MIDDLE) / INNER)
    start = (MIDDLE - math.cos(first) * INNER, left)
    end = (MIDDLE + math.cos(last) * INNER, right)
    rim = [last + (math.pi - first - last) * step / 24 for step in range(1, 25)]
    points = [(MIDDLE + math.cos(angle) * INNER, MIDDLE + math.sin(angle) * INNER) for angle in rim]
    return smooth([start, *top, end]) + smooth(points, start="L") + "Z"


def _sprig(art: Canvas) -> None:
    stem = "M256 424C258 380 252 340 256 292"
    art.line(stem, "#fff6e3", 15)
    bud = "M256 118C286 158 296 206 284 246C278 270 266 286 256 300C246 286 234 270 228 246C216 206 226 158 256 118Z"
    left = "M252 366C196 366 142 336 118 262C112 244 110 226 112 208C176 222 232 268 252 366Z"
    leaves = (left, _mirrored(left))
    for path in (*leaves, bud):
        art.path(path, "#2f7d4f", stroke="#fff6e3", stroke_width=11, stroke_linejoin="round")
    art.path("M256 136C276 168 284 208 276 240C271 260 264 272 256 282Z", "#58a869")
    for vein in ("M240 344C210 302 172 260 134 230", "M272 344C302 302 340 260 378 230"):
        art.line(vein, "#a9d29a", 6)


def _mirrored(path: str) -> str:
    """The path as in a mirror at the middle. Only absolute M, C and Z."""
    out, numbers = [], 0
    for word in path.replace("M", " M ").replace("C", " C ").replace("Z", " Z ").split():
        if word in "MCZ":
            out.append(word)
            numbers = 0
            continue
        value = float(word)
        out.append(f"{SIDE - value:g}" if numbers % 2 == 0 else f"{value:g}")
        numbers += 1
    return " ".join(out)
