"""A display that refreshes sixty times a second, played to one program through `pace.c`."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["RATE", "Pace", "Swaps"]

RATE = 60
"""Refreshes a second."""
Places = np.ndarray[Any, np.dtype[np.int64]]
_HEADER = struct.Struct("<qiiqq")
_RECORD = 16


_AT_ONCE = 1024
"""Rows held in memory at a time: ten minutes of them are a quarter of a gigabyte."""


class Swaps:
    """Swaps in order: when called and when shown (seconds)."""

    def __init__(self, raw: np.ndarray[Any, np.dtype[np.uint8]], which: Places) -> None:
        self._raw, self._which = raw, which
        times = raw[which, :_RECORD].copy().view(np.int64) / 1e9
        self.called, self.shown = times[:, 0], times[:, 1]

    def rows(self) -> Iterator[np.ndarray[Any, np.dtype[np.float32]]]:
        """What the row held at each, luma by x."""
        weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)
        for start in range(0, len(self._which), _AT_ONCE):
            some = self._raw[self._which[start : start + _AT_ONCE], _RECORD:]
            yield from some.reshape(len(some), -1, 4)[:, :, :3].astype(np.float32) @ weights


class Pace:
    """The compiled shim and the file it writes to; give `environment` to the program."""

    def __init__(self, folder: Path, width: int, seconds: float) -> None:
        self._library = folder / "pace.so"
        subprocess.run(
            [
                "gcc",
                "-O2",
                "-Wall",
                "-shared",
                "-fPIC",
                "-o",
                str(self._library),
                str(Path(__file__).with_name("pace.c")),
                "-ldl",
            ],
            check=True,
            timeout=60,
        )
        self._file = folder / "pace"
        self._size = _RECORD + width * 4
        self._capacity = int((seconds + 5) * RATE * 1.5)
        with self._file.open("wb") as file:
            file.write(_HEADER.pack(10**9 // RATE, -1, width, self._capacity, 0))
            file.truncate(_HEADER.size + self._capacity * self._size)

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables for the program that is to be paced."""
        return {"LD_PRELOAD": str(self._library), "SIGNAGE_BENCH_PACE": str(self._file)}

    def _map(self) -> np.memmap[Any, np.dtype[np.uint8]]:
        return np.memmap(self._file, dtype=np.uint8, mode="r+")

    @property
    def count(self) -> int:
        """Swaps so far; 0 for ever means that the program swaps some other way."""
        return int(_HEADER.unpack_from(self._map()[: _HEADER.size].tobytes())[4])

    def read_row(self, row: int) -> None:
        """From now on note this row, counted from the bottom."""
        self._map()[8:12] = np.frombuffer(struct.pack("<i", row), dtype=np.uint8)

    def swaps(self, start: int, end: int) -> Swaps:
        """Records `start` to `end` (counts); those the ring has lost are an error."""
        if self.count - start > self._capacity:
            raise RuntimeError("the ring of swaps ran over")
        raw = self._map()[_HEADER.size :].reshape(self._capacity, self._size)
        return Swaps(raw, np.arange(start, end) % self._capacity)
