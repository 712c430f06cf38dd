"""Whether the device stopped with an agent at work: then what the disk gives back is checked.

The mark names the boot in which it was made. An agent that was merely killed loses nothing, since
the kernel still has its writes; one whose mark is of another boot was there when the power went.
Two small writes in the life of an agent, none in between.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from signage import atomic
from signage.health import boot_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Marker"]


class Marker:
    """The file `running` of a state folder."""

    def __init__(self, path: Path, boot: Callable[[], str] = boot_id) -> None:
        self._path = path
        self._boot = boot

    @property
    def unclean(self) -> bool:
        """Whether an agent was at work when the device stopped, and nobody checked since."""
        try:
            return self._path.read_bytes().decode("ascii", "replace") != self._boot()
        except FileNotFoundError:
            return False
        except OSError:
            return True

    def arrive(self) -> None:
        """An agent begins. The mark of an unclean stop stays until `checked`."""
        if not self.unclean:
            self._write()

    def checked(self) -> None:
        """Everything was hashed again since that stop."""
        if self._path.exists():
            self._write()

    def leave(self) -> None:
        """The agent ends in order."""
        if not self.unclean:
            with contextlib.suppress(OSError):
                atomic.remove(self._path)

    def _write(self) -> None:
        """A disk that is full must not turn the agent away that is to make room."""
        with contextlib.suppress(OSError):
            atomic.write(self._path, self._boot().encode())
