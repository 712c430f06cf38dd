"""What the agent leaves for the player: the activation, with all that was prepared for drawing.

The player parses no YAML, no text file, no subtitles and makes no QR code: the agent did, before
activation, so that what could fail has failed already and nothing slow is left for the screen.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from signage.release.manifest import Body, Manifest, Procedure

__all__ = ["Activation", "Arrival", "Cue", "Cut", "Media"]


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A subtitle: shown from `start` to `end` (seconds)."""

    start: float
    end: float
    text: str


class Media(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """What the intake found in a body: it decoded, and these are its measures."""

    kind: Literal["image", "video", "pdf", "text", "subtitles", "board"]
    width: int = 0
    height: int = 0
    """Pixels as shown, after EXIF orientation or a rotation flag; of a PDF's first page, points."""
    seconds: float = 0.0
    """Of a video."""
    pages: int = 0
    """Of a PDF."""
    lines: tuple[str, ...] = ()
    """Of a text file: its headlines."""
    rows: tuple[Procedure, ...] = ()
    """Of a board's file: its procedures, without those that are marked `bãi bỏ`."""
    wrong: tuple[str, ...] = ()
    """Of a board's file: what is wrong in a row, by its line: it, or its code, was left out."""
    cues: tuple[Cue, ...] = ()
    """Of subtitles."""
    rendition: Body | None = None
    """Of a picture far larger than any screen: the same, scaled and upright. Draw it instead."""


class Arrival(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When an emergency first came to this device, told so that it outlasts a wrong clock."""

    at: str
    """ISO 8601 with offset, by this device's clock."""
    trusted: bool
    """Whether that clock was trusted then."""
    boot: str
    """The kernel's boot id: within the same boot, `uptime` tells the time that passed."""
    uptime: float
    """Seconds since that boot (CLOCK_BOOTTIME)."""


class Activation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The active content, whole. Written by the agent only, read by the player and `status`."""

    release: str
    """Names the content: for a folder, `folder-` and 12 digits of the manifest's digest."""
    source: str
    """As the technician named it."""
    signed: bool
    activated: str
    """ISO 8601 with offset, by this device's clock."""
    manifest: Manifest
    media: dict[str, Media] = {}
    """SHA-256 to what is in the body; every body of the manifest has an entry."""
    qr: dict[str, str] = {}
    """Address to its QR matrix: rows of `0` and `1` joined by `/`, without the quiet zone."""
    version: int = 0
    """Of the signed role that the manifest came under; 0 where nothing is signed."""
    root: int = 0
    """Version of the root under which it was signed; 0 where nothing is signed."""
    arrivals: dict[str, Arrival] = {}
    """Of each emergency playlist, by id."""


class Cut(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody on the spot cut the programme: the emblem at once, or what they armed by name.

    One without `show` lasts until `resume`, through every restart. One with it ends by itself
    after `StoreLimits.cut_hours` of elapsed time.
    """

    show: str | None = None
    """Id of the playlist to show instead; None: the emblem."""
    at: str = ""
    """ISO 8601 with offset, by this device's clock; empty where the record was spoilt."""
    boot: str = ""
    """As `Arrival.boot`."""
    uptime: float = 0.0
    """As `Arrival.uptime`."""
