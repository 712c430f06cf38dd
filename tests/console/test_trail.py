"""The audit trail: only ever added to, whoever asks the database; searched; kept as a table."""

from __future__ import annotations

import ast
import csv
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import RequestFactory

import signage.console
from signage.console import audit
from signage.console.actions import trail
from signage.console.models import Entry, Person
from signage.console.office.shapes import LABELS
from signage.console.office.sheets import sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.usefixtures("data")
WRITERS = 200


@pytest.fixture
def line() -> Entry:
    audit.record(None, "approve", "12", before={"state": "waiting"}, after={"state": "approved"})
    return Entry.objects.get()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE console_entry SET name = 'x'",
        "DELETE FROM console_entry",
        "DELETE FROM console_entry WHERE id = {id}",
        """REPLACE INTO console_entry
           SELECT id, at, 'x', address, action, subject, before, after, person_id
           FROM console_entry""",
        """INSERT INTO console_entry (id, at, name, address, action, subject)
           VALUES ({id}, 'x', 'x', 'x', 'x', 'x') ON CONFLICT (id) DO UPDATE SET name = 'x'""",
        "UPDATE OR REPLACE console_entry SET id = id + 1",
    ],
)
def test_the_database_refuses_any_change(line: Entry, statement: str) -> None:
    before = Entry.objects.values().get()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(id=line.pk))
    assert Entry.objects.values().get() == before


def test_django_refuses_any_change(line: Entry) -> None:
    for change in (
        lambda: Entry.objects.update(name="x"),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.bulk_update([line], ["name"]),
        lambda: Entry.objects.filter(pk=line.pk)._raw_delete("default"),
        line.save, line.delete,
    ):  # fmt: skip
        with pytest.raises((DatabaseError, TypeError)), transaction.atomic():
            change()
    assert Entry.objects.get().subject == "12"


def test_who_did_something_stays_in_the_trail(person: Callable[..., Person]) -> None:
    lan = person("lan", "officer")
    asked = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    asked.user = lan
    audit.record(asked, "upload", "ảnh.jpg")
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=lan.pk)._raw_delete("default")
    found = Entry.objects.get()
    assert (found.name, found.address, found.person) == ("Lan", "192.0.2.7", lan)


def test_what_is_undone_leaves_no_line() -> None:
    with transaction.atomic():
        audit.record(None, "approve", "1")
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_two_hundred_at_once_wait_for_each_other() -> None:
    """WAL, immediate transactions and a timeout: nobody is told that the database is locked."""

    def write(number: int) -> None:
        try:
            with transaction.atomic():
                Entry.objects.count()
                audit.record(None, "upload", str(number))
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(WRITERS // 4) as pool:
        list(pool.map(write, range(WRITERS)))
    assert {int(each) for each in Entry.objects.values_list("subject", flat=True)} == set(
        range(WRITERS)
    )
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


class TestPage:
    @pytest.fixture
    def filled(self, signed_in: Callable[..., Client], person: Callable[..., Person]) -> Client:
        lan = person("lan", "officer")
        asked = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
        asked.user = lan
        audit.record(asked, "upload", "đồi chè.jpg", after={"sha256": "ab"})
        audit.record(asked, "submit", "<script>alert(1)</script>", after={"<b>": ["<i>", 1]})
        audit.record(None, "made-up", "=1+1", before="@sum", after={"n": {"m": None}})
        return signed_in("hoa", "reviewer")

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", 3), ("viec=upload", 1), ("tim=CHÈ", 1), ("tim=chè", 1), ("tim=%00", 3),
            ("tu=2001-01-01&den=2001-01-02", 0), ("tu=2001-01-01", 3), ("den=9999-12-31", 3),
            ("tu=x&den=2026-02-31", 3), ("ai=99999999999999999999999", 0), ("ai=%C2%B2", 3),
            ("trang=x", 3), ("trang=-1", 3),
        ],
    )  # fmt: skip
    def test_filters(self, filled: Client, query: str, found: int) -> None:
        answer = filled.get(f"/nhat-ky/?{query}")
        assert answer.status_code == 200
        assert answer.context["count"] == found

    def test_by_person(self, filled: Client) -> None:
        lan = Person.objects.get(username="lan")
        assert filled.get(f"/nhat-ky/?ai={lan.pk}").context["count"] == 2

    def test_nothing_in_it_runs(self, filled: Client) -> None:
        words = filled.get("/nhat-ky/").content.decode()
        assert "<script>alert" not in words
        assert "<i>" not in words
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words

    def test_the_table_opens_in_excel(self, filled: Client) -> None:
        answer = filled.get("/nhat-ky/?dang=csv")
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="nhat-ky-')
        assert answer.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert [len(row) for row in rows] == [7] * 4
        assert rows[1][4] == "'=1+1", "no formula"
        assert rows[3][4] == "đồi chè.jpg"
        assert Entry.objects.filter(action="trail-export").get().after == {"lines": 3}


def test_a_sheet_holds_what_it_is_given() -> None:
    made = sheet("a", ["x", "y"], [("a;b", 'c"d'), (None, -1), ("-1", "dòng\nhai")])
    text = made.content.decode("utf-8-sig")
    assert text == 'x;y\r\n"a;b";"c""d"\r\n;-1\r\n\'-1;"dòng\nhai"\r\n'


def _calls() -> list[ast.Call]:
    """Every call of the console that puts something on record, or saves a form that does."""
    wanted = {"audit.record", "_form.view"}
    return [
        node
        for path in Path(signage.console.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in wanted
    ]


def test_whatever_is_recorded_has_words_for_people() -> None:
    literal = {
        call.args[1].value.replace("_", "-")
        for call in _calls()
        if isinstance(call.args[1], ast.Constant) and isinstance(call.args[1].value, str)
    }
    made = {"key-add", "key-renew", "key-revoke", "key-require", "news-approve", "news-refuse"}
    assert {"item", "media-move", "ticker", "screen-settings"} <= literal
    assert literal | made <= audit.WORDS.keys()


def test_what_is_told_before_and_after_has_a_name() -> None:
    told = {
        key.value
        for call in _calls()
        for more in call.keywords
        if more.arg in {"before", "after"}
        for part in ast.walk(more.value)
        if isinstance(part, ast.Dict)
        for key in part.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
    assert {"state", "reason", "version"} <= told
    assert told <= {*trail._NAMES, *LABELS}


def test_a_field_is_named_as_in_its_form(signed_in: Callable[..., Client]) -> None:
    audit.record(None, "item", "sanh: 1", before={"duration": "12 s"}, after={"duration": "15 s"})
    page = signed_in("quan", "administrator").get("/nhat-ky/").content.decode()
    assert "Item changed" in page
    assert "<small>Shown for</small>" in page
