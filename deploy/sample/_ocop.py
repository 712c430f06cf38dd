"""The commune's own products, shown as a museum shows its treasures: tea, honey, oranges, pomelo."""

from __future__ import annotations

import math
import random

from _svg import Canvas, blob, mix, smooth

__all__ = ["draw"]

LEAF = "M-48 0C-26 -30 22 -32 52 0C22 24 -26 24 -48 0Z"


def draw() -> str:
    """The picture as SVG."""
    rng = random.Random(5)
    art = Canvas("Sản phẩm OCOP")
    _room(art)
    _pomelos(art, rng, 500, 812)
    _tea(art, 722, 826)
    _honey(art, 1036, 826)
    _tray(art, 1508, 826)
    _oranges(art, rng)
    return art.text()


def _leaf(art: Canvas, x: float, y: float, turn: float, size: float, tone: str) -> None:
    art.open(transform=f"translate({x:g} {y:g}) rotate({turn:g}) scale({size:g})")
    art.path(LEAF, art.down(mix(tone, "#f3f6a8", 0.35), tone))
    art.line("M-44 0C-20 -5 20 -5 48 0", mix(tone, "#16402a", 0.5), 3, opacity=0.55)
    art.close()


def _room(art: Canvas) -> None:
    """A warm wall with a niche, in which the hills stand, and a stone to show things on."""
    art.rect(0, 0, 1920, 1080, art.between((0, 0), (0, 1080), (0, "#0f4a45", 1), (0.7, "#17605a", 1),
                                           (1, "#0d403c", 1)))  # fmt: skip
    lamp = art.glow(960, 420, 980, (0, "#ffe9b0", 0.42), (0.5, "#f1d48c", 0.12), (1, "#f1d48c", 0))
    art.rect(0, 0, 1920, 1080, lamp)
    for radius, fill in (
        (500, "#e9c877"),
        (488, "#0f4a45"),
        (478, "#e9c877"),
    ):
        art.path(_arch(radius), fill)
    art.path(_arch(472), art.between((0, 80), (0, 850), (0, "#f6c987", 1), (0.5, "#fbe3b0", 1),
                                     (1, "#fff4d6", 1)))  # fmt: skip
    art.oval(960, 380, 150, 150, "#fffaf0", opacity=0.45)
    art.oval(960, 380, 118, 118, "#fff8e6")
    for base, tall, tone, phase in ((640, 90, "#e3c98d", 0.4), (700, 84, "#b4c190", 2.1),
                                    (762, 72, "#77a380", 3.6), (812, 46, "#4a8570", 5.2)):  # fmt: skip
        crest = [
            (
                x,
                base
                - tall * (0.6 * math.sin(x / 128 + phase) + 0.4 * math.sin(x / 57 + phase * 2)),
            )
            for x in range(488, 1433, 24)
        ]
        art.ground(crest, art.between((0, base - tall), (0, base + 90), (0, tone, 1),
                                      (1, mix(tone, "#fff4d6", 0.5), 1)), 850)  # fmt: skip
    art.rect(0, 842, 1920, 240, art.between((0, 842), (0, 1080), (0, "#c98d52", 1), (0.1, "#a86c38", 1),
                                            (1, "#623817", 1)))  # fmt: skip
    art.rect(0, 842, 1920, 9, "#f0c68a")
    for k in range(15):
        y = 872 + k * 15 + (k * 7) % 9
        x = (k * 397) % 1500 - 100
        art.line(f"M{x} {y}C{x + 160} {y - 5} {x + 300} {y + 6} {x + 520} {y}", "#4d2b12", 2.5,
                 opacity=0.25)  # fmt: skip
    for x in (150, 1770):
        _brocade(art, x)


def _arch(radius: float) -> str:
    edge = 472 / radius
    return (
        f"M{960 - radius:g} 846L{960 - radius:g} 550"
        f"C{960 - radius:g} {550 - radius * 0.56 / edge * edge:g} {960 - radius * 0.56:g} {550 - radius:g} 960 {550 - radius:g}"
        f"C{960 + radius * 0.56:g} {550 - radius:g} {960 + radius:g} {550 - radius * 0.56:g} {960 + radius:g} 550"
        f"L{960 + radius:g} 846Z"
    )


def _brocade(art: Canvas, x: float) -> None:
    """A hanging band of weaving, as the Tày and the Dao make it."""
    art.rect(x - 84, -10, 168, 770, "#0a2f33", opacity=0.45)
    art.rect(x - 90, -10, 168, 760, "#1c2a4f")
    art.rect(x - 90, -10, 12, 760, "#c8434f")
    art.rect(x + 66, -10, 12, 760, "#c8434f")
    art.rect(x - 74, -10, 4, 760, "#f0c76a")
    art.rect(x + 58, -10, 4, 760, "#f0c76a")
    middle = x - 6
    for k in range(7):
        y = 48 + k * 104
        for reach, tone in ((46, "#c8434f"), (34, "#f0c76a"), (22, "#1c2a4f"), (12, "#7fc2a2")):
            art.path(
                f"M{middle} {y - reach}L{middle + reach} {y}L{middle} {y + reach}L{middle - reach} {y}Z",
                tone,
            )
        for side in (-1, 1):
            art.path(f"M{middle + side * 56} {y + 34}l{-side * 22} 18l{side * 22} 18Z", "#7fc2a2")
            art.path(f"M{middle + side * 56} {y + 41}l{-side * 13} 11l{side * 13} 11Z", "#f4e6c2")
        art.path(f"M{middle - 20} {y + 52}l20 -12l20 12l-20 12Z", "#f4e6c2")
    for k in range(14):
        art.line(f"M{x - 84 + k * 12} 748l0 {34 + (k % 2) * 8}", ("#c8434f", "#f0c76a")[k % 2], 5)


def _shadow(art: Canvas, x: float, y: float, reach: float) -> None:
    art.oval(x + 26, y + 22, reach, 20, "#3a1e0a", opacity=0.18)
    art.oval(x + 14, y + 20, reach * 0.86, 14, "#3a1e0a", opacity=0.32)


def _tea(art: Canvas, x: float, y: float) -> None:
    """A packet of green tea, and a small cup."""
    _shadow(art, x, y, 170)
    art.open(transform=f"translate({x:g} {y:g})")
    art.path("M-132 24C-140 -140 -134 -280 -122 -408L122 -408C134 -280 140 -140 132 24C90 36 -90 36 -132 24Z",
             art.across("#1d5a3b", "#3f9460", "#2f7f50", "#14472f"))  # fmt: skip
    art.path("M-122 -408L122 -408L126 -366L-126 -366Z", art.across("#173f2c", "#347a52", "#123625"))
    art.path("M-120 -396L120 -396L121 -391L-121 -391Z", "#a9d49a", opacity=0.5)
    art.path(
        "M-100 -350C-108 -220 -110 -100 -104 10L-84 14C-90 -110 -88 -230 -80 -350Z",
        "#ffffff",
        opacity=0.14,
    )
    art.path(
        "M-92 -300L92 -300C98 -220 100 -140 100 -52L-100 -52C-100 -140 -98 -220 -92 -300Z",
        "#f7ecd0",
    )
    art.path("M-84 -292L84 -292C90 -216 92 -140 92 -60L-92 -60C-92 -140 -90 -216 -84 -292Z",
             stroke="#c79a4b", stroke_width=2.5)  # fmt: skip
    for turn, size in ((-90, 1.15), (-148, 0.95), (-32, 0.95)):
        dx, dy = math.cos(math.radians(turn)) * 50, math.sin(math.radians(turn)) * 50
        _leaf(art, dx * size, -158 + dy * size, turn, size, "#3f9150")
    art.line("M0 -158C-2 -140 -2 -124 4 -108", "#2f7340", 6)
    art.rect(-52, -92, 104, 5, "#c79a4b")
    art.rect(-32, -79, 64, 4, "#c79a4b")
    for k in range(4):
        art.path(_star(-45 + k * 30, -22, 11), "#f2c14f")
    art.close()
    cup, y = x + 176, y + 92
    _shadow(art, cup, y + 26, 84)
    art.path(f"M{cup - 62} {y - 46}C{cup - 60} {y + 20} {cup - 34} {y + 46} {cup} {y + 46}C{cup + 34} {y + 46} {cup + 60} {y + 20} {cup + 62} {y - 46}Z",
             art.across("#d9e4dd", "#ffffff", "#b9cbc4"))  # fmt: skip
    art.oval(cup, y - 46, 62, 15, "#eef4ef")
    art.oval(cup, y - 44, 54, 11, art.across("#b7a73c", "#dccb5e"))
    art.path(f"M{cup - 30} {y + 4}c10 -16 50 -16 60 0c-10 14 -50 14 -60 0Z", "#5d9a7e", opacity=0.8)
    for dx, sway in ((-16, 12), (10, -12)):
        art.line(smooth([(cup + dx, y - 66), (cup + dx + sway, y - 104), (cup + dx - sway, y - 146),
                         (cup + dx + sway * 0.6, y - 186)]), "#ffffff", 7, opacity=0.5)  # fmt: skip


def _star(x: float, y: float, reach: float) -> str:
    points = []
    for k in range(10):
        far = reach if k % 2 == 0 else reach * 0.42
        angle = math.radians(-90 + 36 * k)
        points.append(f"{x + math.cos(angle) * far:.1f} {y + math.sin(angle) * far:.1f}")
    return "M" + "L".join(points) + "Z"


def _honey(art: Canvas, x: float, y: float) -> None:
    """A jar of forest honey with its dipper."""
    _shadow(art, x, y, 150)
    art.open(transform=f"translate({x:g} {y:g})")
    art.path("M-118 -250C-136 -220 -138 -40 -118 10C-108 32 108 32 118 10C138 -40 136 -220 118 -250C108 -268 -108 -268 -118 -250Z",
             art.across("#a9560d", "#f2a51f", "#ffcf4a", "#ec9718", "#8f430a"))  # fmt: skip
    art.oval(0, -252, 112, 16, "#ffdf7e", opacity=0.75)
    art.path("M-122 -258C-132 -272 -132 -290 -110 -296L110 -296C132 -290 132 -272 122 -258C80 -246 -80 -246 -122 -258Z",
             "#fff3d0", opacity=0.6)  # fmt: skip
    art.path("M-106 -238C-116 -180 -118 -80 -106 -10C-100 2 -88 4 -84 -4C-92 -90 -92 -170 -84 -238Z",
             "#fff6d2", opacity=0.6)  # fmt: skip
    art.path("M-116 -366L116 -366C122 -340 122 -312 116 -292C60 -280 -60 -280 -116 -292C-122 -312 -122 -340 -116 -366Z",
             art.across("#8c2f2a", "#d4574a", "#b03c35", "#6e1f1d"))  # fmt: skip
    art.path("M-132 -290C-60 -274 60 -274 132 -290C124 -262 110 -250 100 -262C84 -244 66 -246 54 -258C36 -240 14 -242 0 -256C-14 -242 -36 -240 -54 -258C-66 -246 -84 -244 -100 -262C-110 -250 -124 -262 -132 -290Z",
             "#c24a40")  # fmt: skip
    art.oval(0, -366, 116, 16, "#de6a5b")
    for k in range(-5, 6):
        for row in range(3):
            art.oval(k * 22 + (row % 2) * 11, -350 + row * 24, 3.4, 3.4, "#ffe2c2", opacity=0.8)
    art.line("M-122 -292C-60 -278 60 -278 122 -292", "#f0d79b", 8)
    art.path("M0 -204L78 -159L78 -69L0 -24L-78 -69L-78 -159Z", "#fff4d9")
    art.path("M0 -192L67 -153L67 -75L0 -36L-67 -75L-67 -153Z", stroke="#c98a2a", stroke_width=3)
    for dx, dy in ((0, -134), (-23, -94), (23, -94)):
        art.path(
            f"M{dx} {dy - 24}l21 12l0 24l-21 12l-21 -12l0 -24Z",
            "#f0aa2b",
            stroke="#fff4d9",
            stroke_width=4,
        )
    art.close()


def _orange(art: Canvas, x: float, y: float, r: float) -> None:
    art.oval(x, y, r, r * 0.95, art.glow(x - r * 0.35, y - r * 0.42, r * 1.5, (0, "#ffc861", 1),
                                         (0.35, "#fb9a2b", 1), (0.8, "#e36f12", 1), (1, "#b34c0a", 1)))  # fmt: skip
    art.oval(x - r * 0.36, y - r * 0.46, r * 0.26, r * 0.15, "#fff2cf", opacity=0.7,
             transform=f"rotate(-30 {x - r * 0.36:.0f} {y - r * 0.46:.0f})")  # fmt: skip
    art.path(_star(x + r * 0.1, y - r * 0.84, r * 0.14), "#4c7a2c")


def _half(art: Canvas, x: float, y: float, r: float) -> None:
    """Half an orange, its cut turned to us."""
    art.oval(x, y, r, r, art.down("#f9a339", "#d9650f"))
    art.oval(x, y, r * 0.9, r * 0.9, "#fff1cc")
    for k in range(10):
        a, b = math.radians(36 * k + 3.5), math.radians(36 * k + 32.5)
        near, far = r * 0.14, r * 0.8
        m = (a + b) / 2
        art.path(
            f"M{x + math.cos(m) * near:.1f} {y + math.sin(m) * near:.1f}"
            f"L{x + math.cos(a) * far:.1f} {y + math.sin(a) * far:.1f}"
            f"Q{x + math.cos(m) * r * 0.92:.1f} {y + math.sin(m) * r * 0.92:.1f} "
            f"{x + math.cos(b) * far:.1f} {y + math.sin(b) * far:.1f}Z",
            ("#fba63a", "#f8942a")[k % 2],
        )
        art.line(
            f"M{x + math.cos(m) * r * 0.4:.1f} {y + math.sin(m) * r * 0.4:.1f}"
            f"L{x + math.cos(m) * r * 0.68:.1f} {y + math.sin(m) * r * 0.68:.1f}",
            "#ffd48a", r * 0.04, opacity=0.8,
        )  # fmt: skip
    art.oval(x, y, r * 0.1, r * 0.1, "#fff6de")


def _pomelos(art: Canvas, rng: random.Random, x: float, y: float) -> None:
    for dx, dy, r in ((-58, -110, 128), (-170, -60, 104)):
        px, py = x + dx, y + dy
        _shadow(art, px, y + 4, r)
        art.path(
            f"M{px} {py - r * 1.16:.0f}C{px + r * 0.6:.0f} {py - r * 1.1:.0f} {px + r:.0f} {py - r * 0.3:.0f} {px + r:.0f} {py + r * 0.2:.0f}"
            f"C{px + r:.0f} {py + r * 0.8:.0f} {px + r * 0.5:.0f} {py + r * 1.04:.0f} {px} {py + r * 1.04:.0f}"
            f"C{px - r * 0.5:.0f} {py + r * 1.04:.0f} {px - r:.0f} {py + r * 0.8:.0f} {px - r:.0f} {py + r * 0.2:.0f}"
            f"C{px - r:.0f} {py - r * 0.3:.0f} {px - r * 0.6:.0f} {py - r * 1.1:.0f} {px} {py - r * 1.16:.0f}Z",
            art.glow(px - r * 0.35, py - r * 0.4, r * 1.7, (0, "#f6ee8f", 1), (0.45, "#c3cf4f", 1),
                     (0.85, "#7c9c35", 1), (1, "#5b7d2a", 1)),
        )  # fmt: skip
        for _ in range(60):
            turn, far = rng.random() * math.tau, r * 0.9 * rng.random() ** 0.5
            art.oval(
                px + math.cos(turn) * far,
                py + math.sin(turn) * far,
                1.9,
                1.6,
                "#6f8f2f",
                opacity=0.4,
            )
        _leaf(art, px + 40, py - r * 1.16, -24, 0.9, "#3c7f3a")
        _leaf(art, px - 24, py - r * 1.2, -150, 0.7, "#58a046")


def _tray(art: Canvas, x: float, y: float) -> None:
    """A woven basket of oranges with their leaves on."""
    _shadow(art, x - 60, y + 6, 260)
    cx = x - 60
    for dx, dy, r in ((-120, -196, 66), (0, -222, 70), (118, -194, 66), (-62, -292, 64),
                      (60, -296, 66), (-174, -150, 58), (176, -150, 58), (0, -372, 60),
                      (-92, -148, 64), (88, -146, 64), (0, -150, 62)):  # fmt: skip
        _orange(art, cx + dx, y + dy, r)
    for dx, dy, turn, tone in ((-128, -262, -130, "#3f8b3f"), (128, -258, -40, "#2f7a3c"),
                               (28, -436, -34, "#3f8b3f"), (-26, -438, -150, "#63ab4b"),
                               (-208, -196, 165, "#63ab4b"), (214, -196, 20, "#3f8b3f")):  # fmt: skip
        _leaf(art, cx + dx, y + dy, turn, 0.95, tone)
    art.path(f"M{cx - 256} {y - 138}C{cx - 236} {y - 20} {cx - 190} {y + 22} {cx - 150} {y + 28}L{cx + 150} {y + 28}C{cx + 190} {y + 22} {cx + 236} {y - 20} {cx + 256} {y - 138}C{cx + 120} {y - 112} {cx - 120} {y - 112} {cx - 256} {y - 138}Z",
             art.across("#7a4d1e", "#d29a4e", "#e6b566", "#b97d37", "#643c14"))  # fmt: skip
    for row in range(5):
        top, wide = y - 106 + row * 23, 246 - row * 17 - row * row * 0.9
        for k in range(int(wide * 2 / 36)):
            px = cx - wide + 18 + k * 36 + (row % 2) * 14
            bow = 22 * (1 - ((px - cx) / wide) ** 2)
            art.rect(px - 15, top + bow - 7, 27, 14, ("#f3cf8b", "#a86e2c")[(k + row) % 2], rx=5,
                     opacity=0.6)  # fmt: skip
    art.line(
        f"M{cx - 256} {y - 138}C{cx - 120} {y - 112} {cx + 120} {y - 112} {cx + 256} {y - 138}",
        "#8a5a24",
        24,
    )
    art.line(
        f"M{cx - 256} {y - 141}C{cx - 120} {y - 115} {cx + 120} {y - 115} {cx + 256} {y - 141}",
        "#f0c67c",
        13,
    )


def _oranges(art: Canvas, rng: random.Random) -> None:
    """In front: what was cut open, and a sprig of tea."""
    for x, y, r in ((1300, 948, 74), (1604, 940, 62)):
        _shadow(art, x, y + r - 24, r)
        _orange(art, x, y, r)
    _shadow(art, 1442, 1002, 88)
    _half(art, 1442, 940, 84)
    _leaf(art, 1336, 862, -22, 0.8, "#3f8b3f")
    art.line("M560 1000C640 962 720 950 800 966", "#52703a", 7)
    for x, y, turn, size, tone in ((580, 976, -60, 1.0, "#3d8a49"), (640, 944, -78, 1.1, "#58a350"),
                                   (662, 990, 36, 0.95, "#2f7a42"), (716, 930, -40, 1.0, "#7dbb58"),
                                   (742, 978, 24, 1.0, "#4c9a4b"), (828, 958, -12, 1.2, "#a3d06a"),
                                   (806, 934, -58, 0.8, "#c4e27d")):  # fmt: skip
        _leaf(art, x, y, turn, size, tone)
    for k in range(5):
        x, y = 470 - k * 26, 985 - (k % 3) * 22
        art.path(blob(rng, x, y, 12, 9), "#2f4a2a")
