"""The process that owns the screen, from environment to exit code."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QSocketNotifier, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QImageReader

from signage.config import CONTENT
from signage.errors import DeviceError
from signage.health import Health
from signage.journal import Pairing
from signage.player._device import await_output, hold, reach_display, share_heaps
from signage.player._display import WindowDisplay
from signage.player._face import glance
from signage.player._scene import Scene
from signage.player._window import Window
from signage.store import source_name

if TYPE_CHECKING:
    from signage.player._player import Player
    from signage.player._time import SystemClockwork
    from signage.store import Store

__all__ = ["play"]

log = logging.getLogger(__name__)

_FONTS = ("Noto Sans CJK SC", "Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Emoji")
"""Where Noto Sans lacks a letter, in this order, so that no other language's forms are taken."""


def play(
    store: Store,
    *,
    screen: str = "",
    size: tuple[int, int] | None = None,
    seconds: float | None = None,
    source: str | None = None,
    waits: bool = False,
) -> int:
    """Own the screen until SIGTERM, the chord, or `seconds` have passed.

    With a `source`, what came from another one is not shown, though it be in the store. With
    `waits`, source and screen are what a pairing said, and until then its code is shown.

    Returns:
        The exit code: 0 when it was asked to end, 5 when the display or the GPU went away.

    Raises:
        DeviceError: there is no display, or the scene cannot be drawn.
    """
    share_heaps()
    prepare()
    held = hold(store.state)
    await_output(os.environ, Health())
    paired = Pairing(store.state).paired() if waits else None
    if paired is not None:
        screen, source = paired.screen, source_name(paired.source)
    app = QGuiApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    window = Window(QSize(*size) if size else None)
    window.sceneGraphError.connect(lambda _error, message: _give_up(app, message))
    window.left.connect(lambda: app.exit(0))  # `quit` would ask the window, which stays
    _quit_on_signals(app)
    scene = Scene(window)
    scene.wear(glance(store, screen, source))
    # The emblem first; while Qt sets up the GPU for it, a thread loads what plays the content.
    loading = threading.Thread(target=_player_class, name="loading")
    loading.start()
    window.appear()
    app.processEvents()
    if waits and paired is None:
        from signage.player._pairing import wait  # noqa: PLC0415  (once in a screen's life)

        paired = wait(store.state, scene)
        if paired is None:
            os.close(held)
            return 0
        screen, source = paired.screen, source_name(paired.source)
    loading.join()
    player = _player_class()(
        store, scene, screen, source=source, time=_clockwork(store), display=WindowDisplay(window)
    )
    window.cut.connect(player.cut)
    window.returned.connect(player.display_returned)
    player.start()
    QTimer.singleShot(0, lambda: _answer(store, player, scene))
    QTimer.singleShot(0, lambda: _hear_keyboards(app, window, player))
    if seconds is not None:
        QTimer.singleShot(round(seconds * 1000), lambda: app.exit(0))
    if gap := os.environ.get("SIGNAGE_BENCH_BLOCK"):
        _stall(app, gap)
    code = app.exec()
    player.stop()
    os.close(held)
    # Qt's own teardown of decoders, scene and Python wrappers takes its time and does no good.
    sys.stdout.flush()
    logging.shutdown()
    os._exit(code)


def _player_class() -> type[Player]:
    from signage.player._player import Player  # noqa: PLC0415  (the emblem need not wait for it)

    return Player


def _clockwork(store: Store) -> SystemClockwork:
    from signage.journal import Timekeeper  # noqa: PLC0415
    from signage.player._time import SystemClockwork  # noqa: PLC0415

    return SystemClockwork(Timekeeper(store.state))


def prepare() -> None:
    """Set what Qt reads before it starts; what the technician set stays."""
    if not any(Path("/dev/dri").glob("renderD*")):
        # Without a GPU nothing waits for the display's refresh. Qt's own animation driver counts
        # refreshes, and would run the ticker too fast or too slow; this one goes by the time.
        os.environ.setdefault("QSG_USE_SIMPLE_ANIMATION_DRIVER", "1")
    for name, value in {
        "QT_FFMPEG_PROTOCOL_WHITELIST": "file",  # a media file opens nothing but itself
        "QT_LOGGING_RULES": "qt.multimedia.*.info=false;qt.multimedia.*.debug=false",
        # Qt writes its messages itself: a handler in Python, called from a thread of Qt's on which
        # the GUI thread waits with the interpreter locked, would stop the screen for good.
        "QT_MESSAGE_PATTERN": "signage: %{message}",
        "QT_ENABLE_HIGHDPI_SCALING": "0",  # a pixel is a pixel: the tokens scale the design
    }.items():
        os.environ.setdefault(name, value)
    reach_display(os.environ)
    QFont.insertSubstitutions("Noto Sans", list(_FONTS))
    QImageReader.setAllocationLimit(CONTENT.image_pixels * 4 // 2**20 + 1)


def _answer(store: Store, player: Player, scene: Scene) -> None:
    """What the first frame need not wait for."""
    from signage.player._answer import Answer  # noqa: PLC0415
    from signage.player._picture import Pictures  # noqa: PLC0415

    Answer(store.state, player.live, player)
    Pictures(store.state, scene.root, player.sight, player)


def _hear_keyboards(app: QGuiApplication, window: Window, player: Player) -> None:
    if app.platformName().startswith("eglfs") and window.stop_chord:
        from signage.player._keys import Keyboards, codes  # noqa: PLC0415

        if chord := codes(window.stop_chord):
            Keyboards(chord, player).pressed.connect(player.cut)


def _give_up(app: QGuiApplication, message: str) -> None:
    log.error("the display cannot be drawn on: %s", message)
    app.exit(DeviceError.exit_code)


def _quit_on_signals(app: QGuiApplication) -> None:
    """End on SIGTERM and SIGINT.

    Python runs handlers between bytecodes, and Qt's loop has none, so the signal's number comes
    through a pipe that the loop watches.
    """
    reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, app)

    def leave() -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(reading, 64)
        app.exit(0)

    notifier.activated.connect(leave)


def _stall(app: QGuiApplication, gap: str) -> None:
    """`$SIGNAGE_BENCH_BLOCK=0.5/2` blocks the GUI thread 0.5 s every 2 s, to show it glides on."""
    block, every = (float(part) for part in gap.split("/"))
    timer = QTimer(app, interval=round(every * 1000))
    timer.timeout.connect(lambda: time.sleep(block))
    timer.start()
