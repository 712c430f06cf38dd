"""Where things lie in the folder of `signage console --data DIR`."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from signage import atomic
from signage.errors import UsageError

__all__ = ["ENVIRONMENT", "Data", "here"]

ENVIRONMENT = "SIGNAGE_CONSOLE_DATA"
"""Django reads its settings from a module, so the folder's name comes to it this way."""


class Data:
    """The folders of one centre. `prepare` makes them; the properties only name them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def content(self) -> Path:
        """The central folder: `playlists/` and `media/`."""
        return self.path / "content"

    @property
    def media(self) -> Path:
        """What playlists name."""
        return self.content / "media"

    @property
    def playlists(self) -> Path:
        """The playlists."""
        return self.content / "playlists"

    @property
    def originals(self) -> Path:
        """Uploads as they came, by SHA-256."""
        return self.path / "originals"

    @property
    def uploads(self) -> Path:
        """Uploads on their way."""
        return self.path / "uploads"

    @property
    def submissions(self) -> Path:
        """What was submitted, frozen, by number."""
        return self.path / "submissions"

    @property
    def emergencies(self) -> Path:
        """What duty officers wrote, by number."""
        return self.path / "emergencies"

    @property
    def pictures(self) -> Path:
        """Pictures of what the lobby would see."""
        return self.path / "pictures"

    @property
    def release(self) -> Path:
        """The signed tree, which anybody may read."""
        return self.path / "release"

    @property
    def keys(self) -> Path:
        """Reviewers', duty officers' and the online key; never the root key."""
        return self.path / "keys"

    @property
    def database(self) -> Path:
        """SQLite, where no `DATABASE_URL` is given."""
        return self.path / "database" / "console.sqlite3"

    def prepare(self) -> None:
        """Make what is missing, the private parts closed to others.

        Raises:
            UsageError: the folder cannot be written.
        """
        try:
            for folder in (self.playlists, self.media, self.release):
                atomic.folder(folder)
            for folder in (
                self.originals,
                self.uploads,
                self.submissions,
                self.emergencies,
                self.pictures,
                self.keys,
                self.database.parent,
            ):
                atomic.folder(folder)
                folder.chmod(0o700)
        except OSError as error:
            raise UsageError(
                f"{self.path}: {error.strerror}: choose a folder you may write"
            ) from error

    def sweep(self, age: float) -> None:
        """Remove what a write left that was killed in its midst, so many seconds ago or more."""
        before = time.time() - age
        for top in (self.content, self.originals, self.emergencies, self.path):
            for root, folders, names in os.walk(top):
                if top == self.path:
                    folders.clear()
                for path in (Path(root) / name for name in names):
                    with suppress(OSError):
                        if atomic.is_scratch(path) and path.stat().st_mtime <= before:
                            path.unlink()

    def secret(self) -> str:
        """Give the key that signs sessions and links, made at the first start."""
        path = self.path / "secret"
        try:
            return path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            made = secrets.token_urlsafe(50)
            atomic.write(path, made.encode("ascii"), mode=0o600)
            return made


def here() -> Data:
    """Give the folder that this process works in.

    Raises:
        UsageError: nobody said which.
    """
    path = os.environ.get(ENVIRONMENT)
    if not path:
        raise UsageError(f"${ENVIRONMENT} is not set: start with `signage console --data DIR`")
    return Data(Path(path))
