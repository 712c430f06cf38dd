"""The stop's chord from keyboards themselves, where Qt draws on the graphics card (eglfs).

The kiosk has no keyboard until somebody who must stop it plugs one in. Qt learns of it from udev,
whose word does not reach a unit without a network (`PrivateNetwork=`), so there the folder of the
devices is watched instead. A display server sees to its keyboards itself.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QFileSystemWatcher, QObject, QSocketNotifier, Qt, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeySequence

__all__ = ["Chord", "Keyboards", "codes"]

_EVENT = struct.Struct("@llHHi")
"""input_event: two of time, then type, code, value."""
_EV_KEY, _RELEASED, _REPEATED = 1, 0, 2
_MODIFIERS = {
    Qt.KeyboardModifier.ControlModifier: frozenset({29, 97}),
    Qt.KeyboardModifier.AltModifier: frozenset({56, 100}),
    Qt.KeyboardModifier.ShiftModifier: frozenset({42, 54}),
    Qt.KeyboardModifier.MetaModifier: frozenset({125, 126}),
}
"""Codes of input-event-codes.h, left and right."""
_ROWS = ((2, "1234567890"), (16, "QWERTYUIOP"), (30, "ASDFGHJKL"), (44, "ZXCVBNM"))
_CODES = {
    **{ord(letter): first + at for first, row in _ROWS for at, letter in enumerate(row)},
    **{Qt.Key.Key_F1.value + at: 59 + at for at in range(10)},
    Qt.Key.Key_F11.value: 87,
    Qt.Key.Key_F12.value: 88,
}
_KEYS_BYTES = 96
"""Of the bits that say which keys a device has."""
_AGAIN = 500
"""ms after which a device that udev has not given us yet is tried once more."""


class Chord(NamedTuple):
    """As the kernel has it."""

    key: int
    modifiers: tuple[frozenset[int], ...]
    """Of each, any one must be held."""


def codes(chord: QKeySequence) -> Chord | None:
    """The key and its modifiers; None where the key is none of letters, digits, F1 to F12."""
    pressed = chord[0]  # type: ignore[index]  # PySide's stub does not know
    code = _CODES.get(pressed.key().value)
    if code is None:
        return None
    held = pressed.keyboardModifiers()
    return Chord(code, tuple(both for one, both in _MODIFIERS.items() if held & one))


class Keyboards(QObject):
    """All that are plugged in, and those that come."""

    pressed = Signal()
    """The chord."""

    def __init__(
        self,
        wanted: Chord,
        parent: QObject | None = None,
        *,
        folder: Path = Path("/dev/input"),
        has_key: Callable[[int, int], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self._folder, self._has_key = folder, has_key or _has_key
        self._open: dict[str, tuple[int, QSocketNotifier]] = {}
        self._down: dict[str, set[int]] = {}
        self._watcher = QFileSystemWatcher(self)
        if not folder.is_dir():
            return
        self._watcher.directoryChanged.connect(self._look)
        self._watcher.addPath(str(folder))
        self._look()

    def _look(self) -> None:
        for path in self._folder.glob("event*"):
            if path.name not in self._open and not self._take(path):
                QTimer.singleShot(_AGAIN, self, lambda path=path: self._take(path))

    def _take(self, path: Path) -> bool:
        """Open it, if it is a keyboard. Returns whether it is known by now what it is."""
        if path.name in self._open:
            return True
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return not path.exists()
        if not self._has_key(handle, self._wanted.key):  # a mouse would wake us a thousand times
            os.close(handle)
            return True
        notifier = QSocketNotifier(handle, QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda: self._read(path.name))
        self._open[path.name] = handle, notifier
        self._down[path.name] = set()
        return True

    def _read(self, name: str) -> None:
        handle, notifier = self._open[name]
        try:
            data = os.read(handle, _EVENT.size * 64)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:  # pulled out
            notifier.setEnabled(False)
            notifier.deleteLater()
            os.close(handle)
            del self._open[name], self._down[name]
            return
        whole = len(data) // _EVENT.size * _EVENT.size
        for _, _, kind, code, value in _EVENT.iter_unpack(data[:whole]):
            if kind == _EV_KEY and value != _REPEATED:
                self._key(self._down[name], code, held=value != _RELEASED)

    def _key(self, down: set[int], code: int, *, held: bool) -> None:
        if not held:
            down.discard(code)
            return
        down.add(code)
        key, modifiers = self._wanted
        others = frozenset().union(*_MODIFIERS.values()) - frozenset().union(*modifiers)
        if code == key and all(down & both for both in modifiers) and not down & others:
            self.pressed.emit()


def _has_key(handle: int, code: int) -> bool:
    """Ask the device, by EVIOCGBIT(EV_KEY)."""
    bits = bytearray(_KEYS_BYTES)
    request = 2 << 30 | _KEYS_BYTES << 16 | ord("E") << 8 | 0x20 + _EV_KEY
    with contextlib.suppress(OSError):
        fcntl.ioctl(handle, request, bits)
    return bool(bits[code // 8] >> code % 8 & 1)
