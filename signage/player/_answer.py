"""The socket on which the running player says what is on; `signage.journal.ask` calls it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer

from signage.journal import Live, listen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Answer"]

log = logging.getLogger(__name__)


class Answer(QObject):
    """Answers each connection with one JSON document, and closes it."""

    def __init__(self, state: Path, live: Callable[[], Live], parent: QObject) -> None:
        super().__init__(parent)
        self._live = live
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._reply)
        try:
            self._server.listen(listen(state))
        except OSError as error:
            log.warning("`signage status` will not see what plays: %s", error)

    def _reply(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.disconnected.connect(connection.deleteLater)
            connection.write(msgspec.json.encode(self._live()))
            connection.disconnectFromServer()
