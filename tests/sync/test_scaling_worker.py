"""The process that scales: what it is asked, what it may use, and what becomes of its failures."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest
from PIL import Image

from signage.store import Media, StoppedError
from signage.sync._intake import Rendered, Verdict, Workshop, oversized

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RED = (220, 30, 30)


@pytest.fixture
def body(tmp_path: Path) -> Path:
    return tmp_path / "body"


def stub(code: str) -> tuple[str, ...]:
    greeting = "import sys; sys.stdout.write('ready\\n'); sys.stdout.flush(); "
    return (sys.executable, "-c", greeting + "sys.stdin.readline(); " + code)


def says(verdict: Verdict, after: str = "") -> str:
    line = msgspec.json.encode(verdict).decode() + "\n"
    return f"sys.stdout.write({line!r} + {after}); sys.stdout.flush(); sys.stdin.read()"


class TestWorkshop:
    @pytest.fixture
    def workshop(self) -> Iterator[Workshop]:
        made = Workshop()
        yield made
        made.close()

    def test_brings_what_was_drawn_and_goes_on(self, workshop: Workshop, body: Path) -> None:
        Image.new("RGB", (4800, 3000), RED).save(body, "JPEG")
        rendered = workshop.render(body)
        assert rendered.reason == ""
        image = Image.open(io.BytesIO(rendered.content))
        assert image.size == (3840, 2400)
        media = workshop.examine(body, "image").media
        assert media == Media(kind="image", width=4800, height=3000)

    def test_tells_why_there_is_none(self, workshop: Workshop, body: Path) -> None:
        body.write_bytes(b"hello")
        assert workshop.render(body) == Rendered(reason="cannot be scaled (UnidentifiedImageError)")

    def test_bytes_that_come_in_pieces_or_hold_line_ends(self, body: Path) -> None:
        workshop = Workshop(command=stub(says(Verdict(follows=300_000), "'a\\n' * 150_000")))
        assert workshop.render(body).content == b"a\n" * 150_000
        workshop.close()

    @pytest.mark.parametrize(
        ("verdict", "after"),
        [(Verdict(follows=2), "'abc'"), (Verdict(follows=2), "'a'); sys.exit("),
         (Verdict(), "'abc'")],
        ids=["too many", "too few", "unasked"],
    )  # fmt: skip
    def test_a_worker_out_of_its_mind_is_ended(
        self, body: Path, verdict: Verdict, after: str
    ) -> None:
        workshop = Workshop(command=stub(says(verdict, after)))
        rendered = workshop.render(body)
        assert rendered.content == b""
        assert "fail" in rendered.reason
        assert workshop._worker is None

    def test_one_that_hangs_in_the_middle_and_one_that_is_stopped(self, body: Path) -> None:
        command = stub(says(Verdict(follows=2), "'a'"))
        assert "within" in Workshop(command=command, timeout=0.3).render(body).reason
        with pytest.raises(StoppedError):
            Workshop(command=command).render(body, lambda: True)


_STARVED = """
import resource, sys
from pathlib import Path
import msgspec
from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin
from signage.sync._intake import _rendition as scaling

Image.init()
small = msgspec.structs.replace(scaling.INTAKE, screen_width=384, screen_height=256)
scaling.INTAKE, scaling._BAND = small, 8
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
most = used + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (most, most))
sys.stdout.buffer.write(scaling.render(Path(sys.argv[1])))
"""


class TestMemory:
    """Of 24 megapixels, 96 MB decoded; the worker's real limit with 96 is a `long` test."""

    @pytest.fixture
    def picture(self, body: Path) -> Path:
        image = Image.new("RGBA", (6000, 4000), (*RED, 255))
        image.paste((0, 0, 0, 0), (0, 0, 3000, 4000))
        image.save(body, "PNG", compress_level=1)
        return body

    def scale(self, picture: Path, spare: int) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", _STARVED, picture, str(spare)],
            capture_output=True, check=False, env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        )  # fmt: skip

    def test_no_second_whole_picture_is_needed(self, picture: Path) -> None:
        done = self.scale(picture, 150_000_000)
        assert done.returncode == 0, done.stderr
        assert Image.open(io.BytesIO(done.stdout)).size == (384, 256)

    def test_too_little_is_want_of_memory_and_nothing_else(self, picture: Path) -> None:
        done = self.scale(picture, 50_000_000)
        assert done.stderr.rstrip().endswith(b"MemoryError")


def huge(path: Path, form: str) -> None:
    tile = Image.effect_noise((500, 500), 60).convert("RGB")
    image = Image.new("RGB", (12_000, 8_000))
    for x in range(0, 12_000, 500):
        for y in range(0, 8_000, 500):
            image.paste(tile, (x, y))
    if form == "PNG":
        image.putalpha(200)
        image.save(path, form, compress_level=1)
    else:
        image.save(path, form, progressive=form == "JPEG", subsampling=0, quality=85)


@pytest.mark.long
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_96_megapixels_within_the_workers_memory(body: Path, form: str) -> None:
    """A progressive JPEG with whole colours, and a PNG that can be seen through."""
    huge(body, form)
    workshop = Workshop()
    try:
        media = workshop.examine(body, "image").media
        assert media is not None
        assert oversized(media, body)
        rendered = workshop.render(body)
        assert rendered.reason == ""
        image = Image.open(io.BytesIO(rendered.content))
        assert (image.format, image.size) == (form, (3840, 2560))
    finally:
        workshop.close()
