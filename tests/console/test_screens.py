"""Screens, from the code on an unpaired one to the wall: in one process, by the real addresses."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from PIL import Image

from signage.config import REPORTS
from signage.console.models import Entry, Happening, Pairing, Screen
from signage.console.office import alarms, keys, pairing, reporting, wall
from tests.console.conftest import CHEAP

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.console.data import Data

TOKEN = "t" * 43
DIGEST = hashlib.sha256(TOKEN.encode()).hexdigest()
SCREENS = """
screens:
  sanh-a: {name: Sảnh <b>A</b>}
  sanh-b: {name: Sảnh B}
"""


def jpeg(side: int = 64, colour: str = "green") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, 36), colour).save(out, "JPEG")
    return out.getvalue()


def status(**more: Any) -> dict[str, Any]:
    return {
        "screen": "sanh-a", "release": "release-4-abc", "signed": True, "reviewed": True,
        "activated": "2026-11-23T09:00:00+07:00", "emergency": None, "cuts": [], "cut": None,
        "playing": {"playlist": "sanh", "item": "Giờ làm việc", "since": ""},
        "sync": {"source": "s", "state": "current", "since": None, "error": None}, "faults": [],
        "quarantine": [], "clock": {"trusted": True, "because": "rtc", "floor": ""}, "ticker": [],
        "disk": {"free": 40_000_000_000, "used": 1}, "player": {"pid": 7}, **more,
    }  # fmt: skip


def report(told: dict[str, Any] | None = None, picture: bytes = b"", **more: Any) -> bytes:
    made = {"status": told or status(), "sight": "on", "taken": "2026-11-23T09:00:00+07:00"}
    if picture:
        made["picture"] = base64.b64encode(picture).decode()
        made["sha256"] = hashlib.sha256(picture).hexdigest()
    return json.dumps({**made, **more}).encode()


def send(body: bytes, token: str = TOKEN) -> Any:
    return Client().post(
        "/api/man-hinh/", body, "application/json", HTTP_AUTHORIZATION=f"Bearer {token}"
    )


@pytest.fixture
def centre(data: Data) -> Data:
    (data.playlists / "screens.yaml").write_text(SCREENS, encoding="utf-8")
    keys.make(
        data, reviewers=["hoa"], duty=[], given={"hoa": "song lo mua can 12"},
        root="goc da tren doi 34", needs=1, cost=CHEAP,
    )  # fmt: skip
    return data


@pytest.fixture
def screen(centre: Data) -> Screen:
    return Screen.objects.create(id_name="sanh-a", token_digest=DIGEST)


def begin(token: str = TOKEN) -> dict[str, Any]:
    digest = hashlib.sha256(token.encode()).hexdigest()
    told = Client().post("/api/ghep-noi/", json.dumps({"token_digest": digest}), "application/json")
    assert told.status_code == 200
    found: dict[str, Any] = told.json()
    return found


def asked(token: str = TOKEN) -> Any:
    return Client().get("/api/ghep-noi/", HTTP_AUTHORIZATION=f"Bearer {token}")


class TestPairing:
    def test_the_whole_way(self, centre: Data, signed_in: Callable[..., Client]) -> None:
        offer = begin()
        assert base64.b64decode(offer["root"]) == keys.pinned(centre)
        assert asked().json() == {"state": "waiting"}
        assert send(report()).status_code == 401  # nothing is taken before it is confirmed
        admin = signed_in("quan", "administrator")
        code = f"{offer['code'][:4].lower()} {offer['code'][4:]}"
        page = admin.get("/man-hinh/ghep-noi/", {"ma": code})
        digits = pairing.fingerprint(centre)
        assert page.context["groups"] == [digits[at : at + 4] for at in range(0, 32, 4)]
        said = {"ma": offer["code"], "screen": "sanh-a", "place": "Tầng một"}
        again = admin.post("/man-hinh/ghep-noi/", said)
        assert again.context["unsure"]  # the digits were not compared
        assert asked().json() == {"state": "waiting"}
        admin.post("/man-hinh/ghep-noi/", {**said, "same": "1"})
        assert asked().json() == {"state": "paired", "screen": "sanh-a", "release": "release/"}
        assert send(report(picture=jpeg())).json() == {"picture": True}
        assert Entry.objects.filter(action="screen-pair", subject="sanh-a").exists()
        wall_page = admin.get("/man-hinh/").content.decode()
        assert "Sảnh &lt;b&gt;A&lt;/b&gt;" in wall_page
        assert "<b>A</b>" not in wall_page
        picture = admin.get("/man-hinh/sanh-a/anh.jpg")
        assert (picture.content, picture["Content-Type"]) == (jpeg(), "image/jpeg")
        assert picture["X-Content-Type-Options"] == "nosniff"

    def test_a_code_serves_once_and_for_a_quarter_of_an_hour(
        self, centre: Data, signed_in: Callable[..., Client]
    ) -> None:
        offer, admin = begin(), signed_in("quan", "administrator")
        said = {"ma": offer["code"], "screen": "sanh-a", "same": "1"}
        admin.post("/man-hinh/ghep-noi/", said)
        assert pairing.waiting(offer["code"]) is None
        admin.post("/man-hinh/ghep-noi/", {**said, "screen": "sanh-b"})
        assert [each.id_name for each in Screen.objects.all()] == ["sanh-a"]
        late = begin("u" * 43)
        Pairing.objects.update(expires=timezone.now() - timedelta(seconds=1))
        assert pairing.waiting(late["code"]) is None
        assert asked("u" * 43).status_code == 410

    def test_only_an_administrator_confirms(
        self, centre: Data, signed_in: Callable[..., Client]
    ) -> None:
        offer = begin()
        for role in ("officer", "reviewer", "duty", "viewer"):
            answer = signed_in(role, role).post(
                "/man-hinh/ghep-noi/", {"ma": offer["code"], "screen": "a", "same": "1"}
            )
            assert answer.status_code == 403
        assert not Screen.objects.exists()

    def test_a_screen_that_was_shown_another_root_cannot_be_confirmed(
        self, centre: Data, signed_in: Callable[..., Client]
    ) -> None:
        offer, admin = begin(), signed_in("quan", "administrator")
        Pairing.objects.update(root="0" * 64)
        said = {"ma": offer["code"], "screen": "sanh-a", "same": "1"}
        assert admin.get("/man-hinh/ghep-noi/", {"ma": offer["code"]}).context["unlike"]
        admin.post("/man-hinh/ghep-noi/", said)
        assert not Screen.objects.exists()

    def test_an_id_that_is_taken_is_replaced_only_on_purpose(
        self, screen: Screen, signed_in: Callable[..., Client]
    ) -> None:
        offer, admin = begin("u" * 43), signed_in("quan", "administrator")
        said = {"ma": offer["code"], "screen": "sanh-a", "same": "1"}
        assert "screen" in admin.post("/man-hinh/ghep-noi/", said).context["form"].errors
        assert send(report()).status_code == 200
        admin.post("/man-hinh/ghep-noi/", {**said, "again": "1"})
        assert send(report()).status_code == 401
        assert send(report(), "u" * 43).status_code == 200

    def test_before_there_are_keys_there_is_nothing_to_pin(self, data: Data) -> None:
        told = {"token_digest": DIGEST}
        answer = Client().post("/api/ghep-noi/", json.dumps(told), "application/json")
        assert answer.status_code == 503

    @pytest.mark.parametrize(
        "told", [b"", b"[]", b"{}", b'{"token_digest": "x"}', b"[" * 900, b"\xff", b"x" * 2000]
    )
    def test_a_question_that_is_none(self, centre: Data, told: bytes) -> None:
        answer = Client().post("/api/ghep-noi/", told, "application/json")
        assert answer.status_code == 400
        assert not Pairing.objects.exists()

    def test_no_more_wait_than_there_is_room_for(self, centre: Data) -> None:
        for number in range(60):
            begin(f"{number:043}")
        digest = {"token_digest": DIGEST}
        answer = Client().post("/api/ghep-noi/", json.dumps(digest), "application/json")
        assert (answer.status_code, answer["Retry-After"]) == (429, "60")


class TestReports:
    def test_what_changes_is_noted_once(self, screen: Screen) -> None:
        send(report())
        fault = "che.mp4: does not decode (left out 3 times)"
        for times in (3, 4, 5):
            send(report(status(faults=[fault.replace("3", str(times))], release="release-5-d")))
        send(report(status(release="release-5-d", clock={"trusted": False})))
        kinds = [each.kind for each in screen.happenings.all()][::-1]
        assert kinds == ["release", "fault", "clock", "mended"]

    def test_of_happenings_the_newest_are_kept(self, screen: Screen) -> None:
        for _ in range(3):
            reporting.note(screen, *[("fault", str(n)) for n in range(reporting.KEPT // 2)])
        assert screen.happenings.count() == reporting.KEPT

    @pytest.mark.parametrize("token", ["", "x", "t" * 42, "t" * 300])
    def test_no_token_no_report(self, screen: Screen, token: str) -> None:
        assert send(report(), token).status_code == 401
        screen.refresh_from_db()
        assert screen.seen is None

    @pytest.mark.parametrize(
        "body",
        [
            b"{}", b"[]", b"\xff\xfe", b"[" * 50_000, b'{"status": {"disk": "x"}}',
            report(sight="naked"), report(picture=b"<svg onload=alert(1)>"),
            report(picture=jpeg(641)), report(picture=b"\x89PNG\r\n\x1a\n" + b"x" * 99),
        ],
    )  # fmt: skip
    def test_what_is_no_report_changes_nothing(self, screen: Screen, body: bytes) -> None:
        assert send(body).status_code == 400
        screen.refresh_from_db()
        assert (screen.seen, bytes(screen.picture)) == (None, b"")

    def test_one_that_is_too_long_is_not_read(self, screen: Screen) -> None:
        assert send(b"x" * (reporting.LARGEST + 1)).status_code == 413

    def test_long_lists_and_words_are_cut_and_what_is_unknown_dropped(self, screen: Screen) -> None:
        send(report(status(faults=["ữ" * 900] * 60, other="x")))
        screen.refresh_from_db()
        assert (len(screen.status["faults"]), len(screen.status["faults"][0])) == (30, 400)
        assert "other" not in screen.status

    def test_a_picture_goes_when_the_screen_is_dark(self, screen: Screen) -> None:
        send(report(picture=jpeg()))
        known = hashlib.sha256(jpeg()).hexdigest()
        assert send(report(sha256=known)).json() == {"picture": True}
        assert send(report(sha256="0" * 64)).json() == {"picture": False}
        send(report(sight="dark"))
        screen.refresh_from_db()
        assert (screen.picture_digest, screen.sight) == ("", "dark")

    def test_a_screen_writes_only_about_itself(self, screen: Screen) -> None:
        other = Screen.objects.create(id_name="sanh-b", token_digest="0" * 64)
        send(report(status(screen="sanh-b")))
        other.refresh_from_db()
        assert other.seen is None


class TestSilence:
    def test_banner_letter_and_return(
        self, screen: Screen, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(alarms, "can_send", lambda: True)
        monkeypatch.setattr(
            "django.conf.settings.EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend"
        )
        mail.outbox = []
        admin = signed_in("quan", "administrator")
        admin.post("/man-hinh/canh-bao/", {"to": "kythuat@sonduong.vn, sai"})
        assert alarms.receivers() == []
        admin.post("/man-hinh/canh-bao/", {"to": "kythuat@sonduong.vn"})
        send(report())
        assert alarms.watch() == []
        assert "silent" not in admin.get("/").context or not admin.get("/").context["silent"]
        late = timezone.now() - timedelta(minutes=REPORTS.silent_minutes, seconds=1)
        Screen.objects.update(seen=late)
        assert [each.pk for each in alarms.watch()] == [screen.pk]
        assert alarms.watch() == []  # told once
        (letter,) = mail.outbox
        assert letter.to == ["kythuat@sonduong.vn"]
        assert "Sảnh <b>A</b>" in letter.body
        assert "Sảnh <b>A</b>" in letter.subject
        page = admin.get("/nhat-ky/")
        assert [each.pk for each in page.context["silent"]] == [screen.pk]
        assert "Sảnh &lt;b&gt;A&lt;/b&gt;</a>" in page.content.decode()
        send(report())
        assert not admin.get("/").context["silent"]
        kinds = set(Happening.objects.values_list("kind", flat=True))
        assert {"silent", "back"} <= kinds

    def test_one_that_never_came_is_silent_too(self, screen: Screen) -> None:
        assert not reporting.silent()
        Screen.objects.update(paired=timezone.now() - timedelta(hours=1))
        assert list(reporting.silent()) == [screen]


class TestOneScreen:
    def test_renamed_a_new_token_unpaired(
        self, screen: Screen, signed_in: Callable[..., Client]
    ) -> None:
        send(report(picture=jpeg()))
        admin = signed_in("quan", "administrator")
        admin.post("/man-hinh/sanh-a/", {"do": "name", "name": "Sảnh lớn", "place": "Nhà A"})
        page = admin.post("/man-hinh/sanh-a/", {"do": "token"})
        token = page.context["token"]
        assert token in page.content.decode()
        assert token not in admin.get("/man-hinh/sanh-a/").content.decode()
        assert send(report()).status_code == 401
        assert send(report(), token).status_code == 200
        admin.post("/man-hinh/sanh-a/", {"do": "unpair"})
        assert send(report(), token).status_code == 401
        screen.refresh_from_db()
        assert (screen.name, screen.place, bytes(screen.picture)) == ("Sảnh lớn", "Nhà A", b"")
        actions = set(Entry.objects.values_list("action", flat=True))
        assert {"screen-name", "screen-token", "screen-unpair"} <= actions
        assert not Entry.objects.filter(after__icontains=token).exists()
        viewer = signed_in("xem", "viewer")
        assert viewer.post("/man-hinh/sanh-a/", {"do": "token"}).status_code == 403

    def test_added_by_hand(self, centre: Data, signed_in: Callable[..., Client]) -> None:
        admin = signed_in("quan", "administrator")
        page = admin.post("/man-hinh/ghep-noi/", {"do": "hand", "screen": "sanh-b"})
        assert send(report(), page.context["token"]).status_code == 200

    @pytest.mark.parametrize(
        ("more", "level", "count"),
        [
            ({}, "good", 0),
            ({"reviewed": False}, "warning", 1),
            ({"signed": False}, "warning", 1),
            ({"clock": {"trusted": False}}, "warning", 1),
            ({"disk": {"free": 10, "used": 1}}, "warning", 1),
            ({"sync": {"state": "refused", "error": "no"}}, "error", 1),
            ({"sync": {"state": "lost", "error": "no"}, "cut": {"show": None}}, "error", 2),
            ({"quarantine": [{"path": "a.jpg", "reason": "no"}], "faults": ["x"]}, "warning", 2),
        ],
    )
    def test_how_it_is_in_words(
        self, centre: Data, screen: Screen, more: dict[str, Any], level: str, count: int
    ) -> None:
        send(report(status(**more)))
        screen.refresh_from_db()
        seen = wall.one(centre, screen)
        assert (seen.level, len(seen.facts)) == (level, count)

    def test_who_has_the_emergency(self, screen: Screen) -> None:
        send(report(status(emergency="emergency-7-abc")))
        assert wall.who_has(7) == [(screen, True)]
        assert wall.who_has(70) == [(screen, False)]
