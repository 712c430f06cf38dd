"""People: links that serve once, roles, units, locks; and what an administrator cannot do alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from signage.console.models import Entry, Invitation, Person, Unit
from signage.console.office import people
from tests.console.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable


pytestmark = pytest.mark.usefixtures("data")


def _add(admin: Client, **said: object) -> str:
    """Add somebody; the link that is shown."""
    given = {
        "full_name": "Nguyễn Thị Lan", "username": "lan", "roles": ["officer"],
        "unit": "  Đoàn   Thanh niên ",
    } | said  # fmt: skip
    answer = admin.post("/nguoi-dung/", given, follow=True)
    return str(answer.context.get("link") or "")


def _came(link: str, word: str = PASSWORD) -> tuple[Client, int]:
    browser = Client()
    answer = browser.post(link.partition("testserver")[2], {"password": word, "again": word})
    return browser, answer.status_code


class TestLinks:
    def test_a_new_person_sets_their_own_password(self, signed_in: Callable[..., Client]) -> None:
        admin = signed_in("quan", "administrator")
        link = _add(admin)
        lan = Person.objects.get(username="lan")
        assert (lan.roles, str(lan.unit)) == (["officer"], "Đoàn Thanh niên")
        assert not lan.has_usable_password()
        assert link not in admin.get(f"/nguoi-dung/{lan.pk}/").content.decode(), "shown once"
        path = link.partition("testserver")[2]
        for _ in range(3):  # a chat looks at each link that is sent in it
            assert Client().get(path).status_code == 200
        browser, code = _came(link)
        assert code == 302
        assert browser.get("/").status_code == 200
        assert _came(link)[1] == 410, "it serves once"

    def test_it_ends_after_a_day(self, signed_in: Callable[..., Client]) -> None:
        link = _add(signed_in("quan", "administrator"))
        Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
        assert _came(link)[1] == 410

    def test_the_secret_is_not_in_the_database(self, signed_in: Callable[..., Client]) -> None:
        link = _add(signed_in("quan", "administrator"))
        secret = link.rstrip("/").rpartition("/")[2]
        assert secret not in str(list(Invitation.objects.values()))
        assert secret not in str(list(Entry.objects.values()))

    def test_a_newer_link_ends_the_older(self, signed_in: Callable[..., Client]) -> None:
        admin = signed_in("quan", "administrator")
        old = _add(admin)
        lan = Person.objects.get(username="lan")
        new = admin.post(f"/nguoi-dung/{lan.pk}/", {"do": "link"}, follow=True).context["link"]
        assert _came(old)[1] == 410
        assert _came(new)[1] == 302

    def test_bad_passwords_are_told(self, signed_in: Callable[..., Client]) -> None:
        link = _add(signed_in("quan", "administrator"))
        for word in ("ngan", "1234567890", "nguyenthilan", "password123"):
            browser, code = _came(link, word)
            assert code == 200, word
            assert browser.get("/").status_code == 302, "not signed in"

    def test_the_first_link(self) -> None:
        first = people.first_link()
        assert first
        second = people.first_link()
        assert second, "nobody came yet"
        said = {"full_name": "Quản", "username": "quan", "password": PASSWORD, "again": PASSWORD}
        assert Client().post(f"/lien-ket/{first}/", said).status_code == 410, "the newest serves"
        assert Client().get("/dang-nhap/").status_code == 403
        assert Client().post(f"/lien-ket/{second}/", said).status_code == 302
        assert people.first_link() is None
        assert Person.objects.get().roles == ["administrator"]


class TestChanges:
    def test_roles_and_unit_with_before_and_after(
        self, signed_in: Callable[..., Client], person: Callable[..., Person]
    ) -> None:
        admin, lan = signed_in("quan", "administrator"), person("lan", "officer")
        said = {"do": "edit", "full_name": "Lan Anh", "unit": "Thôn Cây Cọ", "roles": ["viewer"]}
        admin.post(f"/nguoi-dung/{lan.pk}/", said)
        lan.refresh_from_db()
        assert (lan.full_name, str(lan.unit), lan.roles) == ("Lan Anh", "Thôn Cây Cọ", ["viewer"])
        line = Entry.objects.get(action="person-edit")
        assert line.before == {"name": "Lan", "unit": "Văn phòng", "roles": ["officer"]}
        assert line.after == {"name": "Lan Anh", "unit": "Thôn Cây Cọ", "roles": ["viewer"]}

    def test_nobody_makes_themselves_more(self, signed_in: Callable[..., Client]) -> None:
        admin = signed_in("quan", "administrator")
        own = Person.objects.get(username="quan")
        said = {"do": "edit", "full_name": "Q", "roles": ["reviewer"]}
        admin.post(f"/nguoi-dung/{own.pk}/", said)
        for do in ("lock", "link", "end", "one-step"):
            admin.post(f"/nguoi-dung/{own.pk}/", {"do": do})
        own.refresh_from_db()
        assert (own.roles, own.is_active, own.series) == (["administrator"], True, 0)

    def test_unknown_roles_are_passed_over(
        self, signed_in: Callable[..., Client], person: Callable[..., Person]
    ) -> None:
        admin, lan = signed_in("quan", "administrator"), person("lan", "officer")
        said = {"do": "edit", "full_name": "Lan", "roles": ["root", "viewer", "viewer"]}
        admin.post(f"/nguoi-dung/{lan.pk}/", said)
        lan.refresh_from_db()
        assert lan.roles == ["viewer"]

    def test_a_lock_ends_everything_at_once(
        self, signed_in: Callable[..., Client], person: Callable[..., Person]
    ) -> None:
        admin, lan = signed_in("quan", "administrator"), person("lan", "officer")
        browser = signed_in("lan")
        link = admin.post(f"/nguoi-dung/{lan.pk}/", {"do": "link"}, follow=True).context["link"]
        assert browser.get("/").status_code == 200
        admin.post(f"/nguoi-dung/{lan.pk}/", {"do": "lock"})
        assert browser.get("/").status_code == 302
        assert _came(link)[1] == 410
        said = {"username": "lan", "password": PASSWORD}
        assert Client().post("/dang-nhap/", said).status_code == 200, "not signed in"
        admin.post(f"/nguoi-dung/{lan.pk}/", {"do": "lock"})
        assert browser.get("/").status_code == 302, "unlocking brings no session back"
        assert Client().post("/dang-nhap/", said).status_code == 302

    def test_units(self, signed_in: Callable[..., Client], person: Callable[..., Person]) -> None:
        admin = signed_in("quan", "administrator")
        used = Unit.objects.get(name="Văn phòng")
        for said in (
            {"do": "add", "name": "Thôn Tân Trào"}, {"do": "add", "name": "Thôn Tân Trào"},
            {"do": "rename", "unit": used.pk, "name": "Thôn Tân Trào"},
            {"do": "remove", "unit": used.pk}, {"do": "rename", "unit": "9" * 9, "name": "x"},
            {"do": "rename", "unit": used.pk, "name": "Phòng Văn hoá – Xã hội"},
        ):  # fmt: skip
            assert admin.post("/nguoi-dung/don-vi/", said).status_code == 302
        assert {str(each) for each in Unit.objects.all()} == {
            "Thôn Tân Trào", "Phòng Văn hoá – Xã hội",
        }  # fmt: skip
        left = Unit.objects.get(name="Thôn Tân Trào")
        admin.post("/nguoi-dung/don-vi/", {"do": "remove", "unit": left.pk})
        assert Unit.objects.count() == 1

    def test_faults_are_told_and_nothing_typed_is_lost(
        self, signed_in: Callable[..., Client], person: Callable[..., Person]
    ) -> None:
        person("lan", "officer")
        page = signed_in("quan", "administrator").post(
            "/nguoi-dung/", {"full_name": "Lan khác", "username": "lan", "unit": "Thôn Mới"}
        )
        words = page.content.decode()
        assert 'value="Lan khác"' in words
        assert 'value="Thôn Mới"' in words
        assert words.count('role="alert"') == 2, "the name is taken; a role is missing"
        assert not Unit.objects.filter(name="Thôn Mới").exists()


def test_every_page_of_people_is_shown(
    signed_in: Callable[..., Client], person: Callable[..., Person]
) -> None:
    admin, lan = signed_in("quan", "administrator"), person("lan", "officer")
    for path in (
        "/nguoi-dung/", f"/nguoi-dung/{lan.pk}/", "/nguoi-dung/don-vi/", "/tai-khoan/",
        "/tai-khoan/hai-buoc/", "/thiet-lap/", "/nhat-ky/",
    ):  # fmt: skip
        assert admin.get(path).status_code == 200, path
    assert admin.get("/nguoi-dung/999999/").status_code == 404
