"""Boards, big codes, pictures of slides, emblem and weather: from the folder into the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from signage.config import IntakeLimits
from signage.content.model import Board, Code, Codes, Content, FileLine, Playlist
from signage.release.manifest import Procedure
from signage.store import Media, StoppedError
from signage.sync import _qr
from signage.sync._intake import Job, Verdict
from signage.sync._intake._worker import work
from signage.sync._qr import codes
from tests.sync._fakes import BAD, PNG, Centre, FakeExaminer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signage.store import Activation
    from signage.sync._intake._verdict import Kind

TABLE = "mã,tên,QR\n1,Khai sinh,https://dichvucong.gov.vn/1\n2,Kết hôn,\n"
PLAYLIST = """
items:
- board: niem-yet/thu-tuc.csv
- qr: [https://vietnam.vn, {name: Zalo, url: "https://zalo.me/xa"}]
- slide: {title: a, image: ảnh.png}
  qr: https://sonduong.vn
"""
SCREENS = """
theme: xanh-che
centre: {name: Xã Sơn Dương, emblem: logo.png, colours: {primary: "#8c1c1c"}}
screens: {sanh: {weather: {file: tin/thoi-tiet.txt}, theme: toi}}
"""


@dataclass
class Examiner(FakeExaminer):
    """Reads what is words for real, and believes pictures."""

    dies: bool = False

    def examine(self, path: Path, kind: Kind, _stop: Callable[[], bool]) -> Verdict:
        if kind == "image":
            return super().examine(path, kind, _stop)
        self.asked.append(kind)
        if self.dies:
            return Verdict(reason="makes the decoder fail", lasting=False)
        return work(Job(path=str(path), kind=kind))


class Office(Centre):
    """With all that is named beside pictures of a playlist."""

    examiner: Examiner

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.examiner = Examiner()
        self.restart()
        self.media("niem-yet/thu-tuc.csv", TABLE.encode())
        self.media("ảnh.png")
        self.media("logo.png", PNG + b"logo")
        self.media("tin/thoi-tiet.txt", "Nắng, 24 °C\n".encode())
        self.write("p.yaml", PLAYLIST)
        self.write("screens.yaml", SCREENS)

    def write(self, name: str, words: str) -> None:
        (self.root / "playlists" / name).write_text(words)

    @property
    def active(self) -> Activation:
        active = self.store.active()
        assert active is not None
        return active

    @property
    def rows(self) -> list[str]:
        body = self.active.manifest.files.get("niem-yet/thu-tuc.csv")
        return [] if body is None else [each.name for each in self.active.media[body.sha256].rows]

    @property
    def faults(self) -> tuple[str, ...]:
        assert self.agent.status is not None
        return self.agent.status.faults

    @property
    def quarantine(self) -> dict[str, str]:
        assert self.agent.status is not None
        return {each.path: each.reason for each in self.agent.status.quarantine}

    @property
    def weather(self) -> str:
        (screen,) = self.active.manifest.content.screens
        assert isinstance(screen.weather, FileLine)
        body = self.active.manifest.files[screen.weather.path]
        return " ".join(self.active.media[body.sha256].lines)

    @property
    def emblem(self) -> bytes:
        path = self.active.manifest.content.centre.emblem
        assert path is not None
        return self.body(path)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.run()
    assert (made.state, made.faults) == ("current", ())
    return made


def test_all_of_it_comes(office: Office) -> None:
    active = office.active
    assert set(active.manifest.files) == {
        "niem-yet/thu-tuc.csv", "ảnh.png", "logo.png", "tin/thoi-tiet.txt",
    }  # fmt: skip
    assert active.media.keys() == {body.sha256 for body in active.manifest.files.values()}
    board = active.media[active.manifest.files["niem-yet/thu-tuc.csv"].sha256]
    assert board.rows == (
        Procedure(code="1", name="Khai sinh", qr="https://dichvucong.gov.vn/1"),
        Procedure(code="2", name="Kết hôn"),
    )
    assert [*active.qr] == [
        "https://sonduong.vn", "https://vietnam.vn", "https://zalo.me/xa",
        "https://dichvucong.gov.vn/1",
    ]  # fmt: skip
    assert (office.emblem, office.weather) == (PNG + b"logo", "Nắng, 24 °C")
    content = active.manifest.content
    assert (content.theme, content.centre.primary) == ("xanh-che", "#8c1c1c")


def test_a_restart_reads_nothing_again(office: Office) -> None:
    office.examiner.asked.clear()
    record = office.store.activation_path().stat().st_ino
    office.restart()
    office.run()
    assert office.examiner.asked == []
    assert office.store.activation_path().stat().st_ino == record


class TestABoard:
    def test_that_changes(self, office: Office) -> None:
        office.media("niem-yet/thu-tuc.csv", (TABLE + "3,Khai tử,https://vi.vn/3\n").encode())
        office.run()
        assert office.rows == ["Khai sinh", "Kết hôn", "Khai tử"]
        assert "https://vi.vn/3" in office.active.qr

    def test_that_is_being_copied_keeps_its_last_good(self, office: Office) -> None:
        for size in range(1, 20):
            office.media("niem-yet/thu-tuc.csv", (TABLE.replace("Kết", "kết") * size).encode())
            office.step(0.4)
            assert office.rows == ["Khai sinh", "Kết hôn"]
        assert office.state == "waiting"

    def test_half_of_it_keeps_the_last_good_until_it_has_been_still(self, office: Office) -> None:
        office.media("niem-yet/thu-tuc.csv", "mã,tên\n".encode())
        office.run(4)
        assert (office.rows, office.state) == (["Khai sinh", "Kết hôn"], "waiting")
        office.media("niem-yet/thu-tuc.csv", "mã,tên\n1,Khai sinh\n2,\n".encode())
        office.run(4)
        assert (office.rows, office.state) == (["Khai sinh", "Kết hôn"], "waiting")
        office.run(4)
        assert (office.rows, office.state) == (["Khai sinh"], "current")
        (fault,) = office.faults
        assert fault.startswith("media/niem-yet/thu-tuc.csv:3: the row has no name")

    def test_that_is_none_any_more_costs_itself(self, office: Office) -> None:
        office.media("niem-yet/thu-tuc.csv", b"\xff\xfe" * 50)
        office.run(10)
        assert office.state == "current"
        assert office.rows == []
        assert "ảnh.png" in office.active.manifest.files
        assert any("niem-yet/thu-tuc.csv" in each for each in office.faults)
        office.media("niem-yet/thu-tuc.csv", TABLE.encode())
        office.run()
        assert (office.rows, office.faults) == (["Khai sinh", "Kết hôn"], ())

    def test_a_decoder_that_dies_over_it_costs_the_board_alone(self, office: Office) -> None:
        office.examiner.dies = True
        office.media("niem-yet/thu-tuc.csv", (TABLE + "3,Khai tử,\n").encode())
        office.run(4)
        assert office.rows == ["Khai sinh", "Kết hôn"]
        office.run(6)
        assert office.rows == []
        assert [*office.quarantine] == ["niem-yet/thu-tuc.csv"]
        content = office.active.manifest.content
        assert isinstance(content.playlists[0].items[0], Board)  # the player leaves it out

    def test_that_is_gone(self, office: Office) -> None:
        (office.root / "media" / "niem-yet" / "thu-tuc.csv").unlink()
        office.run()
        assert office.rows == []
        assert "ảnh.png" in office.active.manifest.files


class TestTheEmblemAndTheWeather:
    def test_another_one(self, office: Office) -> None:
        office.media("mới.png", PNG + b"new")
        office.media("tin/thoi-tiet.txt", "Mưa\n".encode())
        office.write("screens.yaml", SCREENS.replace("logo.png", "mới.png"))
        office.run()
        assert (office.emblem, office.weather) == (PNG + b"new", "Mưa")
        assert "logo.png" not in office.active.manifest.files

    @pytest.mark.parametrize("name", ["logo.png", "mới.png"])
    def test_one_that_is_being_copied_holds_up_nothing(self, office: Office, name: str) -> None:
        office.write("screens.yaml", SCREENS.replace("logo.png", name))
        office.write("p.yaml", f"name: khác\n{PLAYLIST}")
        for size in range(20):
            office.media(name, PNG + b"n" * (size + 1))
            office.media("tin/thoi-tiet.txt", b"Gi\xc3\xb3\n" * (size + 1))
            office.step(0.4)
            assert (office.emblem, office.weather) == (PNG + b"logo", "Nắng, 24 °C")
        assert office.active.manifest.content.playlists[0].name == "khác"
        assert office.state == "waiting"
        office.run()
        assert (office.emblem, office.state) == (PNG + b"n" * 20, "current")

    @pytest.mark.parametrize("name", ["logo.png", "mới.png"])
    @pytest.mark.parametrize("content", [BAD, b"\0" * 99, b""], ids=["damaged", "zeros", "empty"])
    def test_a_spoilt_one_costs_itself(self, office: Office, name: str, content: bytes) -> None:
        office.media(name, content)
        office.write("screens.yaml", SCREENS.replace("logo.png", name).replace("xanh-che", "toi"))
        office.run(10)
        assert office.emblem == PNG + b"logo"
        assert office.active.manifest.content.theme == "toi"
        assert any(name in each for each in (*office.faults, *office.quarantine))
        assert office.rows == ["Khai sinh", "Kết hôn"]
        office.restart()
        office.run()
        assert office.emblem == PNG + b"logo"
        office.media(name, PNG + b"good")
        office.run(4)
        assert (office.emblem, office.faults, office.quarantine) == (PNG + b"good", (), {})

    def test_files_that_are_gone(self, office: Office) -> None:
        for name in ("logo.png", "tin/thoi-tiet.txt"):
            (office.root / "media" / name).unlink()
        office.run()
        assert (office.emblem, office.weather) == (PNG + b"logo", "Nắng, 24 °C")
        assert len(office.faults) == 2

    def test_taken_out(self, office: Office) -> None:
        office.write("screens.yaml", "screens: {sanh: {}}\n")
        office.run()
        assert set(office.active.manifest.files) == {"niem-yet/thu-tuc.csv", "ảnh.png"}
        assert office.faults == ()

    def test_spoilt_from_the_beginning(self, tmp_path: Path) -> None:
        office = Office(tmp_path)
        office.media("logo.png", BAD)
        office.media("tin/thoi-tiet.txt", b"\xff\xfe")
        office.run()
        assert office.rows == ["Khai sinh", "Kết hôn"]
        assert "logo.png" not in office.active.manifest.files
        assert [*office.quarantine] == ["logo.png"]
        assert any("thoi-tiet.txt" in each for each in office.faults)


def test_codes_of_a_long_board_can_be_left_in_the_midst() -> None:
    rows = tuple(Procedure(name=f"{n}", qr=f"https://vi.vn/{n}") for n in range(50))
    media, asked = [Media(kind="board", rows=rows)], iter(range(9))
    with pytest.raises(StoppedError):
        codes(Content(), media, {}, lambda: next(asked) == 8)
    known = {"https://vi.vn/0": "1"}
    made = codes(Content(), media, known, lambda: False)
    assert (len(made), made["https://vi.vn/0"]) == (50, "1")


def test_codes_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_qr, "INTAKE", IntakeLimits(codes=3))
    rows = tuple(Procedure(name=f"{n}", qr=f"https://vi.vn/{n}") for n in range(9))
    item = Codes(codes=(Code(url="https://zalo.me/xa"),))
    content = Content(playlists=(Playlist(id="p", items=(item,)),))
    made = codes(content, [Media(kind="board", rows=rows)], {})
    assert [*made] == ["https://zalo.me/xa", "https://vi.vn/0", "https://vi.vn/1"]
