"""The pages of playlists: every form shown, saved, its faults beside its fields."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from signage import atomic
from signage.console.models import Entry, Feed, News
from signage.console.office import documents, drawing, folder, looks, news, playlists, weeks
from signage.console.office.wording import when_in_words
from signage.content.model import Codes, Slide

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from signage.console.data import Data

SCREENS = """\
theme: son-duong
centre: {name: Trung tâm xã Sơn Dương}
screens:
  sanh-chinh: {name: Sảnh chính, playlists: [sanh], on: "07:00-17:30"}   # tầng một
"""


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page waits for the folder, however slow the machine."""
    monkeypatch.setattr(folder, "PATIENCE", 60.0)


@pytest.fixture
def centre(data: Data) -> Data:
    """A centre with a playlist, a picture and a screen."""
    Image.new("RGB", (64, 36), "green").save(data.media / "che.jpg")
    (data.playlists / "sanh.yaml").write_text(
        "name: Sảnh chính\nlayout: banner\nitems:\n"
        "  - image: che.jpg\n    duration: 12s\n"
        "  - slide: {title: {vi: Giờ làm việc, en: Hours}}\n    duration: mười giây\n"
        "when:\n  - {days: mon-fri}\n",
        "utf-8",
    )
    (data.playlists / "screens.yaml").write_text(SCREENS, "utf-8")
    return data


@pytest.fixture
def officer(centre: Data, signed_in: Callable[..., Client]) -> Client:
    """Somebody who may change playlists."""
    return signed_in("lan", "officer")


def _digest(data: Data, name: str = "sanh") -> str:
    return documents.open_document(data, name).digest


PAGES = (
    "danh-sach/", "danh-sach/moi/", "danh-sach/sanh/", "danh-sach/sanh/them/",
    "danh-sach/sanh/muc/0/", "danh-sach/sanh/muc/1/", "danh-sach/sanh/dai-tin/",
    "danh-sach/sanh/cai-dat/", "danh-sach/sanh/xem-truoc/", "danh-sach/sanh/lich-su/",
    "danh-sach/sanh/tep/", "danh-sach/sanh/xoa/", "lich/", "tin/", "trung-tam/",
    "trung-tam/man-hinh/sanh-chinh/", "trung-tam/lich-lam-viec/", "danh-sach/screens/tep/",
    *(f"danh-sach/sanh/muc/moi/?loai={kind}" for kind in ("slide", "qr", "board", "folder")),
)  # fmt: skip


def test_every_page_is_drawn(officer: Client) -> None:
    for page in PAGES:
        answer = officer.get(f"/{page}")
        assert answer.status_code == 200, page
        assert len(answer.content) < 100_000, page


def test_what_is_not_there_is_not_found(officer: Client) -> None:
    for page in (
        "danh-sach/khac/",
        "danh-sach/sanh/muc/9/", "danh-sach/sanh/muc/moi/?loai=la",
        "trung-tam/man-hinh/la/", "danh-sach/screens/",
        "danh-sach/screens/dai-tin/",
        "danh-sach/calendar/xoa/", "danh-sach/screens/cai-dat/",
        "xem-truoc/..%2f..%2fsecret/00.jpg", "xem-truoc/" + "a" * 24 + "/x",
    ):  # fmt: skip
        assert officer.get(f"/{page}").status_code == 404, page


def test_a_viewer_sees_and_changes_nothing(centre: Data, signed_in: Callable[..., Client]) -> None:
    viewer = signed_in("xem", "viewer")
    before = (centre.playlists / "sanh.yaml").read_bytes()
    for page in ("danh-sach/sanh/", "danh-sach/sanh/muc/0/", "danh-sach/sanh/cai-dat/", "tin/"):
        assert viewer.get(f"/{page}").status_code == 200
        assert viewer.post(f"/{page}", {"digest": _digest(centre), "name": "x"}).status_code == 403
    assert (centre.playlists / "sanh.yaml").read_bytes() == before


def test_a_fault_stands_beside_its_field(officer: Client) -> None:
    form = officer.get("/danh-sach/sanh/muc/1/").context["form"]
    assert [each.severity for each in form.by["duration"].faults] == ["error"]
    assert not form.faults
    rows = officer.get("/danh-sach/sanh/").context["rows"]
    assert [len(each["faults"]) for each in rows] == [0, 1]
    assert officer.get("/danh-sach/").context["rows"][0]["errors"] == 1


def test_what_a_hand_writes_appears_at_once(centre: Data, officer: Client) -> None:
    officer.get("/danh-sach/")
    (centre.playlists / "tay.yaml").write_text("name: Viết tay\nitems: []\n", "utf-8")
    assert "Viết tay" in officer.get("/danh-sach/").content.decode()
    (centre.playlists / "sanh.yaml").write_text("name: Tên khác\nitems: [{slide: {title: A}}]\n")
    page = officer.get("/danh-sach/sanh/")
    assert page.context["title"] == "Tên khác"
    assert [each["entry"].words for each in page.context["rows"]] == ["A"]


def test_an_item_is_saved_and_on_record(centre: Data, officer: Client) -> None:
    page = officer.get("/danh-sach/sanh/muc/0/")
    typed = {
        "digest": _digest(centre), "mark": page.context["entry"].mark, "kind": "image",
        "image": "che.jpg", "duration": "15 giây", "caption~vi": "Đồi chè", "caption~en": "Tea",
        "when.count": "1", "when.0.number": "-1", "when.0.from": "14/2/2026",
        "when.0.until": "22/02/2026 11:30", "when.0.days~5": "1", "when.0.days~6": "1",
        "when.0.every": "", "topic": "du-lich",
    }  # fmt: skip
    assert officer.post("/danh-sach/sanh/muc/0/", typed).status_code == 302
    item = playlists.read(centre).content.playlists[0].items[0]
    assert (item.duration, item.topic) == (15.0, "du-lich")
    assert item.caption == {"vi": "Đồi chè", "en": "Tea"}
    assert item.when[0].from_ == "2026-02-14"
    assert item.when[0].until == "2026-02-22T11:30:00"
    assert item.when[0].days == (5, 6)
    entry = Entry.objects.get(action="item")
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["duration"], entry.after["duration"]) == ("12 s", "15 s")


def test_an_item_that_moved_meanwhile_is_found_again(centre: Data, officer: Client) -> None:
    page = officer.get("/danh-sach/sanh/muc/0/")
    path = centre.playlists / "sanh.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("items:\n", "items:\n  - slide: {title: Mới}\n"), "utf-8")
    typed = {
        "digest": page.context["document"].digest, "mark": page.context["entry"].mark,
        "kind": "image", "image": "che.jpg", "duration": "20s",
    }  # fmt: skip
    officer.post("/danh-sach/sanh/muc/0/", typed)
    items = playlists.read(centre).content.playlists[0].items
    assert [getattr(each, "path", "") for each in items][1] == "che.jpg"
    assert items[1].duration == 20.0


def test_the_second_is_told_and_keeps_what_they_typed(
    centre: Data, officer: Client, signed_in: Callable[..., Client]
) -> None:
    other = signed_in("hung", "officer")
    page = officer.get("/danh-sach/sanh/muc/0/")
    assert other.get("/danh-sach/sanh/").context["others"] == ["Lan"]
    typed = {
        "digest": page.context["document"].digest, "mark": page.context["entry"].mark,
        "kind": "image", "image": "che.jpg", "duration": "12s", "caption~vi": "Của Lan",
    }  # fmt: skip
    other.post("/danh-sach/sanh/muc/0/", {**typed, "caption~vi": "Của Hùng"})
    answer = officer.post("/danh-sach/sanh/muc/0/", typed)
    assert answer.status_code == 409
    caption = answer.context["form"].by["caption"]
    assert caption.value == {"vi": "Của Lan"}
    assert "Của Hùng" in caption.theirs
    now = answer.context
    again = {**typed, "digest": now["document"].digest, "mark": now["entry"].mark}
    assert officer.post("/danh-sach/sanh/muc/0/", again).status_code == 302
    assert playlists.read(centre).content.playlists[0].items[0].caption == {"vi": "Của Lan"}


def test_a_new_slide_with_a_table(centre: Data, officer: Client) -> None:
    typed = {
        "digest": _digest(centre), "kind": "slide", "mark": "", "slide.title~vi": "Lệ phí",
        "slide.table~vi~0~0": "Thủ tục", "slide.table~vi~0~1": "Lệ phí",
        "slide.table~en~0~1": "Fee", "slide.table~vi~1~0": "Khai sinh",
        "slide.list~vi": "Một\nHai", "slide.list~en": "One", "duration": "",
    }  # fmt: skip
    officer.post("/danh-sach/sanh/muc/moi/", typed)
    slide = playlists.read(centre).content.playlists[0].items[-1]
    assert isinstance(slide, Slide)
    assert slide.table == (
        ({"vi": "Thủ tục"}, {"vi": "Lệ phí", "en": "Fee"}), ({"vi": "Khai sinh"}, {}),
    )  # fmt: skip
    assert slide.entries == ({"vi": "Một", "en": "One"}, {"vi": "Hai"})


def test_big_codes_and_when_it_is_shown(centre: Data, officer: Client) -> None:
    typed = {
        "digest": _digest(centre), "kind": "qr", "mark": "", "qr.count": "2",
        "qr.0.number": "-1", "qr.0.url": "https://dichvucong.gov.vn",
        "qr.0.name~vi": "Dịch vụ công",
        "qr.1.number": "-1", "qr.1.url": "https://zalo.me/0207", "duration": "30s",
    }  # fmt: skip
    officer.post("/danh-sach/sanh/muc/moi/", typed)
    item = playlists.read(centre).content.playlists[0].items[-1]
    assert isinstance(item, Codes)
    assert [each.url for each in item.codes] == [
        "https://dichvucong.gov.vn",
        "https://zalo.me/0207",
    ]
    typed = {
        "digest": _digest(centre), "name": "Sảnh chính", "layout": "sidebar", "priority": "normal",
        "when.count": "2", "when.0.number": "0", "when.0.remove": "1", "when.1.number": "-1",
        "when.1.every": "lunar", "when.1.from": "23/12", "when.1.until": "7/1",
    }  # fmt: skip
    officer.post("/danh-sach/sanh/cai-dat/", typed)
    (playlist,) = playlists.read(centre).content.playlists
    assert playlist.layout == "sidebar"
    assert [(w.every, w.lunar, w.from_, w.until) for w in playlist.when] == [
        ("year", True, "12-23", "01-07")
    ]


def test_a_screen_a_group_and_the_centre(centre: Data, officer: Client) -> None:
    officer.post("/trung-tam/", {"do": "screen", "name": "Phòng chờ"})
    officer.post("/trung-tam/", {"do": "group", "name": "Du lịch", "playlists~sanh": "1"})
    typed = {
        "digest": _digest(centre, "screens"), "name": "Phòng chờ", "groups~du-lich": "1",
        "on": "07:00-17:00", "rotate": "90", "theme": "toi", "lunar": "true",
    }  # fmt: skip
    officer.post("/trung-tam/man-hinh/phong-cho/", typed)
    typed = {
        "digest": _digest(centre, "screens"), "centre.name~vi": "Trung tâm xã Sơn Dương",
        "centre.name~en": "Centre", "theme": "xanh-che", "centre.colours.primary": "#123456",
    }  # fmt: skip
    officer.post("/trung-tam/", typed)
    content = playlists.read(centre).content
    screen = next(each for each in content.screens if each.id == "phong-cho")
    assert (screen.groups, screen.rotate) == (("du-lich",), 90)
    assert (screen.theme, screen.lunar) == ("toi", True)
    assert content.groups == {"du-lich": ("sanh",)}
    assert content.theme == "xanh-che"
    assert (content.centre.name["en"], content.centre.primary) == ("Centre", "#123456")
    assert "# tầng một" in (centre.playlists / "screens.yaml").read_text("utf-8")
    officer.post("/trung-tam/", {"do": "remove", "of": "screens", "name": "phong-cho"})
    assert [each.id for each in playlists.read(centre).content.screens] == ["sanh-chinh"]


def test_the_calendar_begins_with_a_form(centre: Data, officer: Client) -> None:
    typed = {
        "digest": _digest(centre, "calendar"), "timezone": "Asia/Ho_Chi_Minh",
        **{f"working_hours.0.{n}": "07:30-11:30, 13:30-17:00" for n in range(5)},
        "working_hours.0.5": "07:30-11:30",
        "holidays.count": "1", "holidays.0.number": "-1", "holidays.0.date": "02/09/2026",
        "holidays.0.name": "Quốc khánh",
    }  # fmt: skip
    officer.post("/trung-tam/lich-lam-viec/", typed)
    text = (centre.playlists / "calendar.yaml").read_text("utf-8")
    assert 'mon-fri: "07:30-11:30, 13:30-17:00"' in text
    calendar = playlists.read(centre).content.calendar
    assert (calendar.holidays[0].from_, calendar.holidays[0].name) == ("2026-09-02", "Quốc khánh")
    assert officer.get("/trung-tam/lich-lam-viec/").context["form"].faults == []


def test_one_that_screens_name_says_so_and_comes_back(centre: Data, officer: Client) -> None:
    assert officer.get("/danh-sach/sanh/xoa/").context["users"] == ["Sảnh chính"]
    officer.post("/danh-sach/sanh/xoa/")
    ((name, version),) = officer.get("/danh-sach/").context["gone"]
    officer.post("/danh-sach/", {"name": name, "key": version.key})
    assert officer.get("/danh-sach/sanh/").status_code == 200
    assert officer.post("/danh-sach/", {"name": "../..", "key": version.key}).status_code == 302
    assert set(Entry.objects.values_list("action", flat=True)) >= {
        "playlist-delete", "playlist-restore",
    }  # fmt: skip


def test_a_broken_file_is_mended_as_a_file(centre: Data, officer: Client) -> None:
    (centre.playlists / "sanh.yaml").write_text("name: [\n", "utf-8")
    for page in PAGES:
        if "muc/0" not in page and "muc/1" not in page:
            assert officer.get(f"/{page}").status_code == 200, page
    assert officer.get("/danh-sach/sanh/tep/").context["faults"]
    typed = {"digest": _digest(centre), "words": "name: Lại tốt\r\nitems:\r\n  - slide: {title: A}"}
    officer.post("/danh-sach/sanh/tep/", typed)
    assert playlists.read(centre).content.playlists[0].name == "Lại tốt"
    stale = officer.post("/danh-sach/sanh/tep/", {**typed, "words": "x: của tôi"})
    assert stale.status_code == 409
    assert "của tôi" in stale.content.decode()


def test_a_preview_is_drawn_once_and_known_by_what_it_shows(
    centre: Data, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[Path] = []

    def run(scratch: Path) -> None:
        runs.append(scratch)
        for n, path in enumerate(sorted((scratch / "playlists").glob("[0-9a-f]*.yaml"))):
            Image.new("RGB", (1280, 720)).save(scratch / "out" / f"{n:03}-{path.stem}-muc.png")

    monkeypatch.setattr(drawing, "_snapshot", run)
    monkeypatch.setattr(drawing, "_quiet", 0)
    key = officer.get("/danh-sach/sanh/muc/0/").context["preview"]
    assert not looks.done(centre, key)
    assert drawing.draw_one(centre)
    assert not drawing.draw_one(centre)
    page = officer.get("/danh-sach/sanh/muc/0/")
    assert (page.context["preview"], len(page.context["pictures"])) == (key, 1)
    assert officer.get(f"/xem-truoc/{key}/00.jpg")["Content-Type"] == "image/jpeg"
    assert json.loads(officer.get(f"/xem-truoc/{key}/co").content)["done"]
    typed = {"do": "preview", "kind": "image", "image": "che.jpg", "caption~vi": "Chưa lưu"}
    other = officer.post("/danh-sach/sanh/muc/0/", typed).context
    assert other["preview"] != key
    assert other["form"].by["caption"].value == {"vi": "Chưa lưu"}
    assert "Chưa lưu" not in (centre.playlists / "sanh.yaml").read_text("utf-8")
    Image.new("RGB", (64, 36), "red").save(centre.media / "che.jpg", quality=20)
    assert officer.get("/danh-sach/sanh/muc/0/").context["preview"] != key
    assert len(runs) == 1


def test_what_is_just_being_asked_for_is_not_forgotten(
    centre: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker comes by while a page is between two of its steps."""
    monkeypatch.setattr(drawing, "_draw", lambda *_: None)
    write = atomic.write

    def slowly(path: Path, content: bytes) -> None:
        drawing.draw_one(centre)
        write(path, content)
        drawing.draw_one(centre)

    monkeypatch.setattr(atomic, "write", slowly)
    document = documents.open_document(centre, "sanh")
    for _again in range(2):
        keys = looks.ask_whole(centre, document)
        assert keys
        assert all((looks.folder(centre) / key / "ask.json").exists() for key in keys)
    left = [each for each in looks.folder(centre).iterdir() if each.name.startswith(".")]
    assert left == []


def test_a_job_whose_words_are_on_their_way_is_waited_for(
    centre: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "_quiet", 0)
    place = looks.folder(centre) / "half-asked"
    place.mkdir(parents=True)
    assert not drawing.draw_one(centre)
    assert place.exists()
    assert drawing._quiet == 0  # it is looked at again, though the folder of all stays as it is
    os.utime(place, (0, 0))  # nobody is writing them any more
    assert drawing.draw_one(centre)
    assert not place.exists()


def test_what_waits_to_be_drawn_is_bounded(centre: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "WAITING_MOST", 2)
    monkeypatch.setattr(drawing, "_quiet", 0)
    monkeypatch.setattr(drawing, "_snapshot", lambda _scratch: None)
    document = documents.open_document(centre, "sanh")
    for n in range(4):
        looks._asked(centre, document, {"slide": {"title": str(n)}}, "")
    drawing.draw_one(centre)
    assert len(list(looks.folder(centre).iterdir())) == 2


def test_headlines_wait_until_a_reviewer_says_so(
    centre: Data, signed_in: Callable[..., Client]
) -> None:
    url = "https://example.org/rss"
    path = centre.playlists / "sanh.yaml"
    path.write_text(path.read_text("utf-8") + f'ticker: [{{feed: "{url}"}}]\n', "utf-8")
    feed = Feed.objects.create(url=url)
    lines = [
        News.objects.create(feed=feed, text=text, source="Báo", seen="2026-11-23T08:00:00+07:00")
        for text in ("Một", "Hai")
    ]
    content = playlists.read(centre).content
    reviewer, officer = signed_in("hoa", "reviewer"), signed_in("lan", "officer")
    assert news.waiting(content) == 2
    assert news.approved(content).feeds == {}
    assert officer.post("/tin/", {"do": "approve", "feed": url, "line": "1"}).status_code == 403
    reviewer.post("/tin/", {"do": "approve", "feed": url, "line": lines[0].pk})
    assert [each.text for each in news.approved(content).feeds[url]] == ["Một"]
    reviewer.post("/tin/", {"do": "trust", "feed": url})
    assert {each.text for each in news.approved(content).feeds[url]} == {"Một", "Hai"}
    reviewer.post("/tin/", {"do": "refuse", "feed": url, "line": lines[1].pk})
    assert [each.text for each in news.kept(centre.content).feeds[url]] == ["Một"]
    reviewer.post("/tin/", {"do": "distrust", "feed": url})
    assert [each.text for each in news.kept(centre.content).feeds[url]] == ["Một"]


def test_feeds_are_asked_beside_and_told_why_they_are_silent(
    centre: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = centre.playlists / "sanh.yaml"
    line = 'ticker: [{feed: "https://127.0.0.1:9/rss"}]\n'
    path.write_text(path.read_text("utf-8") + line, "utf-8")
    content = playlists.read(centre).content
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    said = {"feeds": {}, "faults": ["https://127.0.0.1:9/rss: refused"]}
    monkeypatch.setattr(news, "_asked", lambda *_: json.dumps(said).encode())
    assert news.fetch(centre, content, now)
    assert not news.fetch(centre, content, now + timedelta(minutes=5))
    assert "refused" in Feed.objects.get().fault
    headline = {"text": "Tin", "source": "Báo", "seen": "2026-11-23T08:00:00+07:00"}
    said |= {"feeds": {"https://127.0.0.1:9/rss": [headline]}, "faults": []}
    assert news.fetch(centre, content, now + timedelta(minutes=16))
    assert Feed.objects.get().fault == ""
    assert News.objects.get().state == "waiting"


def test_when_is_told_in_plain_words() -> None:
    rules = [
        {"days": "mon-fri", "hours": "07:30-11:30", "holidays": "skip"},
        {"every": "year", "lunar": "true", "from": "12-23", "until": "01-07"},
        {"from": "2026-02-14", "until": "2026-02-14"},
    ]
    told = when_in_words(rules)
    assert "07:30–11:30" in told[0]
    assert "23/12" in told[1]
    assert told[2].endswith("14/02/2026")


def test_a_week_is_cut_into_days(centre: Data) -> None:
    path = centre.playlists / "sanh.yaml"
    path.write_text("items: [{slide: {title: A}}]\nwhen: [{days: mon, hours: '22:00-06:00'}]\n")
    content = playlists.read(centre).content
    week = weeks.of_screen(content, "sanh-chinh", datetime(2026, 11, 23).date())  # noqa: DTZ001  (a day)
    assert [[each.hours for each in day.blocks] for day in week[:3]] == [
        ["22:00–24:00"], ["00:00–06:00"], [],
    ]  # fmt: skip


def test_equal_days_are_one_line(centre: Data) -> None:
    path = centre.playlists / "sanh.yaml"
    path.write_text("items: [{slide: {title: A}}]\nwhen: [{days: mon-fri}]\n")
    monday = datetime(2026, 11, 23).date()  # noqa: DTZ001  (a day)
    week = weeks.of_screen(playlists.read(centre).content, "sanh-chinh", monday)
    assert [len(run.days) for run in weeks.runs(week)] == [5, 2]
    assert weeks.runs(week)[0].last == week[4]
    assert weeks.runs(week[:1])[0].last is None
    assert weeks.runs([]) == []


def test_no_key_of_a_file_is_left_to_officers(centre: Data, officer: Client) -> None:
    """Choices that the file makes are shown in words, whatever it says."""
    path = centre.playlists / "sanh.yaml"
    path.write_text(
        "items: [{slide: {title: A}}]\ndefaults: {fit: contain, transition: fade, duration: 12s}\n"
    )
    page = officer.get("/danh-sach/sanh/cai-dat/").content.decode()
    for option in ("fade", "contain"):
        assert f">{option}</option>" not in page
    form = officer.get("/danh-sach/sanh/cai-dat/").context["form"]
    assert not any(bound.odd for bound in form.bounds)


def test_words_of_strangers_are_no_markup(centre: Data, officer: Client) -> None:
    evil = '"><script>alert(1)</script>'
    path = centre.playlists / "sanh.yaml"
    said = json.dumps(evil)
    path.write_text(f"name: {said}\nitems: [{{slide: {{title: {said}}}}}]\nticker: [{said}]\n")
    for page in ("danh-sach/", *(each for each in PAGES if each.startswith("danh-sach/sanh/"))):
        answer = officer.get(f"/{page}")
        assert "<script>alert" not in answer.content.decode(), page


def test_a_page_shows_what_was_while_a_change_is_read(
    centre: Data, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert officer.get("/danh-sach/").context["fresh"]
    gate = Event()

    def slow(data: Data, done: Event) -> None:
        gate.wait(60)
        read(data, done)

    read = folder._read
    monkeypatch.setattr(folder, "_read", slow)
    monkeypatch.setattr(folder, "PATIENCE", 0.0)
    (centre.playlists / "moi.yaml").write_text("name: Mới\nitems: []\n", "utf-8")
    assert not officer.get("/danh-sach/").context["fresh"]
    done = folder.begin(centre)
    gate.set()
    assert done.wait(60)
    page = officer.get("/danh-sach/")
    assert page.context["fresh"]
    assert "Mới" in page.content.decode()
