"""Tea hills in the morning light, row upon row, and a woman picking tea."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from _svg import Canvas, mix, peaks, smooth

__all__ = ["HILLS", "RANGES", "draw", "far", "hills", "picker", "sky"]

Point = tuple[float, float]


def draw() -> str:
    """The picture as SVG."""
    rng = random.Random(80)
    art = Canvas("Đồi chè buổi sớm")
    sky(art)
    for index in range(len(RANGES)):
        far(art, rng, index)
    for index in range(len(HILLS)):
        hills(art, rng, index)
    picker(art, 1440, 1120, 1.0)
    return art.text()


def sky(art: Canvas) -> None:
    """Sky, sun and its rays."""
    art.rect(
        0, 0, 1920, 1080,
        art.between((0, 0), (0, 620), (0, "#7fb9c4", 1), (0.45, "#cfe3cf", 1),
                    (0.8, "#fdeebd", 1), (1, "#fff6d9", 1)),
    )  # fmt: skip
    sun = (520, 300)
    art.rect(0, 0, 1920, 1080, art.glow(*sun, 820, (0, "#fffbe2", 1), (0.2, "#fff0b4", 0.75),
                                        (1, "#ffe9a8", 0)))  # fmt: skip
    for turn in range(-4, 9):
        angle = math.radians(20 + turn * 17)
        wide = 0.05 + 0.02 * (turn % 3)
        reach = 1500
        art.path(
            f"M{sun[0]} {sun[1]}"
            f"L{sun[0] + reach * math.cos(angle - wide):.0f} {sun[1] + reach * math.sin(angle - wide):.0f}"
            f"L{sun[0] + reach * math.cos(angle + wide):.0f} {sun[1] + reach * math.sin(angle + wide):.0f}Z",
            art.glow(*sun, 1000, (0, "#fffbe0", 0.34), (1, "#fffbe0", 0)),
        )
    art.oval(*sun, 64, 64, "#fffdf0")


def far(art: Canvas, rng: random.Random, index: int) -> None:
    """The far range of that number, with the mist at its feet."""
    base, bumps, top, foot, rough = RANGES[index]
    art.ground(
        peaks(rng, base, bumps, rough=rough, step=18)(),
        art.between((0, base - 200), (0, base + 40), (0, top, 1), (1, foot, 1)),
    )
    art.mist(base - 95, 160, "#fffae3", 0.8 - 0.12 * index)


# Foot, hills (middle, half width, height), the colours of top and foot, unrest of the skyline.
RANGES = (
    (470, [(140, 220, 150), (500, 180, 90), (860, 200, 170), (1240, 210, 130),
           (1640, 240, 215)], "#a9cdc0", "#f6efcb", 4),
    (520, [(60, 200, 130), (380, 190, 105), (1020, 210, 130), (1420, 190, 175),
           (1850, 220, 200)], "#7fb4a2", "#eaeec3", 5),
    (570, [(220, 260, 120), (760, 240, 110), (1180, 200, 100), (1700, 260, 160)],
     "#569a80", "#cfe0a8", 6),
)  # fmt: skip


# Middle, half width, top, foot, rows, the lit and the shaded green.
HILLS = (
    (1330, 620, 500, 720, 11, "#b5cf6a", "#4f9455"),
    (420, 700, 540, 800, 13, "#bdd566", "#468c4e"),
    (1750, 640, 570, 880, 14, "#a9cb5c", "#3a8049"),
    (960, 820, 660, 1010, 14, "#b4d25a", "#2f7743"),
    (150, 760, 770, 1150, 12, "#a5c94f", "#266a3c"),
    (1560, 900, 850, 1260, 11, "#9cc64c", "#1f5f37"),
)


def hills(art: Canvas, rng: random.Random, index: int) -> None:
    """The hill of that number, with the mist at its feet."""
    middle, half, top, foot, rows, lit, shade = HILLS[index]
    hill(art, rng, middle, half, top, foot, rows, lit, shade)
    if index in {2, 3}:
        art.mist(foot - 220, 170, "#fdfae0", 0.34)
    if index == 2:
        for x, y, size in ((700, 702, 0.2), (745, 716, 0.18), (1085, 640, 0.13)):
            picker(art, x, y, size)
    if index == 0:
        _tree(art, 1180, 520, 1.0)
        _tree(art, 1246, 508, 0.7)
    if index == 1:
        _tree(art, 300, 556, 0.85)


def hill(
    art: Canvas,
    rng: random.Random,
    middle: float,
    half: float,
    top: float,
    foot: float,
    rows: int,
    lit: str,
    shade: str,
) -> None:
    """A round hill with its rows of tea, each a hedge with a lit top and a furrow below."""

    def height(x: float) -> float:
        return math.exp(-(((x - middle) / half) ** 2) * 1.5)

    tall = foot - top
    spread = [middle - half * 1.75 + half * 3.5 * k / 30 for k in range(31)]
    span = [x for x in spread if -260 < x < 2180]
    across = art.between((middle - half, 0), (middle + half, 0), (0, mix(shade, "#0f3a2b", 0.25), 1),
                         (1, mix(shade, "#0b3026", 0.6), 1))  # fmt: skip
    art.ground([(x, foot - tall * height(x)) for x in span], across, foot + 330)
    hedge = art.between(
        (middle - half * 1.1, 0), (middle + half * 1.2, 0),
        (0, lit, 1), (0.45, mix(lit, shade, 0.45), 1), (1, shade, 1),
    )  # fmt: skip
    crown = art.between(
        (middle - half * 1.1, 0), (middle + half * 1.1, 0),
        (0, mix(lit, "#fff6b8", 0.6), 1), (0.5, lit, 1), (1, mix(shade, lit, 0.35), 1),
    )  # fmt: skip
    for row in range(rows):
        share = (row / rows) ** 1.35
        after = ((row + 1) / rows) ** 1.35
        thick = tall * (after - share)
        wave = rng.random() * math.tau
        line: list[Point] = []
        for x in span:
            bow = height(x) * (1 - share * 0.85) - share * 1.0
            y = foot - tall * bow
            line.append((x, y + math.sin(x / 46 + wave) * (1 + thick * 0.05)))
        # Rows lie closer together at the sides of the hill than in its middle.
        bumps = [
            (x, y + (math.sin(k * 2.4 + wave) * 0.08 + (k % 2) * 0.1) * thick)
            for k, (x, y) in enumerate(_dense(line))
        ]
        under = [(x, y + thick * (0.62 + 0.62 * height(x))) for x, y in line]
        art.path(smooth(bumps) + smooth(under[::-1], start="L") + "Z", hedge)
        mid = [
            (x, y + thick * (0.2 + 0.24 * height(x) + 0.05 * (k % 2)))
            for k, (x, y) in enumerate(bumps)
        ]
        art.path(smooth(bumps) + smooth(mid[::-1], start="L") + "Z", crown, opacity=0.85)


def _dense(line: list[Point]) -> list[Point]:
    points: list[Point] = []
    for (ax, ay), (bx, by) in pairwise(line):
        points += [(ax, ay), ((ax + bx) / 2, (ay + by) / 2)]
    return [*points, line[-1]]


def _tree(art: Canvas, x: float, y: float, size: float) -> None:
    """A slender tree on the ridge."""
    art.line(smooth([(x, y + 20 * size), (x + 3, y - 40 * size), (x, y - 96 * size)]), "#3d5a45",
             5 * size)  # fmt: skip
    for dx, dy, reach in ((0, -118, 36), (-22, -88, 27), (24, -84, 28), (4, -64, 25)):
        art.oval(x + dx * size, y + dy * size, reach * size, reach * 0.8 * size, "#3f8158")
        art.oval(x + (dx - 8) * size, y + (dy - 8) * size, reach * 0.66 * size,
                 reach * 0.48 * size, "#86b765", opacity=0.8)  # fmt: skip


def picker(art: Canvas, x: float, y: float, size: float) -> None:
    """A woman in indigo under a conical hat, a basket on her back, up to her waist in tea."""
    art.open(transform=f"translate({x:g} {y:g}) scale({size:g})")
    # The basket, behind her left shoulder.
    art.path("M-150 -330C-158 -220 -142 -110 -118 -60L8 -60C30 -110 44 -220 36 -330Z",
             art.across("#f0cf8c", "#c08f4c", "#7d5628"))  # fmt: skip
    for row in range(9):
        top = -312 + row * 28
        art.line(f"M{-149 + row * 3} {top}C-90 {top + 16} -20 {top + 16} {35 - row * 3} {top}", "#7d5628",
                 4, opacity=0.55)  # fmt: skip
    for column in range(9):
        art.line(f"M{-138 + column * 20} -318L{-112 + column * 14} -64", "#fff0c4", 3, opacity=0.4)
    for dx, dy, turn, tone in ((-128, -338, -24, "#9cc957"), (-96, -354, 8, "#7fb548"),
                               (-62, -362, -12, "#b8d96b"), (-30, -356, 18, "#8fc04e"),
                               (4, -346, 30, "#a9d05f"), (-112, -350, 24, "#6ea542"),
                               (-46, -346, 34, "#6ea542"), (-10, -364, -20, "#c6e27a")):  # fmt: skip
        art.path("M-34 0C-20 -20 16 -22 36 0C16 16 -20 16 -34 0Z", tone,
                 transform=f"translate({dx} {dy}) rotate({turn})")  # fmt: skip
    art.path("M-154 -336C-90 -316 -20 -316 40 -336L40 -322C-20 -302 -90 -302 -154 -322Z", "#a87a3e")
    # Her coat, leaning into the work.
    art.path("M-62 -348C-104 -300 -118 -160 -112 20L118 20C116 -120 112 -262 76 -330C40 -372 -20 -376 -62 -348Z",
             art.across("#3c5690", "#2a3c70", "#1b2850"))  # fmt: skip
    art.path("M-44 -362C-6 -330 40 -326 74 -340L84 -312C30 -292 -30 -306 -66 -342Z", "#d24a66")
    art.path("M18 -318L42 -316L52 20L28 20Z", "#8fb3d9", opacity=0.75)
    art.path("M-114 -96C-40 -76 50 -76 116 -98L117 -66C50 -46 -40 -46 -113 -64Z", "#d24a66")
    art.path("M-113 -84C-40 -64 50 -64 116 -86L116 -80C50 -58 -40 -58 -113 -78Z", "#f4d27a")
    # Straps of the basket.
    art.line("M-58 -350C-64 -330 -68 -315 -70 -300", "#c99a55", 13)
    # Arms reaching out to the leaves.
    art.path("M58 -322C118 -300 164 -232 196 -168L150 -136C120 -190 88 -236 44 -262Z",
             art.across("#304681", "#4765a6"))  # fmt: skip
    art.path("M150 -136L196 -168L206 -150L162 -120Z", "#d24a66")
    art.path("M164 -124L204 -150C226 -134 242 -112 250 -92C252 -80 242 -76 234 -84C238 -70 228 -66 220 -76C218 -64 208 -66 204 -80C188 -92 174 -106 164 -124Z",
             "#e3b48c")  # fmt: skip
    art.path("M-84 -300C-140 -250 -150 -150 -92 -92L-40 -118C-78 -160 -76 -210 -40 -250Z",
             art.across("#4a69ab", "#2f4580"))  # fmt: skip
    # Face, scarf and hat.
    art.path("M-18 -372C-20 -340 0 -322 24 -322C50 -324 62 -350 60 -380Z", "#c98f69")
    art.path("M-26 -440C-30 -380 -6 -346 28 -346C62 -348 76 -392 70 -442Z", "#e6b78f")
    art.path(
        "M-30 -446C-36 -380 -24 -350 -8 -340C-26 -336 -46 -350 -50 -380C-52 -410 -44 -436 -30 -446Z",
        "#23202e",
    )
    art.path("M36 -384C46 -376 56 -378 60 -386C56 -372 42 -370 36 -384Z", "#b4574b")
    art.line("M22 -416C28 -421 36 -421 41 -417M54 -418C58 -421 63 -421 66 -418", "#4a3226", 4)
    art.path("M66 -346C56 -336 44 -330 34 -328", stroke="#b9745a", stroke_width=3, opacity=0.0)
    hat = "M-140 -402C-70 -470 -10 -540 24 -588C54 -540 112 -474 182 -420C120 -392 -70 -372 -140 -402Z"
    art.path(hat, art.between((-140, 0), (182, 0), (0, "#fff6d6", 1), (0.4, "#f4e0ab", 1),
                              (1, "#c7a063", 1)))  # fmt: skip
    for ring in range(1, 9):
        share = ring / 9
        left, right = 24 - 164 * share, 24 + 158 * share
        ly, ry = -588 + 186 * share, -588 + 168 * share
        art.line(f"M{left:.0f} {ly:.0f}C{left + 60 * share:.0f} {ly + 16 * share:.0f} "
                 f"{right - 70 * share:.0f} {ry + 10 * share:.0f} {right:.0f} {ry:.0f}",
                 "#a97f45", 2, opacity=0.4)  # fmt: skip
    art.path(
        "M-140 -402C-70 -372 120 -392 182 -420C170 -398 110 -380 30 -374C-50 -370 -116 -382 -140 -402Z",
        "#8f6a3a",
    )
    art.path("M-34 -392C-20 -340 10 -312 40 -312C24 -300 -24 -310 -44 -388Z", "#f07f93")
    # The hedge she stands in.
    if size > 0.5:
        for k in range(46):
            lx, ly = -330 + (k * 83) % 700, -66 + (k * 37) % 120
            tone = ("#3c8a45", "#5aa64c", "#86c255", "#b9de70", "#2d743d")[k % 5]
            art.path("M-44 0C-26 -24 22 -26 48 0C22 20 -26 20 -44 0Z", tone,
                     transform=f"translate({lx} {ly}) rotate({(k * 47) % 120 - 75})")  # fmt: skip
    art.close()
