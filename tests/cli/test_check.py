from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from signage.cli import main
from signage.cli.check import Language, default_language
from tests.content.folders import JPEG, make

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "items:\n- image: a.jpg\n"
BAD = "items:\n- image: a.jpg\n  fit: streched\n- image: no.jpg\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def check(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["signage", "check", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_without_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(monkeypatch, make(tmp_path, {"p.yaml": GOOD})) == 0
    assert capsys.readouterr().out == "no faults (playlists: 1, items: 1, screens: 0)\n"


def test_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"q.yaml": BAD, "p.yaml": "layout: bannr\n"}
    assert check(monkeypatch, make(tmp_path, files, {"new.jpg": JPEG})) == 3
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "playlists/p.yaml:1: error: `bannr` is not possible for `layout`: did you mean `banner`?",
        "playlists/q.yaml:3: error: `streched` is not possible for `fit`: did you mean `stretch`?",
        "playlists/q.yaml:4: error: `no.jpg` is not in `media/`: did you mean `new.jpg`?",
    ]
    assert told.err == "errors: 3, warnings: 0 (right: playlists 1, items 0, screens 0)\n"


def test_warnings_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(monkeypatch, make(tmp_path, {"p.yaml": "name: a\n"})) == 0
    assert capsys.readouterr().out.startswith("playlists/p.yaml:1: warning: ")


def test_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(monkeypatch, make(tmp_path, {"p.yaml": BAD + "  duration: 0\n"}), "--json") == 3
    faults = json.loads(capsys.readouterr().out)
    assert faults[0] == {
        "file": "playlists/p.yaml",
        "line": 3,
        "code": "bad-choice",
        "severity": "error",
        "message": "`streched` is not possible for `fit`: did you mean `stretch`?",
    }
    assert [fault["line"] for fault in faults] == [3, 4, 5]


def test_json_without_faults_is_an_empty_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(monkeypatch, make(tmp_path, {"p.yaml": GOOD}), "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_in_vietnamese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(monkeypatch, make(tmp_path, {"p.yaml": "layout: bannr\n"}), "--lang", "vi") == 3
    assert capsys.readouterr().out == (
        "playlists/p.yaml:1: lỗi: không thể dùng `bannr` cho `layout`: có phải ý bạn là `banner`?\n"
    )


def test_one_playlist_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path, {"p.yaml": BAD})
    assert check(monkeypatch, tmp_path / "playlists" / "p.yaml") == 3
    assert capsys.readouterr().out.startswith("p.yaml:3: error: ")


def test_one_playlist_file_is_reviewed_but_for_its_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "when: [{until: 2020-01-01}]\nitems:\n- {image: a.jpg, qr: 'https://a.vn'}\n"
    make(tmp_path, {"p.yaml": words})
    assert check(monkeypatch, tmp_path / "playlists" / "p.yaml", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(fault["line"], fault["code"]) for fault in told] == [(3, "qr-short")]


def test_faults_of_a_board_name_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "Mã,Tên thủ tục\n1,Khai sinh\n2,\n".encode()
    make(tmp_path, {"p.yaml": "items: [{board: niem-yet/t.csv}]\n"}, {"niem-yet/t.csv": table})
    assert check(monkeypatch, tmp_path, "--lang", "vi") == 3
    assert capsys.readouterr().out == (
        "media/niem-yet/t.csv:3: lỗi: hàng này không có tên thủ tục: hãy viết tên, hoặc xóa hàng\n"
    )


def test_a_folder_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(monkeypatch, tmp_path / "x") == 2
    assert "no such folder" in capsys.readouterr().err


def test_this_folder_when_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(make(tmp_path, {"p.yaml": GOOD}))
    assert check(monkeypatch) == 0
    assert capsys.readouterr().out.startswith("no faults")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN", "LC_ALL": "en_US"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "vi"}, "vi"),
        ({"LC_ALL": "", "LANG": "vi"}, "vi"),
    ],
)
def test_the_language_of_the_system(environment: dict[str, str], language: str) -> None:
    assert default_language(environment) is Language(language)
