"""Warnings and cuts: written on a phone, signed by the duty officer, taken by a screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from signage.console.models import Emergency, Entry, Screen
from signage.console.office import emergency, keys, pictures, previews
from signage.content.loader import load_folder
from signage.content.model import Slide
from signage.release.publish import Office
from signage.schedule import Timetable
from tests.console.conftest import CHEAP
from tests.release.client import Screen as Client_

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from signage.console.data import Data
    from signage.content.model import Content
    from signage.release.manifest import Manifest

WORD = "nuoc len nhanh qua 5"
SENT = {"kind": "lu-quet", "title-vi": "Lũ quét ở Hợp Thành", "body-vi": "Rời nhà\nGọi 112",
        "title-en": "Flash flood", "body-en": "Leave", "hours": "3"}  # fmt: skip


@pytest.fixture(autouse=True)
def _drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The player's own pictures have tests of their own."""
    monkeypatch.setattr(pictures, "draw", lambda *_: "")


@pytest.fixture
def duty(data: Data, signed_in: Callable[..., Client]) -> Client:
    """Somebody on duty, at a centre of two screens."""
    keys.make(
        data, reviewers=["hoa"], duty=["truc"], given={"hoa": "song lo mua can 12", "truc": WORD},
        root="goc da tren doi 34", needs=1, cost=CHEAP,
    )  # fmt: skip
    (data.playlists / "a.yaml").write_text("name: A\nitems: []\n", encoding="utf-8")
    (data.playlists / "screens.yaml").write_text(
        "screens:\n  sanh: {name: Sảnh, playlists: [a]}\n  cho: {name: Phòng chờ}\n",
        encoding="utf-8",
    )
    return signed_in("truc", "duty")


def _seen(data: Data) -> Manifest | None:
    authority = Office(data.keys).authority()
    assert authority is not None
    screen = Client_(data.path / "screen", authority.roots[0].encode(), datetime.now(UTC))
    return screen.look(data.release, "emergency/release.json")


def _title(content: Content) -> str:
    (item,) = content.playlists[0].items
    assert isinstance(item, Slide)
    return item.title["vi"]


def _on(manifest: Manifest, screen: str) -> tuple[str, ...]:
    now = datetime.now(UTC)
    arrivals = {each.id: now for each in manifest.content.playlists}
    return Timetable(manifest.content, screen).at(now, arrivals=arrivals).playlists


def test_a_warning_is_written_looked_at_sent_and_ended(data: Data, duty: Client) -> None:
    answer = duty.post("/khan-cap/moi/", SENT)
    made = Emergency.objects.get()
    assert answer["Location"] == f"/khan-cap/{made.pk}/"
    assert duty.get(answer["Location"]).status_code == 200
    assert _not_yet(data)
    duty.post(f"/khan-cap/{made.pk}/gui/", {"passphrase": "sai"})
    assert _not_yet(data)
    duty.post(f"/khan-cap/{made.pk}/gui/", {"passphrase": WORD})
    manifest = _seen(data)
    assert manifest is not None
    assert _on(manifest, "sanh") == _on(manifest, "cho") == ("khan-cap",)
    assert _title(manifest.content) == "Lũ quét ở Hợp Thành"
    assert duty.get("/khan-cap/").context["now"] == made
    duty.post(f"/khan-cap/{made.pk}/ket-thuc/", {"passphrase": WORD})
    after = _seen(data)
    assert after is not None
    assert after.content.playlists == ()
    made.refresh_from_db()
    assert (made.state, duty.get("/khan-cap/").context["now"]) == ("withdrawn", None)
    assert {"emergency", "emergency-end", "emergency-failed"} <= set(
        Entry.objects.values_list("action", flat=True)
    )
    assert WORD not in str(list(Entry.objects.values_list("before", "after")))


def _not_yet(data: Data) -> bool:
    return not list((data.release / "metadata").glob("*emergency.json"))


def test_for_one_screen_alone(data: Data, duty: Client) -> None:
    duty.post("/khan-cap/moi/", {**SENT, "screens": ["cho", "../x"]})
    made = Emergency.objects.get()
    assert made.screens == ["cho"]
    duty.post(f"/khan-cap/{made.pk}/gui/", {"passphrase": WORD})
    manifest = _seen(data)
    assert manifest is not None
    assert (_on(manifest, "sanh"), _on(manifest, "cho")) == ((), ("khan-cap",))


def test_a_cut_has_no_items_and_is_for_every_screen(data: Data, duty: Client) -> None:
    duty.post("/khan-cap/dung-phat/", {"hours": "24", "passphrase": WORD})
    manifest = _seen(data)
    assert manifest is not None
    (playlist,) = manifest.content.playlists
    assert (playlist.priority, playlist.items) == ("emergency", ())
    assert _on(manifest, "sanh") == _on(manifest, "cho") == ("khan-cap",)
    made = Emergency.objects.get()
    duty.post(f"/khan-cap/{made.pk}/ket-thuc/", {"passphrase": WORD})
    after = _seen(data)
    assert after is not None
    assert after.content.playlists == ()


def test_the_newest_takes_the_place_of_the_one_before(duty: Client) -> None:
    duty.post("/khan-cap/dung-phat/", {"hours": "1", "passphrase": WORD})
    duty.post("/khan-cap/moi/", SENT)
    made = Emergency.objects.first()
    assert made is not None
    duty.post(f"/khan-cap/{made.pk}/gui/", {"passphrase": WORD})
    assert list(Emergency.objects.values_list("state", flat=True)) == ["sent", "replaced"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title-vi": " "},
        {"hours": "", "until": ""},
        {"hours": "25"},
        {"hours": "", "until": "2020-01-01T00:00"},
        {"hours": "", "until": "2099-01-01T00:00"},
        {"hours": "", "until": "2026-99-01T00:00"},
    ],
)
def test_what_lacks_is_said_and_nothing_typed_is_lost(duty: Client, wrong: dict[str, str]) -> None:
    answer = duty.post("/khan-cap/moi/", {**SENT, **wrong})
    assert answer.status_code == 400
    assert "Gọi 112" in answer.content.decode()
    assert not Emergency.objects.exists()


def test_a_written_end_counts(duty: Client) -> None:
    until = timezone.localtime() + timedelta(hours=7)
    duty.post("/khan-cap/moi/", {**SENT, "until": f"{until:%Y-%m-%dT%H:%M}"})
    assert abs(Emergency.objects.get().until - until) < timedelta(minutes=1)


def test_who_wrote_it_sends_it(signed_in: Callable[..., Client], duty: Client) -> None:
    duty.post("/khan-cap/moi/", SENT)
    made = Emergency.objects.get()
    other = signed_in("nam", "duty")
    answer = other.post(f"/khan-cap/{made.pk}/gui/", {"passphrase": WORD})
    assert answer.status_code == 403


def test_a_draft_whose_end_has_passed_is_not_sent(data: Data, duty: Client) -> None:
    duty.post("/khan-cap/moi/", SENT)
    Emergency.objects.update(until=timezone.now() - timedelta(minutes=1))
    made = Emergency.objects.get()
    duty.post(f"/khan-cap/{made.pk}/gui/", {"passphrase": WORD})
    assert _not_yet(data)


def test_hostile_words_stay_words(data: Data, duty: Client) -> None:
    nasty = "<script>alert(1)</script>: {a: [b, *c]} # & !!python/object"
    duty.post("/khan-cap/moi/", {**SENT, "title-vi": nasty, "body-vi": "---\n- x: *y"})
    made = Emergency.objects.get()
    loaded = load_folder(emergency.folder_of(data, made))
    assert not [each for each in loaded.faults if each.severity == "error"]
    assert _title(loaded.content) == nasty
    assert b"<script>alert" not in duty.get(f"/khan-cap/{made.pk}/").content


def test_who_has_it_is_told(data: Data, duty: Client) -> None:
    duty.post("/khan-cap/moi/", {**SENT, "screens": ["sanh", "cho"]})
    made = Emergency.objects.get()
    duty.post(f"/khan-cap/{made.pk}/gui/", {"passphrase": WORD})
    made.refresh_from_db()
    for name, told in (("sanh", f"emergency-{made.version}-abc"), ("cho", None)):
        Screen.objects.create(
            id_name=name, token_digest=name, seen=timezone.now(), status={"emergency": told}
        )
    page = duty.get("/khan-cap/?phan=man-hinh")
    assert (page.context["have"], page.context["concerned"]) == (1, 2)
    assert [each.name for each in emergency.reached(data, made)] == ["Phòng chờ", "Sảnh"]


def test_ready_words_fill_the_form(duty: Client) -> None:
    page = duty.get("/khan-cap/moi/?mau=sat-lo").content.decode()
    assert "Cảnh báo sạt lở đất" in page
    assert duty.get("/khan-cap/moi/?mau=<x>").status_code == 200


def test_drafts_of_long_ago_go(data: Data, duty: Client) -> None:
    duty.post("/khan-cap/moi/", SENT)
    Emergency.objects.update(at=timezone.now() - timedelta(days=31))
    folder = emergency.folder_of(data, Emergency.objects.get())
    previews.sweep(data)
    assert (Emergency.objects.count(), folder.exists()) == (0, False)
