"""A disk that fails at the nth durable step, and a store with something in it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pathlib
from typing import TYPE_CHECKING, Any

from signage.content.model import Content, Image, Playlist
from signage.release.manifest import Body, Manifest
from signage.store import Activation, Media, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Killed(BaseException):
    """The process ended here; nothing after it ran."""


@contextlib.contextmanager
def failing(step: int, failure: Callable[[], BaseException]) -> Iterator[list[str]]:
    """Raise `failure()` instead of the `step`-th durable operation, and of all that follow."""
    done: list[str] = []
    kept: dict[tuple[Any, str], Callable[..., Any]] = {
        (owner, name): getattr(owner, name)
        for owner, name in (
            (os, "fsync"), (os, "fchmod"),
            *((pathlib.Path, name) for name in ("replace", "unlink", "mkdir")),
        )
    }  # fmt: skip

    def wrapped(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            done.append(name)
            if len(done) >= step:
                raise failure()
            return real(*args, **kwargs)

        return call

    try:
        for (owner, name), real in kept.items():
            setattr(owner, name, wrapped(name, real))
        yield done
    finally:
        for (owner, name), real in kept.items():
            setattr(owner, name, real)


def source(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def flip(path: Path) -> None:
    """One bit in the middle, as a card loses it: size and times stay."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    before = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def activation(name: str, files: dict[str, Body], rendition: Body | None = None) -> Activation:
    """`rendition` is that of every file."""
    items = tuple(Image(path=path) for path in files)
    content = Content(playlists=(Playlist(id="p", name=name, items=items),))
    manifest = Manifest(created="2026-02-14T00:00:00+00:00", content=content, files=files)
    media = {
        body.sha256: Media(kind="image", width=1, height=1, rendition=rendition)
        for body in files.values()
    }
    return Activation(
        release=f"folder-{manifest.digest()[:12]}",
        source="/centre",
        signed=False,
        activated="2026-02-14T00:00:00+00:00",
        manifest=manifest,
        media=media,
    )


def whole(store: Store, active: Activation) -> bool:
    """Whether every body of it is there and is what it should be."""
    return all(
        hashlib.sha256(store.path(body.sha256).read_bytes()).hexdigest() == body.sha256
        for body in active.manifest.files.values()
    )
