"""The Vietnamese of every message: a gettext catalogue, kept as text and read when first needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polib

__all__ = ["PATH", "translate"]

PATH = Path(__file__).parent / "locale" / "vi.po"


@cache
def _entries() -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(PATH), encoding="utf-8")}


def translate(message: str) -> str:
    """Give `message` in Vietnamese; where the catalogue lacks it, as it is."""
    return _entries().get(message) or message
