"""Signing in and staying so: guessing, two steps, sessions that end, one's own account."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client, RequestFactory
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from signage.console import audit, sessions
from signage.console.limits import KEYS_MOST, RATES, Windows
from signage.console.models import Entry, Person, RecoveryCode
from signage.console.office import commune, second
from tests.console.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from signage.console.data import Data

pytestmark = pytest.mark.usefixtures("data")
SIGN_IN = "/dang-nhap/"


def _said(username: str = "lan", password: str = PASSWORD) -> dict[str, str]:
    return {"username": username, "password": password}


def _signed_in(browser: Client) -> bool:
    return browser.get("/tai-khoan/").status_code == 200


class TestSigningIn:
    def test_a_new_session_each_time(self, person: Callable[..., Person]) -> None:
        person("lan", "officer")
        browser = Client()
        browser.get(SIGN_IN)
        session = browser.session
        session["planted"] = "by somebody else"
        session.save()
        before = session.session_key
        browser.cookies[settings.SESSION_COOKIE_NAME] = str(before)
        assert browser.post(SIGN_IN, _said()).status_code == 302
        assert browser.session.session_key != before
        cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
        other = Client()
        other.cookies[settings.SESSION_COOKIE_NAME] = str(before)
        assert not _signed_in(other), "the former key opens nothing"

    @pytest.mark.parametrize(
        "aim",
        ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
    )
    def test_it_leads_nowhere_else(self, person: Callable[..., Person], aim: str) -> None:
        person("lan", "officer")
        answer = Client().post(f"{SIGN_IN}?next={aim}", _said() | {"next": aim})
        assert answer.headers["Location"] == "/"
        assert sessions.local(aim) == "/"
        answer = Client().post("/ngon-ngu/", {"language": "en", "next": aim})
        assert "evil" not in answer.headers["Location"]

    def test_it_goes_on_where_one_wanted_to(self, person: Callable[..., Person]) -> None:
        person("lan", "officer")
        asked = Client().get("/danh-sach/?a=1")
        browser = Client()
        answer = browser.post(asked.headers["Location"], _said() | {"next": "/danh-sach/?a=1"})
        assert answer.headers["Location"] == "/danh-sach/?a=1"
        assert sessions.local("/danh-sach/?a=1") == "/danh-sach/?a=1"

    def test_signing_out_ends_it(self, person: Callable[..., Person]) -> None:
        person("lan", "officer")
        browser, thief = Client(), Client()
        browser.post(SIGN_IN, _said())
        thief.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[
            settings.SESSION_COOKIE_NAME
        ].value
        assert _signed_in(thief)
        browser.post("/dang-xuat/")
        assert not _signed_in(thief)
        assert Client().get("/dang-xuat/").status_code == 405, "no picture elsewhere signs one out"


class TestGuessing:
    @pytest.fixture(autouse=True)
    def counted(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setattr(settings, "AXES_ENABLED", True)
        yield
        AccessAttempt.objects.all().delete()

    def _guess(self, times: int, address: str = "203.0.113.9") -> int:
        code = 0
        for turn in range(times):
            near = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"1.2.3.4, {address}")
            code = near.post(SIGN_IN, _said(password=f"sai-{turn}")).status_code
        return code

    def test_locked_out_by_name_and_address(self, person: Callable[..., Person]) -> None:
        person("lan", "officer")
        assert self._guess(settings.AXES_FAILURE_LIMIT - 1) == 200
        assert self._guess(1) == 429
        near = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9")
        answer = near.post(SIGN_IN, _said())
        assert answer.status_code == 429, "the right password does not help now"
        elsewhere = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.7")
        assert elsewhere.post(SIGN_IN, _said()).status_code == 302, "she herself gets in"
        lines = Entry.objects.filter(action="lock-out")
        assert {(line.subject, line.address) for line in lines} == {("lan", "203.0.113.9")}
        failed = Entry.objects.filter(action="sign-in-failed")
        assert failed.count() >= settings.AXES_FAILURE_LIMIT

    def test_what_is_no_name_is_not_kept(self) -> None:
        Client().post(SIGN_IN, _said(username="mat-khau-cua-toi"))
        assert Entry.objects.get(action="sign-in-failed").subject == "?"

    def test_an_administrators_link_forgives(self, signed_in: Callable[..., Client]) -> None:
        admin = signed_in("quan", "administrator")
        signed_in("lan", "officer")
        lan = Person.objects.get(username="lan")
        self._guess(settings.AXES_FAILURE_LIMIT)
        link = admin.post(f"/nguoi-dung/{lan.pk}/", {"do": "link"}, follow=True).context["link"]
        path = link.partition("testserver")[2]
        Client().post(path, {"password": PASSWORD, "again": PASSWORD})
        near = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9")
        assert near.post(SIGN_IN, _said()).status_code == 302


@pytest.mark.parametrize(
    ("near", "told", "found"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("192.0.2.1", "", "192.0.2.1"),
        ("", "203.0.113.9", ""),
    ],
)
def test_a_proxy_is_believed_on_this_machine_alone(near: str, told: str, found: str) -> None:
    asked = RequestFactory().get("/", REMOTE_ADDR=near, HTTP_X_FORWARDED_FOR=told)
    assert audit.address_of(asked) == found


class TestRates:
    def test_a_window_slides(self) -> None:
        windows, rate = Windows(), RATES["sign-in"]
        for turn in range(rate.most):
            assert windows.wait("sign-in", "a", now=turn / 10) == 0
        assert 0 < windows.wait("sign-in", "a", now=10.0) <= rate.seconds
        assert windows.wait("sign-in", "b", now=10.0) == 0, "others are not held up"
        assert windows.wait("sign-in", "a", now=rate.seconds + 10) == 0
        assert windows.wait("no such route", "a", now=10.0) == 0

    def test_what_is_remembered_is_bounded(self) -> None:
        windows = Windows()
        for turn in range(KEYS_MOST + 50):
            windows.wait("sign-in", str(turn), now=0.0)
        assert len(windows._seen) == KEYS_MOST

    def test_too_often_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(RATES, "sign-in", RATES["sign-in"]._replace(most=2))
        answers = [Client().post(SIGN_IN, _said()) for _ in range(3)]
        assert [each.status_code for each in answers] == [200, 200, 429]
        assert int(answers[2].headers["Retry-After"]) > 0
        assert Client().get(SIGN_IN).status_code == 200, "looking is free"


class TestSessions:
    def test_they_end_after_a_working_day(self, signed_in: Callable[..., Client]) -> None:
        browser = signed_in("lan", "officer")
        now = time.time()
        with patch("time.time", lambda: now + sessions.LONGEST - 5):
            assert _signed_in(browser)
        with patch("time.time", lambda: now + sessions.LONGEST + 5):
            answer = browser.get("/thu-vien/")
            assert answer.headers["Location"] == "/dang-nhap/?next=/thu-vien/"
        assert not _signed_in(browser)

    def test_nothing_typed_is_lost(self, person: Callable[..., Person]) -> None:
        person("lan", "officer")
        browser = Client(enforce_csrf_checks=True, HTTP_ORIGIN="http://testserver")
        browser.get(SIGN_IN)

        def token(page: str) -> str:
            return str(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1])

        old = token(browser.get(SIGN_IN).content.decode())
        words = 'Tuyên truyền "mùa lũ" <b>\nhàng hai'
        typed = {"name": words, "passphrase": "bi mat", "csrfmiddlewaretoken": old}
        page = browser.post("/danh-sach/moi/", typed)
        assert page.status_code == 403
        assert "Tuyên truyền &quot;mùa lũ&quot; &lt;b&gt;\nhàng hai" in page.content.decode()
        assert "bi mat" not in page.content.decode()
        browser.post(SIGN_IN, _said() | {"csrfmiddlewaretoken": old})
        page = browser.post("/danh-sach/moi/", typed)
        assert page.status_code == 403, "the form is older than the sign-in"
        assert words.partition("\n")[2] in page.content.decode()
        again = browser.post(
            "/danh-sach/moi/",
            {"name": "Mùa lũ", "csrfmiddlewaretoken": token(page.content.decode())},
        )
        assert again.status_code == 302

    def test_another_site_is_handed_nothing(self, person: Callable[..., Person]) -> None:
        person("lan", "officer")
        browser = Client(enforce_csrf_checks=True)
        browser.post(SIGN_IN, _said())
        for origin in ("https://evil.example", "null", ""):
            page = browser.post("/danh-sach/moi/", {"name": "Ác"}, HTTP_ORIGIN=origin)
            assert page.status_code == 403
            assert "Ác" not in page.content.decode(), origin

    def test_scripts_are_told_plainly(self) -> None:
        answer = Client().post("/thu-vien/tai-len/", HTTP_ACCEPT="application/json")
        assert answer.status_code == 401
        assert answer.json()["error"]


class TestAccount:
    def test_a_new_password_ends_all_other_sessions(self, signed_in: Callable[..., Client]) -> None:
        here, there = signed_in("lan", "officer"), signed_in("lan")
        said = {"do": "password", "password": PASSWORD, "fresh": "ruong-bac-thang-9", "again": "x"}
        assert here.post("/tai-khoan/", said).status_code == 200
        assert _signed_in(there), "the two were not the same"
        said["again"] = "ruong-bac-thang-9"
        wrong = here.post("/tai-khoan/", said | {"password": "sai"})
        assert 'role="alert"' in wrong.content.decode()
        before = here.session.session_key
        assert here.post("/tai-khoan/", said).status_code == 302
        assert _signed_in(here)
        assert here.session.session_key != before
        assert not _signed_in(there)
        assert Client().post(SIGN_IN, _said(password="ruong-bac-thang-9")).status_code == 302  # noqa: S106
        assert [each.before for each in Entry.objects.filter(action="password")] == [None]

    def test_signing_out_everywhere_else(self, signed_in: Callable[..., Client]) -> None:
        here, there = signed_in("lan", "officer"), signed_in("lan")
        here.post("/tai-khoan/", {"do": "sessions"})
        assert _signed_in(here)
        assert not _signed_in(there)


def _code(person: Person, *, confirmed: bool = True) -> str:
    device = TOTPDevice.objects.get(user=person, confirmed=confirmed)
    return f"{totp(device.bin_key):06d}"


@pytest.fixture
def enrolled(signed_in: Callable[..., Client]) -> tuple[Person, list[str]]:
    """Somebody with two steps, and their recovery codes."""
    browser = signed_in("hoa", "reviewer")
    found = Person.objects.get(username="hoa")
    page = browser.get("/tai-khoan/hai-buoc/")
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    said = {"do": "confirm", "password": PASSWORD, "code": "000000"}
    assert browser.post("/tai-khoan/hai-buoc/", said).context["wrong"]
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    said["code"] = _code(found, confirmed=False)
    wrong = browser.post("/tai-khoan/hai-buoc/", said | {"password": "sai"})
    assert not second.enrolled(found), wrong.status_code
    page = browser.post("/tai-khoan/hai-buoc/", said)
    TOTPDevice.objects.update(last_t=-1)  # as if the next code had come
    return found, list(page.context["codes"])


class TestTwoSteps:
    def test_the_password_alone_opens_nothing(self, enrolled: tuple[Person, list[str]]) -> None:
        hoa, _ = enrolled
        browser = Client()
        answer = browser.post(SIGN_IN, _said("hoa") | {"next": "/danh-sach/"})
        assert answer.headers["Location"] == "/dang-nhap/ma/"
        assert not _signed_in(browser)
        assert browser.post("/dang-nhap/ma/", {"code": "123"}).context["wrong"]
        assert not _signed_in(browser)
        answer = browser.post("/dang-nhap/ma/", {"code": _code(hoa)})
        assert answer.headers["Location"] == "/danh-sach/"
        assert _signed_in(browser)

    def test_a_code_serves_once(self, enrolled: tuple[Person, list[str]]) -> None:
        hoa, _ = enrolled
        code = _code(hoa)
        assert second.verify(hoa, code)
        assert not second.verify(hoa, code)

    def test_recovery_codes_serve_once_and_are_not_kept_in_clear(
        self, enrolled: tuple[Person, list[str]]
    ) -> None:
        hoa, codes = enrolled
        assert len(set(codes)) == 8
        assert not any(code in str(list(RecoveryCode.objects.values())) for code in codes)
        for expected in (302, 200):
            browser = Client()
            browser.post(SIGN_IN, _said("hoa"))
            answer = browser.post("/dang-nhap/ma/", {"code": codes[0].upper().replace("-", " ")})
            assert answer.status_code == expected
        assert second.left(hoa) == 7

    def test_it_is_not_guessed(self, enrolled: tuple[Person, list[str]]) -> None:
        hoa, _ = enrolled
        browser = Client()
        browser.post(SIGN_IN, _said("hoa"))
        for turn in range(7):
            browser.post("/dang-nhap/ma/", {"code": f"ab{turn}"})
        answer = browser.post("/dang-nhap/ma/", {"code": _code(hoa)})
        assert answer.headers["Location"] == SIGN_IN, "begin again"

    def test_a_half_session_ends_with_a_lock_a_new_password_and_time(
        self, enrolled: tuple[Person, list[str]]
    ) -> None:
        hoa, codes = enrolled
        browsers = [Client() for _ in range(2)]
        for browser in browsers:
            browser.post(SIGN_IN, _said("hoa"))
        later = time.time() + 301
        with patch("time.time", lambda: later):
            assert browsers[0].post("/dang-nhap/ma/", {"code": codes[1]}).status_code == 302
        assert not _signed_in(browsers[0])
        hoa.end_sessions()
        browsers[1].post("/dang-nhap/ma/", {"code": codes[2]})
        assert not _signed_in(browsers[1])
        assert Client().get("/dang-nhap/ma/").headers["Location"] == SIGN_IN

    def test_a_link_does_not_go_round_it(
        self, enrolled: tuple[Person, list[str]], signed_in: Callable[..., Client]
    ) -> None:
        hoa, codes = enrolled
        admin = signed_in("quan", "administrator")
        link = admin.post(f"/nguoi-dung/{hoa.pk}/", {"do": "link"}, follow=True).context["link"]
        browser = Client()
        answer = browser.post(
            link.partition("testserver")[2], {"password": PASSWORD, "again": PASSWORD}
        )
        assert answer.headers["Location"] == "/dang-nhap/ma/"
        assert not _signed_in(browser)
        admin.post(f"/nguoi-dung/{hoa.pk}/", {"do": "one-step"})
        assert Client().post(SIGN_IN, _said("hoa")).headers["Location"] == "/"
        assert not second.verify(hoa, codes[3])

    def test_it_can_be_ended_with_the_password(
        self, enrolled: tuple[Person, list[str]], signed_in: Callable[..., Client]
    ) -> None:
        hoa, _ = enrolled
        browser = signed_in("hoa")
        browser.post("/tai-khoan/hai-buoc/", {"do": "remove", "password": "sai"})
        assert second.enrolled(hoa)
        browser.post("/tai-khoan/hai-buoc/", {"do": "remove", "password": PASSWORD})
        assert not second.enrolled(hoa)
        assert _signed_in(browser)

    def test_a_commune_may_demand_it(self, signed_in: Callable[..., Client]) -> None:
        commune.keep(commune.SECOND, True)
        officer, reviewer = signed_in("lan", "officer"), signed_in("hoa", "reviewer")
        assert officer.get("/").status_code == 200
        for path in ("/", "/de-nghi/", "/nhat-ky/"):
            assert reviewer.get(path).headers["Location"] == "/tai-khoan/hai-buoc/"
        assert reviewer.post("/de-nghi/1/duyet/").headers["Location"] == "/tai-khoan/hai-buoc/"
        reviewer.get("/tai-khoan/hai-buoc/")
        code = _code(Person.objects.get(username="hoa"), confirmed=False)
        said = {"do": "confirm", "password": PASSWORD, "code": code}
        assert reviewer.post("/tai-khoan/hai-buoc/", said).status_code == 200
        assert reviewer.get("/").status_code == 200


def test_settings_are_kept_and_recorded(signed_in: Callable[..., Client]) -> None:
    admin = signed_in("quan", "administrator")
    admin.post("/thiet-lap/", {})
    assert not commune.second_step()
    admin.post("/thiet-lap/", {"second": "on"})
    assert commune.second_step()
    lines = Entry.objects.filter(action="commune")
    assert [line.after for line in lines] == [{"second-step": True}]


def test_the_centre_has_its_name_in_one_place(data: Data, signed_in: Callable[..., Client]) -> None:
    names = "centre: {name: {vi: Trung tâm xã Sơn Dương, en: Sơn Dương centre}}\nscreens: {}\n"
    (data.playlists / "screens.yaml").write_text(names, encoding="utf-8")
    admin = signed_in("quan", "administrator")
    admin.get("/danh-sach/")
    assert "<span>Trung tâm xã Sơn Dương</span>" in admin.get("/thiet-lap/").content.decode()
    admin.post("/ngon-ngu/", {"language": "en", "next": "/"})
    assert "<span>Sơn Dương centre</span>" in admin.get("/thiet-lap/").content.decode()
