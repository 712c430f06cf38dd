"""Faults are told where they are mended, and a form that has some does not say that all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signage.console.office import emergency
from signage.console.office.documents import open_document
from signage.console.office.playlists import entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from signage.console.data import Data


@pytest.fixture
def lobby(data: Data) -> Data:
    (data.playlists / "sanh.yaml").write_text(
        "name: Sảnh chính\nitems:\n  - slide: {title: A}\n    duration: 12s\n", encoding="utf-8"
    )
    return data


def _saved(lobby: Data, officer: Client, duration: str) -> tuple[str, str]:
    document = open_document(lobby, "sanh")
    form = {
        "digest": document.digest, "mark": entries(document)[0].mark, "kind": "slide",
        "slide.title~vi": "A", "duration": duration,
    }  # fmt: skip
    answer = officer.post("/danh-sach/sanh/muc/0/", form)
    return answer.headers["Location"], officer.get(answer.headers["Location"]).content.decode()


def test_an_item_with_a_fault_stays_open_and_says_so(
    lobby: Data, signed_in: Callable[..., Client]
) -> None:
    officer = signed_in("lan", "officer")
    where, page = _saved(lobby, officer, "mười giây")
    assert where == "/danh-sach/sanh/muc/0/"
    assert "Saved, but something has to be mended" in page
    assert "It is shown once a reviewer has approved it" not in page
    assert 'aria-invalid="true"' in page
    where, page = _saved(lobby, officer, "10 giây")
    assert where == "/danh-sach/sanh/"
    assert "It is shown once a reviewer has approved it" in page


def test_what_is_to_be_mended_leads_there(lobby: Data, signed_in: Callable[..., Client]) -> None:
    (lobby.playlists / "sanh.yaml").write_text(
        "name: Sảnh chính\nitems:\n  - slide: {title: A}\n    duration: lâu\n", encoding="utf-8"
    )
    (lobby.playlists / "calendar.yaml").write_text("timezone: Asia/Hanoi\n")
    (lobby.playlists / "screens.yaml").write_text("screens: {a: {rotate: 45}}\n")
    officer = signed_in("lan", "officer")
    for address in ("/", "/de-nghi/moi/"):
        page = officer.get(address).content.decode()
        assert '<a href="/danh-sach/sanh/">Sảnh chính</a>' in page
        assert '<a href="/trung-tam/lich-lam-viec/">' in page
        assert '<a href="/trung-tam/">' in page


def test_lines_of_a_warning_are_told_apart_in_the_strip() -> None:
    told = emergency._in_one_line("Không qua ngầm, tràn\n  Lên chỗ cao. \n\nGọi 112")
    assert told == "Không qua ngầm, tràn; Lên chỗ cao. Gọi 112"
    assert emergency._in_one_line("") == ""
