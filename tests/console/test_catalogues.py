"""Everything the console says is said in Vietnamese, and in English to who asks for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polib
import pytest
from django.test import Client
from django.utils import translation

from signage.console import server
from tests.console.catalogues import LANGUAGES, Text, path_of, said, written

if TYPE_CHECKING:
    from pathlib import Path

    from signage.console.data import Data

_PLACE = re.compile(r"%\(\w+\)[0-9]*[a-z]|%%|\{\w*\}")
_SAID = said()


def _forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_no_other_is_kept(language: str) -> None:
    entries = written(language)
    # `python -m tests.console.catalogues` brings the catalogues up to date
    assert set(entries) == set(_SAID)
    assert [text.words for text, each in entries.items() if not all(_forms(each))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_agree(language: str) -> None:
    wrong = [
        text.words
        for text, each in written(language).items()
        for form in _forms(each)
        if set(_PLACE.findall(form)) - set(_PLACE.findall(text.words + text.plural))
        or set(_PLACE.findall(text.words)) & set(_PLACE.findall(text.plural or text.words))
        - set(_PLACE.findall(form))
    ]  # fmt: skip
    assert wrong == []


def test_vietnamese_is_composed_and_is_no_english() -> None:
    import unicodedata  # noqa: PLC0415

    for text, entry in written("vi").items():
        for form in _forms(entry):
            assert unicodedata.normalize("NFC", form) == form
            if len(text.words.split()) > 4:
                assert form != text.words
            assert text.words.endswith(" ") == form.endswith(" ")


def test_what_is_extracted() -> None:
    """The tool sees what gettext's own would: calls, blocks, plurals."""
    assert Text("%(counter)s file", "%(counter)s files") in _SAID
    assert Text("Submission %(number)s") in _SAID
    assert Text("Duty officer") in _SAID


def test_catalogues_are_compiled_at_the_start(data: Data) -> None:
    server._compile(data)
    for language in LANGUAGES:
        made = data.path / "locale" / language / "LC_MESSAGES" / "django.mo"
        assert len(polib.mofile(str(made))) == len(_SAID)
        assert not list(path_of(language).parent.glob("*.mo"))


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("browser", "chosen", "expected"),
    [("en-US,en;q=0.9", "", "vi"), ("vi", "", "vi"), ("vi", "en", "en"), ("en", "xx", "vi")],
)
def test_vietnamese_first_whatever_the_browser_says(
    browser: str, chosen: str, expected: str
) -> None:
    client = Client(headers={"accept-language": browser})
    if chosen:
        client.post("/ngon-ngu/", {"language": chosen, "next": "/dang-nhap/"})
    page = client.get("/dang-nhap/", follow=True)
    assert page.headers["Content-Language"] == expected
    assert f'<html lang="{expected}">' in page.content.decode()


def test_dates_are_written_as_in_vietnam(tmp_path: Path) -> None:
    from datetime import datetime  # noqa: PLC0415

    from django.template import Context, Template  # noqa: PLC0415

    at = datetime(2026, 11, 23, 15, 30)  # noqa: DTZ001  (as a template has it)
    with translation.override("vi"):
        words = Template("{{ at|date:'d/m/Y, H:i' }}").render(Context({"at": at}))
    assert words == "23/11/2026, 15:30"
