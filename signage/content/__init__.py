"""What may be shown: the playlist model, the YAML loader, faults with file and line.

`model` and `fault` cost nothing to import; `loader`, `messages`, `sniffing` and `strict` bring the
parser and the catalogue with them, so the player, which must start at once, keeps to the first two.
"""

from __future__ import annotations

__all__ = ["fault", "loader", "messages", "model", "naming", "sniffing", "strict"]
