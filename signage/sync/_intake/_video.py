"""Clips: measured by ffprobe; the first frame and the last seconds must decode.

A truncated MP4 lacks either its index (`moov`) or its end; both show here within a tenth of a
second, where decoding the whole would take as long as the clip on a small machine.
"""

from __future__ import annotations

import subprocess
from fractions import Fraction
from typing import TYPE_CHECKING

import msgspec

from signage.config import INTAKE, SOURCE
from signage.store import Media
from signage.sync._intake._verdict import RefusedError, Verdict

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["examine"]

_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,ogg,asf,flv,h264,hevc"
"""Never a playlist (HLS, concat): those open other files."""
_SAFE = ("-v", "error", "-protocol_whitelist", "file", "-format_whitelist", _FORMATS)
_CUT_SHORT = (b"Invalid data", b"partial file", b"ended prematurely")
"""What ffmpeg says and yet ends with success."""


class _SideData(msgspec.Struct, frozen=True):
    rotation: float = 0.0


class _Disposition(msgspec.Struct, frozen=True):
    attached_pic: int = 0


class _Stream(msgspec.Struct, frozen=True):
    index: int = 0
    codec_type: str = ""
    codec_name: str = ""
    width: int = 0
    height: int = 0
    sample_aspect_ratio: str = ""
    duration: str = ""
    side_data_list: tuple[_SideData, ...] = ()
    tags: dict[str, str] = {}
    disposition: _Disposition = _Disposition()


class _Format(msgspec.Struct, frozen=True):
    duration: str = ""


class _Probe(msgspec.Struct, frozen=True):
    streams: tuple[_Stream, ...] = ()
    format: _Format = _Format()


def examine(path: Path) -> Verdict:
    """The clip's length and its size as shown.

    Where ffmpeg is not installed the clip is taken in unverified, with a reason that says so.

    Raises:
        RefusedError: it does not decode.
    """
    try:
        probe = _probe(path)
        stream = _picture(probe)
        seconds = _number(probe.format.duration) or _number(stream.duration)
        _decode(path, stream.index, seconds)
    except FileNotFoundError:
        return Verdict(
            media=Media(kind="video"),
            reason="was not verified: ffmpeg is not installed on this device (apt install ffmpeg)",
            lasting=False,
        )
    width, height = _shown(stream)
    return Verdict(media=Media(kind="video", width=width, height=height, seconds=seconds))


def _probe(path: Path) -> _Probe:
    done = _run("ffprobe", *_SAFE, "-print_format", "json", "-show_format", "-show_streams", path)
    if done.returncode:
        raise RefusedError(_damage(done.stderr))
    try:
        return msgspec.json.decode(done.stdout, type=_Probe, strict=False)
    except msgspec.MsgspecError as error:
        raise RefusedError("is a video that ffprobe cannot describe; export it as MP4") from error


def _picture(probe: _Probe) -> _Stream:
    for stream in probe.streams:
        if stream.codec_type == "video" and not stream.disposition.attached_pic:
            if stream.codec_name in {"", "unknown"} or not stream.width or not stream.height:
                raise RefusedError("uses a codec this device does not know; export it as H.264 MP4")
            return stream
    raise RefusedError("has no picture, only sound")


def _decode(path: Path, index: int, seconds: float) -> None:
    """The first frame and the last seconds; of a short clip, or one of unknown length, all."""
    source = (*_SAFE, "-threads", "2")
    whole = (*source, "-i", path)
    sink = ("-f", "null", "-")
    if seconds <= INTAKE.tail:
        task: tuple[str | Path, ...] = (*whole, "-map", f"0:{index}", *sink)
    else:
        tail = (*source, "-sseof", f"-{INTAKE.tail}", "-i", path)
        first = ("-map", f"0:{index}", "-frames:v", "1", *sink)
        task = (*whole, *tail, *first, "-map", f"1:{index}", *sink)
    done = _run("ffmpeg", "-nostdin", "-xerror", "-err_detect", "explode", *task)
    if done.returncode or any(mark in done.stderr for mark in _CUT_SHORT):
        raise RefusedError(_damage(done.stderr))


def _run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            [program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False,
            timeout=SOURCE.prepare_timeout,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise RefusedError("takes too long to decode; export it as H.264 MP4", lasting=False) from (
            error
        )


def _damage(words: bytes) -> str:
    text = words.decode(errors="replace")
    if "moov atom not found" in text:
        return "is cut short (its index is missing); copy it again"
    if "Decoder" in text and "not found" in text:
        return "uses a codec this device does not know; export it as H.264 MP4"
    return "is no video, or damaged, or cut short; copy it again, or export it as H.264 MP4"


def _shown(stream: _Stream) -> tuple[int, int]:
    """Pixels as shown: sample aspect first, then the rotation flag."""
    width, height = stream.width, stream.height
    try:
        aspect = Fraction(stream.sample_aspect_ratio.replace(":", "/"))
    except (ValueError, ZeroDivisionError):
        aspect = Fraction(1)
    if aspect > 0:
        width = max(round(width * aspect), 1)
    turned = [side.rotation for side in stream.side_data_list if side.rotation]
    rotation = turned[0] if turned else _number(stream.tags.get("rotate", ""))
    return (height, width) if round(rotation / 90) % 2 else (width, height)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0 < number < float("inf") or number < 0 else 0.0
