"""Whatever bytes a playlist holds: no exception, sorted faults, and content that is valid."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signage.content import glyphs
from signage.content.loader import load_folder
from signage.content.model import Content
from signage.content.review import review
from tests.content import test_looks as looks
from tests.content.folders import make
from tests.content.test_loader import CALENDAR, WHOLE

GOOD = {
    "p.yaml": WHOLE,
    "looks.yaml": looks.PLAYLIST,
    "screens.yaml": looks.SCREENS + "groups: {sanh: [p, looks]}\n",
    "calendar.yaml": CALENDAR,
}
SPLINTERS = [
    b"\0",
    b"\t",
    b"\xff",
    b"&a ",
    b"*a",
    b"!!int ",
    b"<<: ",
    b"---\n",
    b": ",
    b"- ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"'",
    b'"',
    b"#",
    b"|\n",
    b">\n",
    b"\n",
    b"  ",
    b"~",
    b"null",
    b"0",
    b"%",
    b"@",
    b"? ",
    b"..",
    b"/",
    b"\\",
    "ừ".encode(),
    b"\xe2\x80\xa8",
    b"\r",
    b"-1",
    b"1e9",
    b"\x85",
]
RELAXED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def folder() -> object:
    with tempfile.TemporaryDirectory() as name:
        yield make(Path(name), GOOD, looks.MEDIA)


def judge(folder: Path, name: str, data: bytes) -> None:
    path = folder / "playlists" / name
    path.write_bytes(data)
    try:
        loaded = load_folder(folder)
    finally:
        path.write_bytes(GOOD[name].encode())
    assert list(loaded.faults) == sorted(loaded.faults)
    lines = len(data.splitlines()) + 2
    assert all(1 <= fault.line <= max(lines, 40) for fault in loaded.faults)
    assert all(fault.message.isprintable() for fault in loaded.faults)
    assert set(loaded.files) == set(loaded.references)
    assert list(review(loaded)) == sorted(review(loaded))
    assert glyphs.review(loaded, range(0x1000)) is not None
    encoded = msgspec.json.encode(loaded.content)
    assert msgspec.json.decode(encoded, type=Content) == loaded.content
    others = {each.removesuffix(".yaml") for each in GOOD} - {name.removesuffix(".yaml")}
    assert ("p" in {playlist.id for playlist in loaded.content.playlists}) or "p" not in others


@RELAXED
@given(name=st.sampled_from(sorted(GOOD)), data=st.binary(max_size=300))
def test_random_bytes(folder: Path, name: str, data: bytes) -> None:
    judge(folder, name, data)


@RELAXED
@given(
    name=st.sampled_from(sorted(GOOD)),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from([b"", *SPLINTERS])),
        min_size=1,
        max_size=4,
    ),
)
def test_a_mutated_file(folder: Path, name: str, cuts: list[tuple[float, int, bytes]]) -> None:
    data = GOOD[name].encode()
    for place, length, put in cuts:
        at = int(place * len(data))
        data = data[:at] + put + data[at + length :]
    judge(folder, name, data)


@RELAXED
@given(name=st.sampled_from(sorted(GOOD)), parts=st.lists(st.sampled_from(SPLINTERS), max_size=60))
def test_nothing_but_splinters(folder: Path, name: str, parts: list[bytes]) -> None:
    judge(folder, name, b"".join(parts))
