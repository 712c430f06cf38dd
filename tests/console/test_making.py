"""Uploads made ready: photos, texts and documents here; films in `test_films.py`."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from signage.console.making import Job, NotTaken, _documents, heavy, way
from signage.console.making._bare import bare
from signage.console.making._documents import _judged, pdf
from signage.console.making._pictures import SCREEN, drawing, picture
from signage.console.making._texts import text
from signage.console.office import preparing
from signage.console.office.sayings import SAYINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORIENTATION, _GPS = 0x0112, 0x8825


def _exif(orientation: int) -> Image.Exif:
    made = Image.Exif()
    made[_ORIENTATION] = orientation
    place = made.get_ifd(_GPS)
    place[1], place[2] = "N", (21.0, 42.0, 0.0)
    return made


def _photo(path: Path, size: tuple[int, int] = (64, 36), **more: Any) -> Path:
    made = Image.new("RGB", size, "green")
    made.putpixel((0, 0), (255, 0, 0))
    made.save(path, **more)
    return path


def _codes(made: object) -> set[str]:
    return {each.code for each in made.said}  # type: ignore[attr-defined]


class TestPhotos:
    def test_a_turned_photo_stands_upright_and_tells_no_place(self, tmp_path: Path) -> None:
        made = picture(_photo(tmp_path / "a.jpg", exif=_exif(6)), "JPEG", tmp_path)
        with Image.open(made.path) as found:
            assert found.size == (36, 64)
            assert not found.getexif()
        assert "photo-turned" in _codes(made)

    def test_a_photo_that_fits_keeps_its_pixels_and_loses_its_place(self, tmp_path: Path) -> None:
        source = _photo(tmp_path / "a.jpg", exif=_exif(1), comment=b"Nha cua ai")
        made = picture(source, "JPEG", tmp_path)
        with Image.open(made.path) as found, Image.open(source) as before:
            assert found.tobytes() == before.tobytes()
            assert not found.getexif()
        assert b"Nha cua ai" not in made.path.read_bytes()
        assert _codes(made) == {"photo-fits", "photo-stripped"}

    @pytest.mark.parametrize("kind", ["PNG", "WebP"])
    def test_other_forms_lose_their_place_too(self, tmp_path: Path, kind: str) -> None:
        source = _photo(tmp_path / f"a.{kind.lower()}", exif=_exif(1))
        made = picture(source, kind, tmp_path)
        with Image.open(made.path) as found, Image.open(source) as before:
            assert found.convert("RGB").tobytes() == before.convert("RGB").tobytes()
            assert not found.getexif()

    def test_a_film_behind_a_photo_is_cut_off(self) -> None:
        out = io.BytesIO()
        Image.new("RGB", (64, 36), "green").save(out, "JPEG", progressive=True)
        assert bare(out.getvalue() + b"ftypmp42" * 100, "JPEG") == bare(out.getvalue(), "JPEG")

    def test_what_does_not_parse_is_left(self) -> None:
        assert bare(b"\xff\xd8\xffxx", "JPEG") == b"\xff\xd8\xffxx"

    @pytest.mark.parametrize(
        ("name", "kind", "form"),
        [("a.heic", "HEIC", "HEIF"), ("a.tif", "TIFF", "TIFF"), ("a.bmp", "BMP", "BMP"),
         ("a.avif", "AVIF", "AVIF")],
    )  # fmt: skip
    def test_forms_that_screens_do_not_draw_become_jpeg(
        self, tmp_path: Path, name: str, kind: str, form: str
    ) -> None:
        register_heif_opener()
        made = picture(_photo(tmp_path / name, format=form), kind, tmp_path)
        assert made.ending == ".jpg"
        with Image.open(made.path) as found:
            assert (found.format, found.size) == ("JPEG", (64, 36))

    def test_larger_than_a_screen_is_scaled(self, tmp_path: Path) -> None:
        made = picture(_photo(tmp_path / "a.png", (5000, 100)), "PNG", tmp_path)
        with Image.open(made.path) as found:
            assert found.width == SCREEN

    def test_what_is_clear_stays_clear(self, tmp_path: Path) -> None:
        Image.new("RGBA", (5000, 100), (255, 0, 0, 90)).save(tmp_path / "a.png")
        made = picture(tmp_path / "a.png", "PNG", tmp_path)
        with Image.open(made.path) as found:
            assert found.mode == "RGBA"

    @pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0" + b"x" * 300, b"\x89PNG\r\n\x1a\nx"])
    def test_a_spoilt_photo_is_refused(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "a").write_bytes(data)
        with pytest.raises(NotTaken) as refused:
            picture(tmp_path / "a", "JPEG", tmp_path)
        assert refused.value.said.code == "photo-spoilt"

    def test_a_cut_photo_is_refused(self, tmp_path: Path) -> None:
        out = io.BytesIO()
        Image.effect_noise((400, 300), 90).save(out, "JPEG")
        (tmp_path / "a").write_bytes(out.getvalue()[:-4000])
        with pytest.raises(NotTaken):
            picture(tmp_path / "a", "JPEG", tmp_path)

    def test_a_drawing_with_a_script_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
        with pytest.raises(NotTaken):
            drawing(tmp_path / "a.svg")


class TestTexts:
    def _job(self, folder: Path, data: bytes, name: str = "tin.txt", answer: str = "") -> Job:
        (folder / "original").write_bytes(data)
        return Job(
            do="prepare", source=folder / "original", name=name, scratch=folder, answer=answer
        )

    def test_unicode_is_kept_and_composed(self, tmp_path: Path) -> None:
        made = text(self._job(tmp_path, "Tie\u0302\u0301ng Vie\u0323\u0302t".encode()), ".txt")
        assert made.path.read_text("utf-8") == "Tiếng Việt"

    def test_utf16_of_windows_is_unambiguous(self, tmp_path: Path) -> None:
        made = text(self._job(tmp_path, "Tiếng Việt".encode("utf-16")), ".txt")
        assert made.path.read_text("utf-8") == "Tiếng Việt"

    @pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
    def test_an_old_font_is_asked_about_and_never_changed_in_silence(
        self, tmp_path: Path, encoding: str
    ) -> None:
        old = "Th«ng b¸o cña Uû ban nh©n d©n x· S¬n D\xad¬ng".encode(encoding)
        with pytest.raises(NotTaken) as asked:
            text(self._job(tmp_path, old), ".txt")
        assert asked.value.said.code == "asks-encoding"
        made = text(self._job(tmp_path, old, answer="tcvn3"), ".txt")
        assert made.path.read_text("utf-8") == "Thông báo của Uỷ ban nhân dân xã Sơn Dương"

    def test_faults_of_a_board_are_counted(self, tmp_path: Path) -> None:
        data = "Mã;Tên thủ tục\n1;\n2;Khai sinh\n".encode()
        made = text(self._job(tmp_path, data, "a.csv"), ".csv")
        assert {each.code: each.values["count"] for each in made.said} == {
            "board-rows": 1, "board-faults": 1,
        }  # fmt: skip


class TestDocuments:
    def test_a_bomb_in_a_document_is_left_packed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_documents, "UNPACKED_MOST", 1_000_000)
        with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as packed:
            for number in range(5):
                packed.writestr(f"word/{number}.xml", bytes(300_000))
        with pytest.raises(NotTaken) as refused:
            _judged(tmp_path / "a.docx")
        assert refused.value.said.code == "costs-too-much"

    def test_fonts_of_a_document_are_found(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.docx", "w") as packed:
            packed.writestr("word/document.xml", '<w:rFonts w:ascii=".VnTime" w:hAnsi="Arial"/>')
        assert _judged(tmp_path / "a.docx") == {".VnTime", "Arial"}

    @pytest.fixture
    def converter(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A program in place of LibreOffice, which makes two pages of anything but `b.docx`."""
        place = tmp_path / "bin"
        place.mkdir()
        program = place / "soffice"
        program.write_text(
            f"#!{sys.executable}\nimport sys, pathlib\nfrom PIL import Image\n"
            "out = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
            "source = pathlib.Path(sys.argv[-1])\n"
            "if source.stat().st_size < 20: sys.exit('cannot be loaded')\n"
            "page = Image.new('RGB', (40, 60))\n"
            "page.save(out / (source.stem + '.pdf'), save_all=True, append_images=[page])\n"
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{place}:{os.environ['PATH']}")
        return program

    @pytest.mark.usefixtures("converter")
    @pytest.mark.parametrize("ending", [".docx", ".pptx"])
    def test_a_document_becomes_pages_and_its_fonts_are_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
    ) -> None:
        monkeypatch.setattr(_documents, "_installed", lambda: {"Arial"})
        inner = "word/document.xml" if ending == ".docx" else "ppt/slides/slide1.xml"
        for font, code in (("Arial", ""), ("Cambria", "fonts-missing"), (".VnTime", "fonts-old")):
            with zipfile.ZipFile(tmp_path / "a", "w") as packed:
                packed.writestr(inner, f'<a typeface="{font}"/>')
            made = _documents.office(tmp_path / "a", ending, tmp_path)
            assert made.ending == ".pdf"
            assert made.path.read_bytes().startswith(b"%PDF")
            assert _codes(made) == {"pdf-pages", "office-converted", code} - {""}
            assert made.said[0].values == {"count": 2}

    @pytest.mark.usefixtures("converter")
    def test_a_document_that_cannot_be_read_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0")
        with pytest.raises(NotTaken) as refused:
            _documents.office(tmp_path / "b.doc", ".doc", tmp_path)
        assert refused.value.said.code == "office-spoilt"

    def test_without_libreoffice_it_is_said(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0")
        with pytest.raises(NotTaken) as refused:
            _documents.office(tmp_path / "b.doc", ".doc", tmp_path)
        assert refused.value.said.code == "office-none"

    def test_pages_of_a_pdf_are_counted(self, tmp_path: Path) -> None:
        page = Image.new("RGB", (40, 60))
        page.save(tmp_path / "a.pdf", save_all=True, append_images=[page, page])
        assert pdf(tmp_path / "a.pdf").said[0].values == {"count": 3}

    def test_a_spoilt_pdf_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\nnothing more")
        with pytest.raises(NotTaken):
            pdf(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("head", "name", "code"),
    [
        (b"", "a.jpg", "empty"),
        (b"MZ\x90\0" + bytes(80), "anh.jpg", "is-program"),
        (b"PK\x03\x04" + bytes(80), "a.zip", "is-archive"),
        (b"\0\1\2\3" * 20, "a.mp4", "is-nothing"),
        (b"<!doctype html><title>x", "a.jpg", "is-page"),
        (b"xin chao", "a.jpg", "is-text"),
    ],
)
def test_what_is_not_shown_is_named_by_its_bytes(head: bytes, name: str, code: str) -> None:
    with pytest.raises(NotTaken) as refused:
        way(head, name)
    assert refused.value.said.code == code


def test_a_name_lies_about_nothing() -> None:
    assert way(b"\xff\xd8\xff\xe0", "anh.jfif") == way(b"\xff\xd8\xff\xe0", "a.exe") == "picture"
    assert heavy(way(b"\0\0\0\x14ftypqt  ", "a"))


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    """A job whose file the test writes."""
    with preparing.scratch(tmp_path) as scratch:
        yield Job(do="prepare", source=tmp_path / "upload", name="a.png", scratch=scratch)


def test_a_bomb_of_pixels_costs_its_own_process_and_nothing_else(job: Job) -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 7_000)).save(out, "PNG")
    job.source.write_bytes(out.getvalue())
    with pytest.raises(NotTaken) as refused:
        preparing.ask(job)
    assert refused.value.said.code == "photo-pixels"


def test_every_sentence_that_may_be_said_is_there() -> None:
    import re  # noqa: PLC0415

    from signage.console import making  # noqa: PLC0415

    folder = Path(making.__file__).parent
    said = set()
    for path in folder.glob("*.py"):
        words = path.read_text("utf-8")
        said |= set(re.findall(r'(?:NotTaken|Said)\(\s*"([a-z0-9-]+)"', words))
    assert said
    assert said <= set(SAYINGS)
