"""The library: what comes, in pieces or whole; where it lies, who uses it, and what may be done."""

from __future__ import annotations

import io
import os
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from signage.console.making import Job, Made, NotTaken, Said
from signage.console.models import Arrival, Asset, Entry, Sketch
from signage.console.office import library, media, originals, preparing, shelving, sketches, uploads
from signage.console.office.usage import Uses

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from signage.console.data import Data

_JSON = {"Accept": "application/json"}


def _photo(colour: str = "green", size: tuple[int, int] = (64, 36)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def officer(signed_in: Callable[..., Client]) -> Client:
    """An officer's browser."""
    return signed_in("lan", "officer")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is decoded: making has tests of its own."""

    def ask(job: Job, _tell: Any = None) -> Made:
        return Made(path=job.source, ending=".jpg", said=(Said("photo-turned"),))

    monkeypatch.setattr(preparing, "ask", ask)


def _send(client: Client, *files: tuple[str, bytes], folder: str = "") -> list[dict[str, Any]]:
    answer = client.post(
        "/thu-vien/tai-len/",
        {"files": [SimpleUploadedFile(name, data) for name, data in files], "folder": folder},
        headers=_JSON,
    )
    found: list[dict[str, Any]] = answer.json()["files"]
    return found


def _put(data: Data, path: str, content: bytes | str = "") -> None:
    target = data.media / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.mark.usefixtures("quick")
class TestSending:
    def test_one_bad_file_never_sinks_the_rest(self, data: Data, officer: Client) -> None:
        said = _send(
            officer, ("rong.jpg", b""), ("che.jpg", _photo()), ("game.jpg", b"MZ\x90\0" + bytes(99))
        )
        assert [each.get("error", "") for each in said] == [
            "The file is empty.", "", "This is a program, not a photo or a video.",
        ]  # fmt: skip
        assert library.prepare_one(data, heavy=False)
        assert Asset.objects.get().path == "che.jpg"
        assert not library.prepare_one(data, heavy=False)

    def test_names_are_composed_and_the_same_name_twice_makes_two(
        self, data: Data, officer: Client
    ) -> None:
        name = unicodedata.normalize("NFD", "Đồi chè.JPG")
        _send(officer, (name, _photo("red")), (name, _photo("blue")), folder="ocop")
        while library.prepare_one(data, heavy=False):
            pass
        names = sorted(path.name for path in (data.media / "ocop").iterdir())
        assert names == ["Đồi chè (2).jpg", "Đồi chè.jpg"]

    def test_the_same_bytes_are_told_and_not_kept_twice(self, data: Data, officer: Client) -> None:
        _send(officer, ("a.jpg", _photo()))
        library.prepare_one(data, heavy=False)
        _put(data, "tay/b.jpg", _photo("blue"))
        said = _send(officer, ("x.jpg", _photo()), ("y.jpg", _photo("blue")))
        assert [each["same"] for each in said] == ["a.jpg", "tay/b.jpg"]
        assert Asset.objects.count() == 1

    def test_what_brings_the_worker_down_again_and_again_is_left(
        self, data: Data, officer: Client
    ) -> None:
        _send(officer, ("a.jpg", _photo()))
        Asset.objects.update(tries=library.TRIES)
        library.prepare_one(data, heavy=False)
        assert Asset.objects.get().state == Asset.State.REFUSED

    def test_a_machine_that_goes_down_refuses_nothing(
        self, data: Data, officer: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stopped(*_: object) -> None:
            raise preparing.StoppedError

        monkeypatch.setattr(preparing, "ask", stopped)
        _send(officer, ("a.jpg", _photo()))
        library.prepare_one(data, heavy=False)
        assert Asset.objects.get().state == Asset.State.WAITING

    def test_a_film_waits_in_a_queue_of_its_own(self, data: Data, officer: Client) -> None:
        _send(officer, ("phim.mov", b"\0\0\0\x14ftypqt  " + bytes(99)), ("a.jpg", _photo()))
        assert library.prepare_one(data, heavy=False)
        assert Asset.objects.get(name="phim.mov").state == Asset.State.WAITING

    def test_without_script_the_page_says_what_became_of_each(self, officer: Client) -> None:
        files = [SimpleUploadedFile("rong.jpg", b""), SimpleUploadedFile("a.jpg", _photo())]
        page = officer.post("/thu-vien/tai-len/", {"files": files}, follow=True)
        assert "rong.jpg: The file is empty." in page.content.decode()

    def test_an_old_text_is_answered_and_goes_on(
        self, data: Data, officer: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answers = []

        def ask(job: Job, _tell: Any = None) -> Made:
            answers.append(job.answer)
            if not job.answer:
                raise NotTaken("asks-encoding")
            return Made(path=job.source, ending=".txt")

        monkeypatch.setattr(preparing, "ask", ask)
        _send(officer, ("cu.txt", "Uû ban nh©n d©n x· S¬n D\xad¬ng".encode("latin-1")))
        library.prepare_one(data, heavy=False)
        number = Asset.objects.get().pk
        page = officer.get(f"/thu-vien/hoi/{number}/").content.decode()
        assert "Uỷ ban nhân dân xã Sơn Dương" in page
        officer.post(f"/thu-vien/hoi/{number}/", {"reading": "tcvn3"})
        library.prepare_one(data, heavy=False)
        assert answers == ["", "tcvn3"]
        assert Asset.objects.get().state == Asset.State.READY


class TestPieces:
    def _begin(self, client: Client, size: int, name: str = "phim.jpg") -> dict[str, Any]:
        said = {"name": name, "size": size, "stamp": "1", "folder": ""}
        found: dict[str, Any] = client.post("/thu-vien/tai-len/phan/", said).json()
        return found

    def _more(self, client: Client, number: int, offset: int, piece: bytes) -> Any:
        return client.post(
            f"/thu-vien/tai-len/phan/{number}/?tu={offset}", piece,
            content_type="application/octet-stream",
        )  # fmt: skip

    def test_it_goes_on_where_it_broke_off(self, data: Data, officer: Client) -> None:
        whole = _photo(size=(400, 300))
        begun = self._begin(officer, len(whole))
        assert self._more(officer, begun["id"], 0, whole[:100]).json() == {"offset": 100}
        again = self._begin(officer, len(whole))
        assert again == {"id": begun["id"], "offset": 100}
        assert "phim.jpg" in officer.get("/thu-vien/").content.decode()
        said = self._more(officer, begun["id"], 100, whole[100:]).json()
        kept = Asset.objects.get(pk=said["id"])
        assert (data.originals / kept.sha256).read_bytes() == whole
        assert not Arrival.objects.exists()
        assert not list(data.uploads.glob("*.part"))

    def test_a_piece_that_came_twice_is_told_where_to_go_on(self, officer: Client) -> None:
        begun = self._begin(officer, 300)
        self._more(officer, begun["id"], 0, b"x" * 100)
        answer = self._more(officer, begun["id"], 0, b"x" * 100)
        assert (answer.status_code, answer.json()) == (409, {"offset": 100})

    def test_more_than_was_said_is_not_taken(self, officer: Client) -> None:
        begun = self._begin(officer, 50)
        assert self._more(officer, begun["id"], 0, b"x" * 51).status_code == 409

    def test_what_is_no_photo_is_refused_once_it_is_whole(
        self, data: Data, officer: Client
    ) -> None:
        begun = self._begin(officer, 50)
        assert "error" in self._more(officer, begun["id"], 0, b"\0" * 50).json()
        assert not list(data.uploads.iterdir())

    def test_nobody_goes_on_with_the_file_of_another(
        self, officer: Client, signed_in: Callable[..., Client]
    ) -> None:
        begun = self._begin(officer, 50)
        other = signed_in("hoa", "officer")
        assert self._more(other, begun["id"], 0, b"x").status_code == 404
        assert self._begin(other, 50)["id"] != begun["id"]

    def test_it_may_be_given_up(self, data: Data, officer: Client) -> None:
        begun = self._begin(officer, 50)
        self._more(officer, begun["id"], 0, b"x" * 10)
        officer.post(f"/thu-vien/tai-len/phan/{begun['id']}/?bo=1")
        assert not Arrival.objects.exists()
        assert not list(data.uploads.iterdir())

    def test_a_full_disk_is_said_before_anything_is_sent(
        self, officer: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(uploads, "ROOM", 1 << 60)
        assert "disk" in self._begin(officer, 50)["error"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\ảnh\\a.jpg", "a.jpg"),
        ("a\0b\n.jpg", "ab.jpg"),
        (".htaccess", "htaccess"),
        ("<img src=x onerror=alert(1)>.jpg", "img src=x onerror=alert(1).jpg"),
        ("tuyên truyền mới (1).mp4", "tuyên truyền mới (1).mp4"),
        ("CON.jpg", "CON_.jpg"),
        ("x" * 300 + ".jpg", "x" * 116 + ".jpg"),
        ("\u202egnp.exe.jpg", "gnp.exe.jpg"),
    ],
)
def test_hostile_names_become_plain_ones(name: str, clean: str) -> None:
    assert uploads.clean_name(name) == clean


@pytest.mark.parametrize("folder", ["../..", "a/../../b", "a/b/c/d/e"])
def test_no_folder_leads_out(folder: str) -> None:
    with pytest.raises(uploads.UnfitError):
        uploads.clean_folder(folder)


_LIST = """\
# sảnh
name: Sảnh chính
items:
  - image: ocop/che.jpg  # giữ lại
    caption: Chè
ticker:
  - {file: tin/a.txt}
"""


@pytest.fixture
def used(data: Data) -> Data:
    """A centre whose playlist shows a photo and a text."""
    _put(data, "ocop/che.jpg", _photo())
    _put(data, "ocop/khac.jpg", _photo("red"))
    _put(data, "tin/a.txt", "Kính chào\n")
    (data.playlists / "sanh-chinh.yaml").write_text(_LIST, encoding="utf-8")
    return data


class TestShelves:
    def test_what_is_used_is_not_deleted(self, used: Data, officer: Client) -> None:
        page = officer.post("/thu-vien/xoa/ocop/che.jpg", follow=True).content.decode()
        assert "Sảnh chính" in page
        assert (used.media / "ocop/che.jpg").exists()
        officer.post("/thu-vien/xoa/ocop/khac.jpg")
        assert not (used.media / "ocop/khac.jpg").exists()

    def test_who_uses_it_follows_and_comments_stay(self, used: Data, officer: Client) -> None:
        officer.post("/thu-vien/doi/ocop/che.jpg", {"name": "Đồi chè", "folder": "phong cảnh"})
        words = (used.playlists / "sanh-chinh.yaml").read_text("utf-8")
        assert "image: phong cảnh/Đồi chè.jpg" in words
        assert "# giữ lại" in words
        assert (used.media / "phong cảnh/Đồi chè.jpg").exists()
        entry = Entry.objects.get(action="media-move")
        assert (entry.before, entry.subject) == ("ocop/che.jpg", "phong cảnh/Đồi chè.jpg")

    def test_what_is_shown_with_its_folder_stays_in_it(self, used: Data) -> None:
        (used.playlists / "b.yaml").write_text("name: B\nitems: [{folder: ocop}]\n", "utf-8")
        before = (used.playlists / "sanh-chinh.yaml").read_bytes()
        with pytest.raises(shelving.HeldError):
            shelving.move(used, "ocop/che.jpg", "", "che.jpg")
        assert (used.media / "ocop/che.jpg").exists()
        assert (used.playlists / "sanh-chinh.yaml").read_bytes() == before
        assert shelving.move(used, "ocop/che.jpg", "ocop", "moi.jpg").path == "ocop/moi.jpg"

    def test_a_video_keeps_the_subtitles_beside_it(self, used: Data) -> None:
        _put(used, "phim/a.mp4", b"\0\0\0\x14ftypisom" + bytes(99))
        _put(used, "phim/a.vi.srt", "1\n00:00:00,000 --> 00:00:02,000\nXin chào\n")
        (used.playlists / "c.yaml").write_text(
            "name: C\nitems: [{video: phim/a.mp4, subtitles: a.vi.srt}]\n", "utf-8"
        )
        with pytest.raises(shelving.HeldError):
            shelving.move(used, "phim/a.mp4", "khac", "a.mp4")
        with pytest.raises(shelving.HeldError):
            shelving.delete(used, "phim/a.vi.srt")

    def test_what_a_broken_playlist_names_counts_as_used(self, used: Data) -> None:
        (used.playlists / "d.yaml").write_text("items: [ {image: ocop/khac.jpg\n", "utf-8")
        assert [each.playlist for each in Uses(used).of("ocop/khac.jpg")] == ["d"]

    def test_another_file_is_never_overwritten(self, used: Data) -> None:
        with pytest.raises(shelving.HeldError):
            shelving.move(used, "ocop/khac.jpg", "ocop", "che.jpg")

    def test_an_ending_stays(self, used: Data) -> None:
        assert shelving.move(used, "ocop/khac.jpg", "ocop", "x.exe").path == "ocop/x.exe.jpg"

    def test_folders_are_made_and_only_empty_ones_go(self, used: Data, officer: Client) -> None:
        officer.post("/thu-vien/thu-muc/", {"within": "ocop", "name": "Cam Hàm Yên"})
        assert (used.media / "ocop/Cam Hàm Yên").is_dir()
        officer.post("/thu-vien/thu-muc/", {"remove": "ocop/Cam Hàm Yên"})
        officer.post("/thu-vien/thu-muc/", {"remove": "ocop"})
        assert [each for each, _, _ in os.walk(used.media / "ocop")] == [str(used.media / "ocop")]

    def test_words_are_found_without_their_marks(self, used: Data) -> None:
        _put(used, "lễ hội/Đình Tân Trào.jpg", _photo())
        assert [each.path for each in media.listed(used, "dinh tan")] == [
            "lễ hội/Đình Tân Trào.jpg"
        ]


class TestPages:
    def test_a_file_says_who_uses_it_and_what_was_done(self, used: Data, officer: Client) -> None:
        page = officer.get("/thu-vien/chi-tiet/ocop/che.jpg").content.decode()
        assert "Sảnh chính" in page
        assert used.media.exists()

    def test_a_script_in_a_name_stays_words(self, data: Data, officer: Client) -> None:
        _put(data, "<script>alert(1)<∕script>.txt", "<b>x</b>")
        for address in ("/thu-vien/", "/thu-vien/chi-tiet/<script>alert(1)<∕script>.txt"):
            page = officer.get(address).content.decode()
            assert "<script>alert" not in page
            assert "<b>x" not in page

    @pytest.mark.parametrize(
        "path", ["../secret", "..%2fsecret", "%2e%2e/secret", "a/../../secret"]
    )
    def test_no_path_leads_out(self, data: Data, officer: Client, path: str) -> None:
        assert (data.path / "secret").exists() or data.secret()
        for address in ("tep", "chi-tiet", "sua"):
            assert officer.get(f"/thu-vien/{address}/{path}").status_code in {301, 404}

    def test_a_film_is_served_in_parts(self, data: Data, officer: Client) -> None:
        _put(data, "a.mp4", b"0123456789")
        part = officer.get("/thu-vien/tep/a.mp4", HTTP_RANGE="bytes=2-4")
        assert (part.status_code, part.getvalue()) == (206, b"234")
        assert part["Content-Range"] == "bytes 2-4/10"
        assert officer.get("/thu-vien/tep/a.mp4", HTTP_RANGE="bytes=99-").status_code == 416
        assert officer.get("/thu-vien/tep/a.mp4", HTTP_RANGE="bytes=-3").getvalue() == b"789"

    def test_a_drawing_runs_nothing(self, data: Data, officer: Client) -> None:
        _put(data, "a.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
        answer = officer.get("/thu-vien/tep/a.svg?nho")
        assert answer["Content-Type"] == "image/svg+xml"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        answer.close()

    def test_a_small_picture_is_asked_for_once_and_then_there(
        self, data: Data, officer: Client
    ) -> None:
        _put(data, "a.jpg", _photo(size=(900, 600)))
        assert officer.get("/thu-vien/tep/a.jpg?nho")["Content-Type"] == "image/svg+xml"
        officer.get("/thu-vien/tep/a.jpg?nho")
        assert Sketch.objects.count() == 1
        assert sketches.make(data, heavy=False)
        assert officer.get("/thu-vien/tep/a.jpg?nho")["Content-Type"] == "image/jpeg"
        assert not sketches.make(data, heavy=False)

    def test_two_thousand_files_are_one_page(self, data: Data, officer: Client) -> None:
        _put(data, "nhiều/a.jpg", b"\xff\xd8\xff")
        for number in range(1_999):
            (data.media / f"nhiều/{number:04}.jpg").touch()
        page = officer.get("/thu-vien/?thu_muc=nhiều")
        assert page.context["count"] == 2_000
        assert len(page.content) < 100_000


class TestEditing:
    def test_a_text_is_saved_and_two_people_do_not_overwrite_each_other(
        self, used: Data, officer: Client
    ) -> None:
        digest = officer.get("/thu-vien/sua/tin/a.txt").context["digest"]
        officer.post("/thu-vien/sua/tin/a.txt", {"digest": digest, "words": "Một\r\nHai"})
        assert (used.media / "tin/a.txt").read_text("utf-8") == "Một\nHai\n"
        late = officer.post("/thu-vien/sua/tin/a.txt", {"digest": digest, "words": "Ba"})
        assert late.status_code == 409
        assert "Ba" in late.content.decode()
        assert (used.media / "tin/a.txt").read_text("utf-8") == "Một\nHai\n"

    def test_old_letters_are_offered_beside_and_not_saved(
        self, used: Data, officer: Client
    ) -> None:
        digest = officer.get("/thu-vien/sua/tin/a.txt").context["digest"]
        said = {"digest": digest, "words": "Uû ban nh©n d©n x· S¬n D\xad¬ng"}
        page = officer.post("/thu-vien/sua/tin/a.txt", said).content.decode()
        assert "Uỷ ban nhân dân xã Sơn Dương" in page
        assert (used.media / "tin/a.txt").read_text("utf-8") == "Kính chào\n"
        officer.post("/thu-vien/sua/tin/a.txt", said | {"keep": "1"})
        assert "nh©n" in (used.media / "tin/a.txt").read_text("utf-8")

    def test_a_row_of_a_board_is_mended_where_its_fault_stands(
        self, data: Data, officer: Client
    ) -> None:
        words = "Danh mục\nMã;Tên thủ tục\n1;Khai sinh\n2;\n"
        _put(data, "tt.csv", words)
        page = officer.get("/thu-vien/sua/tt.csv")
        (first, _, fine), (second, _, wrong) = page.context["rows"][:2]
        assert (first, list(fine), second, len(wrong)) == (3, [], 4, 1)
        officer.post(
            "/thu-vien/sua/tt.csv",
            {"digest": page.context["digest"], "start": 0, "rows": 3, "cell-0-0": "1",
             "cell-0-1": "Khai sinh", "cell-1-0": "2", "cell-1-1": "Kết hôn",
             "cell-2-0": "3", "cell-2-1": "Chứng thực; sao y"},
        )  # fmt: skip
        assert (data.media / "tt.csv").read_text("utf-8") == (
            'Danh mục;\nMã;Tên thủ tục\n1;Khai sinh\n2;Kết hôn\n3;"Chứng thực; sao y"\n'.replace(
                "Danh mục;", "Danh mục"
            )
        )

    def test_rows_of_other_pages_stay(self, data: Data, officer: Client) -> None:
        rows = "".join(f"{number};Thủ tục {number}\n" for number in range(150))
        _put(data, "tt.csv", f"Mã;Tên thủ tục\n{rows}")
        page = officer.get("/thu-vien/sua/tt.csv?trang=2")
        said = {"digest": page.context["digest"], "start": 60, "rows": 1, "page": 2,
                "cell-0-0": "60", "cell-0-1": "Mới"}  # fmt: skip
        officer.post("/thu-vien/sua/tt.csv", said)
        lines = (data.media / "tt.csv").read_text("utf-8").splitlines()
        assert (lines[60], lines[61], lines[62]) == ("59;Thủ tục 59", "60;Mới", "120;Thủ tục 120")

    def test_a_new_board_has_its_heading_and_rows_to_write_in(
        self, data: Data, officer: Client
    ) -> None:
        said = {"within": "", "name": "Thủ tục một cửa", "kind": "csv"}
        page = officer.post("/thu-vien/van-ban-moi/", said, follow=True)
        assert page.context["path"] == "Thủ tục một cửa.csv"
        assert len(page.context["rows"]) == 3
        officer.post("/thu-vien/van-ban-moi/", said | {"name": "Tin", "kind": "txt"})
        assert (data.media / "Tin.txt").read_bytes() == b""


def test_the_page_of_old_texts_shows_what_they_say(officer: Client) -> None:
    page = officer.post("/chuyen-ma-chu/", {"words": "Uyû ban nhaân daân xaõ Sôn Döông"})
    assert "Uỷ ban nhân dân xã Sơn Dương" in page.content.decode()
    answer = officer.post("/chuyen-ma-chu/", {"words": "Xin chào"}, headers=_JSON)
    assert answer.json() == {"guesses": []}


def test_originals_go_oldest_unused_first(data: Data, person: Callable[..., Any]) -> None:
    by = person("lan", "officer")
    for age, (name, state) in enumerate(
        [("dang-cho", "waiting"), ("dang-dung", "ready"), ("cu", "ready"), ("moi", "ready")]
    ):
        path = data.originals / name
        path.write_bytes(b"x" * 100)
        os.utime(path, (age, age))
        Asset.objects.create(
            name=name, path=f"{name}.jpg", sha256=name, size=100, state=state, by=by
        )
    assert originals.bound(data, {"dang-dung.jpg"}, most=300) == ["cu"]
    assert originals.bound(data, {"dang-dung.jpg"}, most=100) == ["moi", "dang-dung"]
    assert originals.bound(data, set(), most=0) == []
