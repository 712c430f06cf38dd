from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from signage.content.sniffing import form, sniff
from tests.content.folders import GIF, HEIC, JPEG, MP4, PDF, PNG, SVG, TS, WEBP, WMV


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (JPEG, "image"),
        (PNG, "image"),
        (GIF, "image"),
        (WEBP, "image"),
        (SVG, "image"),
        (MP4, "video"),
        (TS, "video"),
        (PDF, "pdf"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "video"),
        (b"\x1aE\xdf\xa3\x01\0\0\0", "video"),
        (b"\x00\x00\x01\xba\x44", "video"),
        (b"RIFF\0\0\0\0AVI LIST", "video"),
        (b"".join(bytes(4) + b"G" + bytes(187) for _ in range(4)), "video"),
        (b"\r\n%PDF-1.4", "pdf"),
        (b"\xef\xbb\xbf<svg>", "image"),
        (
            b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x.dtd' [<!ENTITY a 'b>'>]>\n<svg ",
            "image",
        ),
        (b"<svg:svg xmlns:svg='x'>", "image"),
    ],
)
def test_what_is_shown(head: bytes, kind: str) -> None:
    assert sniff(head) == kind


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (HEIC, "HEIC"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "AVIF"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0M4A ", "M4A"),
        (WMV, "WMV"),
        (b"MZ\x90\0", "EXE"),
        (b"BM\x46\0\0\0", "BMP"),
        (b"PK\3\4aaaa", "ZIP"),
        (b"PK\3\4word/document.xml", "Office"),
        (b"<!DOCTYPE html><title>", "HTML"),
        (b"<html>", "HTML"),
        (b"<?xml version='1.0'?><rss>", "text"),
        (b"RIFF\0\0\0\0WAVE", "WAV"),
        (b"ID3\4", "MP3"),
        ("MZ là chữ".encode(), "text"),
        ("Tin tức".encode(), "text"),
        ("ừ".encode() * 1366, "text"),
        (("a" + "ừ" * 1365 + "ừ").encode()[:4096], "text"),
        (b"", None),
        (b"   ", None),
        (b"a\0b", None),
        (b"\x01\x02\xff\xfe", None),
        (b"<!-- never closed", "text"),
    ],
)
def test_what_is_not(head: bytes, name: str | None) -> None:
    assert form(head) == name
    assert sniff(head) is None


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP"])
def test_real_pictures(name: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (3, 3)).save(file, name)
    assert sniff(file.getvalue()) == "image"


@given(st.binary(max_size=600))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    assert sniff(data) in {"image", "video", "pdf", None}


@given(
    st.lists(
        st.sampled_from(
            [b"<!--", b"-->", b"<?", b"?>", b"<!DOCTYPE", b"[", b"]", b">", b"<svg", b" ", b"a"]
        ),
        max_size=400,
    )
)
def test_any_prologue_has_an_answer(parts: list[bytes]) -> None:
    assert sniff(b"".join(parts)) in {"image", None}
