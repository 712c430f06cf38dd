"""Moving, renaming and deleting what lies in the library, without breaking who uses it.

A file that is used takes its users along: every YAML file that names it is edited in place
(comments and order stay) before the file moves, and all of it is undone when afterwards anything
is missing that was not missing before.
"""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from signage import atomic
from signage.console.office import media
from signage.console.office.uploads import clean_folder, clean_name
from signage.console.office.usage import Uses

if TYPE_CHECKING:
    from pathlib import Path

    from signage.console.data import Data
    from signage.console.office.usage import Use

__all__ = ["HeldError", "Moved", "delete", "make_folder", "make_text", "move", "remove_folder"]

_KEYS = frozenset(
    {"image", "video", "pdf", "board", "subtitles", "file", "emblem", "logo", "weather", "picture"}
)
"""Keys of YAML whose value is a path under `media/`."""


_HEADINGS = {
    ".txt": "",
    ".csv": "Mã,Tên thủ tục,Thời hạn,Lệ phí,Quầy,Liên kết\n",
}
"""How a new text begins."""


class HeldError(Exception):
    """It cannot be done, since something needs the file; the message says what."""


class Moved(NamedTuple):
    """What a move changed."""

    path: str
    playlists: tuple[str, ...]
    """Names of the YAML files that were changed along."""


def delete(data: Data, path: str) -> None:
    """Delete a file that nothing uses. The original that was uploaded stays.

    Raises:
        KeyError: there is no such file.
        HeldError: something uses it.
    """
    real = media.real(data, path)
    if real is None:
        raise KeyError(path)
    _unused(Uses(data).of(path))
    atomic.remove(real)


def _unused(uses: list[Use]) -> None:
    if uses:
        names = ", ".join(f"“{each.name}”" for each in uses)
        raise HeldError(_("It is used in %(names)s: take it out there first.") % {"names": names})


def move(data: Data, path: str, folder: str, name: str) -> Moved:
    """Move a file, or give it another name; its ending stays. Who uses it follows.

    Raises:
        KeyError: there is no such file.
        UnfitError: the new name or folder cannot be used.
        HeldError: there is one of that name, or a user cannot be changed.
        OSError: the disk is full.
    """
    real = media.real(data, path)
    if real is None:
        raise KeyError(path)
    ending = real.suffix
    called = clean_name(name)
    stem = called[: -len(ending)] if called.casefold().endswith(ending.casefold()) else called
    called, where = clean_name(f"{stem}{ending}"), clean_folder(folder)
    target = f"{where}/{called}" if where else called
    if target == path:
        return Moved(path, ())
    place = data.media / target
    if media.real(data, target) is not None:
        raise HeldError(_("There is a file of that name already."))
    known = Uses(data)
    uses = known.of(path)
    if any(use.kind == "" for use in uses):
        raise HeldError(
            _("%(file)s names it in a place that cannot be changed from here: change it there.")
            % {"file": next(f"{use.playlist}.yaml" for use in uses if use.kind == "")}
        )
    atomic.folder(place.parent)
    changed = _follow(data, {use.playlist for use in uses}, path, target)
    before = {file: file.read_bytes() for file in changed}
    for file, content in changed.items():
        atomic.write(file, content)
    real.rename(place)
    after = Uses(data)
    lost = {use.playlist for use in uses} - {use.playlist for use in after.of(target)}
    if lost or path in after or set(known) - {path} - set(after):
        place.rename(real)
        for file, content in before.items():
            atomic.write(file, content)
        raise HeldError(
            _(
                "It is shown together with its folder, or with a file beside it, so it has to stay "
                "where it is. Nothing was changed."
            )
        )
    atomic.sync_folder(place.parent)
    atomic.sync_folder(real.parent)
    return Moved(target, tuple(sorted(file.name for file in changed)))


def _follow(data: Data, users: set[str], old: str, new: str) -> dict[Path, bytes]:
    """The YAML files of those users as they are to be."""
    changed = {}
    for file in data.playlists.glob("*.yaml"):
        if unicodedata.normalize("NFC", file.stem) not in users:
            continue
        yaml = YAML(typ="rt")
        yaml.version = (1, 2)
        yaml.preserve_quotes = True
        yaml.width = 100
        yaml.indent(mapping=2, sequence=4, offset=2)
        try:
            tree = yaml.load(file.read_bytes().decode("utf-8-sig"))
        except (UnicodeDecodeError, YAMLError, ValueError, RecursionError):
            raise HeldError(
                _("%(file)s names it in a place that cannot be changed from here: change it there.")
                % {"file": file.name}
            ) from None
        if _replaced(tree, old, new):
            out = io.BytesIO()
            yaml.version = None
            yaml.dump(tree, out)
            changed[file] = out.getvalue()
    return changed


def _replaced(node: Any, old: str, new: str) -> bool:
    """Replace the path wherever a key says that it is one."""
    done = False
    if isinstance(node, dict):
        for key, value in node.items():
            if (
                key in _KEYS
                and isinstance(value, str)
                and unicodedata.normalize("NFC", value) == old
            ):
                node[key] = type(value)(new)
                done = True
            else:
                done = _replaced(value, old, new) or done
    elif isinstance(node, list):
        for each in node:
            done = _replaced(each, old, new) or done
    return done


def make_folder(data: Data, within: str, name: str) -> str:
    """Make a folder; its path.

    Raises:
        UnfitError: the name cannot be used.
        OSError: the disk is full.
    """
    path = clean_folder(f"{within}/{clean_name(name)}" if within else clean_name(name))
    atomic.folder(data.media / path)
    return path


def make_text(data: Data, within: str, name: str, ending: str) -> str:
    """Make an empty text, or a board that has its heading and a first row; its path.

    Raises:
        UnfitError: the name cannot be used.
        OSError: the disk is full.
    """
    called = clean_name(name)
    stem = called[: -len(ending)] if called.casefold().endswith(ending) else called
    folder = clean_folder(within)
    path = f"{folder}/{stem}{ending}" if folder else f"{stem}{ending}"
    if media.real(data, path) is None:
        atomic.folder((data.media / path).parent)
        atomic.write(data.media / path, _HEADINGS[ending].encode())
    return path


def remove_folder(data: Data, path: str) -> None:
    """Remove a folder that is empty.

    Raises:
        UnfitError: that is no folder.
        HeldError: something lies in it.
    """
    folder = data.media / clean_folder(path)
    if folder == data.media or not folder.is_dir():
        return
    try:
        folder.rmdir()
    except OSError:
        raise HeldError(_("The folder is not empty.")) from None
    atomic.sync_folder(folder.parent)
