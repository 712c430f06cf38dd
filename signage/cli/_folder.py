"""The folder or playlist file that a command names, read: one answer for every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.content.loader import Loaded, load_folder, load_playlist_file
from signage.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_source"]


def read_source(path: Path) -> Loaded:
    """Read a central folder, or one playlist file.

    Raises:
        UsageError: there is nothing of that name.
        SourceError: it cannot be read.
    """
    if path.is_file():
        return load_playlist_file(path)
    if path.is_dir():
        return load_folder(path)
    raise UsageError(f"{path}: no such folder: name a central folder, or a playlist file")
