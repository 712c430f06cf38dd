"""Decisions that end at any step: what screens see, the database and the trail say the same."""

from __future__ import annotations

import os
import shutil
import threading
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from signage.console import server
from signage.console.models import Approval, Emergency, Entry, Submission
from signage.console.office import emergency, freezing, keys, pictures, submissions
from signage.content.model import Slide
from signage.errors import DeviceError, UsageError
from signage.release import publish as work
from signage.release.publish import Office
from tests.console.conftest import CHEAP
from tests.release.client import Screen
from tests.store._faults import Killed, failing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from signage.console.data import Data
    from signage.console.models import Person

WORDS = {
    "hoa": "song lo mua can 12", "minh": "doi che xanh ngat 7", "truc": "nuoc len nhanh qua 5",
}  # fmt: skip
STEPS_LEAST = 25
"""Durable steps of a publication: fewer would mean that they are not struck any more."""
EVERY = pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.long)])
"""Which of them are struck; all in the long form."""


@pytest.fixture(autouse=True)
def _swift(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an fsync costs is no part of it; that it is called is what is struck."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)


@pytest.fixture(autouse=True)
def _drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The player's own pictures have tests of their own."""
    monkeypatch.setattr(pictures, "draw", lambda *_: "")


@pytest.fixture
def people(data: Data, person: Callable[..., Person]) -> dict[str, Person]:
    keys.make(
        data, reviewers=["hoa", "minh"], duty=["truc"], given=WORDS,
        root="goc da tren doi 34", needs=1, cost=CHEAP,
    )  # fmt: skip
    _write(data, "đầu")
    return {
        "lan": person("lan", "officer"), "hoa": person("hoa", "reviewer"),
        "minh": person("minh", "reviewer"), "truc": person("truc", "duty"),
    }  # fmt: skip


def _write(data: Data, title: str) -> None:
    words = f"name: Sảnh\nitems:\n- slide: {{title: {{vi: {title}}}}}\n- image: a.jpg\n"
    (data.playlists / "sanh.yaml").write_text(words, encoding="utf-8")
    (data.media / "a.jpg").unlink(missing_ok=True)
    (data.media / "a.jpg").write_bytes(b"\xff\xd8\xff" + title.encode())


def _seen(data: Data, what: str = "release.json") -> str:
    """The first title that a screen shows, which takes nothing but whole, signed trees."""
    authority = Office(data.keys).authority()
    assert authority is not None
    screen = Screen(data.path / "screen", authority.roots[0].encode(), datetime.now(UTC))
    found = screen.look(data.release, what)
    if found is None or not found.content.playlists:
        return ""
    item = found.content.playlists[0].items[0]
    assert isinstance(item, Slide)
    return item.title["vi"]


def _restarted(data: Data) -> None:
    """The console starts again."""
    connection.close()
    server._settle(data)
    assert not list(data.path.glob("deciding-*[!k]"))
    assert not [each for each in data.submissions.iterdir() if each.name.startswith(".")]


class TestApproving:
    @EVERY
    def test_killed_at_each_step(self, data: Data, people: dict[str, Person], every: int) -> None:
        lan, hoa = people["lan"], people["hoa"]
        first = submissions.submit(data, lan, "")
        submissions.approve(data, first, hoa, WORDS["hoa"])
        was, completed = "đầu", 0
        for step in count(1, every):
            title = f"lần {step}"
            _write(data, title)
            made = submissions.submit(data, lan, "")
            try:
                with failing(step, Killed):
                    submissions.approve(data, made, hoa, WORDS["hoa"], address="10.0.0.9")
            except Killed:
                before = _seen(data)
                assert before in {was, title}
                _restarted(data)
            else:
                break
            made.refresh_from_db()
            lines = Entry.objects.filter(action="approve", subject=str(made.pk))
            if made.state == Submission.State.WAITING:
                assert (_seen(data), lines.count(), made.approvals.count()) == (was, 0, 0)
                assert submissions.approve(data, made, hoa, WORDS["hoa"]) is not None
            else:
                completed += 1
                line = lines.get()
                assert (line.person, line.address) == (hoa, "10.0.0.9")
            made.refresh_from_db()
            assert (made.state, made.decided_by) == (Submission.State.APPROVED, hoa)
            assert made.release == Office(data.keys).version("release")
            assert Approval.objects.filter(submission=made).count() == 1
            assert _seen(data) == title
            was = title
        assert step > STEPS_LEAST
        assert completed

    def test_killed_before_the_database_knows(
        self, data: Data, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = submissions.submit(data, people["lan"], "")
        with monkeypatch.context() as patch:
            patch.setattr(submissions, "_word", _killed)
            with pytest.raises(Killed):
                submissions.approve(data, made, people["hoa"], WORDS["hoa"], ["Tên xã"])
        assert Submission.objects.get().state == Submission.State.WAITING
        assert _seen(data) == "đầu"
        _restarted(data)
        made.refresh_from_db()
        assert (made.state, made.release) == (Submission.State.APPROVED, 1)
        assert (Entry.objects.get(action="approve").after or {})["ticked"] == ["Tên xã"]

    def test_the_next_decision_completes_it_too(
        self, data: Data, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As where the request was ended, and the console was not."""
        made = submissions.submit(data, people["lan"], "")
        with monkeypatch.context() as patch:
            patch.setattr(submissions, "_word", _killed)
            with pytest.raises(Killed):
                submissions.approve(data, made, people["hoa"], WORDS["hoa"])
        assert not submissions.give_back(data, made, people["minh"], "muộn")
        with pytest.raises(submissions.DecidedError):
            submissions.approve(data, made, people["minh"], WORDS["minh"])
        made.refresh_from_db()
        assert (made.state, made.decided_by) == (Submission.State.APPROVED, people["hoa"])

    def test_a_full_disk_after_the_signature_is_completed_later(
        self, data: Data, people: dict[str, Person]
    ) -> None:
        """What is on record as signed would come into sight with the next daily signature."""
        made = submissions.submit(data, people["lan"], "")
        for step in count(1):
            signed = Office(data.keys).version("release")
            try:
                with failing(step, lambda: OSError(28, "No space left on device")):
                    submissions.approve(data, made, people["hoa"], WORDS["hoa"])
            except (DeviceError, OSError):
                made.refresh_from_db()
                if Office(data.keys).version("release") > signed:
                    break
            else:
                pytest.fail("no step between the record and the tree")
        assert (made.state, _seen_at_all(data)) == (Submission.State.WAITING, False)
        assert submissions.settle(data)
        made.refresh_from_db()
        assert (made.state, _seen(data)) == (Submission.State.APPROVED, "đầu")
        assert not submissions.settle(data)

    def test_two_reviewers_at_once(self, data: Data, people: dict[str, Person]) -> None:
        made = submissions.submit(data, people["lan"], "")
        told: dict[str, object] = {}

        def approve(who: str) -> None:
            mine = Submission.objects.get(pk=made.pk)
            try:
                told[who] = submissions.approve(data, mine, people[who], WORDS[who])
            except submissions.DecidedError as error:
                told[who] = error
            finally:
                connections["default"].close()

        both = [threading.Thread(target=approve, args=(who,)) for who in ("hoa", "minh")]
        for each in both:
            each.start()
        for each in both:
            each.join()
        late = [who for who, said in told.items() if isinstance(said, submissions.DecidedError)]
        assert len(late) == 1
        made.refresh_from_db()
        assert (made.release, Office(data.keys).version("release")) == (1, 1)
        assert made.decided_by != people[late[0]]
        assert Entry.objects.filter(action="approve").count() == 1

    def test_returning_waits_for_an_approval_under_way(
        self, data: Data, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = submissions.submit(data, people["lan"], "")
        mine = Submission.objects.get(pk=made.pk)
        real: Any = work.publish
        other: list[bool] = []

        def returns() -> None:
            other.append(submissions.give_back(data, mine, people["minh"], "chưa được"))
            connections["default"].close()

        thread = threading.Thread(target=returns)

        def publish(*args: object, **kwargs: object) -> object:
            thread.start()
            thread.join(0.3)
            assert thread.is_alive()
            return real(*args, **kwargs)

        monkeypatch.setattr(work, "publish", publish)
        submissions.approve(data, made, people["hoa"], WORDS["hoa"])
        thread.join()
        made.refresh_from_db()
        assert (other, made.state) == ([False], Submission.State.APPROVED)

    def test_a_byte_that_changes_while_it_is_signed_voids_it(
        self, data: Data, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Samba overwrites in place: the frozen file is the same file by a second name."""
        made = submissions.submit(data, people["lan"], "")
        real: Any = work.publish

        def late(*args: object, **kwargs: object) -> object:
            with (data.media / "a.jpg").open("r+b") as file:
                file.seek(3)
                file.write(b"X")
            return real(*args, **kwargs)

        monkeypatch.setattr(work, "publish", late)
        with pytest.raises(submissions.VoidError):
            submissions.approve(data, made, people["hoa"], WORDS["hoa"])
        assert Submission.objects.get().state == Submission.State.VOID
        assert Entry.objects.filter(action="void").count() == 1
        assert Office(data.keys).version("release") == 0


class TestEmergencies:
    @pytest.fixture
    def on(self, data: Data, people: dict[str, Person]) -> dict[str, Person]:
        made = submissions.submit(data, people["lan"], "")
        submissions.approve(data, made, people["hoa"], WORDS["hoa"])
        return people

    @EVERY
    def test_sent_and_ended_killed_at_each_step(
        self, data: Data, on: dict[str, Person], every: int
    ) -> None:
        truc, state = on["truc"], Emergency.State
        done, was = {"send": False, "withdraw": False}, ""
        for step in count(1, every):
            title = f"Lũ {step}"
            made = _draft(data, truc, title)
            try:
                with failing(step, Killed):
                    emergency.send(data, made, truc, WORDS["truc"])
                done["send"] = True
            except Killed:
                _restarted(data)
            made.refresh_from_db()
            assert _seen(data, "emergency/release.json") == (
                title if made.state == state.SENT else was
            )
            if made.state == state.DRAFT:
                emergency.send(data, made, truc, WORDS["truc"])
            now = emergency.current()
            assert now is not None
            assert (now.pk, now.version) == (made.pk, Office(data.keys).version("emergency"))
            try:
                with failing(step, Killed):
                    emergency.withdraw(data, made, truc, WORDS["truc"])
                done["withdraw"] = True
            except Killed:
                _restarted(data)
            made.refresh_from_db()
            was = _seen(data, "emergency/release.json")
            assert was == (title if made.state == state.SENT else "")
            for action in ("emergency", "emergency-end"):
                lines = Entry.objects.filter(action=action, subject=str(made.pk)).count()
                assert lines == (action == "emergency" or made.state == state.WITHDRAWN)
            assert Emergency.objects.filter(state=state.SENT).count() <= 1
            if all(done.values()):
                break
        assert step > STEPS_LEAST

    def test_what_another_has_replaced_is_not_ended(
        self, data: Data, on: dict[str, Person]
    ) -> None:
        truc = on["truc"]
        old = _draft(data, truc, "Cũ")
        emergency.send(data, old, truc, WORDS["truc"])
        seen = Emergency.objects.get(pk=old.pk)
        emergency.send(data, _draft(data, truc, "Mới"), truc, WORDS["truc"])
        with pytest.raises(emergency.DecidedError):
            emergency.withdraw(data, seen, truc, WORDS["truc"])
        assert _seen(data, "emergency/release.json") == "Mới"


class TestSubmitting:
    @pytest.mark.parametrize(
        ("owner", "name"),
        [(os, "link"), (shutil, "copyfile"), (Path, "rename"), (Path, "mkdir")],
    )
    def test_killed_at_each_step(
        self, data: Data, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch,
        owner: object, name: str,
    ) -> None:  # fmt: skip
        waiting = submissions.submit(data, people["lan"], "trước")
        real = getattr(owner, name)
        for step in count(1):
            _write(data, f"lần {step}")
            done: list[str] = []

            def struck(
                *args: object, done: list[str] = done, step: int = step, **kwargs: object
            ) -> object:
                done.append(name)
                if len(done) == step:
                    raise Killed
                return real(*args, **kwargs)

            before = Submission.objects.count()
            with monkeypatch.context() as patch:
                patch.setattr(owner, name, struck)
                try:
                    made = submissions.submit(data, people["lan"], "")
                except Killed:
                    made = None
            _restarted(data)
            if made is not None:
                break
            assert Submission.objects.count() == before
            waiting.refresh_from_db()
            assert waiting.state == Submission.State.WAITING
        assert made is not None
        assert freezing.digest_of(freezing.folder_of(data, made.pk)) == made.digest
        waiting.refresh_from_db()
        assert waiting.state == Submission.State.WITHDRAWN
        assert step > 1

    def test_a_folder_that_is_worked_in_meanwhile(
        self, data: Data, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One edit by hand in the midst: what is frozen is one state of the folder, and waits."""
        real, edits = freezing._freeze, iter(["giữa chừng"])

        def edited(content: Path, target: Path) -> None:
            real(content, target)
            for title in edits:
                _write(data, title)

        monkeypatch.setattr(freezing, "_freeze", edited)
        made = submissions.submit(data, people["lan"], "")
        assert not submissions.changed(data, made)
        assert submissions.approve(data, made, people["hoa"], WORDS["hoa"]) is not None
        assert _seen(data) == "giữa chừng"

    def test_a_folder_that_never_rests_is_told(
        self, data: Data, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch,
        signed_in: Callable[..., Client],
    ) -> None:  # fmt: skip
        real, number = freezing._freeze, count()

        def edited(content: Path, target: Path) -> None:
            real(content, target)
            _write(data, f"lần {next(number)}")

        monkeypatch.setattr(freezing, "_freeze", edited)
        with pytest.raises(UsageError):
            submissions.submit(data, people["lan"], "")
        page = signed_in("lan").post("/de-nghi/moi/", {"says": "x"}).content.decode()
        assert "The folder keeps changing" in page
        assert not Submission.objects.exists()
        assert not list(data.submissions.iterdir())


def _draft(data: Data, by: Person, title: str) -> Emergency:
    return emergency.draft(
        data, by, kind=Emergency.Kind.FLOOD, words={"vi": [title, ""]}, screens=[],
        until=timezone.now() + timedelta(hours=2),
    )  # fmt: skip


def _seen_at_all(data: Data) -> bool:
    return (data.release / "metadata" / "timestamp.json").exists()


def _killed(*_: object) -> None:
    raise Killed
