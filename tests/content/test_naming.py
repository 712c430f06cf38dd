from __future__ import annotations

from signage.content.naming import named

WORDS = """
name: Sảnh
items:
  - image: quang-ba/tân trào.jpg
  - video: v/x.mp4
    subtitles: x.vi.srt
  - folder: ocop
  - image: quang-ba/tân trào.jpg
  - image: wrong.jpg
    duration: for ever
  - pdf: ../../etc/passwd
  - image: .hidden/a.jpg
ticker:
  - chữ
  - {file: tin/a.txt}
"""


def test_every_file_in_the_order_of_need_with_its_line() -> None:
    found = named(WORDS.encode(), "sanh.yaml")
    assert found.readable
    assert list(found.files) == [
        "quang-ba/tân trào.jpg", "v/x.mp4", "v/x.vi.srt", "wrong.jpg", "tin/a.txt",
    ]  # fmt: skip
    assert found.files["v/x.vi.srt"] == 5
    assert found.files["tin/a.txt"] == 15


def test_a_folder_is_a_fault_at_its_line() -> None:
    (fault,) = named(WORDS.encode(), "sanh.yaml").faults
    assert (fault.file, fault.line, fault.code) == ("sanh.yaml", 7, "folder-remote")
    assert "ocop" in fault.message
    assert "thư mục" in fault.message_vi


def test_what_is_no_playlist_names_nothing() -> None:
    for words in (b"", b"name: [", b"\xff\xfe", b"[" * 30_000, b"items: [{image: a.jpg}"):
        found = named(words, "x.yaml")
        assert (found.readable, found.files) == (False, {})
