"""A clip of 14 s that loops without a seam: morning over the tea hills, mist, birds, slow light.

Every motion is a function of the share of the loop that has passed and comes back to where it
began, so the frame after the last one is the first.
"""

from __future__ import annotations

import math
import random
import subprocess
from typing import TYPE_CHECKING

import _tea
import numpy as np
from _svg import Canvas
from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QRadialGradient,
)
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write"]

WIDTH, HEIGHT = 1280, 720
FPS = 30
SECONDS = 14
MARGIN = 40
"""Pixels that a layer reaches beyond the frame on each side, so that it can sway."""


def _layer(art: Canvas) -> QImage:
    image = QImage(WIDTH + 2 * MARGIN, HEIGHT + MARGIN, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tall = image.width() * 9 / 16
    QSvgRenderer(QByteArray(art.text().encode())).render(
        painter, QRectF(0, image.height() - tall, image.width(), tall)
    )
    painter.end()
    return image


def _layers() -> list[tuple[QImage, float]]:
    """The picture apart, back to front, each with how far it sways in pixels."""
    found = []
    art = Canvas("sky")
    _tea.sky(art)
    found.append((_layer(art), 2.0))
    for index in range(len(_tea.RANGES)):
        art = Canvas("range")
        _tea.far(art, random.Random(80 + index), index)
        found.append((_layer(art), 4.0 + 2.5 * index))
    for index in range(len(_tea.HILLS)):
        art = Canvas("hill")
        _tea.hills(art, random.Random(90 + index), index)
        found.append((_layer(art), 12.0 + 4.5 * index))
    return found


def _veil(seed: int, tall: int, thick: float) -> QImage:
    """A sheet of mist, wide enough to drift over the frame."""
    wide = WIDTH + 800
    rng = np.random.default_rng(seed)
    noise = np.zeros((tall, wide))
    for octave, share in ((90, 1.0), (42, 0.5), (20, 0.24)):
        grid = rng.random((tall // octave + 3, wide // (octave * 3) + 3))
        ys = np.arange(tall) / octave
        xs = np.arange(wide) / (octave * 3)
        noise += share * _bilinear(grid, ys, xs)
    noise = (noise - noise.min()) / (noise.max() - noise.min())
    fall = np.sin(np.linspace(0, math.pi, tall))[:, None] ** 1.6
    alpha = np.clip((noise - 0.28) * 1.7, 0, 1) * fall * thick
    pixels = np.empty((tall, wide, 4), np.uint8)
    for channel, value in enumerate((0xE8, 0xFA, 0xFF)):
        pixels[..., channel] = value * alpha
    pixels[..., 3] = 255 * alpha
    image = QImage(
        pixels.tobytes(), wide, tall, wide * 4, QImage.Format.Format_ARGB32_Premultiplied
    )
    return image.copy()


def _bilinear(grid: np.ndarray, ys: np.ndarray, xs: np.ndarray) -> np.ndarray:
    iy, ix = ys.astype(int), xs.astype(int)
    fy, fx = (ys - iy)[:, None], (xs - ix)[None, :]
    fy, fx = fy * fy * (3 - 2 * fy), fx * fx * (3 - 2 * fx)
    top = grid[np.ix_(iy, ix)] * (1 - fx) + grid[np.ix_(iy, ix + 1)] * fx
    low = grid[np.ix_(iy + 1, ix)] * (1 - fx) + grid[np.ix_(iy + 1, ix + 1)] * fx
    return top * (1 - fy) + low * fy


def _place(painter: QPainter, image: QImage, x: float, y: float) -> None:
    """Draw between whole pixels: a picture that is only moved, Qt would move by whole ones."""
    whole = QRectF(image.rect())
    painter.drawImage(QRectF(x, y, whole.width() * 1.0004, whole.height() * 1.0004), image, whole)


def _drift(painter: QPainter, veil: QImage, y: float, far: float, share: float) -> None:
    """The veil on its way of `far` pixels, fading into itself at the way's beginning."""
    for weight, way in ((1 - share, share), (share, share - 1)):
        painter.setOpacity(weight)
        _place(painter, veil, -400 + way * far, y)
    painter.setOpacity(1)


def _bird(painter: QPainter, x: float, y: float, size: float, beat: float) -> None:
    lift = math.sin(beat) * 0.62 * size
    path = QPainterPath(QPointF(x - size, y - lift * 0.9))
    path.quadTo(QPointF(x - size * 0.45, y - lift - size * 0.22), QPointF(x, y))
    path.quadTo(QPointF(x + size * 0.45, y - lift - size * 0.22), QPointF(x + size, y - lift * 0.9))
    painter.drawPath(path)


def _birds(painter: QPainter, share: float) -> None:
    pen = QPen(QColor("#2c5560"), 2.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for index, (dx, dy) in enumerate(
        ((0, 0), (-34, 16), (-30, -20), (-66, 34), (-62, -38), (-100, 50), (-94, -60)),
    ):
        x = -80 + share * (WIDTH + 300) + dx
        y = 175 + dy - 60 * math.sin(share * math.pi) + 4 * math.sin(share * math.tau * 3 + index)
        _bird(painter, x, y, 11 - index * 0.5, share * math.tau * 21 + index * 0.9)


def _cloud_shadow(painter: QPainter, share: float, start: float, y: float) -> None:
    """Light and shade that wander over the hills."""
    way = (share + start) % 1.0
    x = -500 + way * (WIDTH + 1000)
    light = QRadialGradient(QPointF(0, 0), 1)
    light.setColorAt(0, QColor(255, 246, 190, 62))
    light.setColorAt(1, QColor(255, 246, 190, 0))
    painter.save()
    painter.translate(x, y)
    painter.scale(420, 130)
    painter.fillRect(QRectF(-1, -1, 2, 2), light)
    painter.restore()


_Scene = tuple[list[tuple[QImage, float]], list[QImage]]
_kept: list[_Scene] = []


def _scene() -> _Scene:
    if not _kept:
        veils = [_veil(3, 220, 0.75), _veil(5, 260, 0.6), _veil(8, 240, 0.5), _veil(11, 150, 0.55)]
        _kept.append((_layers(), veils))
    return _kept[0]


def _frame(scene: _Scene, share: float) -> QImage:
    layers, veils = scene
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sway = math.sin(share * math.tau)
    for index, (layer, reach) in enumerate(layers):
        rise = (1 - math.cos(share * math.tau)) * reach * 0.08
        _place(painter, layer, -MARGIN + sway * reach, -MARGIN + rise)
        if index == 0:
            _drift(painter, veils[3], 30, 170, share)
            _birds(painter, share)
        elif index == 2:
            _drift(painter, veils[0], 200, -260, share)
        elif index == 3:
            _drift(painter, veils[1], 250, 330, share)
        elif index == 6:
            _drift(painter, veils[2], 370, -380, share)
    _cloud_shadow(painter, share, 0.1, 450)
    _cloud_shadow(painter, share, 0.62, 590)
    painter.end()
    return image


def write(target: Path) -> None:
    """Encode one loop as H.264 that every screen can decode in software."""
    count = FPS * SECONDS
    # Still grain, which costs nothing after the first frame, keeps the sky from showing bands.
    grain = np.random.default_rng(1).uniform(-1.2, 1.2, (HEIGHT, WIDTH, 1))
    encoder = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgra",
         "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS), "-i", "-",
         "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-c:v", "libx264", "-profile:v", "main",
         "-preset", "slow", "-crf", "21", "-threads", "1", "-pix_fmt", "yuv420p",
         # One keyframe, no better than the frames after it: another would show as a pulse.
         "-x264-params", f"keyint={count}:min-keyint={count}:scenecut=0:ipratio=1.0:mbtree=0",
         "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
         "-movflags", "+faststart", "-fflags", "+bitexact", "-flags:v", "+bitexact", str(target)],
        stdin=subprocess.PIPE,
    )  # fmt: skip
    assert encoder.stdin is not None  # noqa: S101  (asked for above)
    for index in range(count):
        image = _frame(_scene(), index / count)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT, WIDTH, 4)
        encoder.stdin.write(np.clip(pixels + grain, 0, 255).astype(np.uint8).tobytes())
    encoder.stdin.close()
    if encoder.wait() != 0:
        raise SystemExit("ffmpeg could not encode the clip.")
