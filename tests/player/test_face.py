from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PIL import Image

from signage.content.model import Centre, Content, Playlist, Screen
from signage.player._emblem import needs_plate
from signage.player._face import CENTRE, Face, face, glance, in_order
from signage.player._theme import dressed, palette
from signage.release.manifest import Body, Manifest
from signage.store import Activation, Media, Store
from tests.player._lobby import Shelf

if TYPE_CHECKING:
    from pathlib import Path

GLUE = "\N{NO-BREAK SPACE}"
DARK = palette("son-duong").chrome
NAME = {"vi": "Trung tâm xã Sơn Dương", "en": "Centre of Sơn Dương"}
KEPT = ("Trung tâm xã~Sơn~Dương".replace("~", GLUE), "Centre of~Sơn~Dương".replace("~", GLUE))
OWN = Centre(name=NAME, emblem="bieu-trung/logo.png", primary="#123456")
CONTENT = Content(
    playlists=(Playlist(id="a"),), has_screens=True, theme="xanh-che", centre=OWN,
    screens=(Screen(id="sanh", name="Sảnh", theme="toi", rotate=90, locale="en"),),
)  # fmt: skip


def logo(path: Path, colour: str, size: tuple[int, int] = (200, 200)) -> Path:
    """A ring on nothing."""
    picture = Image.new("RGBA", size)
    picture.paste(colour, (20, 20, size[0] - 20, size[1] - 20))
    picture.save(path, "PNG")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """With an activation of `CONTENT` in it, and its emblem."""
    made = Store(tmp_path / "state")
    with made.lock():
        body = made.take(logo(tmp_path / "logo.png", "gold"))
        made.activate(
            Activation(
                release="r", source="/centre", signed=False,
                activated="2026-02-14T07:30:00+07:00",
                manifest=Manifest(
                    created="2026-02-14T07:00:00+07:00", content=CONTENT,
                    files={"bieu-trung/logo.png": body},
                ),
                media={body.sha256: Media(kind="image", width=200, height=200)},
            )
        )  # fmt: skip
    return made


class TestGlance:
    """What is known before the first frame."""

    def test_is_what_the_plan_says_later(self, store: Store) -> None:
        active = store.active()
        assert active is not None
        for screen in ("sanh", "another", ""):
            later = face(CONTENT, active.manifest.files, active.media.get, screen, store)
            assert glance(store, screen, None) == later

    def test_of_the_screen(self, store: Store) -> None:
        found = glance(store, "sanh", "/centre")
        assert found.names == tuple(reversed(KEPT))  # its language first
        assert (found.place, found.rotate, found.quick) == ("Sảnh", 90, True)
        assert found.palette == dressed("toi", OWN)
        assert found.emblem.startswith(str(store.state))

    def test_an_emblem_that_takes_its_time_is_left_to_the_plan(self, store: Store) -> None:
        active = store.active()
        assert active is not None
        large = {sha256: Media(kind="image", width=9000, height=9000) for sha256 in active.media}
        with store.lock():
            store.activate(replace(active, media=large))
        assert glance(store, "sanh", None).emblem == ""

    def test_of_another_source_it_is_nobodys(self, store: Store) -> None:
        assert glance(store, "sanh", "/another") == Face()

    def test_where_there_is_nothing_it_is_nobodys(self, tmp_path: Path) -> None:
        assert glance(Store(tmp_path), "sanh", None) == Face()

    def test_a_spoilt_record_costs_no_frame(self, store: Store) -> None:
        store.activation_path().write_bytes(b"\0" * 400)
        assert glance(store, "sanh", None) == Face()


class TestTheEmblem:
    @staticmethod
    def of(media: Media | None, *lost: str, size: int = 10) -> Face:
        body = Body("sha-logo", size)
        found = {"sha-logo": media} if media else {}
        return face(CONTENT, {"bieu-trung/logo.png": body}, found.get, "sanh", Shelf(*lost))

    def test_a_large_one_is_not_waited_for(self) -> None:
        assert self.of(Media(kind="image", width=300, height=300)).quick
        assert not self.of(Media(kind="image", width=3000, height=3000)).quick
        assert not self.of(Media(kind="image", width=300, height=300), size=10**7).quick

    def test_one_that_was_refused_or_lost_leaves_the_mark(self) -> None:
        assert self.of(None).emblem == ""
        assert self.of(Media(kind="image", width=300, height=300), "logo").emblem == ""

    def test_the_rendition_of_a_huge_one(self) -> None:
        small = Media(kind="image", width=9, height=9, rendition=Body("sha-small", 5))
        assert self.of(small).emblem == "/store/sha-small"


class TestThePlate:
    """An emblem is seen on the dark chrome, or gets a white plate."""

    def test_gold_on_red_is_seen(self, tmp_path: Path) -> None:
        assert not needs_plate(str(logo(tmp_path / "a.png", "gold")), DARK)

    def test_brown_on_red_is_not(self, tmp_path: Path) -> None:
        assert needs_plate(str(logo(tmp_path / "a.png", "#601010")), DARK)

    def test_a_rectangle_of_its_own_has_white_around_it(self, tmp_path: Path) -> None:
        Image.new("RGB", (90, 40), "gold").save(tmp_path / "a.jpg")
        assert needs_plate(str(tmp_path / "a.jpg"), DARK)

    def test_what_is_no_picture_needs_none(self, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_bytes(b"no picture")
        assert not needs_plate(str(tmp_path / "a.png"), DARK)


class TestNames:
    def test_the_screens_language_comes_first(self) -> None:
        text = {"vi": "Chào", "en": "Welcome", "zh-Hans": "欢迎", "tyz": ""}
        assert in_order(text, "vi") == ("Chào", "Welcome", "欢迎")
        assert in_order(text, "zh") == ("欢迎", "Chào", "Welcome")
        assert in_order(text, "en-GB") == ("Welcome", "Chào", "欢迎")

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("Trung tâm xã Sơn Dương", "Trung tâm xã~Sơn~Dương"),
            (
                "Đặc biệt: đặc khu Phú Quốc tỉnh An Giang",
                "Đặc biệt: đặc~khu~Phú~Quốc tỉnh~An~Giang",
            ),
            ("Phục vụ xã hội", "Phục vụ xã hội"),
            ("", ""),
        ],
    )
    def test_a_place_is_not_parted(self, name: str, kept: str) -> None:
        centre = Centre(name={"vi": name})
        found = face(Content(centre=centre), {}, lambda _sha256: None, "", Shelf())
        assert found.names == ((kept.replace("~", GLUE),) if name else (CENTRE,))
