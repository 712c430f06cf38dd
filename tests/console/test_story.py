"""From a photo to a signed release, by the addresses that a browser asks."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from signage.console import worker
from signage.console.models import Asset, Entry, Submission
from signage.console.office import keys, pictures
from tests.console.conftest import CHEAP

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from signage.console.data import Data


def _photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (64, 36), "green").save(out, "JPEG")
    return SimpleUploadedFile("che.jpg", out.getvalue())


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The player's own pictures have tests of their own."""
    monkeypatch.setattr(pictures, "draw", lambda *_: "")


@pytest.mark.usefixtures("drawn")
def test_from_a_photo_to_a_release(data: Data, signed_in: Callable[..., Client]) -> None:
    officer, reviewer = signed_in("lan", "officer"), signed_in("hoa", "reviewer")
    keys.make(
        data, reviewers=["hoa"], duty=[], given={"hoa": "song lo mua can 12"},
        root="goc da tren doi 34", needs=1, cost=CHEAP,
    )  # fmt: skip
    officer.post("/thu-vien/tai-len/", {"files": [_photo()], "folder": "ocop"})
    assert worker.step()
    assert Asset.objects.get().path == "ocop/che.jpg"
    officer.post("/danh-sach/moi/", {"name": "Sảnh chính"})
    page = officer.get("/danh-sach/sanh-chinh/")
    officer.post(
        "/danh-sach/sanh-chinh/",
        {
            "digest": page.context["document"].digest, "rows": "0", "name": "Sảnh chính",
            "layout": "banner", "add-image": "ocop/che.jpg", "ticker": "Kính chào quý khách",
        },
    )  # fmt: skip
    officer.post("/de-nghi/moi/", {"says": "Ảnh mới"})
    made = Submission.objects.get()
    assert reviewer.get(f"/de-nghi/{made.pk}/").status_code == 200
    assert officer.post(f"/de-nghi/{made.pk}/duyet/", {"passphrase": "x"}).status_code == 403
    reviewer.post(f"/de-nghi/{made.pk}/duyet/", {"passphrase": "sai"})
    assert not (data.release / "metadata").exists()
    reviewer.post(f"/de-nghi/{made.pk}/duyet/", {"passphrase": "song lo mua can 12"})
    made.refresh_from_db()
    assert (made.state, made.release) == ("approved", 1)
    assert (data.release / "metadata" / "timestamp.json").exists()
    assert "approve" in set(Entry.objects.values_list("action", flat=True))
