"""A folder on a real disk, a clock that stands still, and an examiner that believes anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from signage.config import StoreLimits
from signage.store import Media, Store
from signage.sync._agent import Agent
from signage.sync._intake import Rendered, Verdict
from signage.sync._source import FolderSource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signage.sync._intake._verdict import Kind

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
BAD = PNG + b"BAD"


@dataclass
class FakeClock:
    seconds: float = 1000.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime(2026, 2, 14, tzinfo=UTC) + timedelta(seconds=self.seconds)


@dataclass
class FakeExaminer:
    """Refuses what contains BAD; tells how often it was asked."""

    asked: list[str] = field(default_factory=list)
    act: Callable[[], None] = lambda: None
    size: tuple[int, int] = (1, 1)
    """Pixels that every picture has."""
    rendition: Rendered = field(default_factory=lambda: Rendered(content=b"a smaller one"))
    """What comes of scaling any picture."""
    scaled: int = 0

    def examine(self, path: Path, kind: Kind, _stop: Callable[[], bool]) -> Verdict:
        self.asked.append(kind)
        self.act()
        if b"BAD" in path.read_bytes():
            return Verdict(reason="is damaged; copy it again")
        return Verdict(media=Media(kind=kind, width=self.size[0], height=self.size[1]))

    def render(self, _path: Path, _stop: Callable[[], bool]) -> Rendered:
        self.scaled += 1
        self.act()
        return self.rendition


class Centre:
    """A central folder, an agent on it, and time in the test's hands."""

    def __init__(self, root: Path) -> None:
        self.root = root / "centre"
        (self.root / "playlists").mkdir(parents=True)
        (self.root / "media").mkdir()
        self.clock = FakeClock()
        self.examiner = FakeExaminer()
        self.store = Store(root / "state", limits=StoreLimits(keep_free=0))
        with self.store.lock():
            pass
        self.restart()

    def restart(self) -> None:
        self.source = FolderSource(self.root)
        self.agent = Agent(self.store, self.source, self.examiner, self.clock)

    def media(self, path: str, content: bytes = PNG) -> Path:
        file = self.root / "media" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file

    def playlist(self, name: str, *images: str, title: str = "") -> None:
        lines = [f"name: {title or name}", "items:", *(f"  - image: {each}" for each in images)]
        if not images:
            lines[1:] = ["items: [{slide: {title: a}}]"]
        (self.root / "playlists" / f"{name}.yaml").write_text("\n".join(lines) + "\n")

    def step(self, seconds: float = 0.0) -> float:
        self.clock.seconds += seconds
        return self.agent.step()

    def run(self, seconds: float = 3.0) -> None:
        """Let the time pass, in steps shorter than any patience."""
        for _ in range(int(seconds / 0.25)):
            self.step(0.25)

    def shown(self) -> dict[str, tuple[str, ...]]:
        """Playlist to the items whose files are there."""
        active = self.store.active()
        if active is None:
            return {}
        return {
            each.id: tuple(
                item.path
                for item in each.items
                if hasattr(item, "path") and item.path in active.manifest.files
            )
            for each in active.manifest.content.playlists
        }

    def body(self, path: str) -> bytes:
        active = self.store.active()
        assert active is not None
        return self.store.path(active.manifest.files[path].sha256).read_bytes()

    @property
    def state(self) -> str:
        assert self.agent.status is not None
        return self.agent.status.sync.state

    @property
    def error(self) -> str:
        assert self.agent.status is not None
        return self.agent.status.sync.error or ""
