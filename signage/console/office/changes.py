"""What a submission changes, in words a reviewer checks."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, NamedTuple

from signage.console.office import submissions

if TYPE_CHECKING:
    from pathlib import Path

    from signage.console.data import Data
    from signage.console.models import Submission

__all__ = ["Change", "between"]

_LINES = 400


class Change(NamedTuple):
    """A file that differs. Lines begin with `+`, `-` or a space."""

    name: str
    lines: tuple[str, ...]


def between(data: Data, before: Submission | None, after: Submission) -> list[Change]:
    """Every playlist's file that differs, line by line, and every other file by name."""
    old = _files(submissions.folder_of(data, before.pk)) if before else {}
    new = _files(submissions.folder_of(data, after.pk))
    found = []
    for name in sorted(old.keys() | new.keys()):
        one, other = old.get(name), new.get(name)
        if one and other and _same(one, other):
            continue
        if name.endswith((".yaml", ".csv", ".txt")):
            said = unified_diff(_lines(one), _lines(other), lineterm="", n=2)
            lines = tuple(each for each in said if not each.startswith(("---", "+++", "@@")))
        else:
            lines = (*(("-" + name,) if one else ()), *(("+" + name,) if other else ()))
        found.append(Change(name, lines[:_LINES]))
    return found


def _files(folder: Path) -> dict[str, Path]:
    return {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}


def _same(one: Path, other: Path) -> bool:
    first, second = one.stat(), other.stat()
    if (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino):
        return True
    return first.st_size == second.st_size and one.read_bytes() == other.read_bytes()


def _lines(path: Path | None) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines() if path else []
