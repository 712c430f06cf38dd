"""A small picture of what is on, for whoever asks on the local socket: the agent, for the console.

The scene graph draws the scene once more into a texture of at most 640 pixels, within a frame that
it draws anyway, and reads that back: a ninth of the pixels of a 1080p display. Taking the window's
own picture would read 8 MB back and hold the GUI thread for it. JPEG is made by a thread. However
many ask, there is one every 20 s at most.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtNetwork import QLocalServer

from signage.config import REPORTS
from signage.journal import Picture, listen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from PySide6.QtNetwork import QLocalSocket
    from PySide6.QtQuick import QQuickItem

    from signage.journal import Sight

__all__ = ["Pictures", "encoded", "small"]

log = logging.getLogger(__name__)

_ASKING = 8
"""Who may wait for a picture at once."""


class Pictures(QObject):
    """Answers each connection on `picture.sock` with one `Picture`, and closes it."""

    _made = Signal(bytes)

    def __init__(
        self,
        state: Path,
        root: QQuickItem,
        sight: Callable[[], Sight],
        parent: QObject,
        *,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """`sight` says what there is to be seen; `elapsed` gives seconds."""
        super().__init__(parent)
        self._root, self._sight, self._elapsed = root, sight, elapsed
        self._last = Picture(sight="idle")
        self._at = float("-inf")
        """When that was taken."""
        self._asking: list[QLocalSocket] = []
        self._grab: Any = None
        self._made.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._late = QTimer(self, singleShot=True, interval=round(REPORTS.picture_wait * 700))
        self._late.timeout.connect(self._give_up)
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._asked)
        try:
            self._server.listen(listen(state, pictures=True))
        except OSError as error:
            log.warning("the console will see no picture of this screen: %s", error)

    @Slot()
    def _asked(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.disconnected.connect(partial(self._gone, connection))
            if len(self._asking) < _ASKING:
                self._asking.append(connection)
            else:
                connection.abort()
        sight = self._sight()
        if sight in {"dark", "unseen"}:
            self._tell(Picture(sight=sight, taken=_now()))
        elif self._elapsed() - self._at < REPORTS.picture_every:
            self._tell(msgspec.structs.replace(self._last, sight=sight))
        elif self._grab is None:
            self._begin()

    def _begin(self) -> None:
        root, window = self._root, self._root.window()
        # Qt would only warn. A window that was just hidden stays exposed until its display says so.
        seen = window is not None and window.isVisible() and window.isExposed()
        if not seen or min(root.width(), root.height()) < 1:
            self._give_up()
            return
        self._grab = root.grabToImage(small(root.width(), root.height()))
        self._grab.ready.connect(partial(self._drawn, self._grab))
        self._late.start()

    def _drawn(self, grab: Any) -> None:
        if grab is not self._grab:  # given up meanwhile
            return
        image = grab.image()

        def encode() -> None:
            self._made.emit(encoded(image))

        threading.Thread(target=encode, name="picture", daemon=True).start()

    @Slot(bytes)
    def _take(self, jpeg: bytes) -> None:
        self._late.stop()
        self._grab = None
        self._at = self._elapsed()
        self._last = Picture(sight=self._sight(), taken=_now(), jpeg=jpeg)
        self._tell(self._last)

    @Slot()
    def _give_up(self) -> None:
        """No frame came: nobody can see the window."""
        self._grab = None
        self._tell(Picture(sight="unseen", taken=_now()))

    def _gone(self, connection: QLocalSocket) -> None:
        if connection in self._asking:
            self._asking.remove(connection)
        connection.deleteLater()

    def _tell(self, picture: Picture) -> None:
        asking, self._asking = self._asking, []
        answer = msgspec.json.encode(picture)
        for connection in asking:
            connection.write(answer)
            connection.disconnectFromServer()


def small(width: float, height: float) -> QSize:
    """The picture's size in pixels: the scene's own shape, no larger than it is."""
    share = min(1.0, REPORTS.picture_side / max(width, height, 1.0))
    return QSize(max(1, round(width * share)), max(1, round(height * share)))


def encoded(image: QImage) -> bytes:
    """Give a JPEG of it; from any thread. Empty where there is none, or one that is too large."""
    if image.isNull():
        return b""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    plain.save(buffer, "JPEG", REPORTS.picture_quality)  # type: ignore[call-overload]  # "JPEG" it is
    made = bytes(data.data())
    return made if len(made) <= REPORTS.picture_bytes else b""


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")
