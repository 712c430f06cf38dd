"""Every quirk of real feeds, each in a file of its own under `quirks/`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from signage.config import FEEDS
from signage.sync.feeds._read import NoFeedError, read

if TYPE_CHECKING:
    from signage.sync.feeds._message import Entry

QUIRKS = Path(__file__).parent / "quirks"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 5, 28, 19, 0, tzinfo=ZONE)
FIVE = "2026-05-28T17:00:00+07:00"

TEXTS = {
    "rss20.xml": ["Xã Sơn Dương: thông xe cầu An Hòa", "Mùa chè xuân ở Tân Trào"],
    "rss090-rdf.xml": ["Lịch tiêm chủng tháng Sáu"],
    "rss091.xml": ["Lịch tiêm chủng tháng Sáu"],
    "rss092.xml": ["Không có tiêu đề, chỉ có mô tả"],
    "rss10.xml": ["Lịch tiêm chủng tháng Sáu"],
    "atom10.xml": ["Hội Lồng Tồng & chợ phiên", "Giờ làm việc mới"],
    "atom03.xml": ["Giờ làm việc mới"],
    "cdata-html.xml": ["Đoàn viên Sơn Dương giúp dân dọn bùn sau lũ"],
    "newlines.xml": ["Lễ hội Đình Tân Trào năm 2026"],
    "dates.xml": [f"Ngày kiểu {number}" for number in range(1, 9)],
    "no-guid.xml": ["Cùng một tin", "Tin khác"],
    "same-guid.xml": ["Tin một", "Tin hai"],
    "bom-and-junk.xml": ["Sau rác vẫn có tin"],
    "blank-before.xml": ["Sau dòng trống vẫn có tin"],
    "control-characters.xml": ["Thông báo nghỉ lễ 2/9"],
    "double-escaped.xml": [
        'Chợ phiên "Xứ Lạng" & hội xuân ấm …',
        "Giá xăng < 20.000 đồng & dầu > 18.000",
        "Chữ lạ và AT&T",
    ],
    "joiners.xml": ["Cảnh báo lũ quét đảo chữ"],
    "decomposed.xml": ["Đường về Hồng Thái lở đất"],
    "towers.xml": ["Z\u0310\u0310\u0310algo lên"],
    "look-alikes.xml": [
        "Tin thật của xã",
        "Nồng độ 5μg và tia γ",
        "Giao lưu với đoàn Москва",
        "华为 Mate 发布",
    ],
    "entity-bomb.xml": ["Trước sau"],
    "external-entity.xml": ["Trước sau"],
    "wrong-encoding.xml": ["Khai sai bảng mã"],
    "utf-16.xml": ["Mã UTF-16 của cổng cũ"],
    "windows-1258.xml": ["Bàn tay"],
    "undeclared.xml": ["Café"],
    "unreadable.xml": ["Tin lành"],
    "unclosed.xml": ["Tin một"],
    "empty.xml": [],
    "empty-titles.xml": ["Mô tả thay cho tiêu đề"],
    "long.xml": [f"{'Sơn Dương ' * 20}"[:199] + "…"],
    "sources.xml": ["Tin góp", "Tin nhà"],
    "no-name.xml": ["Tin không tên báo"],
    "emoji.xml": ["Nóng: lễ hội bắt đầu ❗"],
    "no-letters.xml": ["5.000"],
    "soft-hyphen.xml": ["Thôngbáo lũ", "B¸o th\u00ad x·"],
}
NO_FEED = {
    "no-words.xml": "a feed came that is cut off or damaged",
    "login.html": "a web page came instead of a feed (a login page?)",
    "cut.xml": "a feed came that is cut off or damaged",
}


def entries(name: str, charset: str | None = None) -> tuple[Entry, ...]:
    data = (QUIRKS / name).read_bytes()
    return read(data, "https://www.baotuyenquang.vn/rss", now=NOW, zone=ZONE, charset=charset)[0]


def test_every_file_is_expected() -> None:
    assert {path.name for path in QUIRKS.iterdir()} == TEXTS.keys() | NO_FEED.keys()


@pytest.mark.parametrize("name", TEXTS)
def test_headlines(name: str) -> None:
    assert [each.text for each in entries(name)] == TEXTS[name]


@pytest.mark.parametrize("name", NO_FEED)
def test_what_is_no_feed_is_named_for_what_it_is(name: str) -> None:
    with pytest.raises(NoFeedError, match=NO_FEED[name].replace("(", r"\(").split("?")[0]):
        entries(name)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"Not found", b"{}", b"\x00\xff" * 99])
def test_nor_is_anything_else(data: bytes) -> None:
    with pytest.raises(NoFeedError):
        read(data, "https://a.vn/rss", now=NOW, zone=ZONE)


def test_dates() -> None:
    assert [each.at for each in entries("dates.xml")] == [FIVE] * 5 + [None] * 3
    assert [each.at for each in entries("rss20.xml")] == [
        "2026-05-28T10:00:00+00:00", "2026-05-27T07:30:00+07:00",
    ]  # fmt: skip
    assert entries("cdata-html.xml")[0].at == entries("rss10.xml")[0].at == FIVE
    assert entries("atom10.xml")[0].at == "2026-05-28T10:00:00+00:00"
    assert entries("atom03.xml")[0].at == FIVE


def test_sources() -> None:
    assert entries("rss20.xml")[0].source == "Báo Tuyên Quang"
    assert [each.source for each in entries("sources.xml")] == [
        "Tin mới nhất - VnExpress", "Tổng hợp",
    ]  # fmt: skip
    assert entries("no-name.xml")[0].source == "baotuyenquang.vn"


def test_letters_that_pose_are_counted() -> None:
    data = (QUIRKS / "look-alikes.xml").read_bytes()
    assert read(data, "https://a.vn/rss", now=NOW, zone=ZONE)[1] == 3


def test_the_server_s_encoding_counts_where_the_document_says_none() -> None:
    data = "<rss version='2.0'><channel><item><title>Vé 5 €</title></item></channel></rss>"
    found, _ = read(
        data.encode("cp1252"), "https://a.vn/rss", now=NOW, zone=ZONE, charset="windows-1252"
    )
    assert [each.text for each in found] == ["Vé 5 €"]
    assert entries("undeclared.xml", "no-such-thing") == entries("undeclared.xml", "iso-8859-1")


def test_a_feed_without_end_gives_no_more_than_is_kept() -> None:
    items = "".join(f"<item><title>Tin {number}</title></item>" for number in range(1000))
    data = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    found, _ = read(data, "https://a.vn/rss", now=NOW, zone=ZONE)
    assert [each.text for each in found[:2]] == ["Tin 0", "Tin 1"]
    assert len(found) == FEEDS.headlines * 2


def test_a_title_from_the_future_has_no_date() -> None:
    data = (QUIRKS / "rss20.xml").read_bytes()
    early = NOW.replace(year=2020)
    found, _ = read(data, "https://a.vn/rss", now=early, zone=ZONE)
    assert [each.at for each in found] == [None, None]
