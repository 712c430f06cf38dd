"""What is wrong with the words on a stage, told by the scene itself: holds for any font and theme.

`faults(window)` walks the tree of items. It looks at what is there at that moment, so a test waits
for `shown` first: until then the emblem still lies beneath what comes on.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtQml import QQmlExpression, qmlContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtQuick import QQuickItem, QQuickWindow

__all__ = ["SAFE", "SMALLEST", "Ink", "faults", "texts"]

SAFE = 0.025
"""Of width and height, at each edge: a television may cut it off."""
SMALLEST = 34
"""Units of the design (lines of a 1080-line screen)."""
_SLACK = 1.5
"""Pixels: sizes are rounded."""


class Ink(NamedTuple):
    """A text that is seen."""

    text: str
    item: Any
    box: QRectF
    """What it was given, in the scene."""
    ink: QRectF
    """What its lines need, in the scene."""
    size: int
    """Pixels of its type."""
    moves: bool
    """It runs through the strip, from off screen to off screen."""
    stands: bool
    """Its lines go up or down the window: the screen hangs on its side."""


def texts(window: QQuickWindow, part: Any = None) -> list[Ink]:
    """All that can be read now, or in that part, in the order in which it is drawn."""
    return [_ink(item) for item in _seen(part or window.contentItem())]


def faults(
    window: QQuickWindow, *, part: Any = None, smallest: float = SMALLEST, safe: float = SAFE
) -> list[str]:
    """A sentence for each text that is cut, too small, beyond its box or the screen, or covered.

    Args:
        window: holds the stage.
        part: an item; nothing else is looked at.
        smallest: units that no type may fall below.
        safe: share of each edge in which nothing may be read.
    """
    found = texts(window, part)
    width, height = window.width(), window.height()
    side, other = sorted((width, height))
    unit = min(side / 1080, other / 1440)  # as `Stage` has it
    inner = QRectF(0, 0, width, height).adjusted(
        safe * width, safe * height, -safe * width, -safe * height
    )
    said = [
        f"{_name(each)}: {fault}"
        for each in found
        for fault in _faults(each, inner, smallest, unit)
    ]
    said += [
        f"{_name(one)}: lies over {_name(other)}"
        for one, other in combinations(found, 2)
        if not (one.moves or other.moves) and _meet(one.ink, other.ink)
    ]
    return said


def _faults(each: Ink, inner: QRectF, smallest: float, unit: float) -> Iterator[str]:
    if each.item.property("truncated"):
        yield "truncated"
    if each.size < smallest * unit - 1:
        yield f"{each.size} px, which is {each.size / unit:.0f} units"
    if not _within(each.ink, each.box):
        yield f"needs {_told(each.ink)} and has {_told(each.box)}"
    if not _within(_across(each, inner) if each.moves else each.ink, inner):
        yield f"at {_told(each.ink)}, outside the safe area {_told(inner)}"
    for parent in _parents(each.item):
        area = parent.mapRectToScene(QRectF(0, 0, parent.width(), parent.height()))
        is_box = parent.inherits("QQuickRectangle") and not area.isEmpty()
        if (is_box or parent.clip()) and not each.moves and not _within(each.ink, area):
            yield f"at {_told(each.ink)}, outside its card at {_told(area)}"
            break


def _seen(item: QQuickItem, opacity: float = 1.0) -> Iterator[Any]:
    opacity *= item.opacity()
    if not item.isVisible() or opacity < 0.01:
        return
    if item.inherits("QQuickText") and str(item.property("text")).strip():
        yield item
    for child in sorted(item.childItems(), key=lambda child: child.z()):
        yield from _seen(child, opacity)


def _ink(item: Any) -> Ink:
    box = QRectF(0, 0, item.width(), item.height())
    wide, tall = item.property("contentWidth"), item.property("contentHeight")
    left, right = item.property("leftPadding"), item.property("rightPadding")
    top, bottom = item.property("topPadding"), item.property("bottomPadding")
    across, down = (
        _told_by(item, "effectiveHorizontalAlignment"),
        _told_by(item, "verticalAlignment"),
    )
    x = _placed(across, Qt.AlignmentFlag.AlignRight, left, item.width() - right, wide)
    y = _placed(down, Qt.AlignmentFlag.AlignBottom, top, item.height() - bottom, tall)
    ink = QRectF(x, y, wide, tall)
    if item.property("lineHeight") < 1:  # Qt gives the last line its whole height
        line = QFontMetricsF(item.property("font")).height()
        ink.setBottom(ink.bottom() - (1 - item.property("lineHeight")) * line)
    if item.property("lineCount") == 1:  # as high as its letters: digits leave the room for Ẫ empty
        letters = QFontMetricsF(item.property("font")).tightBoundingRect(item.property("text"))
        ink = QRectF(x, item.baselineOffset() + letters.y(), wide, letters.height())
        box.setTop(min(box.top(), ink.top()))
        box.setBottom(max(box.bottom(), ink.bottom()))
    return Ink(
        str(item.property("text")), item, item.mapRectToScene(box),
        item.mapRectToScene(ink), item.property("font").pixelSize(),
        any(_kind(parent).startswith("Lap") for parent in _parents(item)),
        abs((item.mapToScene(QPointF(1, 0)) - item.mapToScene(QPointF(0, 0))).y()) > 0.5,
    )  # fmt: skip


def _told_by(item: Any, name: str) -> int:
    """An enum of Qt's that has no face in Python."""
    context = qmlContext(item)
    assert context is not None
    value, _undefined = QQmlExpression(context, item, name).evaluate()
    return int(value)


def _placed(
    alignment: int, far: Qt.AlignmentFlag, start: float, end: float, length: float
) -> float:
    if alignment & far.value:
        return end - length
    if alignment & Qt.AlignmentFlag.AlignCenter.value:
        return (start + end - length) / 2
    return start


def _parents(item: Any) -> Iterator[Any]:
    parent = item.parentItem()
    while parent is not None:
        yield parent
        parent = parent.parentItem()


def _kind(item: Any) -> str:
    return str(item.metaObject().className()).partition("_QML")[0]


def _within(inner: QRectF, outer: QRectF) -> bool:
    return outer.adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(inner)


def _meet(one: QRectF, other: QRectF) -> bool:
    shared = one.intersected(other)
    return shared.width() > 2 * _SLACK and shared.height() > 2 * _SLACK


def _across(each: Ink, inner: QRectF) -> QRectF:
    """What moves along the strip is looked at across it only."""
    if each.stands:
        return QRectF(each.ink.x(), inner.y(), each.ink.width(), inner.height())
    return QRectF(inner.x(), each.ink.y(), inner.width(), each.ink.height())


def _name(each: Ink) -> str:
    return f"{each.text[:40]!r} in {' < '.join(_kind(up) for up in [*_parents(each.item)][:3])}"


def _told(area: QRectF) -> str:
    return f"{area.x():.0f},{area.y():.0f} {area.width():.0f}×{area.height():.0f}"
