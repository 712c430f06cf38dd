"""Files of playlists, changed by forms: what a hand wrote stays, and two who write lose nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from signage.console.office import documents, history, playlists, saving, shapes
from signage.console.office.binding import bind
from signage.console.office.documents import BrokenError
from signage.console.office.playlists import Move

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signage.console.data import Data

HAND = """\
# Đầu tệp
name: Sảnh chính   # ghi chú
odd: [1, 2]
items:
  # về ảnh đầu
  - image: a.jpg
    duration: 12s      # đủ để đọc
    caption: {vi: Đồi chè, en: Tea}

  # về giờ làm việc
  - slide:
      title: Giờ làm việc
      body: |-
        Sáng 7:30
        Chiều 13:30
  - video: b.mp4
    volume: 0

# về dải tin
ticker:
  - Kính chào quý khách
  - {feed: "https://example.org/rss", max: 3}   # tin tỉnh
"""


@pytest.fixture
def playlist(data: Data) -> str:
    """A playlist as a hand wrote it."""
    (data.playlists / "sanh.yaml").write_text(HAND, encoding="utf-8")
    return "sanh"


def _text(data: Data, name: str = "sanh") -> str:
    return (data.playlists / f"{name}.yaml").read_text(encoding="utf-8")


def _moves(data: Data, order: Sequence[int], removed: Sequence[int] = ()) -> list[Move]:
    entries = playlists.entries(documents.open_document(data, "sanh"))
    return [
        Move(n, entries[n].mark, entries[n].duration, entries[n].duration, n in removed)
        for n in order
    ]


def _arrange(data: Data, moves: Sequence[Move], base: str = "") -> playlists.Outcome:
    base = base or documents.open_document(data, "sanh").digest
    return playlists.arrange(data, "sanh", moves, base, "lan")


def test_what_is_not_changed_is_the_same_to_the_byte(data: Data, playlist: str) -> None:
    document = documents.open_document(data, playlist)
    assert documents.changed(document, lambda _root: None).decode() == HAND


def test_an_item_moves_with_the_note_above_it(data: Data, playlist: str) -> None:
    document = documents.open_document(data, playlist)
    _arrange(data, _moves(data, (1, 0, 2)), document.digest)
    text = _text(data)
    order = [text.index(each) for each in ("# về giờ", "slide:", "# về ảnh", "a.jpg")]
    assert order == sorted(order)
    assert text.index("b.mp4") < text.index("# về dải tin") < text.index("ticker:")
    assert sorted(text.split()) == sorted(HAND.split())


def test_a_removed_item_goes_and_the_rest_stays(data: Data, playlist: str) -> None:
    _arrange(data, _moves(data, (0, 1, 2), removed=(1,)))
    text = _text(data)
    assert "slide" not in text
    assert "đủ để đọc" in text
    assert "# về dải tin" in text


def test_the_last_item_can_go(data: Data, playlist: str) -> None:
    _arrange(data, _moves(data, (0, 1, 2), removed=(0, 1, 2)))
    assert playlists.entries(documents.open_document(data, playlist)) == []
    assert "Kính chào quý khách" in _text(data)


def test_a_duration_is_changed_in_its_place(data: Data, playlist: str) -> None:
    moves = _moves(data, (0, 1, 2))
    moves[0] = moves[0]._replace(duration="20s")
    moves[2] = moves[2]._replace(duration="30s")
    _arrange(data, moves)
    assert "    duration: 20s      # đủ để đọc" in _text(data)
    assert "    volume: 0\n    duration: 30s\n\n# về dải tin" in _text(data)


def test_what_another_added_meanwhile_keeps_its_place(data: Data, playlist: str) -> None:
    base = documents.open_document(data, playlist).digest
    moves = _moves(data, (2, 0, 1))
    path = data.playlists / "sanh.yaml"
    added = HAND.replace("  - video: b.mp4", "  - image: moi.jpg\n  - video: b.mp4")
    path.write_text(added, "utf-8")
    outcome = _arrange(data, moves, base)
    words = [each.words for each in playlists.entries(outcome.document)]
    assert outcome.merged
    assert words == ["b.mp4", "a.jpg", "Giờ làm việc", "moi.jpg"]


def test_what_another_rewrote_has_their_words_and_this_place(data: Data, playlist: str) -> None:
    base = documents.open_document(data, playlist).digest
    moves = _moves(data, (2, 0, 1))
    moves[1] = moves[1]._replace(duration="40s")
    path = data.playlists / "sanh.yaml"
    path.write_text(HAND.replace("Đồi chè", "Đồi chè Tân Trào"), "utf-8")
    outcome = _arrange(data, moves, base)
    assert outcome.lost == ()
    assert "Đồi chè Tân Trào" in _text(data)
    entries = playlists.entries(outcome.document)
    assert [each.kind for each in entries] == ["video", "image", "slide"]
    assert entries[1].duration == "40s"


def test_what_another_rewrote_is_not_taken_off_unseen(data: Data, playlist: str) -> None:
    base = documents.open_document(data, playlist).digest
    moves = _moves(data, (0, 1, 2), removed=(0, 2))
    path = data.playlists / "sanh.yaml"
    path.write_text(HAND.replace("Đồi chè", "Đồi chè Tân Trào"), "utf-8")
    outcome = _arrange(data, moves, base)
    assert outcome.lost == ("1",)
    kinds = [each.kind for each in playlists.entries(outcome.document)]
    assert kinds == ["image", "slide"]


def test_what_another_removed_is_told(data: Data, playlist: str) -> None:
    base = documents.open_document(data, playlist).digest
    moves = _moves(data, (2, 1, 0))
    path = data.playlists / "sanh.yaml"
    path.write_text(HAND.replace("  - video: b.mp4\n    volume: 0\n", ""), "utf-8")
    outcome = _arrange(data, moves, base)
    assert outcome.lost == ("3",)
    kinds = [each.kind for each in playlists.entries(outcome.document)]
    assert kinds == ["slide", "image"]


def test_two_change_different_fields_and_both_stand(data: Data, playlist: str) -> None:
    document = documents.open_document(data, playlist)
    history.remember(data, document.digest, document.content)
    fields = shapes.ITEMS["image"]
    first = {"digest": document.digest, "image": "a.jpg", "duration": "12s", "caption~vi": "Chè"}
    first["caption~en"] = "Tea"
    second = {**first, "caption~vi": "Đồi chè", "duration": "25s"}
    path = ("items", 0)
    saving.save(data, playlist, fields, first, "lan", path)
    result = saving.save(data, playlist, fields, second, "hung", path)
    assert result.merged
    assert not result.conflicts
    assert "duration: 25s" in _text(data)
    assert "caption: {vi: Chè, en: Tea}" in _text(data)


def test_the_same_field_is_written_by_neither_until_the_second_decides(
    data: Data, playlist: str
) -> None:
    document = documents.open_document(data, playlist)
    history.remember(data, document.digest, document.content)
    fields = (shapes.SETTINGS[0], shapes.SETTINGS[1])
    saving.save(data, playlist, fields, {"digest": document.digest, "name": "Một"}, "lan")
    mine = {"digest": document.digest, "name": "Hai", "layout": "full"}
    result = saving.save(data, playlist, fields, mine, "hung")
    assert len(result.conflicts) == 1
    assert result.form.by["name"].value == "Hai"
    assert result.form.by["name"].theirs == "Một"
    assert re.search("name: Một +# ghi chú", _text(data))
    again = {**mine, "digest": result.document.digest}
    assert not saving.save(data, playlist, fields, again, "hung").conflicts
    assert re.search("name: Hai +# ghi chú", _text(data))


def test_a_base_that_nobody_remembers_is_a_conflict(data: Data, playlist: str) -> None:
    result = saving.save(
        data, playlist, shapes.SETTINGS[:1], {"digest": "0" * 64, "name": "Khác"}, "lan"
    )
    assert result.conflicts
    assert _text(data) == HAND


def test_the_strip_keeps_its_feed_and_its_note(data: Data, playlist: str) -> None:
    document = documents.open_document(data, playlist)
    typed = {
        "digest": document.digest, "ticker.count": "3",
        "ticker.0.number": "0", "ticker.0.text~vi": "Kính chào", "ticker.0.text~en": "Welcome",
        "ticker.1.number": "1", "ticker.1.feed": "https://example.org/rss", "ticker.1.max": "3",
        "ticker.2.number": "-1", "ticker.2.text~vi": "Nước lũ: đang lên", "ticker.2.urgent": "true",
    }  # fmt: skip
    saving.save(data, playlist, (shapes.TICKER,), typed, "lan")
    text = _text(data)
    assert '{feed: "https://example.org/rss", max: 3}   # tin tỉnh' in text
    strip = documents.plain(documents.open_document(data, playlist).root)["ticker"]
    assert strip[0] == {"text": {"vi": "Kính chào", "en": "Welcome"}}
    assert strip[2] == {"text": "Nước lũ: đang lên", "urgent": "true"}


def test_what_a_form_cannot_show_stays(data: Data) -> None:
    odd = "items:\n  - slide: {title: A}\n    when: mỗi sáng\n    duration: [1, 2]\n"
    (data.playlists / "la.yaml").write_text(odd, "utf-8")
    document = documents.open_document(data, "la")
    form = bind(shapes.ITEMS["slide"], saving.at(document.root, ("items", 0)))
    assert form.by["duration"].kept
    assert form.by["when"].kept
    typed = {"digest": document.digest, "slide.title~vi": "B", "duration": "10s"}
    saving.save(data, "la", shapes.ITEMS["slide"], typed, "lan", ("items", 0))
    assert _text(data, "la") == odd.replace("title: A", "title: B")


def test_a_file_that_is_no_yaml_is_left_alone(data: Data) -> None:
    (data.playlists / "hong.yaml").write_text("name: [\n", "utf-8")
    assert documents.open_document(data, "hong").root is None
    with pytest.raises(BrokenError):
        saving.save(data, "hong", shapes.SETTINGS, {"digest": "x", "name": "a"}, "lan")
    assert _text(data, "hong") == "name: [\n"


@pytest.mark.parametrize("words", ["#8c1c1c", "a: b", "- x", "yes", "7:30", "@a", "«x» {y}", "*a"])
def test_any_words_are_read_back_as_written(data: Data, words: str) -> None:
    name = playlists.make(data, "Thử")
    playlists.add(data, name, [{"image": documents.said(words)}], "lan")
    assert playlists.entries(documents.open_document(data, name))[0].words == words


def test_a_deleted_playlist_comes_back(data: Data, playlist: str) -> None:
    playlists.remove(data, playlist, "lan")
    assert playlist not in playlists.ids(data)
    ((name, version),) = playlists.gone(data)
    assert (name, version.by) == (playlist, "lan")
    assert playlists.restore(data, name, version.key, "hoa")
    assert _text(data) == HAND


def test_what_a_hand_wrote_is_in_the_history_before_a_form_writes(
    data: Data, playlist: str
) -> None:
    document = documents.open_document(data, playlist)
    saving.save(
        data, playlist, shapes.SETTINGS[:1], {"digest": document.digest, "name": "Mới"}, "lan"
    )
    versions = history.listed(data, playlist)
    assert [each.by for each in versions] == ["lan", ""]
    assert versions[1].path.read_text("utf-8") == HAND


def test_notes_go_with_the_entries_that_they_are_about(data: Data) -> None:
    days = """\
holidays:
  - {date: 2026-01-01}   # dương lịch
  # Tết, theo thông báo
  - from: 2026-02-14
    until: 2026-02-22   # chín ngày

  # quốc khánh
  - {date: 2026-09-02}

# làm bù
open: []
"""
    (data.playlists / "calendar.yaml").write_text(days, "utf-8")
    document = documents.open_document(data, "calendar")
    (holidays,) = [each for each in shapes.CALENDAR if each.key == "holidays"]
    typed = {
        "digest": document.digest, "holidays.count": "4", "holidays.0.remove": "1",
        "holidays.1.number": "1", "holidays.1.from": "14/02/2026",
        "holidays.1.until": "22/02/2026", "holidays.2.number": "2",
        "holidays.2.date": "02/09/2026", "holidays.3.number": "-1", "holidays.3.date": "30/04/2026",
    }  # fmt: skip
    saving.save(data, "calendar", (holidays,), typed, "lan")
    text = _text(data, "calendar")
    assert "until: 2026-02-22   # chín ngày\n\n  # quốc khánh\n  - {date: 2026-09-02}" in text
    assert text.index("30") < text.index("# làm bù") < text.index("open:")
    assert "theo thông báo" in text
    assert len(playlists.read(data).content.calendar.holidays) == 3
