"""Tân Trào at dawn: the banyan tree, the communal house, houses on stilts, hills in the mist."""

from __future__ import annotations

import random

from _svg import Canvas, blob, mix, peaks, ribbon, smooth

__all__ = ["draw", "house"]

INDIGO = "#27365e"
SUN = (1000, 372)


def draw() -> str:
    """The picture as SVG."""
    rng = random.Random(1945)
    art = Canvas("Tân Trào lúc bình minh")
    _sky(art)
    _mountains(art, rng)
    _village(art, rng)
    _yard(art, rng)
    house(art, rng, 1290, 806, 0.92, lit=True)
    _people(art)
    _banyan(art, rng)
    _near(art, rng)
    return art.text()


def _sky(art: Canvas) -> None:
    sky = art.between(
        (0, 0),
        (0, 760),
        (0, "#23566b", 1),
        (0.3, "#69a5a3", 1),
        (0.54, "#d5d8b4", 1),
        (0.76, "#f8d795", 1),
        (1, "#fbe9c0", 1),
    )
    art.rect(0, 0, 1920, 1080, sky)
    warm = art.glow(*SUN, 700, (0, "#fff3c8", 0.95), (0.3, "#ffe2a2", 0.6), (1, "#ffd79a", 0))
    art.rect(0, 0, 1920, 1080, warm)
    for x, y, rx, ry, thick in (
        (1480, 150, 330, 15, 0.5),
        (1620, 178, 230, 10, 0.45),
        (900, 118, 270, 11, 0.35),
        (1190, 236, 360, 10, 0.5),
        (1000, 262, 190, 7, 0.45),
        (1700, 282, 260, 9, 0.5),
    ):
        wisp = [(x - rx, y + 6), (x - rx * 0.4, y - 2), (x + rx * 0.3, y + 3), (x + rx, y - 4)]
        art.path(ribbon(wisp, [0, ry * 1.5, ry * 1.9, 0]), "#fff1cf", opacity=thick)
    art.oval(*SUN, 92, 92, "#fff8df", opacity=0.55)
    art.oval(*SUN, 70, 70, "#fffbea")


def _mountains(art: Canvas, rng: random.Random) -> None:
    layers = (
        (560, [(250, 210, 190), (560, 150, 130), (860, 170, 165), (1330, 150, 130),
               (1560, 190, 235), (1880, 160, 190)], "#a9c1a8", "#f3e2b6", 4),
        (620, [(90, 190, 230), (430, 160, 170), (720, 130, 105), (1010, 120, 120),
               (1440, 180, 160), (1760, 200, 265)], "#7ba695", "#e9dfb6", 5),
        (690, [(240, 210, 250), (620, 170, 140), (930, 150, 95), (1590, 190, 215),
               (1900, 170, 260)], "#4f8a80", "#cfd6ac", 6),
        (750, [(60, 230, 260), (480, 190, 150), (800, 170, 90), (1350, 190, 110),
               (1690, 220, 190)], "#2f6f68", "#a8c29a", 7),
    )  # fmt: skip
    for index, (base, hills, top, foot, rough) in enumerate(layers):
        line = peaks(rng, base, hills, rough=rough, step=16 if index else 24)()
        fill = art.between((0, base - 260), (0, base + 60), (0, top, 1), (1, foot, 1))
        art.ground(line, fill)
        art.mist(base - 105, 170, "#fff4d8", 0.78 - index * 0.1)


def _palm(art: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """A fan palm, of which these hills are full."""
    art.line(
        smooth([(x, y), (x + 4 * size, y - 60 * size), (x, y - 120 * size)]),
        mix(colour, "#5a4a34", 0.5),
        7 * size,
    )
    top = y - 122 * size
    for angle in range(-6, 7):
        reach = 52 - abs(angle) * 2
        dx = angle * 8.4 * size
        dy = (abs(angle) ** 1.7 * 2.6 - reach) * size
        tip = (x + dx * 1.05, top + dy)
        bend = (x + dx * 0.55, top + dy * 0.62 - 10 * size)
        shade = mix(colour, "#e8d27c", 0.28 if angle > 1 else 0.06 * (angle % 3))
        art.path(ribbon([(x, top), bend, tip], [2 * size, 13 * size, 2 * size]), shade)


def _village(art: Canvas, rng: random.Random) -> None:
    """The foot of the hills: palms, bamboo and houses on stilts, half in the mist."""
    wood = peaks(rng, 800, [(150, 300, 75), (700, 240, 45), (1000, 200, 30), (1560, 260, 70),
                            (1850, 200, 90)], rough=6, step=16)()  # fmt: skip
    art.ground(wood, art.between((0, 700), (0, 830), (0, "#2f7262", 1), (1, "#79a676", 1)))
    for x, y, size in (
        (1500, 770, 0.9),
        (1548, 778, 0.72),
        (1712, 758, 1.05),
        (1784, 770, 0.85),
        (905, 792, 0.7),
        (950, 788, 0.85),
        (1872, 760, 1.0),
        (868, 800, 0.55),
    ):
        _palm(art, x, y, size, "#2a6a55")
    art.mist(690, 130, "#fdf3d6", 0.5)
    house(art, rng, 1640, 806, 0.44, lit=False)
    house(art, rng, 1840, 816, 0.5, lit=False)
    house(art, rng, 800, 812, 0.27, lit=False)
    for x, y, reach in ((1640, 706, 1), (1840, 702, 1.15)):
        smoke = [(x, y), (x + 14, y - 36), (x - 10, y - 78), (x + 22, y - 132), (x + 12, y - 190)]
        art.path(ribbon(smoke, [4, 12 * reach, 17 * reach, 22 * reach, 5]), "#fff7e2", opacity=0.42)
    art.mist(750, 110, "#fdf3d6", 0.55)


def _yard(art: Canvas, rng: random.Random) -> None:
    """Grass in the low light, and the trodden way to the house."""
    crest = [(-60, 862), (240, 838), (620, 826), (1000, 812), (1400, 812), (1700, 828), (1980, 850)]
    grass = art.between(
        (0, 810), (0, 1080), (0, "#b9c66f", 1), (0.3, "#86a957", 1), (1, "#2f5f3f", 1)
    )
    art.ground(crest, grass)
    light = art.glow(1290, 850, 560, (0, "#fff0ae", 0.65), (1, "#fff0ae", 0))
    art.oval(1290, 868, 600, 74, light)
    way = [(1290, 846), (1278, 880), (1190, 930), (1090, 1000), (1050, 1140)]
    art.path(ribbon(way, [86, 96, 150, 250, 420]), "#ead9a2", opacity=0.85)
    art.path(ribbon(way, [60, 66, 104, 176, 300]), "#f6ebc2", opacity=0.7)
    for _ in range(150):
        x, y = rng.uniform(0, 1920), rng.uniform(862, 1050)
        if 960 < x < 1370:
            continue
        size = 6 + (y - 850) * 0.09
        shade = mix("#dfe08c", "#356b45", min(1, (y - 840) / 190 + rng.uniform(-0.2, 0.2)) ** 1)
        art.line(
            f"M{x:.0f} {y:.0f}q{size * 0.2:.1f} {-size:.1f} {size * 0.7:.1f} {-size * 1.5:.1f}",
            shade, 2.2, opacity=0.6,
        )  # fmt: skip


def house(art: Canvas, rng: random.Random, x: float, y: float, size: float, *, lit: bool) -> None:
    """A wooden house on stilts under a deep roof of palm leaves; `x, y` the middle of its foot."""
    art.open(transform=f"translate({x:g} {y:g}) scale({size:g})")
    art.oval(0, 40, 400, 20, "#234a35", opacity=0.4)
    post = art.across("#3a2517", "#8a5d38", "#3a2517")
    for px in (-262, -158, -56, 56, 158, 262):
        art.rect(px - 11, -60, 22, 96, post)
        art.rect(px - 17, 30, 34, 12, "#b9b08f")
    art.rect(-300, -76, 600, 22, art.down("#a4713f", "#5b3a20"))
    art.rect(-282, -232, 564, 158, art.down("#2b1a12", "#5a3720"))
    if lit:
        lamp = art.glow(
            0, -150, 290, (0, "#ffd98a", 0.9), (0.6, "#f3a552", 0.35), (1, "#7a4a22", 0)
        )
        art.rect(-282, -232, 564, 158, lamp)
        art.rect(-62, -196, 124, 120, "#ffe3a0", opacity=0.5)
        art.rect(-34, -150, 68, 74, "#8c3b22")
        art.rect(-42, -158, 84, 10, "#c98a3d")
        for side in (-26, 26):
            art.rect(side - 4, -176, 8, 20, "#f9d272")
    for px in (-270, -162, -62, 62, 162, 270):
        art.rect(px - 10, -232, 20, 160, post)
    for left, right in ((-262, -64), (64, 262)):
        art.rect(left, -124, right - left, 8, "#b88450")
        for bar in range(left + 8, right, 15):
            art.rect(bar, -118, 5, 44, "#8f6239")
    art.path("M-58 -54L58 -54L84 44L-84 44Z", art.down("#a97846", "#7b5430"))
    for step in range(5):
        art.rect(-60 - step * 5, -42 + step * 18, 120 + step * 10, 5, "#563720", opacity=0.75)
    eaves = smooth([(-392, -206), (-330, -216), (-160, -222), (0, -224), (160, -222), (330, -216),
                    (392, -206)])  # fmt: skip
    roof = eaves + "C340 -250 250 -330 196 -424L-196 -424C-250 -330 -340 -250 -392 -206Z"
    art.path(roof, art.between((-300, -420), (330, -200), (0, "#7c5b3a", 1), (0.55, "#b58a55", 1),
                               (1, "#8a6438", 1)))  # fmt: skip
    for row in range(11):
        share = (row + 0.6) / 11
        half = 196 + (392 - 196) * share**1.55
        base = -424 + 214 * share
        shade = mix("#5c4027", "#e2bd7c", 0.15 + 0.5 * rng.random())
        marks = [(mx, base + rng.uniform(-2, 3)) for mx in range(int(-half) + 8, int(half) - 6, 17)]
        data = "".join(
            f"M{mx} {my:.1f}l{(mx / 392) * 7:.1f} {rng.uniform(11, 19):.1f}" for mx, my in marks
        )
        art.line(data, shade, 3.2, opacity=0.55)
        if row % 2:
            art.path(smooth([(-half, base + 6), (-half / 2, base + 1), (0, base), (half / 2, base + 1),
                             (half, base + 6)]), stroke="#4c331d", stroke_width=2.4, opacity=0.4)  # fmt: skip
    art.path(
        eaves + "L384 -196" + smooth([(384, -196), (160, -208), (0, -210), (-160, -208),
                                      (-384, -196)], start="L") + "Z",
        "#4a311c",
    )  # fmt: skip
    art.path("M-206 -434C-120 -426 120 -426 206 -434L200 -416L-200 -416Z", "#6b4a2b")
    art.path(
        "M206 -434C120 -426 -120 -426 -206 -434L-202 -428C-120 -420 120 -420 202 -428Z", "#d9b273"
    )
    art.close()


def _figure(art: Canvas, x: float, y: float, size: float, coat: str, *, hat: bool) -> None:
    art.open(transform=f"translate({x:g} {y:g}) scale({size:g})")
    art.oval(8, 2, 34, 6, "#26462f", opacity=0.5)
    art.path("M-9 -14L-9 0L-2 0L-2 -14ZM3 -14L3 0L10 0L10 -14Z", "#2b2320")
    art.path("M-12 -66C-14 -40 -16 -20 -17 -8L17 -8C16 -20 14 -40 12 -66Z", coat)
    art.path(
        "M-12 -67C-22 -56 -24 -42 -22 -30L-16 -31C-16 -42 -13 -52 -8 -58Z",
        mix(coat, "#000000", 0.2),
    )
    art.path("M12 -67C22 -56 24 -42 22 -30L16 -31C16 -42 13 -52 8 -58Z", mix(coat, "#ffffff", 0.14))
    art.path("M-14 -44L14 -44L14.500 -38L-14.500 -38Z", "#d9506a" if hat else "#e0a63d")
    art.oval(0, -74, 9, 11, "#d9a781")
    if hat:
        art.path(
            "M-25 -74C-12 -82 -4 -92 0 -98C4 -92 12 -82 25 -74C10 -70 -10 -70 -25 -74Z", "#f1dfae"
        )
        art.path("M0 -98C4 -92 12 -82 25 -74C16 -71 8 -71 2 -71Z", "#cdb277")
    else:
        art.path("M-11 -72C-13 -90 13 -90 11 -72C8 -80 -8 -80 -11 -72Z", "#1f2747")
    art.close()


def _people(art: Canvas) -> None:
    _figure(art, 1085, 936, 1.0, INDIGO, hat=False)
    _figure(art, 1128, 942, 0.68, "#b5473f", hat=False)
    _figure(art, 1500, 906, 0.8, "#31487a", hat=True)


def _banyan(art: Canvas, rng: random.Random) -> None:
    """The tree: a trunk of grown-together roots, wide boughs, a roof of leaves."""
    art.oval(400, 958, 470, 44, "#1f4230", opacity=0.55)
    back = "#173f3a"
    for _ in range(34):
        x, y = rng.uniform(-60, 800), rng.uniform(0, 330)
        art.path(blob(rng, x, y, rng.uniform(70, 130), rng.uniform(48, 84)), back)
    wood = art.between(
        (240, 0), (560, 0), (0, "#2c1f1a", 1), (0.5, "#5b4030", 1), (1, "#a67c4f", 1)
    )
    for bough, widths in (
        ([(370, 640), (330, 500), (210, 400), (60, 330)], [120, 84, 52, 20]),
        ([(400, 640), (400, 460), (350, 330), (300, 200)], [130, 96, 60, 24]),
        ([(430, 640), (480, 480), (600, 380), (770, 310)], [120, 86, 50, 18]),
        ([(420, 620), (470, 430), (520, 300), (560, 170)], [110, 70, 44, 18]),
    ):
        art.path(ribbon(bough, widths), wood)
    strands = (
        (250, 948, 330, 46), (300, 956, 350, 60), (352, 962, 375, 66), (404, 966, 400, 70),
        (458, 962, 425, 64), (512, 956, 450, 58), (566, 946, 470, 44), (208, 938, 312, 30),
        (612, 936, 486, 28),
    )  # fmt: skip
    for index, (foot, ground, top, width) in enumerate(strands):
        lit = min(1, max(0, (foot - 250) / 330))
        shade = mix(mix("#2a1d19", "#6a4a34", lit), "#c59a63", 0.35 * max(0, lit - 0.45))
        way = [
            (foot + (foot - 405) * 0.95, ground + 16),
            (foot + (foot - 405) * 0.3, ground - 16),
            (foot, ground - 84),
            (top + (foot - 405) * 0.16, 760),
            (top, 620),
            (top + (top - 400) * 0.5, 480),
            (top + (top - 400) * 1.5, 360),
        ]
        art.path(
            ribbon(
                way, [3, width * 0.8, width, width * 0.82, width * 0.74, width * 0.7, width * 0.3]
            ),
            shade,
        )
        ridge = [(px + width * 0.16, py) for px, py in way]
        art.line(smooth(ridge), mix(shade, "#e9c186", 0.25 + 0.2 * (index % 2)), 3.5, opacity=0.55)
        ridge = [(px - width * 0.22, py) for px, py in way]
        art.line(smooth(ridge), "#1c1412", 3, opacity=0.45)
    for x, top, foot in (
        (150, 380, 905),
        (186, 395, 925),
        (118, 360, 890),
        (640, 372, 915),
        (672, 360, 902),
        (716, 340, 886),
        (600, 390, 930),
        (748, 330, 700),
        (86, 350, 720),
        (236, 420, 760),
        (560, 410, 780),
    ):
        sway = rng.uniform(-10, 10)
        art.line(
            smooth([(x, top), (x + sway, (top + foot) / 2), (x + sway * 0.4, foot)]),
            mix("#3c2b22", "#a98257", 0.6 if x > 400 else 0.15), rng.uniform(3.5, 9),
        )  # fmt: skip
    tones = ("#1b4a3f", "#266048", "#3a7c50", "#5d9a58", "#93b961", "#cfd074")
    for depth, tone in enumerate(tones):
        for _ in range((30, 44, 50, 44, 32, 18)[depth]):
            x, y = rng.gauss(345 + depth * 52, 225 - depth * 12), rng.uniform(-10, 322 - depth * 22)
            edge = abs(x - 380) / 500
            y += (edge**2) * 110
            size = (92, 74, 56, 42, 29, 19)[depth]
            if y > 410 or x > 905:
                continue
            art.path(
                blob(rng, x + depth * 4, y - depth * 5, size * rng.uniform(0.8, 1.25),
                     size * rng.uniform(0.5, 0.72)),
                tone, opacity=0.92,
            )  # fmt: skip
    for _ in range(240):
        x, y = rng.gauss(430, 250), rng.uniform(0, 400)
        if x > 900 or y > 440 - (abs(x - 400) / 500) * 40:
            continue
        tone = mix("#2f6d4b", "#e6df8d", min(1, max(0, (x - 250) / 650 + rng.uniform(-0.25, 0.2))))
        turn = rng.uniform(-50, 50)
        art.oval(0, 0, rng.uniform(6, 10), rng.uniform(3, 4.6), tone,
                 transform=f"translate({x:.0f} {y:.0f}) rotate({turn:.0f})")  # fmt: skip


def _near(art: Canvas, rng: random.Random) -> None:
    """The dark grass and ferns at our feet, which hold the picture together."""
    crest = [
        (-60, 985),
        (200, 1010),
        (480, 1040),
        (800, 1064),
        (1200, 1066),
        (1500, 1044),
        (1750, 1010),
        (1980, 975),
    ]
    art.ground(crest, art.between((0, 980), (0, 1080), (0, "#2a5b40", 1), (1, "#143527", 1)))
    for _ in range(110):
        x = rng.choice((rng.uniform(-10, 620), rng.uniform(1360, 1930)))
        ground = 1090 - abs(x - 980) * 0.06
        tall = rng.uniform(40, 120) * (0.5 + abs(x - 980) / 1000)
        lean = rng.uniform(-30, 30)
        tone = mix("#143a2b", "#6f9a55", rng.random() ** 2)
        art.path(
            ribbon([(x, ground), (x + lean * 0.3, ground - tall * 0.6), (x + lean, ground - tall)],
                   [9, 6, 1]), tone,
        )  # fmt: skip
