"""The overview: what there is to do, for whom, and what the screens truly show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from signage.console.models import Screen, Submission
from signage.console.office import submissions
from signage.console.office.wording import ago

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from signage.console.data import Data
    from signage.console.models import Person

pytestmark = pytest.mark.usefixtures("catalogues")
FLOOD = "name: Cảnh báo lũ quét\npriority: emergency\nstandby: true\nitems:\n- slide: {title: A}\n"


@pytest.fixture
def lobby(data: Data) -> Data:
    (data.playlists / "lu-quet.yaml").write_text(FLOOD, encoding="utf-8")
    (data.playlists / "sanh.yaml").write_text("items:\n- slide: {title: B}\n", encoding="utf-8")
    return data


def test_what_only_stands_by_is_not_said_to_be_on(
    lobby: Data, signed_in: Callable[..., Client]
) -> None:
    assert lobby.playlists.is_dir()
    assert "Cảnh báo lũ quét" not in signed_in("lan", "officer").get("/").content.decode()


@pytest.mark.usefixtures("lobby")
def test_a_screen_says_what_it_shows(signed_in: Callable[..., Client]) -> None:
    Screen.objects.create(id_name="sanh-chinh", name="Sảnh chính", token_digest="a" * 64)
    page = signed_in("lan", "officer").get("/").content.decode()
    assert "Sảnh chính" in page
    assert "Chưa báo về lần nào." in page
    assert "0 trên 1 màn hình hoạt động tốt." in page


def test_what_nobody_submitted_yet_is_told(
    lobby: Data, signed_in: Callable[..., Client], person: Callable[..., Person]
) -> None:
    officer = signed_in("lan", "officer")
    lan = person("hoa", "officer")
    assert officer.get("/").context["unsent"]
    made = submissions.submit(lobby, lan, "Lần đầu")
    assert not officer.get("/").context["unsent"]
    path = lobby.playlists / "sanh.yaml"
    path.write_text("items:\n- slide: {title: C}\n", encoding="utf-8")
    assert officer.get("/").context["unsent"]
    path.write_text("items:\n- slide: {title: B}\n", encoding="utf-8")
    assert not officer.get("/").context["unsent"]
    Submission.objects.filter(pk=made.pk).update(state=Submission.State.RETURNED)
    assert officer.get("/").context["unsent"]


@pytest.mark.usefixtures("lobby")
def test_each_role_finds_its_own_work(
    lobby: Data, signed_in: Callable[..., Client], person: Callable[..., Person]
) -> None:
    submissions.submit(lobby, person("hoa", "officer"), "Ảnh đồi chè mới")
    pages = {role: signed_in(role, role).get("/").content.decode()
             for role in ("officer", "reviewer", "duty", "viewer")}  # fmt: skip
    assert all("Ảnh đồi chè mới" in page for page in pages.values())
    deeds = {
        "Gửi ảnh, video, tài liệu": {"officer", "reviewer"},
        "Xem và quyết định": {"reviewer"},
        "Soạn cảnh báo": {"duty"},
    }
    for words, roles in deeds.items():
        assert {role for role, page in pages.items() if words in page} == roles, words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(2, "vừa xong"), (61, "1 phút trước"), (3_700, "1 giờ trước"), (200_000, "2 ngày trước")],
)
def test_how_long_ago_is_told_in_vietnamese(seconds: float, words: str) -> None:
    with override("vi"):
        assert ago(seconds) == words


@pytest.mark.usefixtures("data")
def test_the_emergency_is_one_press_away_on_a_telephone(
    signed_in: Callable[..., Client],
) -> None:
    page = signed_in("truc", "duty").get("/thu-vien/").content.decode()
    small = page[page.index('class="menu small"') :]
    assert '<a class="alarm" href="/khan-cap/">' in small[small.index("</details>") :]
