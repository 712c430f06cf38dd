"""From an upload to a file that every screen can show. Runs in the worker, never in a request."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from signage import atomic
from signage.config import CONTENT
from signage.content._svg import unsafe
from signage.content.sniffing import FORMS, form

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Prepared", "RefusedError", "prepare"]

PICTURE_MOST = 3840
"""Pixels of a picture's longer side; larger ones are scaled."""
VIDEO_WIDTH, VIDEO_HEIGHT, VIDEO_RATE = 1920, 1080, 30
"""The profile every supported screen decodes in software: FIELD-NOTES, H.264 up to 1080p30."""
TRANSCODE = 3600.0
"""Seconds after which ffmpeg is stopped."""
_HEAD = 4096


class RefusedError(Exception):
    """Not taken; the message says why, in plain words."""


class Prepared(NamedTuple):
    """A file that may lie in `media/`."""

    path: Path
    """In the scratch folder."""
    ending: str
    """With its dot."""
    note: str = ""
    """What was done to it."""


def prepare(original: Path, name: str, scratch: Path, tell: Callable[[int], None]) -> Prepared:
    """Make of an upload what screens show. `tell` hears the progress in per cent.

    Raises:
        RefusedError: it is nothing that a screen shows, or is spoilt.
        OSError: the disk is full.
    """
    with original.open("rb") as file:
        head = file.read(_HEAD)
    kind = form(head)
    if kind in {"JPEG", "PNG", "WebP", "GIF", "HEIC", "AVIF", "TIFF", "BMP"}:
        return _picture(original, kind, scratch)
    if FORMS.get(kind or "") == "video" or kind in {"WMV", "FLV"}:
        return _video(original, scratch, tell)
    if kind == "SVG":
        return _drawing(original)
    if kind == "PDF":
        return _pdf(original)
    if kind in {"Office", "ZIP"} and name.casefold().endswith(
        (".docx", ".pptx", ".doc", ".ppt", ".odt", ".odp")
    ):
        return _office(original, name, scratch)
    if kind in {"text", None} and name.casefold().endswith((".txt", ".csv", ".srt", ".vtt")):
        return _text(original, Path(name).suffix.casefold())
    raise RefusedError(_("This is neither a photo, a video, a PDF nor a text."))


def _picture(original: Path, kind: str, scratch: Path) -> Prepared:
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415  (only the worker)

    if kind in {"HEIC", "AVIF"}:
        from pillow_heif import register_heif_opener  # noqa: PLC0415

        register_heif_opener()
    Image.MAX_IMAGE_PIXELS = CONTENT.image_pixels
    try:
        with Image.open(original) as opened:
            if opened.width * opened.height > CONTENT.image_pixels:
                raise RefusedError(_("The photo has too many pixels."))  # noqa: TRY301  (see below)
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            done = []
            if kind in {"HEIC", "AVIF", "TIFF", "BMP"}:
                done.append(_("saved as JPEG"))
            if max(upright.size) > PICTURE_MOST:
                upright.thumbnail((PICTURE_MOST, PICTURE_MOST))
                done.append(_("made as large as a screen needs"))
            if not done and upright.size == opened.size and kind in {"JPEG", "PNG", "WebP", "GIF"}:
                turned = opened.getexif().get(0x0112, 1) != 1
                if not turned:
                    return Prepared(original, {"JPEG": ".jpg"}.get(kind, f".{kind.lower()}"))
                done.append(_("turned upright"))
            clear = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
            target = scratch / ("picture.png" if clear else "picture.jpg")
            if clear:
                upright.convert("RGBA").save(target, optimize=True)
            else:
                upright.convert("RGB").save(target, quality=88, progressive=False)
            return Prepared(target, target.suffix, ", ".join(done))
    except RefusedError:
        raise
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise RefusedError(_("The photo is spoilt or incomplete: send it once more.")) from error


def _drawing(original: Path) -> Prepared:
    if original.stat().st_size > CONTENT.svg_bytes or unsafe(original.read_bytes()):
        raise RefusedError(_("The drawing carries more than a drawing: save it as PNG."))
    return Prepared(original, ".svg")


def _pdf(original: Path) -> Prepared:
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(original)
        if reader.is_encrypted:
            raise RefusedError(_("The PDF asks for a password: save it without one."))
        pages = len(reader.pages)
    except (PyPdfError, OSError, ValueError, RecursionError) as error:
        raise RefusedError(_("The PDF is spoilt: save it once more.")) from error
    if not pages:
        raise RefusedError(_("The PDF has no page."))
    return Prepared(original, ".pdf", _("%(count)d pages") % {"count": pages})


def _text(original: Path, ending: str) -> Prepared:
    if original.stat().st_size > CONTENT.text_bytes:
        raise RefusedError(_("The text is too long."))
    try:
        words = original.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(_("The text is not Unicode (UTF-8): save it as UTF-8.")) from error
    if "\0" in words:
        raise RefusedError(_("This is no text."))
    return Prepared(original, ending)


def _office(original: Path, name: str, scratch: Path) -> Prepared:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise RefusedError(_("Save the document as PDF and send that."))
    source = scratch / f"document{Path(name).suffix.casefold()}"
    shutil.copyfile(original, source)
    command = [
        program, "--headless", "--norestore", f"-env:UserInstallation=file://{scratch}/profile",
        "--convert-to", "pdf", "--outdir", str(scratch), str(source),
    ]  # fmt: skip
    try:
        subprocess.run(command, check=True, timeout=180, capture_output=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise RefusedError(
            _("The document cannot be turned into pages: save it as PDF.")
        ) from error
    made = source.with_suffix(".pdf")
    if not made.exists():
        raise RefusedError(_("The document cannot be turned into pages: save it as PDF."))
    return _pdf(made)._replace(path=made)


# ---- video ----


class _Facts(NamedTuple):
    seconds: float
    fits: bool
    """Whether it is within the profile as it stands."""
    sound: bool


def _video(original: Path, scratch: Path, tell: Callable[[int], None]) -> Prepared:
    facts = _probe(original)
    if facts.fits:
        return Prepared(original, ".mp4")
    target = scratch / "video.mp4"
    scale = (
        f"scale='min({VIDEO_WIDTH},iw)':'min({VIDEO_HEIGHT},ih)':force_original_aspect_ratio=decrease:"
        f"force_divisible_by=2,fps='min({VIDEO_RATE},source_fps)',format=yuv420p"
    )
    command = [
        "ffmpeg", "-hide_banner", "-v", "error", "-nostdin", "-y", "-protocol_whitelist", "file",
        "-i", str(original), "-map", "0:v:0", "-map", "0:a:0?", "-vf", scale,
        "-c:v", "libx264", "-profile:v", "high", "-preset", "medium", "-crf", "21",
        "-af", "loudnorm=I=-23:TP=-2", "-c:a", "aac", "-b:a", "128k", "-ar", "48000",
        "-movflags", "+faststart", "-map_metadata", "-1", "-progress", "pipe:1", str(target),
    ]  # fmt: skip
    if not facts.sound:
        at = command.index("-af")
        del command[at : at + 2]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None  # noqa: S101
        for line in process.stdout:
            key, _sign, value = line.partition("=")
            if key == "out_time_us" and value.strip().isdigit() and facts.seconds:
                tell(min(99, round(int(value) / 10_000 / facts.seconds)))
        code = process.wait(TRANSCODE)
    if code or not target.exists() or not target.stat().st_size:
        raise RefusedError(_("The video is spoilt or incomplete: send it once more."))
    return Prepared(target, ".mp4", _("converted for the screens"))


def _probe(path: Path) -> _Facts:
    command = [
        "ffprobe", "-v", "error", "-protocol_whitelist", "file", "-of", "json",
        "-show_format", "-show_streams", str(path),
    ]  # fmt: skip
    try:
        said = subprocess.run(command, capture_output=True, timeout=60, check=True).stdout
        found: dict[str, Any] = json.loads(said)
        video = next(each for each in found["streams"] if each["codec_type"] == "video")
        width, height = int(video["width"]), int(video["height"])
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, StopIteration) as error:
        raise RefusedError(_("The video is spoilt or incomplete: send it once more.")) from error
    sound = next((each for each in found["streams"] if each["codec_type"] == "audio"), None)
    try:
        rate = float(Fraction(video.get("avg_frame_rate", "0/1")))
    except (ValueError, ZeroDivisionError):
        rate = 0.0
    turned = any("rotation" in each for each in video.get("side_data_list", ()))
    fits = (
        video.get("codec_name") == "h264"
        and video.get("pix_fmt") == "yuv420p"
        and "mp4" in found["format"].get("format_name", "")
        and found["format"].get("tags", {}).get("major_brand", "").strip() != "qt"
        and min(width, height) <= VIDEO_HEIGHT
        and max(width, height) <= VIDEO_WIDTH
        and 0 < rate <= VIDEO_RATE + 0.1
        and video.get("r_frame_rate") == video.get("avg_frame_rate")
        and not turned
        and sound is None
    )
    return _Facts(float(found["format"].get("duration", 0) or 0), fits, sound is not None)


# ---- into the folder ----


def place(made: Prepared, media: Path, folder: str, name: str) -> str:
    """Put it into `media/` under a free name, durably; give its path there.

    The same bytes under the same name are the same file.
    """
    target = media / folder if folder else media
    atomic.folder(target)
    stem = name.rpartition(".")[0] or name
    for number in range(1, 1000):
        free = f"{stem}{made.ending}" if number == 1 else f"{stem} ({number}){made.ending}"
        path = target / free
        if path.exists():
            if _same(path, made.path):
                return f"{folder}/{free}" if folder else free
            continue
        with made.path.open("rb") as source, atomic.writing(path) as file:
            shutil.copyfileobj(source, file, 1 << 20)
        return f"{folder}/{free}" if folder else free
    raise RefusedError(_("There are too many files of that name."))


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while block := first.read(1 << 20):
            if block != second.read(1 << 20):
                return False
    return True


def work(
    original: Path, name: str, folder: str, media: Path, tell: Callable[[int], None]
) -> tuple[str, str]:
    """Prepare an upload and put it into `media/`: its path there, and what was done to it."""
    with TemporaryDirectory(prefix="console-", dir=os.environ.get("TMPDIR")) as scratch:
        made = prepare(original, name, Path(scratch), tell)
        return place(made, media, folder, name), made.note
