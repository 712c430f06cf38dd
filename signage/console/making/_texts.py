"""Texts, boards and subtitles: in UTF-8, or asked about; never converted in silence."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from signage.config import CONTENT
from signage.console.making._job import Job, Made, NotTaken, Said
from signage.console.office import encodings
from signage.content import board

__all__ = ["text"]

if TYPE_CHECKING:
    from pathlib import Path

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def text(job: Job, ending: str) -> Made:
    """Keep a text as UTF-8.

    Raises:
        NotTaken: it is too long or no text, or (`asks-encoding`) the officer has to say what it is
            written in.
    """
    if job.source.stat().st_size > CONTENT.text_bytes:
        raise NotTaken("text-long", most=CONTENT.text_bytes // 1000)
    data = job.source.read_bytes()
    said: list[Said] = []
    if job.answer:
        words = _decoded(data, job.answer)
        if job.answer != "utf-8":
            said.append(Said("text-converted", {"encoding": encodings.KEYS[job.answer]}))
    elif data.startswith(_UTF16):
        words = _decoded(data, "utf-16")
        said.append(Said("text-converted", {"encoding": "UTF-16"}))
    else:
        words = _as_it_is(data)
    if "\0" in words:
        raise NotTaken("no-text")
    if ending == ".csv":
        said += _of_board(words, job.name)
    made = job.scratch / f"text{ending}"
    whole = unicodedata.normalize("NFC", words).encode()
    if whole == data:
        return Made(path=job.source, ending=ending, said=tuple(said))
    _write(made, whole)
    return Made(path=made, ending=ending, said=tuple(said))


def _as_it_is(data: bytes) -> str:
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in data:
            raise NotTaken("no-text") from None
        raise NotTaken("asks-encoding") from None
    if encodings.recognised(words):
        raise NotTaken("asks-encoding")
    return words


def _decoded(data: bytes, key: str) -> str:
    try:
        return encodings.decoded(data, key)
    except ValueError as error:
        raise NotTaken("text-not-that") from error


def _of_board(words: str, name: str) -> list[Said]:
    table = board.read(words.encode(), name)
    said = [Said("board-rows", {"count": len(table.rows)})]
    if table.faults:
        said.append(Said("board-faults", {"count": len(table.faults)}))
    return said


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
