"""Files that are no good, perhaps since they are half a copy: for a while nobody believes that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.sync._plan import named

if TYPE_CHECKING:
    from collections.abc import Collection

    from signage.content.fault import Fault
    from signage.content.loader import Loaded
    from signage.content.model import Content

__all__ = ["MEDIA", "Doubts", "losing"]

MEDIA = "media/"
_PLAYLISTS = "playlists/"
_OF_FILES = ("media-", "text-", "svg-", "not-a-text", "not-subtitles", "board-form")
"""How the faults are called that a half-copied file could have."""


class Doubts:
    """What the reading of a folder finds wrong with files. Times are seconds that never go back."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._until: dict[tuple[str, str], float] = {}
        """File that tells the fault and the fault, to the moment from which it is believed."""
        self._watched: Collection[str] = ()

    def judge(self, loaded: Loaded, now: float, *, believing: bool) -> set[str]:
        """Give the files whose faults are not believed yet, as faults name them.

        `believing`: at once, since there is nothing that could be shown instead.
        """
        judged = {(each.file, each.message) for each in loaded.faults if _of_a_copy(each, loaded)}
        patience = 0.0 if believing else self._patience
        self._until = {key: self._until.get(key, now + patience) for key in judged}
        self._watched = loaded.files
        return {file for (file, _), until in self._until.items() if until > now and not believing}

    @property
    def moments(self) -> Collection[float]:
        """When faults are believed."""
        return self._until.values()

    @property
    def unseen(self) -> bool:
        """Whether there is one in a file that nobody watches: then it is to be looked for."""
        return any(
            not file.startswith(MEDIA) or file.removeprefix(MEDIA) not in self._watched
            for file, _ in self._until
        )


def losing(files: Collection[str], last: Content | None) -> set[str]:
    """Give the playlists that these files tell faults of, or that show them. Pure."""
    own = {
        each.removeprefix(_PLAYLISTS).removesuffix(".yaml")
        for each in files
        if each.startswith(_PLAYLISTS)
    }
    shown = last.playlists if last else ()
    return own | {each.id for each in shown if any(MEDIA + path in files for path in named(each))}


def _of_a_copy(fault: Fault, loaded: Loaded) -> bool:
    if fault.code.startswith(_OF_FILES):
        return fault.code != "media-missing"
    path = fault.file.removeprefix(MEDIA)  # a board: it lost rows, or all of itself
    return path != fault.file and (fault.severity == "error" or path not in loaded.files)
