"""Words: ticker files and subtitles, parsed here so that the player has nothing to parse."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from signage.config import CONTENT, INTAKE
from signage.store import Cue, Media
from signage.sync._intake._verdict import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["headlines", "subtitles"]


def headlines(path: Path) -> Media:
    """A headline a line; empty lines are left out.

    Raises:
        RefusedError: it is not UTF-8, too long, or no text.
    """
    lines = [_plain(line) for line in _read(path).splitlines()]
    kept = tuple(line for line in lines if line)
    if len(kept) > INTAKE.text_lines:
        raise RefusedError(f"has over {INTAKE.text_lines} lines")
    return Media(kind="text", lines=kept)


def subtitles(path: Path) -> Media:
    """The cues of an SRT or WebVTT file, by their start.

    Raises:
        RefusedError: it is neither, or holds no cue.
    """
    import pysubs2  # noqa: PLC0415  (only when there are subtitles)

    text = _read(path)
    form = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"
    try:
        events = pysubs2.SSAFile.from_string(text, format_=form)
    except Exception as error:
        raise RefusedError("is no SRT or WebVTT file; export it as SRT") from error
    cues = sorted(
        (event.start / 1000, event.end / 1000, words)
        for event in events
        if event.end > event.start >= 0
        and (words := "\n".join(filter(None, map(_plain, event.plaintext.splitlines()))))
    )
    if not cues:
        raise RefusedError("holds no subtitles; export it as SRT")
    if len(cues) > INTAKE.cues:
        raise RefusedError(f"has over {INTAKE.cues} subtitles")
    return Media(kind="subtitles", cues=tuple(Cue(*cue) for cue in cues))


def _read(path: Path) -> str:
    if path.stat().st_size > CONTENT.text_bytes:
        raise RefusedError(f"is over {CONTENT.text_bytes // 1_000_000} MB of text")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError("is not UTF-8; save it as “UTF-8” in the editor") from error
    if "\0" in text:
        raise RefusedError("is no text; save it as “UTF-8” in the editor")
    return text


def _plain(line: str) -> str:
    """NFC, without control characters, spaces made one.

    Only control characters go: U+00AD stays, since in TCVN3 it is the letter “ư”.
    """
    kept = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in line)
    return unicodedata.normalize("NFC", " ".join(kept.split()))
