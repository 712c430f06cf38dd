"""Pictures kept to compare with: a sheet for every theme and shape of screen, in `reference/`.

They hold for the fonts and the Qt they were made with, which `about.json` names; with others there
is nothing to compare. `SIGNAGE_REFERENCES=write pytest tests/player/test_matrix.py -k References`
makes them anew: look at them before they are committed.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from PySide6.QtCore import qVersion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.player._matrix import Picture

__all__ = ["FOLDER", "WRITES", "here", "kept", "other_machine", "small", "telling", "write"]

FOLDER = Path(__file__).with_name("reference")
WRITES = os.environ.get("SIGNAGE_REFERENCES") == "write"
_FAMILIES = ("Noto Sans", "Noto Sans CJK SC", "Noto Sans Symbols 2")
_ABOUT = FOLDER / "about.json"
_COLUMNS = 6
_QUALITY = 65
_ALIKE = ("khai-sinh", "truc-tuyen")


def small(image: Image.Image) -> Image.Image:
    """As large as it is kept: half of what is drawn."""
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX)


def telling(drawn: Mapping[str, Picture]) -> dict[str, Picture]:
    """Those that are kept: of like pictures and further pages, one."""
    return {
        name: picture
        for name, picture in drawn.items()
        if not any(part in name for part in _ALIKE)
        and ("-page-" not in name or name.endswith("-page-1"))
    }


def here() -> dict[str, str]:
    """What the letters' shapes depend on: Qt, and the version of each font."""
    versions = {
        family: subprocess.run(
            ["fc-match", "-f", "%{family[0]} %{fontversion}", family],
            capture_output=True, text=True, check=True, timeout=20,
        ).stdout
        for family in _FAMILIES
    }  # fmt: skip
    return {"Qt": qVersion(), **versions}


def other_machine() -> str:
    """Why there is nothing to compare with here; empty: there is."""
    made = _about().get("made with", {})
    differ = [f"{name} {said}" for name, said in here().items() if made.get(name) != said]
    return f"the references were made with another {', '.join(differ)}" if differ else ""


def kept(sheet: str) -> dict[str, Image.Image]:
    """The pictures of a sheet by name; empty where there is no such sheet."""
    about = _about().get("sheets", {}).get(sheet)
    if about is None:
        return {}
    wide, tall = about["size"]
    with Image.open(FOLDER / f"{sheet}.webp") as file:
        whole = file.convert("RGB")
    places = ((index % _COLUMNS * wide, index // _COLUMNS * tall) for index in range(10**6))
    return {
        name: whole.crop((x, y, x + wide, y + tall))
        for name, (x, y) in zip(about["names"], places, strict=False)
    }


def write(sheet: str, pictures: Mapping[str, Picture]) -> None:
    """Keep these as they are now."""
    thumbs = [small(picture.image) for picture in pictures.values()]
    wide, tall = thumbs[0].size
    rows = -(-len(thumbs) // _COLUMNS)
    whole = Image.new("RGB", (wide * min(len(thumbs), _COLUMNS), tall * rows), "white")
    for index, thumb in enumerate(thumbs):
        whole.paste(thumb, (index % _COLUMNS * wide, index // _COLUMNS * tall))
    FOLDER.mkdir(exist_ok=True)
    whole.save(FOLDER / f"{sheet}.webp", quality=_QUALITY, method=6)
    about = _about()
    about["made with"] = here()
    about.setdefault("sheets", {})[sheet] = {"size": [wide, tall], "names": list(pictures)}
    _ABOUT.write_text(json.dumps(about, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def _about() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_ABOUT.read_text()) if _ABOUT.exists() else {}
    return found
