"""Videos in the one profile that every screen decodes, the sound at one loudness.

What fits already is not encoded again: its picture is kept as it is, and so is its sound where it
is level.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from signage.console.making import _bounds
from signage.console.making._job import Made, NotTaken, Said, tell
from signage.console.making._probe import LONG, SHORT, Facts, probe
from signage.console.making._programs import FILES_ONLY, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["video"]

LOUDNESS = -23.0
"""LUFS: EBU R 128."""
_PEAK = -2.0
_NEAR = 1.5
"""LU that a sound may be off, and be left as it is."""
_SILENT = -60.0
"""LUFS below which there is nothing to hear, and nothing to level."""
_QUALITY = "21"
_WAIT = 14_400.0
"""Seconds of the clock for one step; the worker itself gives up earlier."""
_JSON = re.compile(r"\{[^{}]*\}")


class _Sound(NamedTuple):
    """As measured."""

    loudness: float
    peak: float
    span: float
    threshold: float


def video(source: Path, scratch: Path) -> Made:
    """Make a video ready.

    Raises:
        NotTaken: it is spoilt, too large or too long.
    """
    facts = probe(source)
    size = f"{facts.width} × {facts.height}"
    sound = _measured(source, facts) if facts.sound is not None else None
    level = sound is None or sound.loudness < _SILENT or abs(sound.loudness - LOUDNESS) <= _NEAR
    if facts.fits and (facts.sound is None or (level and facts.sound_codec == "aac")):
        _proved(source, facts)
        return Made(
            path=source, ending=".mp4",
            said=(Said("video-fits", {"size": size, "seconds": round(facts.seconds)}),),
        )  # fmt: skip
    target = scratch / "video.mp4"
    code, _said, wrong = run(
        _command(source, target, facts, None if level else sound), _bounds.VIDEO, _WAIT,
        lambda line: _heard(line, facts.seconds),
    )  # fmt: skip
    if code:
        raise NotTaken("disk-full" if "No space left" in wrong else "video-spoilt")
    if not target.exists() or not target.stat().st_size:
        raise NotTaken("video-spoilt")
    made = probe(target)
    return Made(path=target, ending=".mp4", said=tuple(_said_of(facts, made, leveled=not level)))


def _said_of(facts: Facts, made: Facts, *, leveled: bool) -> list[Said]:
    said = [
        Said("video-is", {"size": f"{made.width} × {made.height}", "seconds": round(made.seconds)})
    ]
    if not facts.fits:
        said.append(Said("video-converted", {"codec": facts.codec.upper()}))
        if facts.turned:
            said.append(Said("video-turned"))
        if (made.width, made.height) != (facts.width, facts.height):
            said.append(Said("video-scaled", {"size": f"{facts.width} × {facts.height}"}))
        if facts.uneven:
            said.append(Said("video-rate", {"rate": round(float(made.rate))}))
        if facts.high_range:
            said.append(Said("video-range"))
    if leveled:
        said.append(Said("video-sound"))
    return said


def _command(source: Path, target: Path, facts: Facts, sound: _Sound | None) -> list[str]:
    picture = ["-c:v", "copy"]
    if not facts.fits:
        picture = [
            "-vf", ",".join(_filters(facts)), "-c:v", "libx264", "-profile:v", "high",
            "-level:v", "4.1", "-preset", "medium", "-crf", _QUALITY, "-maxrate", "8M",
            "-bufsize", "16M", "-g", str(math.ceil(facts.rate * 2)), "-threads", "2",
        ]  # fmt: skip
    hearing: list[str] = []
    if facts.sound is not None:
        hearing = ["-map", f"0:{facts.sound}", "-c:a", "aac", "-b:a", "128k", "-ac", "2"]
        hearing += ["-af", _levelled(sound)] if sound else []
        hearing += ["-ar", "48000"]
    return [
        "ffmpeg", "-hide_banner", "-v", "error", "-nostdin", "-y", "-max_alloc", "500000000",
        *FILES_ONLY, "-i", f"file:{source}", "-map", f"0:{facts.stream}", *picture, *hearing,
        "-t", str(max(1.0, facts.seconds + 5)), "-map_metadata", "-1", "-map_chapters", "-1",
        "-movflags", "+faststart", "-max_muxing_queue_size", "4096", "-progress", "pipe:1",
        f"file:{target}",
    ]  # fmt: skip


def _filters(facts: Facts) -> list[str]:
    """After ffmpeg has turned it upright by its flag: square pixels, size, rate, colours."""
    long, short = (LONG, SHORT) if facts.width >= facts.height else (SHORT, LONG)
    made = ["bwdif=mode=send_frame:deint=interlaced"]
    if not facts.square:
        made.append("scale=w='trunc(iw*sar/2)*2':h=ih,setsar=1")
    made.append(
        f"scale=w='min({long},iw)':h='min({short},ih)':force_original_aspect_ratio=decrease:"
        "force_divisible_by=2"
    )
    made.append(f"fps={facts.rate.numerator}/{facts.rate.denominator}")
    if facts.high_range and _has_filter("zscale") and _has_filter("tonemap"):
        made.append(
            "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
            "zscale=t=bt709:m=bt709:r=tv"
        )
    return [*made, "format=yuv420p", "setsar=1"]


@cache
def _has_filter(name: str) -> bool:
    _code, said, _wrong = run(["ffmpeg", "-hide_banner", "-filters"], _bounds.PICTURE, 30.0)
    return f" {name} " in said


def _measured(source: Path, facts: Facts) -> _Sound | None:
    """How loud it is; None where nothing can be heard of it."""
    command = [
        "ffmpeg", "-hide_banner", "-v", "info", "-nostats", "-nostdin", *FILES_ONLY, "-i",
        f"file:{source}", "-map", f"0:{facts.sound}", "-t", "600",
        "-af", f"loudnorm=I={LOUDNESS}:TP={_PEAK}:print_format=json", "-f", "null", "-",
    ]  # fmt: skip
    code, _said, wrong = run(command, _bounds.VIDEO, _WAIT)
    found = _JSON.findall(wrong)
    if code or not found:
        return None
    try:
        told = json.loads(found[-1])
        return _Sound(
            float(told["input_i"]), float(told["input_tp"]), float(told["input_lra"]),
            float(told["input_thresh"]),
        )  # fmt: skip
    except (ValueError, KeyError):
        return None


def _levelled(sound: _Sound) -> str:
    return (
        f"loudnorm=I={LOUDNESS}:TP={_PEAK}:LRA=11:measured_I={sound.loudness}:"
        f"measured_TP={sound.peak}:measured_LRA={sound.span}:measured_thresh={sound.threshold}:"
        "linear=true"
    )


def _proved(source: Path, facts: Facts) -> None:
    """Decode the beginning: a head that promises a film is none.

    Raises:
        NotTaken: nothing of it can be decoded.
    """
    command = [
        "ffmpeg", "-hide_banner", "-v", "error", "-nostdin", "-xerror", *FILES_ONLY, "-i",
        f"file:{source}", "-map", f"0:{facts.stream}", "-t", "5", "-f", "null", "-",
    ]  # fmt: skip
    code, _said, _wrong = run(command, _bounds.VIDEO, 300.0)
    if code:
        raise NotTaken("video-spoilt")


def _heard(line: str, seconds: float) -> None:
    key, _sign, value = line.strip().partition("=")
    if key == "out_time_us" and value.isdigit() and seconds:
        tell(min(99, round(int(value) / 10_000 / seconds)))
