"""What a job is, and what may come of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

__all__ = ["HEAD", "Job", "Made", "NotTaken", "Said", "tell"]

HEAD = 4096
"""Bytes that tell what a file is."""


class Said(msgspec.Struct, frozen=True):
    """One thing that was done, or is wrong: a name of `sayings`, and what goes into its words."""

    code: str
    values: dict[str, Any] = {}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One file to be made ready, or small pictures to be made of one."""

    do: str
    """`prepare`, or `small`."""
    source: Path
    name: str
    """As the officer called it: its ending tells a text from a board."""
    scratch: Path
    answer: str = ""
    """What the officer said a text is written in: see `office.encodings`."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A file that may lie in `media/`."""

    path: Path
    """In the scratch folder, or the upload itself where nothing had to be done."""
    ending: str
    """With its dot."""
    said: tuple[Said, ...] = ()


class NotTaken(Exception):  # noqa: N818  (an answer, no failure of the program)
    """Nothing that a screen shows, or spoilt, or to be asked about; says why."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.said = Said(code, values)


def tell(percent: int) -> None:
    """Say how far the job has come."""
    sys.stdout.write(f'{{"percent": {percent}}}\n')
    sys.stdout.flush()
