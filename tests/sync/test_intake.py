from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdf import PdfWriter

from signage.release.manifest import Procedure
from signage.store import Cue, StoppedError
from signage.sync._intake import Job, Verdict, Workshop
from signage.sync._intake._worker import work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.sync._intake._verdict import Kind

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'


@pytest.fixture
def body(tmp_path: Path) -> Path:
    return tmp_path / "body"  # like those in the store, without a suffix


def judge(path: Path, kind: Kind, content: bytes | str | None = None) -> Verdict:
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return work(Job(path=str(path), kind=kind))


def picture(form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((64, 48), 50).convert("RGB").save(buffer, form, **options)
    return buffer.getvalue()


class TestImages:
    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
    def test_whole_or_not(self, body: Path, form: str) -> None:
        content = picture(form)
        media = judge(body, "image", content).media
        assert media is not None
        assert (media.width, media.height) == (64, 48)
        half = judge(body, "image", content[: len(content) // 2])
        assert half.media is None
        assert "cut short" in half.reason or form == "WEBP"

    @pytest.mark.parametrize("progressive", [False, True])
    @pytest.mark.parametrize("lost", [30, 300, 3000])
    def test_a_jpeg_that_lacks_a_little(self, body: Path, progressive: bool, lost: int) -> None:
        image = Image.effect_noise((497, 301), 80).convert("RGB")
        image.save(body, "JPEG", progressive=progressive)
        media = judge(body, "image").media
        assert media is not None
        assert (media.width, media.height) == (497, 301)
        verdict = judge(body, "image", body.read_bytes()[:-lost])
        assert "cut short" in verdict.reason

    def test_turned_by_exif(self, body: Path) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        media = judge(body, "image", picture("JPEG", exif=exif)).media
        assert media is not None
        assert (media.width, media.height) == (48, 64)

    def test_no_picture(self, body: Path) -> None:
        assert "is no JPEG" in judge(body, "image", b"MZ\x90\0program").reason

    def test_too_many_pixels(self, body: Path) -> None:
        Image.new("1", (20_000, 10_000)).save(body, "PNG")
        assert "too many" in judge(body, "image").reason


class TestSvg:
    @pytest.mark.parametrize(
        ("size", "pixels"),
        [('width="20" height="10"', (20, 10)), ('viewBox="0 0 1280 720"', (1280, 720)),
         ('width="100%" height="100%" viewBox="0,0,4,3"', (4, 3)),
         ('width="1in" height="0.5in"', (96, 48))],
    )  # fmt: skip
    def test_size(self, body: Path, size: str, pixels: tuple[int, int]) -> None:
        media = judge(body, "image", SVG.format(size, "<g/>")).media
        assert media is not None
        assert (media.width, media.height) == pixels

    @pytest.mark.parametrize(
        "inside",
        ['<image href="file:///etc/passwd"/>', '<rect style="fill:url(http://x/y)"/>',
         "<style>@import 'a.css';</style>", "<script/>", "<g><g></g>",
         '<g id="a"><use href="#a"/></g>', "<g>" * 200 + "</g>" * 200],
    )  # fmt: skip
    def test_refused(self, body: Path, inside: str) -> None:
        verdict = judge(body, "image", SVG.format('viewBox="0 0 9 9"', inside))
        assert verdict.media is None
        assert "SVG" in verdict.reason or "deep" in verdict.reason

    def test_a_drawing_that_multiplies_itself(self, body: Path) -> None:
        rows = ['<g id="a0"><path/></g>']
        rows += [f'<g id="a{n + 1}">' + f'<use href="#a{n}"/>' * 10 + "</g>" for n in range(8)]
        content = SVG.format('viewBox="0 0 9 9"', "".join(rows))
        assert "multiplies" in judge(body, "image", content).reason

    def test_entities(self, body: Path) -> None:
        bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("", "&a;")
        assert judge(body, "image", bomb).media is None


class TestPdf:
    def test_pages_and_size(self, body: Path) -> None:
        writer = PdfWriter()
        writer.add_blank_page(595, 842)
        writer.add_blank_page(595, 842).rotate(90)
        writer.write(body)
        media = judge(body, "pdf").media
        assert media is not None
        assert (media.pages, media.width, media.height) == (2, 595, 842)
        assert "cut-short" in judge(body, "pdf", body.read_bytes()[:200]).reason

    def test_no_pdf(self, body: Path) -> None:
        assert judge(body, "pdf", b"hello").media is None

    def test_locked(self, body: Path) -> None:
        writer = PdfWriter()
        writer.add_blank_page(595, 842)
        writer.encrypt("secret", algorithm="RC4-128")
        writer.write(body)
        assert "password" in judge(body, "pdf").reason


class TestWords:
    def test_a_headline_a_line(self, body: Path) -> None:
        text = "\ufeffChào  mừng\r\n\r\n Te\u0302\u0301t \x07\n"
        media = judge(body, "text", text).media
        assert media is not None
        assert media.lines == ("Chào mừng", "Tết")

    @pytest.mark.parametrize("content", [b"\xff\xfea\0", b"a\0b", b"T\xd5t"])
    def test_no_utf_8(self, body: Path, content: bytes) -> None:
        assert "UTF-8" in judge(body, "text", content).reason

    @pytest.mark.parametrize(
        "text",
        ["2\n00:00:03,000 --> 00:00:04,500\nHai\n\n1\n00:00:01,000 --> 00:00:02,000\n<i>Một</i>\n",
         "WEBVTT\n\n00:01.000 --> 00:02.000\nMột\n\n00:03.000 --> 00:04.500\nHai\n"],
        ids=["srt", "vtt"],
    )  # fmt: skip
    def test_subtitles_in_order(self, body: Path, text: str) -> None:
        media = judge(body, "subtitles", text).media
        assert media is not None
        assert media.cues == (Cue(1.0, 2.0, "Một"), Cue(3.0, 4.5, "Hai"))

    def test_no_subtitles(self, body: Path) -> None:
        assert judge(body, "subtitles", "Chỉ là chữ").media is None


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=4",
         "-vf", "setsar=4/3", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast",
         "-movflags", "+faststart", path],
        check=True,
    )  # fmt: skip
    return path


class TestVideo:
    def test_size_as_shown(self, clip: Path) -> None:
        media = judge(clip, "video").media
        assert media is not None
        assert (media.width, media.height, media.seconds) == (427, 240, 4.0)

    @pytest.mark.parametrize("kept", [0.3, 0.95])
    def test_cut_short(self, clip: Path, body: Path, kept: float) -> None:
        content = clip.read_bytes()
        assert judge(body, "video", content[: int(len(content) * kept)]).media is None

    def test_only_sound(self, body: Path) -> None:
        subprocess.run(
            ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=d=1", "-f", "mp4", body],
            check=True,
        )
        assert "only sound" in judge(body, "video").reason

    def test_a_playlist_in_disguise(self, body: Path) -> None:
        text = "#EXTM3U\n#EXTINF:1,\n/etc/passwd\n"
        assert judge(body, "video", text).media is None

    def test_without_ffmpeg_it_is_taken_unverified(
        self, clip: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        verdict = judge(clip, "video")
        assert verdict.media is not None
        assert not verdict.lasting
        assert "not installed" in verdict.reason


def stub(code: str) -> tuple[str, ...]:
    greeting = "import sys; sys.stdout.write('ready\\n'); sys.stdout.flush(); "
    return (sys.executable, "-c", greeting + code)


class TestBoards:
    def test_rows_without_those_that_are_abolished(self, body: Path) -> None:
        table = (
            "\ufeffMã;Tên thủ tục;Số ngày;Lệ phí;Quầy;Liên kết;Trạng thái\r\n"
            "1.001193;Đăng ký khai sinh;Trong ngày;Không;1;https://dichvucong.gov.vn/1;\r\n"
            "1.000894;Đăng ký kết hôn;1;0 đ;1;;bãi bỏ\r\n"
        )
        media = judge(body, "board", table).media
        assert media is not None
        assert media.kind == "board"
        assert media.rows == (
            Procedure(
                code="1.001193", name="Đăng ký khai sinh", days="Trong ngày", fee="Không",
                counter="1", qr="https://dichvucong.gov.vn/1",
            ),
        )  # fmt: skip
        assert media.wrong == ()

    def test_yaml_has_no_suffix_here(self, body: Path) -> None:
        media = judge(body, "board", "# thủ tục\n- {tên: Khai sinh, quầy: 2}\n").media
        assert media is not None
        assert media.rows == (Procedure(name="Khai sinh", counter="2"),)

    def test_a_row_that_is_wrong_is_left_out_and_told(self, body: Path) -> None:
        rows = "".join(f"{code},\n" for code in range(30))
        media = judge(body, "board", f"mã,tên\n1,Khai sinh\n{rows}").media
        assert media is not None
        assert media.rows == (Procedure(name="Khai sinh", code="1"),)
        assert media.wrong[0].startswith("3: the row has no name")
        assert media.wrong[20:] == ("23: and 10 faults more from here on",)

    @pytest.mark.parametrize(
        "content",
        [
            b"", b"\0" * 99, b"\xff\xfe\x00", picture("PNG"), "mã,tên\n", "mã,tên\n1,\n",
            "a,b\n1,2\n", "- [" * 30_000, "- &a [*a]\n", "<html><body>Đăng nhập</body></html>",
            b"PK\3\4" + b"\0" * 99,
        ],
        ids=["empty", "zeros", "utf-16", "picture", "no row", "no name", "no heading", "deep",
             "anchor", "page", "spreadsheet"],
    )  # fmt: skip
    def test_no_board(self, body: Path, content: bytes | str) -> None:
        verdict = judge(body, "board", content)
        assert verdict.media is None
        assert verdict.lasting
        assert re.match(r"has no procedure that could be shown: line \d+: .", verdict.reason)

    def test_too_long(self, body: Path) -> None:
        assert "1 MB of text" in judge(body, "board", "mã,tên\n" + "1,a\n" * 300_000).reason


class TestWorkshop:
    @pytest.fixture
    def workshop(self) -> Iterator[Workshop]:
        made = Workshop()
        yield made
        made.close()

    def test_one_worker_serves_many_and_is_replaced(self, workshop: Workshop, body: Path) -> None:
        body.write_text("a")
        assert workshop.examine(body, "text").media is not None
        worker = workshop._worker
        assert workshop.examine(body, "text").media is not None
        assert workshop._worker is worker
        assert worker is not None
        worker.kill()
        worker.wait()
        assert workshop.examine(body, "text").media is not None

    def test_one_that_dies_over_a_file_is_that_files_refusal(self, body: Path) -> None:
        workshop = Workshop(command=stub("sys.stdin.readline()"))
        verdict = workshop.examine(body, "image")
        assert verdict.media is None
        assert not verdict.lasting
        workshop.close()

    def test_one_that_hangs(self, body: Path) -> None:
        workshop = Workshop(command=stub("import time; time.sleep(60)"), timeout=0.1)
        assert "within" in workshop.examine(body, "image").reason
        assert workshop._worker is None

    def test_one_that_cannot_start_is_no_files_fault(self, body: Path) -> None:
        with pytest.raises(OSError, match="does not start"):
            Workshop(command=(sys.executable, "-c", "")).examine(body, "image")

    def test_stops(self, body: Path) -> None:
        workshop = Workshop(command=stub("import time; time.sleep(60)"))
        with pytest.raises(StoppedError):
            workshop.examine(body, "image", lambda: True)

    def test_it_is_niced_and_limited(self, workshop: Workshop, body: Path) -> None:
        body.write_text("a")
        workshop.examine(body, "text")
        assert workshop._worker is not None
        pid = workshop._worker.pid
        assert os.getpriority(os.PRIO_PROCESS, pid) >= 10
        assert "2000000000" in Path(f"/proc/{pid}/limits").read_text()
