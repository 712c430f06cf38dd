"""The real player on a virtual display, judged by the pixels on it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from signage.store import Store
from tests._waiting import until
from tests.player._wall import ROOT, SIGNAGE, Centre, Show, Wall, fill, signage, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WINDOW = ("--size", "640x360")
TWO = """
defaults: {duration: 1s, transition: cut}
items: [{image: a.png}, {image: b.png}]
"""


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    with Wall(640, 360) as made:
        yield made


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path / "trung tâm")
    made.picture("a.png", "green")
    made.picture("b.png", "blue")
    made.playlist(TWO)
    return made


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "kho #1 50%"


def play(wall: Wall, centre: Centre, state: Path, *words: str) -> Show:
    return Show(wall, *SIGNAGE, "play", centre.root, "--state", state, *words)


def player(wall: Wall, state: Path, *words: str) -> Show:
    return Show(wall, "-m", "signage.player", "--state", state, *words)


class TestPlayer:
    def test_a_filled_store_plays_and_tells_what_is_on(
        self, wall: Wall, centre: Centre, state: Path
    ) -> None:
        brought = signage("sync", centre.root, "--state", state, "--once")
        assert brought.returncode == 0, brought.stderr
        with player(wall, state, *WINDOW) as show:
            show.shows("green")
            show.shows("blue")
            show.shows("green")
            told = status(state)
            assert told["playing"]["playlist"] == "sanh"
            assert told["playing"]["item"] in {"a.png", "b.png"}
            assert told["player"]["pid"] == show.process.pid
            assert show.terminate() == 0
        assert "rror" not in show.errors
        assert status(state)["playing"] is None

    def test_an_empty_store_shows_the_emblem_and_takes_up_what_comes(
        self, wall: Wall, centre: Centre, state: Path
    ) -> None:
        with player(wall, state, *WINDOW) as show:
            show.shows("emblem")
            signage("sync", centre.root, "--state", state, "--once")
            show.shows("green")

    def test_a_clip_that_cannot_be_played_is_left_out(self, wall: Wall, state: Path) -> None:
        store = Store(state)
        fill(store, {"a.png": "green"}, garbage=("x.mp4", "y.png"))
        with player(wall, state, *WINDOW) as show:
            show.shows("green")
            assert show.watched(7) == ["green"]
            faults = status(state)["faults"]
            assert any("x.mp4" in fault for fault in faults)
            assert any("y.png" in fault for fault in faults)

    def test_a_short_clip_alone_loops_without_a_break(self, wall: Wall, state: Path) -> None:
        store = Store(state)
        fill(store, {}, clips={"a.mp4": (("green", 0.5), ("blue", 0.5))})
        with player(wall, state, *WINDOW) as show:
            show.shows("green")
            seen = show.watched(8)
        assert set(seen) == {"green", "blue"}, seen
        assert len(seen) >= 12

    def test_a_second_item_joins_a_clip_that_was_alone(self, wall: Wall, state: Path) -> None:
        store = Store(state)
        clips = {"a.mp4": (("green", 1.0), ("blue", 1.0))}
        fill(store, {}, clips=clips)
        with player(wall, state, *WINDOW) as show:
            show.shows("green")
            show.shows("blue")
            show.shows("green")
            fill(store, {"b.png": "red"}, clips=clips)
            seen = show.watched(8)  # Qt reads ahead: of a clip this short, a round or two
        assert set(seen[: seen.index("red")]) == {"green", "blue"}
        assert seen[seen.index("red") - 1] == "blue"  # at its end

    @pytest.mark.parametrize("transition", ["cut", "fade"])
    def test_between_clips_and_pictures_there_is_nothing_else(
        self, wall: Wall, state: Path, transition: str
    ) -> None:
        clips = {"a.mp4": (("green", 1.0),), "b.mp4": (("yellow", 1.0),)}
        fill(Store(state), {"c.png": "blue"}, clips=clips, transition=transition)
        with player(wall, state, *WINDOW) as show:
            show.shows("green")
            seen = show.watched(7)
        assert {"green", "yellow", "blue"} <= set(seen)
        assert not {"black", "white", "emblem"} & set(seen), seen
        if transition == "cut":
            assert set(seen) == {"green", "yellow", "blue"}


class TestFollowing:
    def test_a_folder_that_changes_and_goes(self, wall: Wall, centre: Centre, state: Path) -> None:
        centre.playlist("defaults: {duration: 1s, transition: cut}\nitems: [{folder: ocop}]\n")
        centre.picture("ocop/a.png", "green")
        with play(wall, centre, state, *WINDOW) as show:
            show.shows("green")
            centre.picture("ocop/c.png", "yellow")
            show.shows("yellow")
            centre.playlist("items: [{image: ocop/c.png}]\n")
            until(lambda: set(show.watched(1.5)) == {"yellow"})
            shutil.rmtree(centre.root)
            assert show.watched(2) == ["yellow"]
            assert show.terminate() == 0
        with play(wall, centre, state, *WINDOW) as show:
            show.shows("yellow")
            until(lambda: status(state)["sync"]["error"])
            assert show.watched(1) == ["yellow"]

    def test_what_was_taken_out_is_told_while_it_is_on(
        self, wall: Wall, centre: Centre, state: Path
    ) -> None:
        centre.playlist("items: [{image: a.png, duration: 1h, transition: cut}]\n")
        with play(wall, centre, state, *WINDOW) as show:
            show.shows("green")
            until(lambda: status(state)["player"])
            before = status(state)["release"]
            centre.playlist("items: [{image: b.png}]\n")
            until(lambda: status(state)["release"] != before)
            assert status(state)["playing"]["item"] == "a.png"
            assert wall.spot() == "green"

    def test_a_warning_cuts_in(self, wall: Wall, centre: Centre, state: Path) -> None:
        centre.playlist("items: [{image: a.png, duration: 1h, transition: cut}]\n")
        with play(wall, centre, state, *WINDOW) as show:
            show.shows("green")
            centre.playlist(
                "priority: emergency\nwhen: [{until: 2099-01-01}]\n"
                "items: [{image: b.png, transition: cut}]\n",
                name="lu",
            )
            show.shows("blue")

    def test_a_player_that_is_killed_comes_back(
        self, wall: Wall, centre: Centre, state: Path
    ) -> None:
        with play(wall, centre, state, *WINDOW) as show:
            show.shows("green")
            until(lambda: status(state)["player"])
            os.kill(status(state)["player"]["pid"], signal.SIGKILL)
            until(lambda: wall.spot() == "white")
            show.shows("green")
            assert show.terminate() == 0


class TestDisplay:
    def test_one_that_loses_its_power(self, wall: Wall, centre: Centre, state: Path) -> None:
        with play(wall, centre, state, *WINDOW) as show:
            show.shows("green")
            wall.off()
            wall.on()
            show.shows("green")

    def test_none_at_all(self, state: Path) -> None:
        found = subprocess.run(
            [sys.executable, "-m", "signage.player", "--state", str(state)],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=30,
            env={name: value for name, value in os.environ.items()
                 if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}},
        )  # fmt: skip
        assert found.returncode == 5, found.stderr
        assert "no display" in found.stderr
        assert "Traceback" not in found.stderr

    @pytest.mark.skipif(not shutil.which("xrandr"), reason="xrandr is not installed")
    def test_a_change_of_its_mode_is_survived_in_place(self, centre: Centre, state: Path) -> None:
        centre.playlist("items: [{image: a.png, fit: stretch}]\n")
        signage("sync", centre.root, "--state", state, "--once")
        with Wall(1024, 768) as big, player(big, state) as show:
            show.shows("green")
            for words in (
                "--newmode small 38.25 800 832 912 1024 600 603 607 624",
                "--addmode screen small",
                "--output screen --mode small",
            ):
                subprocess.run(["xrandr", "-d", big.name, *words.split()], check=True)
            show.shows("green")
            until(lambda: big.spot(780 / 1024, 580 / 768) == "green")
            subprocess.run(
                ["xrandr", "-d", big.name, "--output", "screen", "--mode", "1024x768"], check=True
            )
            until(lambda: big.spot(0.97, 0.97) == "green")
