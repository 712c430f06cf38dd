"""The ticker on a paced display: how evenly it glides, and whether the clip beside it drops."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

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
_HEADLINES = ("██ một", "██ hai", "██ ba", "██ bốn", "██ năm")

_ASK_SPEED = """
import sys
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
app, engine = QGuiApplication([]), QQmlEngine()
engine.addImportPath(sys.argv[1])
part = QQmlComponent(engine)
part.setData(b"import QtQuick\\nTicker {}", QUrl.fromLocalFile(sys.argv[1] + "/Ask.qml"))
width, height = int(sys.argv[2]), int(sys.argv[3])
ticker = part.create()
tokens = QQmlComponent(engine)
tokens.setData(b"import QtQuick\\nQtObject { property real unit; onUnitChanged: Tokens.unit = unit;"
               b" property real height: Tokens.stripHeight }",
               QUrl.fromLocalFile(sys.argv[1] + "/Ask.qml"))
asked = tokens.create()
asked.setProperty("unit", min(width / 1920, height / 1080))
print(ticker.property("speed"), asked.property("height"))
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


def _setting(size: tuple[int, int]) -> tuple[float, float]:
    """The ticker's speed by its own reckoning, px/s, and the strip's height in px."""
    from signage import player  # noqa: PLC0415  measured, not imported by the pure parts

    folder = f"{next(iter(player.__path__))}/qml"
    said = subprocess.run(
        [sys.executable, "-c", _ASK_SPEED, folder, *map(str, size)],
        env={"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.split()
    return float(said[0]), float(said[1])


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
    speed, strip = _setting(size)
    with scratch() as folder:
        pace = Pace(folder, size[0], seconds + _SETTLE + 15)
        player = run.ours({**pace.environment, **extra})
        with session(player, what, scratch=folder, size=size, full=False) as live:
            live.measure(_SETTLE)
            _choose_row(live, pace, size, strip)
            start = pace.count
            measured = live.measure(seconds)
            swaps = pace.swaps(start, pace.count)
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
