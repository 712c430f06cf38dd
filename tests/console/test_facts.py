"""Facts that come back when their day has come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from signage.console.models import Fact, Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


def test_a_fact_comes_back_by_itself(signed_in: Callable[..., Client]) -> None:
    lan, today = signed_in("lan", "officer"), timezone.localdate()
    tomorrow = today + timedelta(days=1)
    lan.post("/xem-lai/moi/", {"words": "Giờ mùa đông", "review_by": str(tomorrow)})
    assert not lan.get("/xem-lai/").context["due"]
    fact = Fact.objects.get()
    Fact.objects.update(review_by=today)  # the day has come
    assert list(lan.get("/xem-lai/").context["due"]) == [fact]
    lan.post(f"/xem-lai/{fact.pk}/", {"do": "true", "review_by": str(tomorrow)})
    fact.refresh_from_db()
    assert (fact.review_by, str(fact.looked_by)) == (tomorrow, "Lan")
    lan.post(f"/xem-lai/{fact.pk}/", {"do": "over"})
    fact.refresh_from_db()
    assert fact.over
    assert not lan.get("/xem-lai/").context["coming"]


def test_a_day_has_to_come(signed_in: Callable[..., Client]) -> None:
    lan = signed_in("lan", "officer")
    for day in ("", "hôm nay", "2026-02-31", str(timezone.localdate())):
        lan.post("/xem-lai/moi/", {"words": "Giờ", "review_by": day})
    assert not Fact.objects.exists()


def test_a_viewer_only_looks(signed_in: Callable[..., Client]) -> None:
    viewer = signed_in("xem", "viewer")
    assert viewer.get("/xem-lai/").status_code == 200
    assert viewer.post("/xem-lai/moi/", {"words": "x"}).status_code == 403


def test_what_is_due_stands_on_the_overview(signed_in: Callable[..., Client]) -> None:
    lan = signed_in("lan", "officer")
    fact = Fact.objects.create(
        words="Giờ mùa đông", review_by=timezone.localdate(), by=Person.objects.get()
    )
    assert fact.words in lan.get("/").content.decode()
