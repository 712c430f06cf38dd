"""A virtual display whose memory is a file, so that reading the screen asks nobody anything."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import numpy as np

__all__ = ["Display"]

_START = 15.0
"""Seconds for Xvfb to come up."""


class Display:
    """An Xvfb of its own; a context manager, so that it never outlives a measurement.

    The root window is white: a bare desktop must not pass for black.
    """

    def __init__(self, width: int = 1280, height: int = 720) -> None:
        self.width, self.height = width, height

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="signage-bench-fb-"))
        receive, send = os.pipe()
        try:
            self._process = subprocess.Popen(
                [
                    "Xvfb",
                    "-displayfd",
                    str(send),
                    "-screen",
                    "0",
                    f"{self.width}x{self.height}x24",
                    "-fbdir",
                    str(self._folder),
                    "-wr",
                    "-noreset",
                    "-nolisten",
                    "tcp",
                    "-ac",
                    "-s",
                    "0",
                ],
                pass_fds=[send],
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            os.close(send)
            os.set_blocking(receive, False)
            number = b""
            deadline = time.monotonic() + _START
            while not number.endswith(b"\n"):
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("Xvfb did not start")
                try:
                    number += os.read(receive, 16)
                except BlockingIOError:
                    time.sleep(0.02)
            self.name = f":{int(number)}"
        finally:
            os.close(receive)
        self.memory = self._folder / "Xvfb_screen0"
        self._read_header()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def pid(self) -> int:
        """Of the X server."""
        pid: int = self._process.pid
        return pid

    def _read_header(self) -> None:
        """The memory is an XWD file: 25 big-endian words, a name, a colour map, the pixels."""
        with self.memory.open("rb") as file:
            words = struct.unpack(">25I", file.read(100))
        size, bits, line, colours = words[0], words[11], words[12], words[19]
        if bits != 32:
            raise RuntimeError(f"the virtual display has {bits} bits a pixel, not 32")
        self._line: int = line
        self._start: int = size + colours * 12

    def offset(self, x: int, y: int) -> int:
        """Where the green byte of a pixel lies in the file."""
        return self._start + y * self._line + x * 4 + 1

    def picture(self) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """The screen now, height by width by RGB."""
        with self.memory.open("rb") as file:
            file.seek(self._start)
            raw = np.frombuffer(file.read(self._line * self.height), dtype=np.uint8)
        rows = raw.reshape(self.height, self._line)[:, : self.width * 4]
        return np.ascontiguousarray(rows.reshape(self.height, self.width, 4)[:, :, 2::-1])
