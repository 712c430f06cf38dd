"""`kiosk.yaml`: what is right becomes a `Kiosk`, what is wrong is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from signage.cli._kiosk import Kiosk, Report, read_kiosk
from signage.errors import UsageError

FINGERPRINT = "sha256:" + "0123456789abcdef" * 4


def read(folder: Path, text: str) -> Kiosk:
    path = folder / "kiosk.yaml"
    path.write_text(text, encoding="utf-8")
    return read_kiosk(path)


class TestRight:
    def test_all_keys(self, tmp_path: Path) -> None:
        kiosk = read(
            tmp_path,
            "source: https://thongtin.sonduong.vn/man-hinh\nscreen: sảnh-chính\n"
            "state: /var/lib/signage\ntrust: /etc/signage/1.root.json\nsize: 1280x720\n"
            "poll: 3s\ndownloads: 4\nbudget: 20 GB\nsticks: [/media, /run/media]\n",
        )
        assert kiosk == Kiosk(
            source="https://thongtin.sonduong.vn/man-hinh", screen="sảnh-chính",
            state=Path("/var/lib/signage"), trust="/etc/signage/1.root.json", size=(1280, 720),
            poll=3.0, downloads=4, budget=20_000_000_000, sticks=("/media", "/run/media"),
        )  # fmt: skip

    def test_an_unsigned_folder_is_all_defaults(self, tmp_path: Path) -> None:
        kiosk = read(tmp_path, "source: /srv/man-hinh\nunsigned: true\n")
        assert kiosk == Kiosk(source="/srv/man-hinh", unsigned=True)

    def test_paths_are_meant_from_the_file(self, tmp_path: Path) -> None:
        kiosk = read(tmp_path, "source: ../kho\nstate: state\ntrust: 1.root.json\nsticks: [usb]\n")
        assert kiosk.source == str(tmp_path.parent / "kho")
        assert kiosk.state == tmp_path / "state"
        assert kiosk.trust == str(tmp_path / "1.root.json")
        assert kiosk.sticks == (str(tmp_path / "usb"),)

    @pytest.mark.parametrize("trust", ["first-use", FINGERPRINT, FINGERPRINT.upper()])
    def test_trust(self, tmp_path: Path, trust: str) -> None:
        written = trust.replace("SHA", "sha")
        assert read(tmp_path, f"source: /s\ntrust: {written}\n").trust == written.lower()

    @pytest.mark.parametrize(
        ("words", "size"), [("500 MB", 5e8), ("1.5 GB", 1.5e9), ("20GB", 2e10), ("1000000", 1e6)]
    )
    def test_budget(self, tmp_path: Path, words: str, size: float) -> None:
        assert read(tmp_path, f"source: /s\nunsigned: true\nbudget: {words}\n").budget == size

    def test_where_it_reports(self, tmp_path: Path) -> None:
        kiosk = read(
            tmp_path,
            "source: /s\nunsigned: true\nreport: {url: https://x.vn/api/man-hinh, token_file: t}\n",
        )
        assert kiosk.report == Report(url="https://x.vn/api/man-hinh", token_file=tmp_path / "t")

    @pytest.mark.parametrize("address", ["https://thongtin.sonduong.vn", "http://127.0.0.1:8000"])
    def test_a_centre_says_the_rest(self, tmp_path: Path, address: str) -> None:
        assert read(tmp_path, f"centre: {address}/\n") == Kiosk(centre=address)


class TestWrong:
    @pytest.mark.parametrize(
        ("text", "line", "words"),
        [
            ("source: /s\n", 1, "`unsigned: true`"),
            ("source: /s\nunsigned: false\n", 2, "write `trust:`"),
            ("source: /s\nunsigned: true\ntrust: first-use\n", 2, "contradict"),
            ("screen: x\nunsigned: true\n", 1, "`source` is missing"),
            ("source: ftp://x/y\nunsigned: true\n", 1, "https://"),
            ("source:\nunsigned: true\n", 1, "has no value"),
            ("source: /s\nunsigned: yes\n", 2, "write `true` or `false`"),
            ("source: /s\ntrust: sha256:12\n", 2, "64 digits"),
            ("source: /s\ntrust: https://x/1.root.json\n", 2, "copy the root"),
            ("source: /s\nunsigned: true\nsize: tall\n", 3, "1280x720"),
            ("source: /s\nunsigned: true\npoll: 0s\n", 3, "from `1s`"),
            ("source: /s\nunsigned: true\npoll: 2h\n", 3, "from `1s`"),
            ("source: /s\nunsigned: true\npoll: often\n", 3, "from `1s`"),
            ("source: /s\nunsigned: true\ndownloads: 0\n", 3, "from 1 to 16"),
            ("source: /s\nunsigned: true\nbudget: much\n", 3, "20 GB"),
            ("source: /s\nunsigned: true\nbudget: 0\n", 3, "20 GB"),
            ("source: /s\nunsigned: true\nsticks: /media\n", 3, "a list is expected"),
            ("source: /s\nunsigned: true\nscren: x\n", 3, "did you mean `screen`"),
            ("source: /s\nsource: /t\nunsigned: true\n", 2, "stands twice"),
            ("centre: http://sonduong.vn\n", 1, "https://"),
            ("centre: http://127.0.0.1.evil.vn\n", 1, "https://"),
            ("centre: https://x.vn\nsource: /s\n", 2, "`centre:` and `source:` contradict"),
            ("centre: https://x.vn\nunsigned: true\n", 2, "contradict"),
            ("source: /s\nunsigned: true\nreport: https://x.vn\n", 3, "token_file"),
            ("source: /s\nunsigned: true\nreport: {url: https://x.vn}\n", 3, "`token_file`"),
            ("source: /s\nunsigned: true\nreport: {url: http://x.vn, token_file: t}\n", 3, "https"),
            ("- source\n", 1, "`source: /srv/man-hinh`"),
            ("", 1, "the file is empty"),
            ("source: &a /s\nunsigned: true\n", 1, "not allowed"),
            ("source: [\n", 2, "cannot start"),
        ],
    )
    def test_told_with_its_line(self, tmp_path: Path, text: str, line: int, words: str) -> None:
        with pytest.raises(UsageError) as told:
            read(tmp_path, text)
        sentence = str(told.value).splitlines()[0]
        assert sentence.startswith(f"{tmp_path}/kiosk.yaml:{line}: ")
        assert words in sentence

    def test_every_fault_in_one_go(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError) as told:
            read(tmp_path, "source: ftp://x\nunsigned: maybe\npoll: 0\nscren: x\n")
        assert len(str(told.value).splitlines()) == 4

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="No such file"):
            read_kiosk(tmp_path / "none.yaml")
