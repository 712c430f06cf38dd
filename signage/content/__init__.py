"""What may be shown: the playlist model, the YAML loader, faults with file and line.

`model`, `fault` and `colours` cost nothing to import, and `codes` nothing before a code is made;
the others bring the parser and the catalogue with them, so the player, which must start at once,
keeps to the first three.
"""

from __future__ import annotations

__all__ = [
    "board", "codes", "colours", "fault", "folding", "fonts", "glyphs", "loader", "messages",
    "model", "naming", "places", "review", "sniffing", "strict", "tree",
]  # fmt: skip
