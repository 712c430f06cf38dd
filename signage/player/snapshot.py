"""One picture an item, or of each of its pages, drawn by the same QML as the screen, no display.

Qt's offscreen platform takes the software renderer, which draws no video, so a clip stands as its
first frame, decoded into a picture.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEventLoop, QLoggingCategory, QProcess, QSize, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from signage.config import PLAYER
from signage.errors import ContentError, DeviceError, UsageError
from signage.player._arrival import Moment
from signage.player._panel import panel
from signage.player._plan import Side, whole
from signage.player._scene import Scene
from signage.player._window import Window
from signage.player.app import prepare
from signage.schedule import Timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from PySide6.QtCore import SignalInstance

    from signage.player.programme import Shot
    from signage.store import Store

__all__ = ["snapshot"]


def snapshot(
    store: Store,
    out: Path,
    now: datetime,
    *,
    screen: str = "",
    size: tuple[int, int] = (1920, 1080),
    drawn: Callable[[Path], None] = lambda _path: None,
) -> list[str]:
    """Draw everything that `screen` may ever play into `out`, as `001-playlist-item.png` and so on.

    Dates do not matter: a reviewer sees the Tết greeting in June as well. `drawn` hears of each.

    Returns:
        What could not be drawn, a sentence each.

    Raises:
        ContentError: nothing is active in the store.
        DeviceError: a picture cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare()
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    activation = store.active()
    if activation is None:
        raise ContentError("there is nothing to draw: the source has no playlist that can be shown")
    content = activation.manifest.content
    timetable = Timetable(content, screen)
    armed = (playlist.id for playlist in content.playlists if playlist.standby)
    if screen and screen not in {each.id for each in content.screens}:
        known = ", ".join(each.id for each in content.screens) or "none"
        raise UsageError(f"--screen {screen}: screens.yaml does not name it (it names {known})")
    window = Window(QSize(*size))
    scene = Scene(window)
    window.appear()
    scene.set(still=True, ahead=False)
    faults: list[str] = []
    side = Side(activation, timetable, {}, store.headlines())
    moment = Moment(now=now, trusted=True, boot="", uptime=0.0)
    with TemporaryDirectory(prefix="signage-") as scratch:
        number = 0
        for playlist in (*timetable.playlists, *armed):
            made = whole(side, playlist, moment, store)
            faults += made.faults
            scene.dress(replace(made, face=replace(made.face, quick=True)))
            scene.set(**panel(made, now))
            for shot in made.shots:
                number += 1
                still = _still(shot, Path(scratch) / f"{number}.png") if shot.moving else shot
                pages = _drawn(scene, still, number) if still else 0
                if not pages:
                    faults.append(f"{playlist}: {shot.label} could not be drawn")
                for page in range(pages):
                    scene.stage.turn(number % 2, page)
                    app.processEvents()
                    part = f"-page-{page + 1}" if pages > 1 else ""
                    path = out / f"{number:03}-{playlist}-{_slug(shot.label)}{part}.png"
                    if not window.grabWindow().save(str(path)):
                        raise DeviceError(f"{path} cannot be written: check folder and disk")
                    drawn(path)
    window.destroy()
    return faults


def _drawn(scene: Scene, shot: Shot, token: int) -> int:
    """Open a shot, bring it on, and say how many pages it has; 0: it failed or took too long."""
    slot = token % 2
    ready: dict[int, int] = {}
    failed: set[int] = set()
    with (
        _until(scene.stage.ready, scene.stage.failed) as wait,
        _noting(scene.stage.ready, lambda which, pages: ready.update({which: pages})),
        _noting(scene.stage.failed, lambda which, _reason: failed.add(which)),
    ):
        scene.stage.load(slot, token, shot.view(), False)
        while token not in {*ready, *failed} and wait():
            pass
    if token not in ready:
        scene.stage.unload(slot)
        return 0
    scene.stage.show(slot, "cut")
    scene.stage.unload(1 - slot)
    return ready[token]


@contextmanager
def _noting(signal: SignalInstance, note: Callable[..., object]) -> Iterator[None]:
    signal.connect(note)
    yield
    signal.disconnect(note)


def _still(shot: Shot, path: Path) -> Shot | None:
    """The first frame of a clip as a picture; None where none came in time."""
    # Only here, since it takes up its settings (see `prepare`) when it is imported.
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink  # noqa: PLC0415

    player, sink = QMediaPlayer(), QVideoSink()
    frames: list[QImage] = []

    def keep(frame: QVideoFrame) -> None:
        if frame.isValid() and not frames:
            # Qt would warn of each that it is converted without a GPU.
            QLoggingCategory.setFilterRules("default.warning=false")
            frames.append(frame.toImage())
            QLoggingCategory.setFilterRules("")

    sink.videoFrameChanged.connect(keep)
    player.setVideoSink(sink)
    with _until(sink.videoFrameChanged, player.errorOccurred) as wait:
        player.setSource(QUrl.fromLocalFile(shot.source))
        player.pause()
        while not frames and wait():
            pass
    player.stop()
    if frames and frames[0].isNull():
        return _decoded(shot, path)  # ten bits a colour: Qt turns them into a picture on a GPU only
    player.setVideoSink(None)  # type: ignore[arg-type]  # Qt allows null, its stubs do not
    if not frames or not frames[0].save(str(path)):
        return None
    return replace(shot, kind="image", source=str(path))


def _decoded(shot: Shot, path: Path) -> Shot | None:
    command = ["-v", "error", "-i", shot.source, "-frames:v", "1", "-y", str(path)]
    if QProcess.execute("ffmpeg", command) != 0 or not path.exists():
        return None
    return replace(shot, kind="image", source=str(path))


class _until:  # noqa: N801  (reads as a word: `with _until(signal) as wait`)
    """Gives a function that waits for any of `signals`, and says whether one came in time."""

    def __init__(self, *signals: SignalInstance) -> None:
        self._signals = signals
        self._loop = QEventLoop()
        self._timer = QTimer(singleShot=True, interval=round(PLAYER.first_frame * 1000))
        self._timer.timeout.connect(lambda: self._loop.exit(1))

    def __enter__(self) -> Callable[[], bool]:
        for signal in self._signals:
            signal.connect(self._came)
        self._timer.start()
        return lambda: self._loop.exec() == 0

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        for signal in self._signals:
            signal.disconnect(self._came)

    def _came(self, *_: object) -> None:
        self._loop.exit(0)


def _slug(text: str) -> str:
    """Plain ASCII for a file's name: `Đình Tân Trào` gives `dinh-tan-trao`."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    plain = bare.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "item"
