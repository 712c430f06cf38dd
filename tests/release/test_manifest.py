from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import msgspec
import pytest

from signage.config import RELEASE
from signage.content.model import Content, Image, Playlist, Slide
from signage.errors import ContentError
from signage.release.manifest import FORMAT, Body, Manifest, read, urgent

SHA = "ab" * 32


def manifest(**changes: Any) -> Manifest:
    content = Content(
        playlists=(
            Playlist(id="sảnh", items=(Image(path="ocop/chè.jpg"), Slide(title={"vi": "Lũ quét"}))),
            Playlist(id="ưu-tiên", priority="priority"),
        )
    )
    whole = Manifest(
        created="2026-11-23T07:30:00+07:00",
        content=content,
        files={"ocop/chè.jpg": Body(SHA, 7)},
        reviewed=True,
    )
    return msgspec.structs.replace(whole, **changes)


def test_what_was_written_is_read() -> None:
    assert read(msgspec.json.encode(manifest())) == manifest()


def test_a_path_of_the_content_without_a_body_is_allowed() -> None:
    assert read(msgspec.json.encode(manifest(files={}))).files == {}


@pytest.mark.parametrize(
    "path",
    [
        "", "/etc/passwd", "../a.jpg", "a/../../b.jpg", "a//b.jpg", "./a.jpg", "a/", "a\\b.jpg",
        "a\0.jpg", "a\n.jpg", "che\u0300.jpg", "a" * 501,
    ],
)  # fmt: skip
def test_paths_that_lead_astray(path: str) -> None:
    with pytest.raises(ContentError, match="is no path"):
        read(msgspec.json.encode(manifest(files={path: Body(SHA, 7)})))


@pytest.mark.parametrize(
    "body", [Body("../../x", 7), Body(SHA.upper(), 7), Body(SHA[1:], 7), Body(SHA, -1)]
)
def test_bodies_that_are_none(body: Body) -> None:
    with pytest.raises(ContentError, match=r"the manifest is wrong: a\.jpg: "):
        read(msgspec.json.encode(manifest(files={"a.jpg": body})))


@pytest.mark.parametrize("created", ["", "yesterday", "2026-11-23T07:30:00", "2026-11-23"])
def test_a_time_without_an_offset(created: str) -> None:
    with pytest.raises(ContentError, match="no time with an offset"):
        read(msgspec.json.encode(manifest(created=created)))


def test_a_newer_format_says_so_whatever_else_is_in_it() -> None:
    with pytest.raises(ContentError, match="newer than this version"):
        read(json.dumps({"format": FORMAT + 1, "films": [{"reel": 1}]}).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<html>", b"[]", b"{}", b"null", b"\xff\xfe", b'{"format": "1"}', b'{"format": 0}',
        b'{"format": 1}', b"[" * 100_000, b'{"format": 1, "x": ' + b"[" * 100_000,
    ],
)  # fmt: skip
def test_garbage(data: bytes) -> None:
    with pytest.raises(ContentError):
        read(data)


def test_an_unknown_key_is_refused() -> None:
    data = json.loads(msgspec.json.encode(manifest()))
    with pytest.raises(ContentError, match="unknown"):
        read(json.dumps({**data, "plugin": "x"}).encode())


def test_a_huge_one_is_not_parsed() -> None:
    with pytest.raises(ContentError, match="bytes, more than"):
        read(b" " * (RELEASE.manifest_bytes + 1))


def test_urgent_forces_the_priority_and_drops_nothing() -> None:
    forced = urgent(manifest())
    assert [each.priority for each in forced.content.playlists] == ["emergency", "emergency"]
    assert forced.files == manifest().files
    assert forced.content.playlists[0].items == manifest().content.playlists[0].items


def test_it_brings_neither_signatures_nor_parsers() -> None:
    told = "import sys, signage.release.manifest; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert "signage.release.manifest" in found.stdout.split()
    assert {"tuf", "cryptography", "securesystemslib", "yaml", "rich"}.isdisjoint(
        found.stdout.split()
    )
