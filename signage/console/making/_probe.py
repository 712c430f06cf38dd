"""What a video is, as ffprobe tells it."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from signage.console.making import _bounds
from signage.console.making._job import NotTaken
from signage.console.making._programs import FILES_ONLY, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LONG", "RATE", "SHORT", "Facts", "probe"]

LONG, SHORT = 1920, 1080
"""Pixels of the two sides, upright or lying: what every supported screen decodes in software."""
RATE = 30
"""Frames a second."""
SECONDS_MOST = 3 * 3600.0
"""Of one video; a longer one is no clip for a lobby, and would hold the queue for a night."""
_PIXELS_MOST = 8192 * 4320
_BITS_MOST = 20_000_000
"""A second; beyond, a stick or a small disk stumbles."""
_A_LITTLE = 0.1
_PATIENCE = 60.0
_HIGH_RANGE = {"smpte2084", "arib-std-b67"}
_LEVEL_MOST = 42


class Facts(NamedTuple):
    """Of one video."""

    seconds: float
    width: int
    """Upright, as it is seen."""
    height: int
    rate: Fraction
    """Frames a second that it should have: its own, or half of it and so on where that is more."""
    uneven: bool
    """Its frames do not come evenly."""
    codec: str
    pixels: str
    turned: bool
    high_range: bool
    stream: int
    """Index of the picture."""
    sound: int | None
    sound_codec: str
    container: bool
    """It is MP4 already."""
    bits: int
    level: int
    square: bool

    @property
    def fits(self) -> bool:
        """Whether every screen plays its picture as it stands."""
        return (
            self.codec == "h264" and self.pixels == "yuv420p" and self.container and self.square
            and min(self.width, self.height) <= SHORT and max(self.width, self.height) <= LONG
            and not self.uneven and not self.turned and not self.high_range
            and self.bits <= _BITS_MOST and self.level <= _LEVEL_MOST
        )  # fmt: skip


def probe(source: Path) -> Facts:
    """Ask ffprobe.

    Raises:
        NotTaken: it is no video, spoilt, too large or too long.
    """
    command = [
        "ffprobe", "-v", "error", *FILES_ONLY, "-of", "json", "-show_format", "-show_streams",
        f"file:{source}",
    ]  # fmt: skip
    code, said, _wrong = run(command, _bounds.PICTURE, _PATIENCE)
    try:
        found: dict[str, Any] = json.loads(said)
        streams = found["streams"]
        video = next(
            each for each in streams
            if each["codec_type"] == "video" and not each.get("disposition", {}).get("attached_pic")
        )  # fmt: skip
        facts = _facts(found["format"], video, streams)
    except StopIteration:
        raise NotTaken("video-no-picture") from None
    except (ValueError, KeyError, TypeError, ZeroDivisionError) as error:
        raise NotTaken("video-spoilt") from error
    if code:
        raise NotTaken("video-spoilt")
    if facts.width * facts.height > _PIXELS_MOST:
        raise NotTaken("video-pixels")
    if facts.seconds > SECONDS_MOST:
        raise NotTaken("video-long", most=round(SECONDS_MOST / 60))
    return facts


def _facts(form: dict[str, Any], video: dict[str, Any], streams: list[dict[str, Any]]) -> Facts:
    sound = next((each for each in streams if each["codec_type"] == "audio"), None)
    average = _fraction(video.get("avg_frame_rate"))
    told = _fraction(video.get("r_frame_rate"))
    rate = average or told or Fraction(25)
    uneven = bool(average and told and abs(told - average) / average > Fraction(1, 100))
    if uneven:
        rate = Fraction(RATE) if rate > 24 else Fraction(25)  # noqa: PLR2004  (films have 24)
    too_fast = rate > RATE + Fraction(1, 10)
    if too_fast:
        rate /= math.ceil(rate / (RATE + Fraction(1, 10)))
    turn = next(
        (each["rotation"] for each in video.get("side_data_list", ()) if "rotation" in each), 0
    )
    width, height = int(video["width"]), int(video["height"])
    if round(float(turn)) % 180:
        width, height = height, width
    aspect = video.get("sample_aspect_ratio", "1:1")
    brand = str(form.get("tags", {}).get("major_brand", "")).strip()
    return Facts(
        seconds=float(form.get("duration", 0) or 0), width=width, height=height, rate=rate,
        uneven=uneven or too_fast, codec=str(video.get("codec_name", "?")),
        pixels=str(video.get("pix_fmt", "?")), turned=bool(round(float(turn)) % 360),
        high_range=video.get("color_transfer") in _HIGH_RANGE, stream=int(video["index"]),
        sound=int(sound["index"]) if sound else None,
        sound_codec=str(sound.get("codec_name", "?")) if sound else "",
        container="mp4" in str(form.get("format_name", "")) and brand != "qt",
        bits=int(form.get("bit_rate", 0) or 0), level=int(video.get("level", 0) or 0),
        square=aspect in {"1:1", "0:1"},
    )  # fmt: skip


def _fraction(words: object) -> Fraction:
    try:
        return Fraction(str(words))
    except (ValueError, ZeroDivisionError):
        return Fraction(0)
