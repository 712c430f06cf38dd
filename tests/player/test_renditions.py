from __future__ import annotations

from signage.content.model import Image
from signage.player.programme import programme
from signage.release.manifest import Body
from signage.store import Media
from tests.player._lobby import Shelf, active, playlist


class TestRenditions:
    def test_a_huge_picture_is_drawn_from_its_rendition_under_its_own_name(self) -> None:
        huge = Media(kind="image", width=12_000, height=8_000, rendition=Body("sha-small", 1))
        found = active(
            playlist("sanh", Image(path="toàn-cảnh.jpg"), Image(path="chè.jpg")),
            media={"toàn-cảnh.jpg": huge},
        )
        got = programme(found, ["sanh"], Shelf())
        assert [shot.source for shot in got] == ["/store/sha-small", "/store/sha-chè.jpg"]
        assert got[0].label == "toàn-cảnh.jpg"
        assert "toàn-cảnh.jpg" in got[0].key
