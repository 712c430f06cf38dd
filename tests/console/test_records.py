"""Records: what was published from when until when, counted, and as a table for Excel."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from signage.console.models import Approval, Shown, Submission
from signage.console.office import records, submissions

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from signage.console.data import Data
    from signage.console.models import Person

TEA = """
name: Sảnh chính
items:
  - slide: {title: {vi: Chè Tân Trào, en: Tân Trào tea}}
    topic: OCOP
"""
HOURS = """
  - slide: {title: Giờ làm việc}
    topic: Giờ làm việc
"""


class Office:
    """Releases one after the other, each on a day."""

    def __init__(self, data: Data, by: Person, reviewer: Person) -> None:
        self.data, self.by, self.reviewer = data, by, reviewer

    def approve(self, release: int, when: datetime, playlist: str) -> None:
        made = Submission.objects.create(
            by=self.by, unit=self.by.unit, digest=str(release), state="approved", release=release,
            decided=when, decided_by=self.reviewer, says=f"=lần {release}",
        )  # fmt: skip
        Approval.objects.create(submission=made, person=self.reviewer)
        folder = submissions.folder_of(self.data, made.pk) / "playlists"
        folder.mkdir(parents=True)
        (folder / "sanh.yaml").write_text(playlist, encoding="utf-8")


@pytest.fixture
def office(data: Data, person: Callable[..., Person]) -> Office:
    made = Office(data, person("lan", "officer"), person("hoa", "reviewer"))
    made.approve(1, datetime(2026, 9, 10, tzinfo=UTC), TEA + HOURS)
    made.approve(2, datetime(2026, 10, 5, tzinfo=UTC), TEA)
    made.approve(3, datetime(2026, 11, 2, tzinfo=UTC), TEA + HOURS)
    while records.follow(data):
        pass
    return made


def table(answer: object) -> list[list[str]]:
    content: bytes = answer.content  # type: ignore[attr-defined]  # a response
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content[3:].decode("utf-8")), delimiter=";"))


@pytest.mark.usefixtures("office")
def test_from_when_until_when() -> None:
    told = Shown.objects.order_by("first", "what").values_list("what", "first", "last")
    assert list(told) == [
        ("Chè Tân Trào", 1, None), ("Giờ làm việc", 1, 1), ("Giờ làm việc", 3, None),
    ]  # fmt: skip


@pytest.mark.usefixtures("office")
def test_counted_by_month_topic_and_language() -> None:
    told = [tuple(each) for each in records.totals(["2026-09", "2026-10", "2026-11"])]
    assert told == [
        ("2026-09", "Giờ làm việc", "vi", 1, 1), ("2026-09", "OCOP", "en", 1, 1),
        ("2026-09", "OCOP", "vi", 1, 1),
        ("2026-10", "Giờ làm việc", "vi", 1, 0), ("2026-10", "OCOP", "en", 1, 0),
        ("2026-10", "OCOP", "vi", 1, 0),
        ("2026-11", "Giờ làm việc", "vi", 1, 1), ("2026-11", "OCOP", "en", 1, 0),
        ("2026-11", "OCOP", "vi", 1, 0),
    ]  # fmt: skip
    assert records.months(datetime(2026, 11, 20, tzinfo=UTC)) == ["2026-11", "2026-10", "2026-09"]


def test_nothing_is_written_down_twice(office: Office) -> None:
    before = Shown.objects.count()
    assert not records.follow(office.data)
    office.approve(4, datetime(2026, 11, 3, tzinfo=UTC), TEA + HOURS)
    assert records.follow(office.data)
    assert Shown.objects.count() == before


@pytest.mark.usefixtures("office")
def test_tables_for_excel(signed_in: Callable[..., Client]) -> None:
    viewer = signed_in("xem", "viewer")
    totals = table(viewer.get("/bao-cao/tong-hop.csv"))
    assert ["09/2026", "OCOP", "Tiếng Anh", "1", "1"] in totals
    items = table(viewer.get("/bao-cao/noi-dung.csv"))
    assert [row[1] for row in items].count("Giờ làm việc") == 2
    releases = table(viewer.get("/bao-cao/phat-hanh.csv"))
    assert [row[0] for row in releases[1:]] == ["3", "2", "1"]
    assert releases[1][2] == "Hoa"
    assert releases[1][6] == "'=lần 3"  # a formula is none
    assert viewer.get("/bao-cao/khac.csv").status_code == 404


@pytest.mark.usefixtures("office", "catalogues")
def test_a_topic_is_one_line_and_each_language_a_column(
    signed_in: Callable[..., Client],
) -> None:
    page = signed_in("xem", "viewer").get("/bao-cao/", {"thang": "2026-09"})
    assert page.context["tongues"] == ["Tiếng Việt", "Tiếng Anh"]
    rows = {topic: [each and each.shown for each in row] for topic, row in page.context["totals"]}
    assert rows == {"Giờ làm việc": [1, None], "OCOP": [1, 1]}


@pytest.mark.usefixtures("data")
def test_before_anything_was_approved(signed_in: Callable[..., Client]) -> None:
    viewer = signed_in("xem", "viewer")
    for month in ("", "2026-01", "x", "9999-99"):
        assert viewer.get("/bao-cao/", {"thang": month}).status_code == 200
    assert len(table(viewer.get("/bao-cao/tong-hop.csv"))) == 1
