"""Lengths as officers write them, and what becomes of them in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override
from ruamel.yaml.comments import CommentedMap

from signage.console.office.fields import Seconds
from signage.console.office.spans import in_figures, in_words
from signage.content.loader import load_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from signage.console.data import Data

pytestmark = pytest.mark.usefixtures("catalogues")
FIELD = Seconds(key="duration")


@pytest.mark.parametrize(
    ("file", "page"),
    [
        ("15s", "15 giây"), ("15", "15 giây"), ("1m30s", "1 phút 30 giây"), ("48h", "48 giờ"),
        ("2m", "2 phút"), ("2.5s", "2.5 giây"), ("90s", "90 giây"), ("", ""), ("lâu", "lâu"),
    ],
)  # fmt: skip
def test_what_a_file_says_is_shown_in_words(file: str, page: str) -> None:
    with override("vi"):
        assert FIELD.show({"duration": file}) == page


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        ("15 giây", "15s"), ("15", "15s"), ("15s", "15s"), ("1 phút 30 giây", "1m30s"),
        ("1m30s", "1m30s"), ("1 Phút", "1m"), ("2,5 giây", "2.5s"), ("1 giờ 5 phút", "1h5m"),
        ("90 seconds", "90s"), ("mười giây", "mười giây"), ("15 giâyy", "15 giâyy"), ("0x1", "0x1"),
    ],
)  # fmt: skip
def test_what_is_typed_is_written_in_figures(typed: str, file: str) -> None:
    with override("vi"):
        mapping = CommentedMap()
        FIELD.write(mapping, FIELD.take({"d": typed}, "d"))
    assert mapping["duration"] == file


def test_in_both_languages_words_and_figures_agree() -> None:
    for language in ("vi", "en"):
        with override(language):
            for figures in ("7s", "1m30s", "2h", "3h20m5s"):
                assert in_figures(in_words(figures)) == figures


def test_a_list_that_is_saved_as_it_was_keeps_every_spelling(
    data: Data, signed_in: Callable[..., Client]
) -> None:
    text = (
        "name: Sảnh\ndefaults: {duration: 9s}\nitems:\n  - slide: {title: A}\n    duration: 12\n"
        "  - slide: {title: B}\n    duration: 90s\n  - slide: {title: C}\n"
    )
    path = data.playlists / "sanh.yaml"
    path.write_text(text, encoding="utf-8")
    officer = signed_in("lan", "officer")
    page = officer.get("/danh-sach/sanh/")
    html = page.content.decode()
    assert 'value="12 giây"' in html
    assert 'placeholder="9 giây"' in html
    rows = page.context["rows"]
    form = {"digest": page.context["document"].digest, "rows": len(rows)}
    for n, row in enumerate(rows):
        entry = row["entry"]
        form |= {
            f"number-{n}": entry.number, f"mark-{n}": entry.mark, f"held-{n}": entry.duration,
            f"duration-{n}": row["lasts"],
        }  # fmt: skip
    officer.post("/danh-sach/sanh/", form)
    assert path.read_text(encoding="utf-8") == text
    officer.post("/danh-sach/sanh/", form | {"duration-2": "1 phút 5 giây"})
    assert "title: C}\n    duration: 1m5s" in path.read_text(encoding="utf-8")
    assert load_folder(data.content).content.playlists[0].items[2].duration == 65.0
