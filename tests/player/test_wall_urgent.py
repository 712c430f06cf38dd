"""What cuts in, on a virtual display: the centre's emergency, a cut on the spot, a lost body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signage.content.model import Content, Playlist, Rule, TextLine
from signage.content.model import Image as Picture
from signage.release.manifest import Manifest
from signage.store import Activation, Media, Store
from tests._waiting import until
from tests.player._wall import Show, Wall, picture, signage, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = "2026-02-14T07:30:00+07:00"
UNTIL = Rule(until="2099-01-01")


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    with Wall(640, 360) as made:
        yield made


class Kiosk:
    """A store, filled as the agent fills it."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "kho #1 50%")
        self._folder = folder
        self._count = 0

    def playlist(self, name: str, colour: str, headline: str = "", **rest: object) -> Playlist:
        picture(self._folder / f"{colour}.png", colour)
        line = TextLine(text={"vi": headline or name})
        item = Picture(path=f"{colour}.png", fit="stretch", duration=3600)
        return Playlist(id=name, layout="banner", items=(item,), ticker=(line,), **rest)  # type: ignore[arg-type]

    def activation(self, *playlists: Playlist) -> Activation:
        self._count += 1
        names = [item.path for each in playlists for item in each.items if hasattr(item, "path")]
        files = {name: self.store.take(self._folder / name) for name in names}
        return Activation(
            release=f"test-{self._count}", source="test", signed=False, activated=NOW,
            manifest=Manifest(created=NOW, files=files, content=Content(playlists=playlists)),
            media={body.sha256: Media(kind="image") for body in files.values()},
        )  # fmt: skip

    def lobby(self) -> None:
        shelter = self.playlist("so-tan", "yellow", priority="emergency", standby=True)
        with self.store.lock():
            self.store.activate(self.activation(self.playlist("sanh", "green"), shelter))

    def alarm(self, *playlists: Playlist) -> None:
        with self.store.lock():
            self.store.alarm(self.activation(*playlists) if playlists else None)

    def plays(self, wall: Wall) -> Show:
        words = ("-m", "signage.player", "--state", self.store.state, "--size", "640x360")
        return Show(wall, *words)


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    made = Kiosk(tmp_path)
    made.lobby()
    return made


def strip(wall: Wall) -> str:
    """The colour at the left end of the ticker: `emblem` stands for its ground."""
    return wall.spot(0.005, 0.97)


def test_the_centres_emergency_comes_and_goes(wall: Wall, kiosk: Kiosk) -> None:
    with kiosk.plays(wall) as show:
        show.shows("green")
        kiosk.alarm(kiosk.playlist("lu", "blue", "Lũ về", priority="emergency", when=(UNTIL,)))
        show.shows("blue")
        told = status(kiosk.store.state)
        assert told["playing"]["playlist"] == "lu"
        assert told["ticker"] == ["Lũ về"]
        kiosk.alarm()
        show.shows("green")
        until(lambda: status(kiosk.store.state)["ticker"] == ["sanh"])
    assert "rror" not in show.errors


def test_the_centres_cut_is_an_emergency_without_items(wall: Wall, kiosk: Kiosk) -> None:
    with kiosk.plays(wall) as show:
        show.shows("green")
        kiosk.alarm(Playlist(id="dung", priority="emergency", when=(UNTIL,)))
        show.shows("emblem")
        assert status(kiosk.store.state)["ticker"] == []
        kiosk.alarm()
        show.shows("green")


def test_cut_and_resume_on_the_spot(wall: Wall, kiosk: Kiosk) -> None:
    state = kiosk.store.state
    with kiosk.plays(wall) as show:
        show.shows("green")
        assert signage("cut", "--state", state).returncode == 0
        show.shows("emblem")
        assert status(state)["playing"] is None
        assert status(state)["ticker"] == []
        assert set(show.watched(0.5)) == {"emblem"}
        assert signage("resume", "--state", state).returncode == 0
        show.shows("green")
        assert signage("cut", "--show", "so-tan", "--state", state).returncode == 0
        show.shows("yellow")
        assert status(state)["ticker"] == ["so-tan"]
        signage("resume", "--state", state)
        show.shows("green")


def test_a_cut_outlasts_a_restart_and_nothing_is_seen_before_it(wall: Wall, kiosk: Kiosk) -> None:
    kiosk.store.set_cut(None, NOW)
    with kiosk.plays(wall) as show:
        show.shows("emblem")
        assert set(show.watched(1.5)) == {"emblem"}


def test_from_one_to_the_other_there_is_nothing_else(wall: Wall, kiosk: Kiosk) -> None:
    """Armed and released over and over: no emblem, no black, whatever was half done."""
    with kiosk.plays(wall) as show:
        show.shows("green")
        seen: set[str] = set()
        for _ in range(3):
            kiosk.store.set_cut("so-tan", NOW)
            seen |= set(show.watched(0.4))
            kiosk.store.resume()
            seen |= set(show.watched(0.4))
        show.shows("green")
    assert seen == {"green", "yellow"}


def test_a_cut_while_an_item_fades_in_leaves_nothing_of_it(wall: Wall, kiosk: Kiosk) -> None:
    with kiosk.plays(wall) as show:
        show.shows("green")
        for _ in range(2):
            kiosk.store.set_cut(None, NOW)
            show.shows("emblem")
            assert set(show.watched(0.7)) == {"emblem"}
            kiosk.store.resume()
            until(lambda: wall.spot() != "emblem")  # it fades in


def test_a_body_that_the_store_lost_and_has_again(wall: Wall, kiosk: Kiosk) -> None:
    both = kiosk.playlist("sanh", "green"), kiosk.playlist("them", "blue")
    activation = kiosk.activation(*both)
    with kiosk.store.lock():
        kiosk.store.activate(activation)
    lost = kiosk.store.path(activation.manifest.files["green.png"].sha256)
    content = lost.read_bytes()
    lost.unlink()
    with kiosk.plays(wall) as show:
        show.shows("blue")
        assert any("green.png" in fault for fault in status(kiosk.store.state)["faults"])
        lost.write_bytes(content)
        with kiosk.store.lock():
            kiosk.store.activate(activation)  # the agent fetched it and says so
        until(lambda: not status(kiosk.store.state)["faults"])
