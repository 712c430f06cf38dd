"""Approval: one reviewer or two, what voids it, the way back, and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from signage.console.models import Approval, Entry, Person, Submission
from signage.console.office import commune, keys, pictures, releases, stale, submissions, upkeep
from signage.errors import UsageError
from signage.release.publish import Given, Keyring, Office
from tests.console.conftest import CHEAP

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from signage.console.data import Data

WORDS = {"hoa": "song lo mua can 12", "minh": "doi che xanh ngat 7"}
SLIDE = "name: {0}\nitems:\n- slide: {{title: {{vi: {1}}}}}\n  duration: {2}s\n"


@pytest.fixture(autouse=True)
def _drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The player's own pictures have tests of their own."""
    monkeypatch.setattr(pictures, "draw", lambda *_: "")


def _write(data: Data, title: str = "Giờ làm việc", seconds: int = 10) -> None:
    words = SLIDE.format("Sảnh chính", title, seconds)
    (data.playlists / "sanh-chinh.yaml").write_text(words, encoding="utf-8")


def _keys(data: Data, needs: int = 1) -> bytes:
    return keys.make(
        data, reviewers=list(WORDS), duty=[], given=WORDS,
        root="goc da tren doi 34", needs=needs, cost=CHEAP,
    )  # fmt: skip


def _submit(officer: Client) -> Submission:
    officer.post("/de-nghi/moi/", {"says": "Đổi giờ"})
    made = Submission.objects.first()
    assert made is not None
    return made


def _approve(client: Client, made: Submission, word: str, **more: object) -> Submission:
    client.post(f"/de-nghi/{made.pk}/duyet/", {"passphrase": word, **more})
    made.refresh_from_db()
    return made


def _published(data: Data) -> bool:
    return (data.release / "metadata" / "timestamp.json").exists()


class TestOneReviewer:
    def test_the_checklist_is_kept_with_the_decision(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        _keys(data)
        _write(data)
        points = commune.checklist()
        made = _submit(signed_in("lan", "officer"))
        _approve(signed_in("hoa", "reviewer"), made, WORDS["hoa"], ticked=points[:2])
        assert (made.state, made.release) == ("approved", 1)
        kept = Approval.objects.get().checklist
        assert [each["ticked"] for each in kept] == [True, True, *[False] * (len(points) - 2)]

    def test_nobody_approves_their_own(self, data: Data, signed_in: Callable[..., Client]) -> None:
        _keys(data)
        _write(data)
        hoa = signed_in("hoa", "reviewer")
        made = _submit(hoa)
        answer = hoa.post(f"/de-nghi/{made.pk}/duyet/", {"passphrase": WORDS["hoa"]})
        assert answer.status_code == 403
        assert not _published(data)

    def test_in_a_centre_of_one_person_it_is_marked(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        _keys(data)
        _write(data)
        commune.keep(commune.OWN, True)
        hoa = signed_in("hoa", "reviewer")
        _approve(hoa, _submit(hoa), WORDS["hoa"])
        assert Approval.objects.get().own
        assert (Entry.objects.get(action="approve").after or {})["own"] is True

    def test_another_reviewers_passphrase_does_not_do(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        _keys(data)
        _write(data)
        made = _submit(signed_in("lan", "officer"))
        hoa = signed_in("hoa", "reviewer")
        _approve(hoa, made, WORDS["minh"])
        assert (made.state, _published(data)) == ("waiting", False)
        assert Entry.objects.filter(action="approve-failed").exists()

    def test_a_byte_in_the_folder_voids_it(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        _keys(data)
        _write(data)
        made = _submit(signed_in("lan", "officer"))
        _write(data, seconds=11)
        hoa = signed_in("hoa", "reviewer")
        assert hoa.get(f"/de-nghi/{made.pk}/").context["changed"]
        assert _approve(hoa, made, WORDS["hoa"]).state == "void"
        assert not _published(data)

    def test_a_byte_in_what_was_frozen_voids_it(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        _keys(data)
        _write(data)
        made = _submit(signed_in("lan", "officer"))
        path = submissions.folder_of(data, made.pk) / "playlists" / "sanh-chinh.yaml"
        path.write_bytes(path.read_bytes().replace(b"10s", b"20s"))
        assert _approve(signed_in("hoa", "reviewer"), made, WORDS["hoa"]).state == "void"

    def test_it_is_returned_with_a_reason(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        _write(data)
        made = _submit(signed_in("lan", "officer"))
        hoa = signed_in("hoa", "reviewer")
        hoa.post(f"/de-nghi/{made.pk}/tra-lai/", {"reason": " "})
        made.refresh_from_db()
        assert made.state == "waiting"
        hoa.post(f"/de-nghi/{made.pk}/tra-lai/", {"reason": "Thiếu nguồn ảnh"})
        made.refresh_from_db()
        assert (made.state, made.reason) == ("returned", "Thiếu nguồn ảnh")

    def test_only_whoever_submitted_it_takes_it_back(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        _write(data)
        lan = signed_in("lan", "officer")
        made = _submit(lan)
        other = signed_in("nam", "officer")
        assert other.post(f"/de-nghi/{made.pk}/rut/").status_code == 403
        lan.post(f"/de-nghi/{made.pk}/rut/")
        made.refresh_from_db()
        assert made.state == "withdrawn"

    def test_a_decision_is_taken_once(self, data: Data, signed_in: Callable[..., Client]) -> None:
        _keys(data)
        _write(data)
        made = _submit(signed_in("lan", "officer"))
        _approve(signed_in("hoa", "reviewer"), made, WORDS["hoa"])
        minh = signed_in("minh", "reviewer")
        _approve(minh, made, WORDS["minh"])
        minh.post(f"/de-nghi/{made.pk}/tra-lai/", {"reason": "muộn"})
        made.refresh_from_db()
        assert (made.state, made.approvals.count()) == ("approved", 1)


class TestTwoReviewers:
    def test_it_is_shown_after_the_second(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        _keys(data, needs=2)
        _write(data)
        made = _submit(signed_in("lan", "officer"))
        hoa, minh = signed_in("hoa", "reviewer"), signed_in("minh", "reviewer")
        assert _approve(hoa, made, WORDS["hoa"]).state == "waiting"
        assert not _published(data)
        assert WORDS["hoa"] not in made.endorsed
        again = hoa.post(f"/de-nghi/{made.pk}/duyet/", {"passphrase": WORDS["hoa"]})
        assert again.status_code == 403
        assert _approve(minh, made, WORDS["minh"]).state == "approved"
        assert [str(each) for each in made.approvals.all()] == ["Hoa", "Minh"]
        assert made.endorsed == ""

    def test_both_at_the_same_moment(
        self, data: Data, person: Callable[..., Person], signed_in: Callable[..., Client]
    ) -> None:
        _keys(data, needs=2)
        _write(data)
        made = _submit(signed_in("lan", "officer"))
        seen = Submission.objects.get()  # before the other's word was there
        hoa, minh = person("hoa", "reviewer"), person("minh", "reviewer")
        assert submissions.approve(data, made, hoa, WORDS["hoa"]) is None
        published = submissions.approve(data, seen, minh, WORDS["minh"])
        assert published is not None
        assert published.signed_by == ["hoa", "minh"]

    def test_a_byte_between_them_voids_it(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        _keys(data, needs=2)
        _write(data)
        made = _submit(signed_in("lan", "officer"))
        _approve(signed_in("hoa", "reviewer"), made, WORDS["hoa"])
        _write(data, "Khác")
        assert _approve(signed_in("minh", "reviewer"), made, WORDS["minh"]).state == "void"
        assert made.endorsed == ""

    def test_a_key_taken_away_between_them_asks_both_again(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        root = keys.Root(_keys(data, needs=2), "goc da tren doi 34")
        _write(data)
        made = _submit(signed_in("lan", "officer"))
        _approve(signed_in("hoa", "reviewer"), made, WORDS["hoa"])
        keys.renew(data, root, role="release", name="hoa", word="mot cum tu moi 99", cost=CHEAP)
        assert _approve(signed_in("minh", "reviewer"), made, WORDS["minh"]).state == "waiting"
        assert made.approvals.count() == 0


class TestReleases:
    def test_an_earlier_one_comes_back_with_a_passphrase(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        _keys(data)
        lan, hoa = signed_in("lan", "officer"), signed_in("hoa", "reviewer")
        _write(data, "Giờ cũ")
        first = _approve(hoa, _submit(lan), WORDS["hoa"])
        _write(data, "Giờ mới")
        _approve(hoa, _submit(lan), WORDS["hoa"])
        lan.post(f"/phat-hanh/{first.pk}/tro-lai/")
        back = Submission.objects.first()
        assert back is not None
        assert (back.state, back.digest, back.earlier_id) == ("waiting", first.digest, first.pk)
        page = hoa.get(f"/de-nghi/{back.pk}/")
        assert any("Giờ cũ" in line for line in page.context["changes"][0].lines)
        assert _approve(hoa, back, WORDS["hoa"]).release == 3
        assert "Giờ mới" in (data.playlists / "sanh-chinh.yaml").read_text(encoding="utf-8")
        assert lan.get("/phat-hanh/").status_code == 200

    def test_one_that_was_damaged_cannot_come_back(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        _keys(data)
        lan, hoa = signed_in("lan", "officer"), signed_in("hoa", "reviewer")
        _write(data)
        first = _approve(hoa, _submit(lan), WORDS["hoa"])
        path = submissions.folder_of(data, first.pk) / "playlists" / "sanh-chinh.yaml"
        path.write_bytes(b"name: x\nitems: []\n")
        lan.post(f"/phat-hanh/{first.pk}/tro-lai/")
        assert Submission.objects.count() == 1

    def test_old_ones_go_and_what_waits_stays(
        self, data: Data, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(releases, "RELEASES_KEPT", 2)
        monkeypatch.setattr(releases, "DECIDED_KEPT", 1)
        _keys(data)
        lan, hoa = signed_in("lan", "officer"), signed_in("hoa", "reviewer")
        for number in range(3):
            _write(data, f"Bản {number}")
            _approve(hoa, _submit(lan), WORDS["hoa"])
        for number in range(3):
            _write(data, f"Chờ {number}")
            waits = _submit(lan)
        kept = {each.pk for each in Submission.objects.all() if releases.kept(data, each)}
        assert kept == {2, 3, waits.pk - 1, waits.pk}
        assert hoa.get("/de-nghi/1/").status_code == 200

    def test_the_tree_is_signed_anew_each_day(
        self, data: Data, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _keys(data)
        daily = upkeep.Upkeep()
        assert not daily.step(data)
        _write(data)
        _approve(signed_in("hoa", "reviewer"), _submit(signed_in("lan", "officer")), WORDS["hoa"])
        assert not upkeep.Upkeep().step(data)
        before = (data.release / "metadata" / "timestamp.json").read_bytes()
        monkeypatch.setattr(upkeep, "EACH", upkeep.EACH * 0)
        assert upkeep.Upkeep().step(data)
        assert (data.release / "metadata" / "timestamp.json").read_bytes() != before


class TestWhatChanges:
    def test_durations_and_the_week(self, data: Data, signed_in: Callable[..., Client]) -> None:
        _keys(data)
        lan, hoa = signed_in("lan", "officer"), signed_in("hoa", "reviewer")
        _write(data)
        _approve(hoa, _submit(lan), WORDS["hoa"])
        text = (data.playlists / "sanh-chinh.yaml").read_text(encoding="utf-8")
        longer = text.replace("10s", "25s") + 'when: [{hours: "07:30-11:30"}]\n'
        (data.playlists / "sanh-chinh.yaml").write_text(longer, encoding="utf-8")
        found = hoa.get(f"/de-nghi/{_submit(lan).pk}/").context
        line = found["durations"][0].lines[0]
        assert (line.words, line.before, line.after) == ("Giờ làm việc", 10.0, 25.0)
        day = found["weeks"][0].days[0]
        assert day.before == ("00:00 – 24:00 Sảnh chính",)
        assert day.after == ("07:30 – 11:30 Sảnh chính",)
        assert (day.last - day.day).days == 6  # alike days are told once
        assert len(found["weeks"][0].days) == 1

    def test_a_week_of_two_hundred_playlists_names_those_that_differ(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        for number in range(200):
            (data.playlists / f"{number:03}.yaml").write_text(
                f"name: Danh sách {number}\nitems:\n- slide: {{title: {{vi: Chào}}}}\n",
                encoding="utf-8",
            )
        _keys(data)
        lan, hoa = signed_in("lan", "officer"), signed_in("hoa", "reviewer")
        first = _submit(lan)
        page = hoa.get(f"/de-nghi/{first.pk}/")
        assert len(page.context["changes"]) + len(page.context["changes_long"]) == 200
        assert len(page.context["durations_long"]) == 0  # two hundred lines are told
        assert len(page.content) < 100_000
        day = page.context["weeks"][0].days[0]
        assert day.after[0].endswith(" Danh sách 6, Danh sách 7 +192")
        _approve(hoa, first, WORDS["hoa"])
        (data.playlists / "150.yaml").unlink()
        page = hoa.get(f"/de-nghi/{_submit(lan).pk}/")
        day = page.context["weeks"][0].days[0]
        assert day.before[0].endswith(" Danh sách 6, Danh sách 150 +192")
        assert day.after[0].endswith(" Danh sách 6, Danh sách 7 +191")
        assert len(page.content) < 60_000

    def test_stale_names_are_marked(self, data: Data, signed_in: Callable[..., Client]) -> None:
        (data.playlists / "a.yaml").write_text(
            "name: a\n# thị trấn Sơn Dương\nitems:\n"
            "- slide: {title: {vi: Huyện Sơn Dương hôm nay}}\n"
            "- slide: {title: {vi: Thị trấn Sơn Dương cũ}}\n",
            encoding="utf-8",
        )
        found = signed_in("hoa", "reviewer").get(
            f"/de-nghi/{_submit(signed_in('lan', 'officer')).pk}/"
        )
        marks = found.context["stale"]
        assert [(each.line, each.word) for each in marks] == [(4, "Huyện Sơn Dương")]
        assert stale.NAMES[0] == "huyện Sơn Dương"

    def test_pictures_are_matched_by_what_they_show(self, data: Data) -> None:
        for digest, names in (
            ("old", ("001-a-gio.jpg", "002-a-cu.jpg", "003-a-het.jpg")),
            ("new", ("001-a-moi.jpg", "002-a-gio.jpg")),
        ):
            folder = pictures.folder_of(data, digest)
            folder.mkdir()
            for name in names:
                (folder / name).write_bytes(name[4:].encode())
        found = pictures.compared(data, "new", "old", {"a"})
        assert found == [
            pictures.Pair("001-a-moi.jpg", "002-a-cu.jpg", same=False, playlist="a"),
            pictures.Pair("002-a-gio.jpg", "001-a-gio.jpg", same=True, playlist="a"),
            pictures.Pair("", "003-a-het.jpg", same=False, playlist="a"),
        ]


class TestKeys:
    @pytest.fixture
    def root(self, data: Data) -> keys.Root:
        return keys.Root(_keys(data), "goc da tren doi 34")

    def test_the_root_key_is_not_kept(self, data: Data, root: keys.Root) -> None:
        held = [path.read_bytes() for path in data.path.rglob("*") if path.is_file()]
        assert root.file not in held
        assert b'"role": "root"' in root.file

    def test_somebody_gets_a_key_with_its_file(
        self, data: Data, root: keys.Root, signed_in: Callable[..., Client],
        person: Callable[..., Person],
    ) -> None:  # fmt: skip
        made = person("truc", "duty")
        admin = signed_in("quan", "administrator")
        sent = {
            "do": "add", "who": f"emergency:{made.pk}", "word": "nuoc len nhanh qua 5",
            "again": "nuoc len nhanh qua 5", "root-word": root.word,
        }  # fmt: skip
        for wrong in ({"again": "khac han"}, {"root-word": "sai"}, {"word": "x", "again": "x"}):
            admin.post("/khoa/doi/", sent | wrong | {"root": SimpleUploadedFile("k", root.file)})
            assert not keys.has(data, "truc", "emergency")
        admin.post("/khoa/doi/", {**sent, "root": SimpleUploadedFile("root.key", root.file)})
        assert keys.has(data, "truc", "emergency")
        held = [path.read_bytes() for path in data.path.rglob("*") if path.is_file()]
        assert root.file not in held
        page = admin.get("/khoa/").content.decode()
        assert "Truc" in page
        told = str(list(Entry.objects.values_list("before", "after", "subject")))
        assert sent["word"] not in told
        assert root.word not in told

    def test_the_wrong_stick_is_told(self, data: Data, root: keys.Root) -> None:
        other = next(data.keys.glob("release-*.key")).read_bytes()
        for file in (b"", b"{}", other, b"x" * 70_000):
            with pytest.raises(UsageError):
                keys.revoke(data, keys.Root(file, root.word), role="release", name="minh")

    def test_two_may_be_asked_for_later(
        self, data: Data, root: keys.Root, signed_in: Callable[..., Client]
    ) -> None:
        admin = signed_in("quan", "administrator")
        sent = {"do": "require", "who": "release:", "needs": "2", "root-word": root.word}
        admin.post("/khoa/doi/", {**sent, "root": SimpleUploadedFile("root.key", root.file)})
        assert keys.needed(data) == 2
        with pytest.raises(UsageError):
            keys.require(data, root, needs=3)

    def test_enough_reviewers_stay(self, data: Data, root: keys.Root) -> None:
        keys.revoke(data, root, role="release", name="minh")
        with pytest.raises(UsageError):
            keys.revoke(data, root, role="release", name="hoa")

    def test_a_key_is_taken_away(self, data: Data, root: keys.Root) -> None:
        keys.revoke(data, root, role="release", name="minh")
        assert not keys.has(data, "minh")
        assert keys.has(data, "hoa")

    def test_a_renewed_key_opens_with_the_new_passphrase(
        self, data: Data, root: keys.Root, signed_in: Callable[..., Client]
    ) -> None:
        keys.renew(data, root, role="release", name="hoa", word="mot cum tu moi 99", cost=CHEAP)
        _write(data)
        made, hoa = _submit(signed_in("lan", "officer")), signed_in("hoa", "reviewer")
        assert _approve(hoa, made, WORDS["hoa"]).state == "waiting"
        assert _approve(hoa, made, "mot cum tu moi 99").state == "approved"

    @pytest.mark.usefixtures("root")
    def test_technicians_get_what_a_screen_pins(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        authority = Office(data.keys).authority()
        assert authority is not None
        answer = signed_in("quan", "administrator").get("/khoa/goc/")
        assert answer.content == authority.roots[0].encode()
        assert keys.described(data) is not None
        assert Keyring([data.keys], Given()).damaged == []
