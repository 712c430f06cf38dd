"""The worker's part of renditions: real pictures, scaled."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msgspec
import pytest
from PIL import Image, ImageCms, ImageDraw, ImageOps

from signage.config import INTAKE
from signage.store import Media
from signage.sync._intake import Job, oversized
from signage.sync._intake import _rendition as scaling
from signage.sync._intake._verdict import RefusedError
from signage.sync._intake._worker import serve

if TYPE_CHECKING:
    from pathlib import Path

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255)


@pytest.fixture
def body(tmp_path: Path) -> Path:
    return tmp_path / "body"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens of 384 × 216, so that what is huge to them is quick to make."""
    limits = msgspec.structs.replace(
        INTAKE, screen_width=384, screen_height=216, rendition_pixels=240_000
    )
    monkeypatch.setattr(scaling, "INTAKE", limits)


def quarters(mode: str = "RGB", size: tuple[int, int] = (1200, 800)) -> Image.Image:
    """Red and green above, blue and white below."""
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    across, down = size[0] // 2, size[1] // 2
    draw.rectangle((0, 0, across - 1, down - 1), RED)
    draw.rectangle((across, 0, size[0], down - 1), GREEN)
    draw.rectangle((0, down, across - 1, size[1]), BLUE)
    draw.rectangle((across, down, size[0], size[1]), WHITE)
    return image.quantize(8) if mode == "P" else image.convert(mode)


def scaled(path: Path) -> Image.Image:
    image = Image.open(io.BytesIO(scaling.render(path)))
    image.load()
    return image


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """The middle of each quarter, row by row."""
    width, height = image.size
    plain = image.convert("RGB")
    places = [(x, y) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    return [_tuple(plain.getpixel(place)) for place in places]


def _tuple(pixel: object) -> tuple[int, ...]:
    assert isinstance(pixel, tuple)
    return pixel


def near(found: list[tuple[int, ...]], wanted: list[tuple[int, ...]], most: int = 6) -> bool:
    return all(
        abs(a - b) <= most for one, other in zip(found, wanted, strict=True)
        for a, b in zip(one, other, strict=True)
    )  # fmt: skip


class TestSize:
    @pytest.mark.parametrize(
        ("size", "wanted"),
        [((12_000, 8_000), True), ((8_000, 12_000), True), ((4_608, 3_456), True),
         ((4_032, 3_024), False), ((3_840, 2_160), False), ((30_000, 2_300), True),
         ((9_000, 100), False)],
    )  # fmt: skip
    def test_who_gets_one(self, body: Path, size: tuple[int, int], wanted: bool) -> None:
        body.write_bytes(b"\xff\xd8\xff")
        media = Media(kind="image", width=size[0], height=size[1])
        assert oversized(media, body) is wanted

    def test_neither_drawings_nor_pages(self, body: Path) -> None:
        body.write_bytes(b"\xef\xbb\xbf <svg/>")
        assert not oversized(Media(kind="image", width=12_000, height=8_000), body)
        body.write_bytes(b"%PDF")
        assert not oversized(Media(kind="pdf", width=12_000, height=8_000), body)

    @pytest.mark.usefixtures("small")
    @pytest.mark.parametrize(
        ("size", "wanted"),
        [((1200, 800), (384, 256)), ((800, 1200), (384, 576)), ((1600, 900), (384, 216)),
         ((3000, 300), (1549, 155))],
    )  # fmt: skip
    def test_it_still_covers_the_screen_unless_that_is_ten_screens(
        self, body: Path, size: tuple[int, int], wanted: tuple[int, int]
    ) -> None:
        quarters(size=size).save(body, "PNG")
        assert scaled(body).size == wanted


@pytest.mark.usefixtures("small")
class TestColours:
    @pytest.mark.parametrize(
        ("form", "mode", "options"),
        [("JPEG", "RGB", {}), ("JPEG", "RGB", {"progressive": True}), ("JPEG", "CMYK", {}),
         ("PNG", "RGB", {}), ("PNG", "P", {}), ("PNG", "RGBA", {}), ("WEBP", "RGB", {}),
         ("GIF", "P", {})],
    )  # fmt: skip
    def test_stay_where_they_are(
        self, body: Path, form: str, mode: str, options: dict[str, bool]
    ) -> None:
        quarters(mode).save(body, form, **options)
        got = scaled(body)
        assert (got.format, got.mode, got.size) == ("JPEG", "RGB", (384, 256))
        with Image.open(body) as image:
            exact = corners(image)
        assert near(corners(got), exact)
        assert near(exact, [RED, GREEN, BLUE, WHITE], 60)

    def test_baseline_and_every_pixel_with_its_own_colour(self, body: Path) -> None:
        quarters().save(body, "JPEG", progressive=True)
        got = Image.open(io.BytesIO(scaling.render(body)))
        assert "progressive" not in got.info
        assert [layer[1:3] for layer in got.layer] == [(1, 1)] * 3  # type: ignore[attr-defined]

    @pytest.mark.parametrize("mode", ["1", "L"])
    def test_grey(self, body: Path, mode: str) -> None:
        quarters(mode).save(body, "PNG")
        got = scaled(body)
        assert got.mode == "L"
        assert corners(got)[3] == WHITE

    def test_grey_of_sixteen_bits(self, body: Path) -> None:
        image = Image.new("I;16", (1200, 800), 0x4000)
        image.paste(Image.new("I;16", (600, 800), 0xC000), (600, 0))
        image.save(body, "PNG")
        got = corners(scaled(body))
        assert near(got, [(64,) * 3, (192,) * 3] * 2, 2)

    def test_bands_leave_no_seams(self, body: Path) -> None:
        ramp = Image.linear_gradient("L").resize((1200, 800))
        ramp.save(body, "PNG")
        whole = ramp.resize((384, 256), Image.Resampling.LANCZOS)
        rows = [
            (scaling._resized(ramp, (384, 256)).getpixel((9, y)), whole.getpixel((9, y)))
            for y in range(256)
        ]
        assert len({a - b for a, b in rows}) == 1  # type: ignore[operator]

    def test_a_profile_is_brought_to_the_screens_and_one_that_is_spoilt_ignored(
        self, body: Path
    ) -> None:
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        for profile in (srgb, lab, b"no profile", b""):
            quarters().save(body, "PNG", icc_profile=profile)
            got = scaled(body)
            assert near(corners(got), [RED, GREEN, BLUE, WHITE])
            assert "icc_profile" not in got.info

    def test_a_swapped_profile_changes_what_is_drawn(self, body: Path) -> None:
        """A made-up profile whose red is green's: proof that profiles are applied at all."""
        profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
        swapped = bytes(profile).replace(b"rXYZ", b"tmp!", 1).replace(b"gXYZ", b"rXYZ", 1)
        quarters().save(body, "PNG", icc_profile=swapped.replace(b"tmp!", b"gXYZ", 1))
        red, green, _, _ = corners(scaled(body))
        assert red[1] > red[0]
        assert green[0] > green[1]


@pytest.mark.usefixtures("small")
class TestSeeThrough:
    @pytest.mark.parametrize("form", ["PNG", "WEBP"])
    def test_what_can_be_seen_through_stays_so(self, body: Path, form: str) -> None:
        image = quarters("RGBA")
        image.paste((0, 0, 0, 0), (600, 0, 1200, 400))
        image.save(body, form, lossless=True)
        got = scaled(body)
        assert (got.format, got.mode) == ("PNG", "RGBA")
        assert got.getpixel((288, 64)) == (0, 0, 0, 0)
        assert got.getpixel((96, 64)) == (*RED, 255)

    def test_an_edge_takes_no_colour_from_what_cannot_be_seen(self, body: Path) -> None:
        image = Image.new("RGBA", (1200, 800), (0, 255, 0, 0))
        image.paste((255, 0, 0, 255), (0, 0, 601, 800))
        image.save(body, "PNG")
        got = scaled(body)
        edge = [_tuple(got.getpixel((x, 100))) for x in range(186, 198)]
        assert any(0 < pixel[3] < 255 for pixel in edge)
        assert all(pixel[1] <= 8 for pixel in edge if pixel[3] > 16)

    def test_one_colour_of_a_palette(self, body: Path) -> None:
        image = quarters("P")
        image.save(body, "GIF", transparency=image.getpixel((900, 600)))
        got = scaled(body)
        assert got.mode == "RGBA"
        assert _tuple(got.getpixel((288, 192)))[3] == 0


@pytest.mark.usefixtures("small")
class TestOrientation:
    @pytest.mark.parametrize("turn", range(1, 9))
    @pytest.mark.parametrize("form", ["JPEG", "PNG"])
    def test_is_applied_and_gone(self, body: Path, form: str, turn: int) -> None:
        exif = Image.Exif()
        exif[0x0112] = turn
        quarters().save(body, form, exif=exif)
        with Image.open(body) as image:
            upright = ImageOps.exif_transpose(image)
        got = scaled(body)
        assert got.size == ((384, 576) if turn > 4 else (384, 256))
        assert near(corners(got), corners(upright))
        assert 0x0112 not in got.getexif()


@pytest.mark.usefixtures("small")
class TestFailures:
    @pytest.mark.parametrize("content", [b"", b"MZ\x90\0program", b"<svg/>"])
    def test_no_picture(self, body: Path, content: bytes) -> None:
        body.write_bytes(content)
        with pytest.raises(RefusedError, match="cannot be scaled"):
            scaling.render(body)

    def test_one_that_scales_to_too_many_bytes(
        self, body: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        limits = msgspec.structs.replace(INTAKE, rendition_bytes=1000)
        monkeypatch.setattr(scaling, "INTAKE", limits)
        quarters().save(body, "PNG")
        with pytest.raises(RefusedError, match="scales to over"):
            scaling.render(body)

    def test_want_of_memory_is_told(self, body: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def starved(_path: Path) -> bytes:
            raise MemoryError

        monkeypatch.setattr(scaling, "render", starved)
        verdict, content = serve(Job(path=str(body), kind="image", task="render"))
        assert "memory" in verdict.reason
        assert content == b""
