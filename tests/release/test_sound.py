"""A manifest made by hand, with a real key: what would stop a screen is refused as a whole."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import msgspec
import pytest

from signage.content.loader import load_folder
from signage.content.model import (
    Board,
    Calendar,
    Centre,
    Code,
    Codes,
    Content,
    FeedLine,
    FileLine,
    Headline,
    Holiday,
    Image,
    Opening,
    Pdf,
    Playlist,
    Rule,
    Screen,
    Slide,
    TextLine,
    Video,
    WorkingHours,
)
from signage.errors import ContentError
from signage.release._sound import unsound, unsound_feeds
from signage.release.manifest import Feeds, Manifest, read
from tests.content.folders import make

ROOT = Path(__file__).resolve().parents[2]

EVERYTHING = """
name: Sảnh
layout: board
ticker_slides: true
when:
- {from: 2026-02-14, until: 2026-02-22T07:30, days: mon-fri, hours: "22:00-06:00", holidays: skip}
- {from: 12-29, until: 01-05, every: year, lunar: true}
- {from: 02-29, until: 03-01, every: year, working: only}
items:
- {image: a.jpg, duration: 1.5, qr: "https://vi.vn/?q=1", caption: {vi: Đình, zh-Hans: 新潮}}
- {video: quang-ba/gioi-thieu.mp4, volume: 100, subtitles: gioi-thieu.vi.srt}
- {pdf: niem-yet/thu-tuc.pdf, pages: "1-3, 7"}
- {image: a.jpg, pan: true}
- slide: {title: {vi: Giờ làm việc}, body: Sáng}
- slide: {list: [Một, {vi: Hai, en: Two}], table: [[Thủ tục, Quầy], [Khai sinh, "1"]], image: a.jpg}
- {board: niem-yet/thu-tuc.csv, title: {vi: Thủ tục hành chính}}
- {qr: [{name: {vi: Cổng Dịch vụ công}, url: "https://dichvucong.gov.vn"}, "https://vietnam.vn"]}
- folder: ocop
ticker:
- Kính chào
- {file: tin/thong-bao.txt}
- {feed: "https://vi.vn/rss", max: 8, age: 48h}
- {text: Lũ quét, urgent: true}
- {file: tin/thong-bao.txt, urgent: true}
"""
CALENDAR = """
timezone: Asia/Bangkok
working_hours:
- {from: 04-15, until: 10-15, days: {mon-fri: "07:00-11:30, 13:30-16:30"}}
- {from: 10-16, until: 04-14, days: {mon-sun: "07:30-11:30"}}
holidays: [{date: 2026-02-17, name: Tết}, {from: 2026-02-14, until: 2026-02-22}]
open: [{date: 2026-02-28, hours: "07:30-17:00"}]
"""
SCREENS = """
theme: xanh-che
centre: {name: {vi: Xã Sơn Dương}, emblem: a.jpg, colours: {primary: "#8C1C1C", accent: "#d9a441"}}
screens:
  s: {name: Sảnh, playlists: [p], on: "07:00-24:00", rotate: 90, theme: toi, ticker_speed: 4,
      lunar: true, weather: {file: tin/thong-bao.txt}}
  t: {ticker_speed: 30, weather: {feed: "https://vi.vn/tt", age: 12h}}
"""
BOARD = "mã,tên\n1,Khai sinh\n".encode()


def one(item: Any = None, **playlist: Any) -> Content:
    items = () if item is None else (item,)
    return Content(playlists=(Playlist(id="p", items=items, **playlist),))


def calendar(**changes: Any) -> Content:
    return Content(calendar=Calendar(**changes))


def screen(**changes: Any) -> Content:
    return Content(screens=(Screen(id="s", **changes),))


def code(url: str = "https://vi.vn", **more: Any) -> Code:
    return Code(url=url, **more)


VI = {"vi": "a"}
LONG = {"vi": "a" * 4001}


def test_all_that_a_loader_makes_is_sound(tmp_path: Path) -> None:
    files = {"p.yaml": EVERYTHING, "calendar.yaml": CALENDAR, "screens.yaml": SCREENS}
    loaded = load_folder(make(tmp_path, files, {"niem-yet/thu-tuc.csv": BOARD}))
    assert [each for each in loaded.faults if each.severity == "error"] == []
    assert unsound(loaded.content) is None
    assert unsound(load_folder(ROOT).content) is None


@pytest.mark.parametrize(
    "content",
    [
        one(Image(path="a", duration=0)),
        one(Image(path="a", duration=-1)),
        one(Image(path="a", duration=1e9)),
        one(Image(path="")),
        one(Image(path="a" * 501)),
        one(Image(path="a", qr="javascript:alert(1)")),
        one(Image(path="a", qr="https://" + "a" * 400)),
        one(Image(path="a", caption={"vi": "a" * 4001})),
        one(Image(path="a", when=(Rule(until="tomorrow"),))),
        one(Video(path="a", volume=101)),
        one(Video(path="a", volume=-1)),
        one(Video(path="a", subtitles="")),
        one(Pdf(path="a", pages=((0, 1),))),
        one(Pdf(path="a", pages=((3, 1),))),
        one(Pdf(path="a", pages=((1, 10**9),))),
        one(Slide(title={"": "a"})),
        one(Slide(body={"vi": "a" * 4001})),
        one(Image(path="a", topic="a" * 4001)),
        one(Slide(entries=(LONG,))),
        one(Slide(entries=(VI,) * 101)),
        one(Slide(table=((VI, VI), (VI,)))),
        one(Slide(table=((), ()))),
        one(Slide(table=((VI,),) * 101)),
        one(Slide(table=((VI,) * 9,))),
        one(Slide(table=((VI, LONG),))),
        one(Slide(image="")),
        one(Board(path="")),
        one(Board(path="a", title=LONG)),
        one(Codes(codes=())),
        one(Codes(codes=(code(),) * 5)),
        one(Codes(codes=(code(),) * 1_000_000)),
        one(Codes(codes=(code("javascript:alert(1)"),))),
        one(Codes(codes=(code("https://" + "a" * 400),))),
        one(Codes(codes=(code(name=LONG),))),
        one(Codes(codes=(code(),), title=LONG)),
        one(name="a" * 4001),
        screen(name="a" * 4001),
        screen(locale=""),
        screen(locale="a" * 41),
        screen(ticker_speed=0.0),
        screen(ticker_speed=-12.0),
        screen(ticker_speed=1e300),
        screen(weather=FileLine(path="")),
        screen(weather=FeedLine(url="file:///etc/passwd")),
        screen(weather=FeedLine(url="https://vi.vn", age=-1)),
        Content(centre=Centre(name=LONG)),
        Content(centre=Centre(emblem="")),
        Content(centre=Centre(primary="red")),
        Content(centre=Centre(primary="#8c1c1c ")),
        Content(centre=Centre(accent="#8c1c1")),
        Content(centre=Centre(accent="#8c1c1g")),
        one(when=(Rule(from_="2026-02-30"),)),
        one(when=(Rule(from_="2026-02-14T25:00:00"),)),
        one(when=(Rule(from_="2026-02-14T07:30:00+07:00"),)),
        one(when=(Rule(from_="02-14"),)),
        one(when=(Rule(from_="2026-02-14", every="year"),)),
        one(when=(Rule(from_="02-30", until="03-01", every="year"),)),
        one(when=(Rule(from_="13-01", until="13-02", every="year", lunar=True),)),
        one(when=(Rule(lunar=True),)),
        one(when=(Rule(days=(7,)),)),
        one(when=(Rule(hours=((0, 0),)),)),
        one(when=(Rule(hours=((1440, 60),)),)),
        one(when=(Rule(hours=((-1, 60),)),)),
        one(when=(Rule(hours=((0, 1441),)),)),
        one(ticker=(TextLine(text={"vi": "a" * 4001}),)),
        one(ticker=(FileLine(path=""),)),
        one(ticker=(FeedLine(url="file:///etc/passwd"),)),
        one(ticker=(FeedLine(url="https://vi.vn", max=0),)),
        one(ticker=(FeedLine(url="https://vi.vn", age=-1),)),
        Content(playlists=(Playlist(id=""),)),
        Content(playlists=(Playlist(id="a\0"),)),
        Content(playlists=(Playlist(id="a"), Playlist(id="a"))),
        Content(screens=(Screen(id="a"), Screen(id="a"))),
        Content(screens=(Screen(id="a", on=((5, 5),)),)),
        calendar(timezone="Nowhere/Else"),
        calendar(timezone="../../etc/passwd"),
        calendar(timezone=""),
        calendar(working_hours=(WorkingHours(days={7: ()}),)),
        calendar(working_hours=(WorkingHours(days={0: ((9, 9),)}),)),
        calendar(working_hours=(WorkingHours(from_="04-15", days={}),)),
        calendar(working_hours=(WorkingHours(from_="04-15", until="2026-01-01", days={}),)),
        calendar(holidays=(Holiday(from_="2026-02-30", until="2026-03-01"),)),
        calendar(holidays=(Holiday(from_="2026-03-02", until="2026-03-01"),)),
        calendar(open=(Opening(date="x", hours=()),)),
        calendar(open=(Opening(date="2026-03-01", hours=((3, 3),)),)),
    ],
    ids=lambda content: repr(content)[:120],
)
def test_what_no_loader_makes(content: Content) -> None:
    manifest = Manifest(created="2026-11-23T08:00:00+00:00", content=content, files={})
    with pytest.raises(ContentError, match="the manifest is wrong"):
        read(msgspec.json.encode(manifest))


def test_a_speed_that_is_no_number() -> None:
    assert unsound(screen(ticker_speed=math.nan)) is not None
    assert unsound(screen(ticker_speed=math.inf)) is not None
    assert unsound(one(Image(path="a", duration=math.nan))) is not None


@pytest.mark.parametrize(
    "content",
    [
        '{"theme": "hồng"}',
        '{"screens": [{"id": "s", "theme": "hồng"}]}',
        '{"screens": [{"id": "s", "lunar": 1}]}',
        '{"screens": [{"id": "s", "ticker_speed": "12"}]}',
        '{"screens": [{"id": "s", "ticker_speed": 1e999}]}',
        '{"screens": [{"id": "s", "weather": {"kind": "text", "text": {"vi": "a"}}}]}',
        '{"centre": {"name": "Sơn Dương"}}',
        '{"centre": {"motto": "a"}}',
        '{"playlists": [{"id": "p", "layout": "grid"}]}',
        '{"playlists": [{"id": "p", "items": [{"kind": "folder", "path": "a"}]}]}',
        '{"playlists": [{"id": "p", "items": [{"kind": "board", "path": "a", "rows": []}]}]}',
        '{"playlists": [{"id": "p", "items": [{"kind": "qr", "codes": ["https://vi.vn"]}]}]}',
        '{"playlists": [{"id": "p", "items": [{"kind": "slide", "table": [["a"]]}]}]}',
    ],
)
def test_what_has_not_even_the_form(content: str) -> None:
    before = '"format": 1, "created": "2026-11-23T08:00:00+00:00", "files": {}'
    assert read(f'{{{before}, "content": {{}}}}'.encode())
    data = f'{{{before}, "content": {content}}}'
    with pytest.raises(ContentError, match="the manifest is wrong"):
        read(data.encode())


def said(text: str = "Tin", **more: Any) -> Headline:
    return Headline(**{"text": text, "source": "Báo A", "seen": "2026-11-23T08:00:00Z", **more})


@pytest.mark.parametrize(
    "feeds",
    [
        {"ftp://vi.vn": ()},
        {"https://vi.vn": (said(),) * 1000},
        {"https://vi.vn": (said("a" * 1_000_000),)},
        {"https://vi.vn": (said(source="a" * 1_000_000),)},
        {"https://vi.vn": (said(at="a" * 1_000_000),)},
        {"https://vi.vn": (said(seen="a" * 1_000_000),)},
    ],
    ids=["address", "many", "text", "source", "at", "seen"],
)
def test_headlines_that_no_agent_fetches(feeds: Feeds) -> None:
    assert unsound_feeds({"https://vi.vn": (said(),) * 100}) is None
    manifest = Manifest(
        created="2026-11-23T08:00:00+00:00", content=Content(), files={}, feeds=feeds
    )
    with pytest.raises(ContentError, match="the manifest is wrong"):
        read(msgspec.json.encode(manifest))
