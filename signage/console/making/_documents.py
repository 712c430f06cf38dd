"""PDF as it is; documents of Word and PowerPoint as PDF, where LibreOffice is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from signage.config import INTAKE
from signage.console.making import _bounds
from signage.console.making._job import Made, NotTaken, Said
from signage.console.making._programs import run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["office", "pdf"]

UNPACKED_MOST = 400_000_000
"""Bytes of a document once it is unpacked."""
PARTS_MOST = 5_000
"""Files within a document."""
PART_READ = 20_000_000
"""Bytes of one part that is searched for the names of fonts."""
_WAIT = 180.0
_FONT = re.compile(rb'(?:w:ascii|w:hAnsi|typeface|style:font-name|svg:font-family)="([^"+]{2,60})"')
_WORDS = re.compile(
    r"(word/(document|styles|header\d*|footer\d*)|ppt/slides/slide\d+)\.xml|content\.xml"
)
_OLD = re.compile(r"^\.?V[nN][A-Z]?[a-z]|^VNI[- ]", re.ASCII)


def pdf(source: Path) -> Made:
    """Take a PDF that has pages and asks for no password.

    Raises:
        NotTaken: it is spoilt, locked, or endless.
    """
    try:
        reader = PdfReader(source)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotTaken("pdf-locked")
        pages = len(reader.pages)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError,
            NotImplementedError, expat.ExpatError) as error:  # fmt: skip
        raise NotTaken("pdf-spoilt") from error
    if not pages:
        raise NotTaken("pdf-empty")
    if pages > INTAKE.pdf_pages:
        raise NotTaken("pdf-long", most=INTAKE.pdf_pages)
    return Made(path=source, ending=".pdf", said=(Said("pdf-pages", {"count": pages}),))


def office(source: Path, ending: str, scratch: Path) -> Made:
    """Turn a document into pages.

    Raises:
        NotTaken: there is no LibreOffice here, or it cannot read the document.
    """
    fonts = _judged(source)
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise NotTaken("office-none")
    document = scratch / f"document{ending}"
    shutil.copyfile(source, document)
    command = [
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault",
        f"-env:UserInstallation={(scratch / 'profile').as_uri()}", "--convert-to", "pdf",
        "--outdir", str(scratch), str(document),
    ]  # fmt: skip
    run(command, _bounds.DOCUMENT, _WAIT)
    made = document.with_suffix(".pdf")
    if not made.exists():
        raise NotTaken("office-spoilt")
    done = pdf(made)
    said = [*done.said, Said("office-converted")]
    missing = sorted(fonts - _installed(), key=str.casefold)
    if old := [font for font in missing if _OLD.match(font)]:
        said.append(Said("fonts-old", {"fonts": ", ".join(old[:5])}))
    elif missing:
        said.append(Said("fonts-missing", {"fonts": ", ".join(missing[:5])}))
    return Made(path=made, ending=".pdf", said=tuple(said))


def _judged(source: Path) -> set[str]:
    """Names of the fonts in a document; its size unpacked is judged before anything is.

    Raises:
        NotTaken: it is spoilt, or a bomb.
    """
    if not zipfile.is_zipfile(source):  # the older forms
        return set()
    try:
        with zipfile.ZipFile(source) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS_MOST or sum(part.file_size for part in parts) > UNPACKED_MOST:
                raise NotTaken("costs-too-much")
            found: set[str] = set()
            for part in parts:
                if _WORDS.fullmatch(part.filename):
                    with packed.open(part) as file:
                        found |= {
                            name.decode("utf-8", "replace")
                            for name in _FONT.findall(file.read(PART_READ))
                        }
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise NotTaken("office-spoilt") from error
    return {name for name in found if name.strip()}


def _installed() -> set[str]:
    """Families of this machine's fonts, and the names by which they are asked for."""
    try:
        said = subprocess.run(
            ["fc-list", "--format=%{family}\n"], capture_output=True, timeout=20, check=True
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.SubprocessError):
        return set()
    return {name.strip() for line in said.splitlines() for name in line.split(",")}
