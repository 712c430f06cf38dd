"""What must hold with PostgreSQL: run by test_postgres.py in a process of its own."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from signage.console import server

WRITERS = 200
server.prepare(Path(os.environ["SIGNAGE_CONSOLE_DATA"]))

from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection, connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from signage.console import audit, worker  # noqa: E402
from signage.console.data import here  # noqa: E402
from signage.console.models import Entry, Person, Submission  # noqa: E402
from signage.console.office import keys, people, submissions  # noqa: E402
from signage.release.publish import Cost  # noqa: E402

setup_test_environment()
assert connection.vendor == "postgresql"
call_command("makemigrations", "--check", "--dry-run", verbosity=0)

secret = people.first_link()
browser = Client()
word = "mua-he-tren-nui-88"
said = {"full_name": "Quản", "username": "quan", "password": word, "again": word}
assert browser.post(f"/lien-ket/{secret}/", said).status_code == 302
for path in ("/", "/thu-vien/", "/danh-sach/", "/de-nghi/", "/nguoi-dung/", "/nhat-ky/", "/khoa/"):
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
more = {"full_name": "Lan", "username": "lan", "roles": ["officer"], "unit": "Thôn Cây Cọ"}
assert browser.post("/nguoi-dung/", more).status_code == 302
assert browser.get("/nhat-ky/?tim=LAN").context["count"] >= 1
assert browser.get("/nhat-ky/?tim=%00&tu=2001-01-01").status_code == 200
wrong = Client().post("/dang-nhap/", {"username": "quan", "password": "sai"})
assert wrong.status_code == 200
assert not worker.step()

(here().playlists / "sanh.yaml").write_text("items: [{slide: {title: Kính chào}}]\n")
quan = Person.objects.get(username="quan")
quan.roles = [*quan.roles, "reviewer"]
quan.save()
keys.make(
    here(), reviewers=["quan"], duty=["quan"], given={"quan": word}, root="goc da tren doi 34",
    needs=1, cost=Cost(memory=64, passes=1, lanes=1),
)  # fmt: skip
made = submissions.submit(here(), Person.objects.get(username="lan"), "")
approved = browser.post(f"/de-nghi/{made.pk}/duyet/", {"passphrase": word})
assert Submission.objects.get().release == 1, approved
assert Entry.objects.filter(action="approve").count() == 1
for path in (f"/de-nghi/{made.pk}/", "/phat-hanh/", "/man-hinh/", "/khan-cap/", "/bao-cao/"):
    assert browser.get(path).status_code == 200, path

before = list(Entry.objects.values())
assert before
for statement in (
    "UPDATE console_entry SET name = 'x'",
    "DELETE FROM console_entry",
    "TRUNCATE console_entry CASCADE",
    """INSERT INTO console_entry (id, at, name, address, action, subject)
       SELECT id, now(), 'x', 'x', 'x', 'x' FROM console_entry
       ON CONFLICT (id) DO UPDATE SET name = 'x'""",
):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        assert "only ever added to" in str(error), error  # noqa: PT017  (told in its own process)
    else:
        sys.exit(f"allowed: {statement}")
assert list(Entry.objects.values()) == before


def write(number: int) -> None:
    """One line, in a transaction of its own."""
    try:
        with transaction.atomic():
            audit.record(None, "upload", str(number))
    finally:
        connections["default"].close()


with ThreadPoolExecutor(20) as pool:
    list(pool.map(write, range(WRITERS)))
assert Entry.objects.filter(action="upload").count() == WRITERS
assert Person.objects.count() == 2
sys.stdout.write("holds\n")
