"""The sample content: drawn for Qt's SVG, small, clean, in words that are right today."""

from __future__ import annotations

import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import pypdf
import pysubs2
import pytest
from PIL import Image, ImageChops, ImageStat

from signage.content import model
from signage.content.board import parse
from signage.content.loader import load_folder
from signage.content.model import Codes, Slide, Video

ROOT = Path(__file__).resolve().parents[2]
MEDIA = ROOT / "media"
DRAWN = sorted(MEDIA.rglob("*.svg"))
WRITTEN = sorted(
    [
        *(ROOT / "playlists").glob("*.yaml"),
        *(path for kind in ("txt", "srt", "csv") for path in MEDIA.rglob(f"*.{kind}")),
    ],
)
SHAPES = {"svg", "title", "defs", "g", "path", "rect", "ellipse"}
FILLS = {"linearGradient", "radialGradient", "stop"}
STALE = re.compile(r"huyện|thị trấn Sơn Dương|Hà Giang|Yên Sơn|quốc huy", re.IGNORECASE)


def test_the_folder_has_no_faults() -> None:
    loaded = load_folder(ROOT)
    assert loaded.faults == ()
    assert {playlist.layout for playlist in loaded.content.playlists} == {
        "full",
        "banner",
        "sidebar",
        "board",
    }
    assert len(loaded.content.calendar.holidays) == 5


def test_everything_together_is_small() -> None:
    assert sum(path.stat().st_size for path in MEDIA.rglob("*") if path.is_file()) < 6_000_000


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.name)
def test_illustrations_use_only_what_qt_draws(path: Path) -> None:
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314  (our own file)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= SHAPES | FILLS
    emblem = path.parent.name == "bieu-trung"
    assert root.get("viewBox") == ("0 0 512 512" if emblem else "0 0 1920 1080")
    assert path.stat().st_size < (20_000 if emblem else 800_000)
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not attributes & {"style", "class", "filter", "mask", "href"}


def _pdf_words() -> str:
    pages = pypdf.PdfReader(MEDIA / "niem-yet/thu-tuc.pdf").pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_no_words_that_are_no_longer_true() -> None:
    words = "\n".join([*(path.read_text(encoding="utf-8") for path in WRITTEN), _pdf_words()])
    assert STALE.findall(words) == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_vietnamese_is_composed(path: Path) -> None:
    words = path.read_text(encoding="utf-8")
    assert words == unicodedata.normalize("NFC", words)


def test_the_notice_has_two_pages_with_its_fonts_and_right_vietnamese() -> None:
    reader = pypdf.PdfReader(MEDIA / "niem-yet/thu-tuc.pdf")
    assert len(reader.pages) == 2
    words = unicodedata.normalize("NFC", _pdf_words())
    assert "Năm thủ tục thường làm" in words
    assert "Nộp hồ sơ tại nhà trong bốn bước" in words
    for page in reader.pages:
        width, height = sorted((float(page.mediabox.width), float(page.mediabox.height)))
        assert (round(width), round(height)) == (595, 842)


def test_five_procedures_have_a_code_and_the_time_to_scan_it() -> None:
    playlists = {playlist.id: playlist for playlist in load_folder(ROOT).content.playlists}
    slides = [item for item in playlists["sanh-chinh"].items if isinstance(item, Slide)]
    procedures = [slide for slide in slides if slide.topic == "thu-tuc"]
    assert len(procedures) == 5
    for slide in slides:
        if slide.qr:
            assert slide.duration is not None
            assert slide.duration >= 15


def test_the_board_leaves_out_what_is_abolished_and_names_no_code_twice() -> None:
    rows, _ = parse((MEDIA / "niem-yet/thu-tuc.csv").read_bytes(), "niem-yet/thu-tuc.csv")
    codes = [row.code for row in rows if row.code]
    assert 18 <= len(rows) <= 24
    assert not any("hộ khẩu" in row.name or row.name == "Cấp sổ tạm trú" for row in rows)
    assert len(set(codes)) == len(codes) >= 15
    assert all(re.fullmatch(r"[12]\.\d{6}", code) for code in codes)
    assert all(row.counter for row in rows)


def test_what_the_design_can_do_is_in_the_sample() -> None:
    content = load_folder(ROOT).content
    items = [item for playlist in content.playlists for item in playlist.items]
    slides = [item for item in items if isinstance(item, Slide)]
    assert {screen.theme for screen in content.screens} == {None, "toi", "xanh-che"}
    assert {screen.rotate for screen in content.screens} == {0, 90}
    assert content.centre.emblem == "bieu-trung/bup-che.svg"
    assert any(len(item.codes) == 4 for item in items if isinstance(item, Codes))
    assert any(item.pan for item in items if isinstance(item, model.Image))
    assert any(slide.entries for slide in slides)
    assert any(slide.table for slide in slides)
    assert any(slide.image for slide in slides)
    assert any(playlist.ticker_slides for playlist in content.playlists)


def test_the_ticker_speaks_three_languages_and_reads_a_file() -> None:
    playlists = {playlist.id: playlist for playlist in load_folder(ROOT).content.playlists}
    lines = playlists["sanh-chinh"].ticker
    assert any({"vi", "en", "zh"} <= set(getattr(line, "text", ())) for line in lines)
    assert any(getattr(line, "path", "") == "tin/thong-bao.txt" for line in lines)


def _clip() -> Path:
    playlists = {playlist.id: playlist for playlist in load_folder(ROOT).content.playlists}
    (path,) = {item.path for item in playlists["toan-canh"].items if isinstance(item, Video)}
    return MEDIA / path


def _probe(path: Path) -> dict[str, str]:
    lines = subprocess.run(
        ["ffprobe", "-v", "error", "-count_frames", "-show_entries",
         "stream=codec_name,pix_fmt,width,height,r_frame_rate,nb_read_frames", "-of",
         "default=noprint_wrappers=1", str(path)],
        check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    return dict(line.split("=", 1) for line in lines)


def test_the_clip_is_what_every_screen_can_decode() -> None:
    facts = _probe(_clip())
    assert (facts["codec_name"], facts["pix_fmt"], facts["r_frame_rate"]) == (
        "h264",
        "yuv420p",
        "30/1",
    )
    assert 10 <= int(facts["nb_read_frames"]) / 30 <= 20
    assert _clip().stat().st_size < 2_000_000


def test_the_clip_moves_and_loops_without_a_seam(tmp_path: Path) -> None:
    last = int(_probe(_clip())["nb_read_frames"]) - 1
    chosen = "+".join(f"eq(n\\,{number})" for number in (0, last // 2, last))
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(_clip()), "-vf", f"select={chosen}", "-vsync", "0",
         str(tmp_path / "%d.png")],
        check=True,
    )  # fmt: skip
    first, far, end = (
        Image.open(tmp_path / f"{number}.png").convert("RGB") for number in (1, 2, 3)
    )

    def apart(one: Image.Image, other: Image.Image) -> float:
        return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)

    assert apart(first, far) > 2 * apart(first, end)
    assert apart(first, end) < 3


def test_subtitles_fit_the_clip() -> None:
    subtitles = pysubs2.load(str(_clip().with_suffix(".vi.srt")))
    assert subtitles[-1].end <= 14_000
    assert all(event.duration >= 1_500 for event in subtitles)
