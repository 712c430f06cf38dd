from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from signage.cli._stop import at_once, cut, resume
from signage.content.model import Content, Playlist, Slide
from signage.errors import DeviceError, UsageError
from signage.store import Store
from tests.store._faults import activation

if TYPE_CHECKING:
    from signage.store import Activation

ROOT = Path(__file__).parents[2]
SIGNAGE = [sys.executable, "-c", "from signage.cli import main; main()"]


def signage(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SIGNAGE, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def showing(*playlists: Playlist) -> Activation:
    made = activation("p", {})
    return replace(made, manifest=replace(made.manifest, content=Content(playlists=playlists)))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "state")
    flood = Playlist(
        id="lũ-quét", name="Lũ quét", priority="emergency", standby=True,
        items=(Slide(title={"vi": "Lũ quét: lên chỗ cao"}),),
    )  # fmt: skip
    with made.lock():
        made.activate(showing(Playlist(id="sanh-chinh"), flood))
        made.alarm(showing(Playlist(id="chay", priority="emergency")))
    return made


class TestCut:
    def test_the_emblem_until_resume(
        self, store: Store, capsys: pytest.CaptureFixture[str]
    ) -> None:
        cut(store.state, None)
        made = store.cut()
        assert made is not None
        assert (made.show, made.at[10]) == (None, "T")
        assert made.boot
        assert made.uptime > 0
        said = capsys.readouterr()
        assert "signage resume" in said.out
        assert "takes effect when one starts" in said.err
        resume(store.state)
        assert store.cut() is None
        assert "resumed" in capsys.readouterr().out

    @pytest.mark.parametrize("name", ["lũ-quét", unicodedata.normalize("NFD", "lũ-quét"), "chay"])
    def test_what_is_on_standby_or_urgent(self, store: Store, name: str) -> None:
        cut(store.state, name)
        made = store.cut()
        assert made is not None
        assert made.show in {"lũ-quét", "chay"}  # composed, as the release has it

    def test_cut_again_is_the_last_one(self, store: Store) -> None:
        for name in (None, "chay", None):
            cut(store.state, name)
            made = store.cut()
            assert made is not None
            assert made.show == name

    @pytest.mark.parametrize("name", ["sanh-chinh", "lu-quet", ""])
    def test_another_name_is_told_those_there_are(self, store: Store, name: str) -> None:
        with pytest.raises(UsageError, match=r"chay.*|lũ-quét \(Lũ quét\)") as told:
            cut(store.state, name)
        assert "lũ-quét (Lũ quét)" in str(told.value)
        assert store.cut() is None

    def test_nothing_on_standby(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="`signage cut` alone"):
            cut(tmp_path / "state", "lu-quet")

    def test_where_nothing_ever_ran(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        cut(tmp_path / "state", None)
        assert Store(tmp_path / "state").cut() is not None
        assert str(tmp_path) in capsys.readouterr().err

    def test_a_disk_that_refuses(self, tmp_path: Path) -> None:
        (tmp_path / "state").write_text("")
        with pytest.raises(DeviceError, match="cutting the programme"):
            cut(tmp_path / "state", None)


def test_resume_without_a_cut(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    resume(store.state)
    said = capsys.readouterr()
    assert "no cut to end" in said.out
    assert not said.err


class TestAtOnce:
    """The way past typer, for the plain forms."""

    @pytest.mark.parametrize(
        "words",
        [["cut", "--state={}"], ["cut", "--state", "{}"], ["cut", "--show=chay", "--state", "{}"]],
    )
    def test_plain_forms(self, store: Store, words: list[str]) -> None:
        assert at_once([word.format(store.state) for word in words]) == 0
        assert store.cut() is not None
        assert at_once(["resume", "--state", str(store.state)]) == 0
        assert store.cut() is None

    @pytest.mark.parametrize(
        "words",
        [
            ["cut", "--help"], ["cut", "--state"], ["cut", "now"], ["resume", "--show", "chay"],
            ["cut", "--show", "a", "--show", "b"], ["cut", "-s", "x"],
        ],
    )  # fmt: skip
    def test_the_rest_is_for_typer(self, words: list[str]) -> None:
        assert at_once(words) is None

    def test_errors_have_their_code(self, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
        assert at_once(["cut", "--show", "none", "--state", str(store.state)]) == 2
        assert "signage: --show none" in capsys.readouterr().err


class TestCommandLine:
    def test_without_typer_and_with(self, store: Store) -> None:
        done = signage("cut", "--state", store.state, "--show", "chay")
        assert (done.returncode, done.stdout[:9]) == (0, "cut: chay")
        assert signage("cut", "--show", "none", "--state", store.state).returncode == 2
        assert "--show" in signage("cut", "--help").stdout
        assert signage("resume", "--nothing").returncode == 2
        assert signage("resume", "--state", store.state).returncode == 0
        assert store.cut() is None

    def test_it_imports_nothing_that_is_slow(self, store: Store) -> None:
        words = (
            "import sys; from signage.cli._stop import at_once; "
            f"at_once(['cut', '--state', {str(store.state)!r}]); "
            "print(sorted({'typer', 'rich', 'requests', 'PySide6', 'yaml', 'watchdog', 'tuf', "
            "'cryptography', 'zoneinfo'} & set(sys.modules)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines()[-1] == "[]"
