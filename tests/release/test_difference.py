"""What a publication changes, told by name."""

from __future__ import annotations

import json

import msgspec

from signage.content.model import (
    Board,
    Calendar,
    Centre,
    Content,
    Holiday,
    Playlist,
    Procedure,
    Screen,
)
from signage.release._difference import Difference, compare
from signage.release.manifest import Body, Manifest


def manifest(content: Content, files: dict[str, Body] | None = None) -> Manifest:
    return Manifest(created="", content=content, files=files or {})


def settings(was: Content, now: Content) -> list[str]:
    told = compare(manifest(was), manifest(now))
    assert not told.nothing
    return [f"{each.file}: {each.what}" for each in told.settings]


def test_the_difference() -> None:
    one = manifest(
        Content(playlists=(Playlist(id="a"), Playlist(id="b"))),
        {"x": Body("1", 1), "y": Body("2", 2)},
    )
    two = manifest(
        Content(
            playlists=(Playlist(id="a", name="A"), Playlist(id="c")),
            has_screens=True,
            blocked=("nhà cái",),
        ),
        {"y": Body("3", 5), "z": Body("4", 4)},
    )
    told = compare(one, two)
    assert json.loads(msgspec.json.encode(told)) == {
        "first": False,
        "playlists_added": ["c"], "playlists_removed": ["b"], "playlists_changed": ["a"],
        "files": [
            {"path": "x", "before": 1, "after": None},
            {"path": "y", "before": 2, "after": 5},
            {"path": "z", "before": None, "after": 4},
        ],
        "rows": [],
        "settings": [
            {"file": "screens.yaml", "what": "it is there now"},
            {"file": "blocklist.yaml", "what": "added: nhà cái"},
        ],
        "screens_changed": True, "calendar_changed": False, "blocklist_changed": True,
        "headlines_added": [], "headlines_changed": False,
    }  # fmt: skip
    assert compare(one, one).nothing
    assert compare(None, one).first


class TestSettings:
    def test_of_screens(self) -> None:
        was = Content(
            screens=(Screen(id="a"), Screen(id="b"), Screen(id="c", lunar=True)),
            groups={"tầng-1": ("p",)},
            centre=Centre(name={"vi": "A"}),
            has_screens=True,
        )
        now = Content(
            screens=(Screen(id="d"), Screen(id="b", theme="toi", ticker_speed=9.0), was.screens[2]),
            groups={"tầng-1": ("q",), "tầng-2": ()},
            centre=Centre(name={"vi": "A"}, emblem="a.svg", accent="#ffffff"),
            theme="xanh-che",
            has_screens=True,
        )
        assert settings(was, now) == [
            "screens.yaml: theme: son-duong → xanh-che",
            "screens.yaml: centre: emblem, accent",
            "screens.yaml: screen d: added",
            "screens.yaml: screen a: removed",
            "screens.yaml: screen b: theme, ticker_speed",
            "screens.yaml: group tầng-1",
            "screens.yaml: group tầng-2",
        ]

    def test_their_order_alone(self) -> None:
        was = Content(screens=(Screen(id="a"), Screen(id="b")), has_screens=True)
        now = msgspec.structs.replace(was, screens=was.screens[::-1])
        assert settings(was, now) == ["screens.yaml: the order of the screens"]

    def test_a_file_that_goes(self) -> None:
        gone = settings(Content(has_screens=True), Content())
        assert gone == ["screens.yaml: it is gone: every screen plays all"]

    def test_of_the_calendar_and_of_words(self) -> None:
        was = Content(blocked=("cá cược",))
        day = Holiday(from_="2026-02-17", until="2026-02-17")
        now = Content(
            calendar=Calendar(timezone="Asia/Bangkok", holidays=(day,)), blocked=("nhà cái",)
        )
        assert settings(was, now) == [
            "calendar.yaml: timezone: Asia/Ho_Chi_Minh → Asia/Bangkok",
            "calendar.yaml: holidays",
            "blocklist.yaml: added: nhà cái",
            "blocklist.yaml: removed: cá cược",
        ]

    def test_of_a_first_release(self) -> None:
        told = compare(None, manifest(Content(theme="toi", blocked=("nhà cái",))))
        assert told.screens_changed
        assert not told.calendar_changed
        assert told.blocklist_changed
        assert [each.what for each in told.settings] == [
            "theme: son-duong → toi", "added: nhà cái",
        ]  # fmt: skip


class TestRows:
    WAS = (
        Procedure(name="Khai sinh", code="1.001", days="1", fee="0 đ"),
        Procedure(name="Chứng thực"),
        Procedure(name="Kết hôn", code="1.003"),
    )
    NOW = (
        Procedure(name="Đăng ký khai sinh", code="1.001", days="Ngay"),
        Procedure(name="Kết hôn", code="1.003"),
        Procedure(name="Khai tử", code="1.004"),
    )

    def told(self, before: Body | None, after: Body | None, path: str = "a.csv") -> Difference:
        said = {"1": self.WAS, "2": self.NOW}
        content = Content(playlists=(Playlist(id="p", items=(Board(path="a.csv"),)),))
        old, new = ({} if body is None else {path: body} for body in (before, after))
        return compare(
            manifest(content, old), manifest(content, new), lambda body: said[body.sha256]
        )

    def test_are_named(self) -> None:
        assert msgspec.to_builtins(self.told(Body("1", 1), Body("2", 2)).rows) == [
            {
                "path": "a.csv", "name": "Đăng ký khai sinh",
                "before": {"name": "Khai sinh", "days": "1", "fee": "0 đ"},
                "after": {"name": "Đăng ký khai sinh", "days": "Ngay"},
            },
            {
                "path": "a.csv", "name": "Khai tử", "before": None,
                "after": {"code": "1.004", "name": "Khai tử"},
            },
            {
                "path": "a.csv", "name": "Chứng thực", "before": {"name": "Chứng thực"},
                "after": None,
            },
        ]  # fmt: skip

    def test_where_the_board_was_there_and_changed(self) -> None:
        one = Body("1", 1)
        for before, after in ((None, one), (one, None), (one, one)):
            assert self.told(before, after).rows == []

    def test_of_boards_alone(self) -> None:
        assert self.told(Body("1", 1), Body("2", 2), path="a.txt").rows == []
