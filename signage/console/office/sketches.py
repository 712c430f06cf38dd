"""Small pictures of the library's files: asked for by a page, made by the worker, kept by content.

A page never decodes anything: what is not there yet stands as a plain mark, and is there when the
page is looked at again.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from signage import atomic
from signage.console.making import HEAD, Job, NotTaken
from signage.console.models import Sketch
from signage.console.office import media, preparing
from signage.content.sniffing import form

if TYPE_CHECKING:
    from pathlib import Path

    from signage.console.data import Data

__all__ = ["PAGES", "find", "make", "pages", "sweep", "want"]

PAGES = 12
"""Of a document, at most."""
_TRIES = 2
_PATIENCE = 180.0
"""Seconds in which the pages of a document are drawn."""
_SIDE = (640, 640)
_MAKES = {"image", "video", "pdf"}


class Found(NamedTuple):
    """A small picture, or that there is none yet."""

    path: Path | None
    key: str


def find(data: Data, source: Path, page: int = 1) -> Found:
    """The small picture of a file as it is now."""
    status = source.stat()
    told = f"{status.st_ino}\0{status.st_size}\0{status.st_mtime_ns}"
    key = hashlib.sha256(told.encode()).hexdigest()
    path = _folder(data) / f"{key}-{page}.jpg"
    return Found(path if path.exists() else None, key)


def pages(data: Data, source: Path) -> int:
    """How many pages of it are drawn."""
    key = find(data, source).key
    return sum(1 for _ in _folder(data).glob(f"{key}-*.jpg"))


def sweep(data: Data) -> None:
    """Remove the small pictures of what is gone or was replaced."""
    keys = {
        find(data, real).key
        for file in media.walked(data)[0]
        if (real := media.real(data, file.path))
    }
    Sketch.objects.exclude(key__in=keys).delete()
    for path in _folder(data).glob("*.jpg"):
        if path.stem.rpartition("-")[0] not in keys:
            path.unlink(missing_ok=True)


def want(path: str, key: str) -> None:
    """Ask for it, once."""
    kind = media.kind_of(path)
    if kind in _MAKES and not path.casefold().endswith(".svg"):
        Sketch.objects.get_or_create(key=key, defaults={"path": path, "heavy": kind == "pdf"})


def make(data: Data, *, heavy: bool) -> bool:
    """Make one that was asked for; False where there is none."""
    row = Sketch.objects.filter(heavy=heavy, tries__lt=_TRIES).order_by("-id").first()
    if row is None:
        return False
    row.tries += 1
    row.save(update_fields=["tries"])
    source = media.real(data, row.path)
    if source is None or find(data, source).key != row.key:
        row.delete()
        return True
    try:
        with preparing.scratch(data.uploads) as scratch:
            if heavy:
                made = _drawn(source, scratch)
            else:
                preparing.ask(Job(do="small", source=source, name=row.path, scratch=scratch))
                made = [scratch / "1.jpg"]
            for number, path in enumerate(made, 1):
                _keep(path, _folder(data) / f"{row.key}-{number}.jpg")
    except NotTaken:
        row.tries = _TRIES
        row.save(update_fields=["tries"])
        return True
    row.delete()
    return True


def _folder(data: Data) -> Path:
    return data.pictures / "small"


def _keep(path: Path, target: Path) -> None:
    atomic.folder(target.parent)
    atomic.write(target, path.read_bytes())


def _drawn(source: Path, scratch: Path) -> list[Path]:
    """The first pages of a PDF, by the player's own `snapshot`.

    Raises:
        NotTaken: it draws none.
    """
    from PIL import Image  # noqa: PLC0415

    with source.open("rb") as file:
        if form(file.read(HEAD)) != "PDF":
            raise NotTaken("is-nothing")
    content, out = scratch / "content", scratch / "out"
    for folder in (content / "playlists", content / "media", out):
        folder.mkdir(parents=True)
    shutil.copyfile(source, content / "media" / "a.pdf")
    (content / "playlists" / "a.yaml").write_text(
        f"name: a\nitems: [{{pdf: a.pdf, pages: 1-{PAGES}}}]\n", encoding="utf-8"
    )
    command = [
        sys.executable, "-P", "-c", "from signage.cli import main; main()", "snapshot",
        str(content), "--out", str(out), "--size", "1280x1280",
    ]  # fmt: skip
    try:
        subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise NotTaken("costs-too-much") from None
    made = []
    for number, path in enumerate(sorted(out.glob("*.png")), 1):
        with Image.open(path) as picture:
            picture.thumbnail(_SIDE)
            made.append(scratch / f"{number}.jpg")
            picture.convert("RGB").save(made[-1], quality=80)
    if not made:
        raise NotTaken("pdf-spoilt")
    return made
