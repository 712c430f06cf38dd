from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from tuf.api.metadata import Metadata

from signage.cli import main
from signage.cli._published import Bars, show
from signage.cli.publish import _days
from signage.errors import UsageError
from signage.release import _keyring
from tests.content.folders import JPEG, make
from tests.release.client import Screen
from tests.release.trees import CHEAP, PASSPHRASE, PLAYLIST_YAML, Centre

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., int]

UNTIL = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
FLOOD = f"priority: emergency\nwhen: [{{until: {UNTIL}}}]\nitems:\n- slide: {{title: Lũ quét}}\n"


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `signage publish …` in `tmp_path`, where `pw` holds the passphrase."""
    monkeypatch.setattr(_keyring, "Cost", lambda: CHEAP)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("SIGNAGE_PASSPHRASE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pw").write_text(PASSPHRASE, encoding="utf-8")
    make(tmp_path / "f", {"p.yaml": PLAYLIST_YAML})

    def run(words: str = "f", unlock: str = "--passphrase-file pw") -> int:
        arguments = f"{words} --to d --keys k {unlock}"
        monkeypatch.setattr("sys.argv", ["signage", "publish", *arguments.split()])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    return run


def seen(path: Path, target: str = "release.json") -> list[str]:
    root = (path / "d" / "metadata" / "1.root.json").read_bytes()
    manifest = Screen(path / "screen", root, datetime.now(UTC)).look(path / "d", target)
    assert manifest is not None
    return [each.id for each in manifest.content.playlists]


def test_the_first_makes_keys(
    publish: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "release 1, reviewed, signed by reviewer"
    assert "  + playlists/p.yaml" in lines
    assert "  + media/a.jpg  11 B" in lines
    assert re.fullmatch(r"Screens pin 1\.root\.json, SHA-256 [0-9a-f]{64}", lines[-1])
    assert seen(tmp_path) == ["p"]


def test_the_difference_is_printed(
    publish: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish() == 0
    make(tmp_path / "f", {"q.yaml": "items:\n- image: b.jpg\n"}, {"a.jpg": JPEG * 2, "b.jpg": JPEG})
    capsys.readouterr()
    assert publish() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "release 2, reviewed, signed by reviewer",
        "  + playlists/q.yaml",
        "  ~ media/a.jpg  11 B → 22 B",
        "  + media/b.jpg  11 B",
    ]
    assert lines[4].startswith("1 body copied (22 B), 0 removed; fresh until ")
    assert publish() == 0
    assert capsys.readouterr().out.startswith("Nothing new: release 2 stands")


def test_settings_and_rows_are_printed_by_name(
    publish: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board = "mã,tên,lệ phí\n1,Khai sinh,0 đ\n2,Kết hôn,\n"
    first = {"b.yaml": "items: [board: b.csv]\n", "screens.yaml": "screens: {s: {}}\n"}
    make(tmp_path / "f", first, {"b.csv": board.encode()})
    assert publish() == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  + playlists/screens.yaml" in lines
    assert "  +   screen s: added" not in lines  # of a first release, all is new
    board = board.replace("0 đ", "5.000 đ").replace("2,Kết hôn,", "3,Khai tử,")
    then = {
        "screens.yaml": "theme: toi\nscreens: {s: {lunar: true}}\n",
        "blocklist.yaml": "blocklist: [nhà cái]\n",
        "calendar.yaml": "holidays: [{date: 2026-02-17}]\n",
    }
    make(tmp_path / "f", then, {"b.csv": board.encode()})
    assert publish() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:-1] == [
        "  ~ playlists/screens.yaml",
        "  ~   theme: son-duong → toi",
        "  ~   screen s: lunar",
        "  ~ playlists/calendar.yaml",
        "  ~   holidays",
        "  ~ playlists/blocklist.yaml",
        "  ~   added: nhà cái",
        "  ~ media/b.csv  50 B → 53 B",
        "  ~   Khai sinh: fee: 0 đ → 5.000 đ",
        "  +   Khai tử",
        "  -   Kết hôn",
    ]


def test_faults_are_printed_as_check_does(
    publish: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path / "f", {"q.yaml": "layout: bannr\n"})
    assert publish() == 3
    told = capsys.readouterr()
    assert told.out.splitlines()[0].startswith("playlists/q.yaml:1: error: `bannr` is not possible")
    assert told.err.endswith("signage: f: 1 error: nothing was published\n")
    assert not (tmp_path / "d").exists()
    assert not (tmp_path / "k").exists()
    assert publish("f --json") == 3
    assert json.loads(capsys.readouterr().out)[0]["code"] == "bad-choice"


def test_an_emergency(publish: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish() == 0
    make(tmp_path / "f", {"lu.yaml": FLOOD})
    assert publish("f --role emergency") == 0
    assert seen(tmp_path) == ["p"]
    assert seen(tmp_path, "emergency/release.json") == ["lu"]
    (tmp_path / "f" / "playlists" / "lu.yaml").unlink()
    capsys.readouterr()
    assert publish("f --role emergency") == 0
    assert "the emergency is withdrawn" in capsys.readouterr().out
    assert seen(tmp_path, "emergency/release.json") == []


def test_an_emergency_that_shows_nothing_is_told(
    publish: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish() == 0
    make(tmp_path / "f", {"lu.yaml": FLOOD})
    capsys.readouterr()
    assert publish("f --role emergency") == 0
    assert "Nothing of it is on now" not in capsys.readouterr().err
    standby = "priority: emergency\nstandby: true\nitems:\n- slide: {title: Lũ quét}\n"
    make(tmp_path / "f", {"lu.yaml": standby})
    assert publish("f --role emergency") == 0
    assert "Nothing of it is on now" in capsys.readouterr().err


def test_a_wrong_passphrase(
    publish: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish() == 0
    monkeypatch.setenv("SIGNAGE_PASSPHRASE", "sai")
    assert publish("f", "") == 2
    assert capsys.readouterr().err == "signage: wrong passphrase for release key reviewer\n"
    assert publish("f", "") == 2  # the variable is gone, and nobody sits here
    assert "its passphrase is needed" in capsys.readouterr().err


def test_json(publish: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish("f --json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["role"], told["version"], told["reviewed"], told["copied"]) == (
        "release",
        1,
        True,
        1,
    )


def test_a_tree_of_others(publish: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = Centre(tmp_path / "other")
    other.publish(dest=tmp_path / "d")
    assert publish() == 6
    assert "was published with other keys" in capsys.readouterr().err


def test_a_folder_that_is_not_there(publish: Run) -> None:
    assert publish("nowhere") == 4


class TestFreshness:
    def test_every_day(
        self, publish: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert publish() == 0
        capsys.readouterr()
        assert publish("--refresh", "") == 0
        assert capsys.readouterr().out.startswith("The tree is signed as fresh until ")
        assert publish("--refresh --json", "") == 0
        assert json.loads(capsys.readouterr().out)["role"] is None

    def test_for_a_stick(self, publish: Run, tmp_path: Path) -> None:
        assert publish("f --expires 26w") == 0
        signed = Metadata.from_bytes((tmp_path / "d/metadata/timestamp.json").read_bytes()).signed
        assert (signed.expires - datetime.now(UTC)).days in {181, 182}

    def test_how_long(self) -> None:
        today = date(2026, 11, 23)
        assert _days(None, today) == 30
        assert _days("90d", today) == 90
        assert _days("2w", today) == 14
        assert _days("2027-01-01", today) == 39
        for wrong in ("0d", "-1d", "731d", "soon", "2026-11-23", "1y", "99999w"):
            with pytest.raises(UsageError):
                _days(wrong, today)

    @pytest.mark.parametrize("words", ["", "f --refresh", "f --expires soon", "f --role pope"])
    def test_wrong_use(self, publish: Run, words: str) -> None:
        assert publish(words) == 2


def test_on_a_terminal_it_has_colours_and_bars(tmp_path: Path) -> None:
    centre = Centre(tmp_path)
    centre.write({"q.yaml": "items:\n- image: '[red]x.jpg'\n"}, {"[red]x.jpg": JPEG})
    with Bars(shown=False) as bars:
        told = centre.publish(progress=bars)
    out = Console(file=StringIO(), force_terminal=True, highlight=False, soft_wrap=True)
    show(told, out)
    words = out.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[32m" in words
    assert "[red]x.jpg" in words  # a name is no markup


def test_many_files_are_counted_not_listed(tmp_path: Path) -> None:
    centre = Centre(tmp_path)
    words = "items:\n" + "".join(f"- image: {n}.jpg\n" for n in range(50))
    centre.write({"q.yaml": words}, {f"{n}.jpg": JPEG for n in range(50)})
    out = Console(file=StringIO(), highlight=False, soft_wrap=True)
    show(centre.publish(), out)
    assert "and 11 files more" in out.file.getvalue()  # type: ignore[attr-defined]
