"""The examples of the guides: what an officer is told to write, taken out of the text itself.

A fenced block whose first line names a file (```` ```yaml playlists/thong-bao.yaml ````) is that
file. So the pictures that `draw.py` makes, and what the tests load, are of the words as printed.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import yaml

__all__ = ["GUIDES", "ROOT", "Block", "blocks", "folder"]

ROOT = Path(__file__).resolve().parents[2]
GUIDES = (ROOT / "deploy/HUONG-DAN-CAN-BO.md", ROOT / "deploy/HUONG-DAN-KY-THUAT.md")
URGENT = "khan-cap"
"""The folder beside `playlists/` in which an emergency is prepared."""


class Block(NamedTuple):
    """A fenced block of a guide."""

    guide: str
    line: int
    language: str
    name: str
    """What stands after the language: the file that it is, or a word for the tests."""
    text: str

    def __str__(self) -> str:
        return f"{self.guide}:{self.line}"


def blocks(*languages: str) -> list[Block]:
    """All blocks of the guides in one of `languages`, or all, without the indent of a list."""
    found = []
    for path in GUIDES:
        words = path.read_text(encoding="utf-8")
        for match in re.finditer(r"^( *)```(\w+) ?(.*)\n((?:.*\n)*?) *```$", words, re.MULTILINE):
            line = words[: match.start()].count("\n") + 1
            text = re.sub(rf"^{match[1]}", "", match[4], flags=re.MULTILINE)
            found.append(Block(path.name, line, match[2], match[3].strip(), text))
    return [each for each in found if not languages or each.language in languages]


def folder(place: Path) -> Path:
    """Make a central folder at `place`: the sample content, and every file of the guides in it.

    What a guide says of `screens.yaml` and `calendar.yaml` is left out: it names its own playlists.
    An emergency, prepared in a folder of its own, is put among the others.
    """
    for name in ("media", "playlists"):
        shutil.copytree(ROOT / name, place / name)
    mine = [each for each in blocks() if "/" in each.name and _counts(each.name)]
    for each in mine:
        path = place / each.name.removeprefix(f"{URGENT}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each.text, encoding="utf-8")
    screens = place / "playlists/screens.yaml"
    known = yaml.safe_load(screens.read_text(encoding="utf-8"))
    known.pop("groups", None)
    del known["screens"]
    own = sorted(Path(each.name).stem for each in mine if each.language == "yaml")
    names = ", ".join(("sanh-chinh", "que-huong", *own))
    screens.write_text(
        f"{yaml.safe_dump(known, allow_unicode=True) if known else ''}screens:\n"
        f"  sanh-chinh: {{name: Sảnh chính, playlists: [{names}], lunar: true}}\n"
        "  man-hinh-dung: {name: Sảnh chính, playlists: [thong-bao], rotate: 90}\n",
        encoding="utf-8",
    )
    return place


def _counts(name: str) -> bool:
    return not name.endswith(("screens.yaml", "calendar.yaml", "blocklist.yaml", "dung-phat.yaml"))
