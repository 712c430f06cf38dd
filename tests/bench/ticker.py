"""The ticker on a paced display: how evenly it glides, and whether the clip beside it drops."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from signage.config import PLAYER

from ._report import Figure
from ._run import PERIOD, Run, due, ms, scratch
from .rig import _joints, _log, _media, _news, _ticker
from .rig._pace import RATE, Pace
from .rig._players import Entry, List
from .rig._session import session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .rig._session import Session

__all__ = ["large", "long", "long_large", "plain", "stalled"]

_SETTLE = 4.0
"""Seconds after the first picture that are not judged."""
_ALL = 560.0
"""Seconds that all of the long news take, the Chinese ones at half as many characters a second."""
_LOOKS = 5
"""Swaps that must show the blocks before the measurement begins."""
_LETTERS = 0.05
"""Share by which the letters of one text are wider than those of another."""
_VIETNAMESE = (
    "Người cao tuổi, người khuyết tật, phụ nữ mang thai được ưu tiên: xin mời đến quầy hướng dẫn. "
    "Hồ sơ nộp trực tuyến được tiếp nhận cả ngoài giờ làm việc; phiếu hẹn gửi qua Cổng Dịch vụ công"
)
_HEADLINES = ("██ một", "██ hai", "██ ba", "██ bốn", "██ năm")

_ASK_SPEED = """
import sys
from PySide6.QtCore import QSizeF, QUrl
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
app, engine = QGuiApplication([]), QQmlEngine()
engine.addImportPath(sys.argv[1])
part = QQmlComponent(engine)
part.setData(b"import QtQuick\\nTicker {}", QUrl.fromLocalFile(sys.argv[1] + "/Ask.qml"))
width, height = int(sys.argv[2]), int(sys.argv[3])
ticker = part.create()
tokens = QQmlComponent(engine)
tokens.setData(b"import QtQuick\\nQtObject {"
               b" property size stage; onStageChanged: Tokens.stage = stage;"
               b" property real height: Tokens.stripHeight; property int size: Tokens.strip }",
               QUrl.fromLocalFile(sys.argv[1] + "/Ask.qml"))
asked = tokens.create()
asked.setProperty("stage", QSizeF(width, height))
font = QFont("Noto Sans")
font.setPixelSize(asked.property("size"))
font.setWeight(QFont.Weight.DemiBold)
letter = QFontMetricsF(font).horizontalAdvance(sys.argv[4]) / len(sys.argv[4])
print(ticker.property("speed"), asked.property("height"), letter)
"""


def plain(run: Run) -> Figure:
    """1280x720, with 30 fps clips."""
    return _measure(run, "ticker, 720p", (1280, 720), {}, judged=True, pause=0.040)


def stalled(run: Run) -> Figure:
    """The same while the GUI thread sleeps 500 ms every 2 s."""
    return _measure(
        run,
        "ticker, 720p, GUI thread stalled 0.5 s every 2 s",
        (1280, 720),
        {"SIGNAGE_BENCH_BLOCK": "0.5/2"},
        judged=True,
        pause=0.040,
    )


def large(run: Run) -> Figure:
    """1920x1080; llvmpipe cannot draw sixty of these a second."""
    return _measure(run, "ticker, 1080p", (1920, 1080), {}, judged=False, pause=0.060)


def long(run: Run) -> Figure:
    """5,000 characters in three languages, all of them, the GUI thread stalled; 1280x720."""
    return _long(run, (1280, 720))


def long_large(run: Run) -> Figure:
    """The same at 1920x1080."""
    return _long(run, (1920, 1080))


def _long(run: Run, size: tuple[int, int]) -> Figure:
    news = _news.headlines()
    characters = sum(len(text) for each in news for text in each.values())
    return _measure(
        run,
        f"ticker, {characters} characters in three languages, {size[1]}p, GUI thread stalled",
        size,
        {"SIGNAGE_BENCH_BLOCK": "0.5/2"},
        judged=False,
        pause=0.060,
        headlines=news,
        seconds=run.choose(_ALL, 60),
    )


class _Setting(NamedTuple):
    speed: float
    """The ticker's by its own reckoning, px/s."""
    strip: float
    """Its height, px."""
    letter: float
    """The mean advance of a Vietnamese letter, px, reckoned here."""


def _setting(size: tuple[int, int]) -> _Setting:
    from signage import player  # noqa: PLC0415  measured, not imported by the pure parts

    folder = f"{next(iter(player.__path__))}/qml"
    said = subprocess.run(
        [sys.executable, "-c", _ASK_SPEED, folder, *map(str, size), _VIETNAMESE],
        env={"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.split()
    return _Setting(*map(float, said))


def _choose_row(live: Session, pace: Pace, size: tuple[int, int], strip: float) -> None:
    """Have the row noted in which the blocks stand; a look at a half-drawn strip is done again.

    Raises:
        RuntimeError: there is no ticker, or the player swaps in a way that is not paced.
    """
    for _ in range(10):
        row = _ticker.find_row(live.display.picture(), size[1] - round(strip * 0.9))
        if row is not None and pace.count > _LOOKS:
            pace.read_row(size[1] - 1 - row)
            live.measure(0.7)
            noted = list(pace.swaps(pace.count - _LOOKS, pace.count).rows())
            widest = [max((wide for _, wide in _ticker.bars(one)), default=0.0) for one in noted]
            if min(widest) > 0 and max(widest) - min(widest) < 1:
                return
        live.measure(0.3)
    raise RuntimeError("no ticker was found, or the player swaps past the shim")


def _measure(
    run: Run,
    name: str,
    size: tuple[int, int],
    extra: dict[str, str],
    *,
    judged: bool,
    pause: float,
    headlines: Sequence[str | Mapping[str, str]] = _HEADLINES,
    seconds: float | None = None,
) -> Figure:
    what = List(
        [Entry(_media.clip(number, 4.0)) for number in (4, 5, 6)],
        layout="banner",
        ticker=headlines,
    )
    seconds = seconds or run.choose(60, 20)
    speed, strip, letter = _setting(size)
    with scratch() as folder:
        paced = Pace(folder, size[0], seconds + _SETTLE + 15)
        player = run.ours({**paced.environment, **extra})
        with session(player, what, scratch=folder, size=size, full=False) as live:
            live.measure(_SETTLE)
            _choose_row(live, paced, size, strip)
            start = paced.count
            measured = live.measure(seconds)
            swaps = paced.swaps(start, paced.count)
    glide = _ticker.glide(_ticker.tracks(swaps.rows(), swaps.shown, speed))
    states = _log.shown(measured.looks, measured.end)
    lost, of = _joints.dropped(_joints.runs(states), due(what))
    figure = Figure(f"{name}, display paced at {RATE} Hz")
    figure.numbers = {
        "glide": glide,
        "setting": speed,
        "dropped": lost,
        "frames": of,
        "cpu": measured.cpu,
        "swaps": len(swaps.shown) / seconds,
    }
    if glide is None:
        figure.add("the ticker was followed", "no", "yes", ok=False)
        return figure
    off = abs(glide.speed / speed - 1)
    figure.add(
        "mean speed against the setting",
        f"{glide.speed:.2f} of {speed:.2f} px/s ({(glide.speed / speed - 1) * 100:+.2f} %)",
        "within 1 %",
        ok=off <= 0.01,
    )
    pace = glide.speed / letter
    figure.add(
        "Vietnamese characters a second",
        f"{pace:.2f}",
        f"{PLAYER.ticker_speed:g}, within {_LETTERS * 100:.0f} %: no text has the mean letter",
        ok=abs(pace / PLAYER.ticker_speed - 1) <= _LETTERS,
    )
    figure.add(
        "distance from the best straight line, RMS",
        f"{glide.rms:.2f} px",
        "at most 1 px" if judged else "",
        ok=glide.rms <= 1 if judged else None,
    )
    figure.add("the same, worst of the headlines", f"{glide.worst_rms:.2f} px")
    figure.add(
        "drawn frames a second",
        f"{glide.drawn:.1f}",
        "55 to 65" if judged else "",
        ok=55 <= glide.drawn <= 65 if judged else None,
    )
    figure.add(
        "longest pause", ms(glide.pause), f"at most {pause * 1000:.0f} ms", ok=glide.pause <= pause
    )
    figure.add("headlines followed", str(glide.laps))
    figure.add("the clip beside it: frames never seen", f"{lost} of {of}")
    figure.add(
        "the clip beside it: one frame stood longest",
        ms(max(one.seconds for one in states) - PERIOD) + " more than due",
    )
    figure.add("CPU s per s", f"{measured.cpu:.3f} + {measured.server:.3f}")
    return figure
