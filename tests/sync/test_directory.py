from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from signage.store import StoppedError
from signage.sync._directory import DirectoryTransport
from signage.sync._transport import MissingError, TransportError
from tests.sync._server import FakePart

BODY = b"0123456789" * 60_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    (place / "metadata").mkdir(parents=True)
    (place / "metadata" / "timestamp.json").write_bytes(b"{}")
    (place / "targets").mkdir()
    (place / "targets" / "body").write_bytes(BODY)
    (tmp_path / "secret").write_bytes(b"{}")
    return place


def never() -> bool:
    return False


def test_gives_a_small_file_and_none_while_it_stays(root: Path) -> None:
    transport = DirectoryTransport(root)
    first = transport.fetch("metadata/timestamp.json", limit=2)
    assert first is not None
    assert first.content == b"{}"
    assert transport.fetch("metadata/timestamp.json", limit=2, known=first.validator) is None
    (root / "metadata" / "timestamp.json").write_bytes(b"[]")
    again = transport.fetch("metadata/timestamp.json", limit=2, known=first.validator)
    assert again is not None
    assert again.content == b"[]"


def test_a_larger_one_is_refused(root: Path) -> None:
    with pytest.raises(TransportError, match="larger than 1 bytes"):
        DirectoryTransport(root).fetch("metadata/timestamp.json", limit=1)


def test_what_is_not_there_is_missing(root: Path) -> None:
    transport = DirectoryTransport(root)
    for path in ("metadata/2.root.json", "none/a", "targets/none"):
        with pytest.raises(MissingError, match="no such file"):
            transport.fetch(path, limit=9)


def test_a_folder_that_is_gone_is_no_missing_file(root: Path) -> None:
    with pytest.raises(TransportError, match="mount the share") as caught:
        DirectoryTransport(root / "gone").fetch("metadata/timestamp.json", limit=9)
    assert not isinstance(caught.value, MissingError)
    assert caught.value.exit_code == 4


class TestNothingButPlainFiles:
    def refused(self, root: Path, path: str) -> None:
        transport = DirectoryTransport(root)
        with pytest.raises(TransportError) as caught:
            transport.fetch(path, limit=9)
        assert not isinstance(caught.value, MissingError)
        part = FakePart()
        with pytest.raises(TransportError):
            transport.download(path, part, 2, never)
        assert part.content == b""

    def test_a_symbolic_link(self, root: Path) -> None:
        (root / "metadata" / "link").symlink_to(root.parent / "secret")
        self.refused(root, "metadata/link")

    def test_a_symbolic_link_to_a_file_within(self, root: Path) -> None:
        (root / "metadata" / "link").symlink_to("timestamp.json")
        self.refused(root, "metadata/link")

    def test_a_folder_that_is_a_link(self, root: Path) -> None:
        (root / "linked").symlink_to(root.parent)
        self.refused(root, "linked/secret")

    def test_a_pipe_without_waiting_for_a_writer(self, root: Path) -> None:
        os.mkfifo(root / "metadata" / "pipe")
        self.refused(root, "metadata/pipe")

    def test_a_socket(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(root / "metadata")  # names of sockets are short
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket")
            self.refused(root, "metadata/socket")

    def test_a_folder(self, root: Path) -> None:
        self.refused(root, "metadata")

    def test_a_file_in_place_of_a_folder(self, root: Path) -> None:
        self.refused(root, "metadata/timestamp.json/a")

    @pytest.mark.parametrize(
        "path", ["../secret", "/etc/passwd", "metadata/../../secret", "./a", "a//b", "", "ảnh"]
    )
    def test_a_path_that_leaves_or_is_not_plain(self, root: Path, path: str) -> None:
        self.refused(root, path)

    def test_a_device(self) -> None:
        transport = DirectoryTransport(Path("/dev"))
        with pytest.raises(TransportError, match="not a plain file"):
            transport.fetch("zero", limit=9)


def test_the_named_folder_itself_may_be_a_link(root: Path) -> None:
    link = root.parent / "release"
    link.symlink_to(root)
    assert DirectoryTransport(link).fetch("metadata/timestamp.json", limit=9) is not None


class TestDownload:
    def test_brings_what_the_part_lacks(self, root: Path) -> None:
        part = FakePart(BODY[:300_001])
        DirectoryTransport(root).download("targets/body", part, len(BODY), never)
        assert part.content == BODY
        assert part.restarts == 0

    def test_a_part_that_is_too_long_begins_anew(self, root: Path) -> None:
        part = FakePart(BODY + b"x")
        DirectoryTransport(root).download("targets/body", part, len(BODY), never)
        assert part.content == BODY

    @pytest.mark.parametrize("size", [len(BODY) - 1, len(BODY) + 1])
    def test_another_length_is_refused(self, root: Path, size: int) -> None:
        part = FakePart()
        with pytest.raises(TransportError, match="are expected"):
            DirectoryTransport(root).download("targets/body", part, size, never)
        assert part.content == b""

    def test_a_file_cut_while_it_is_read(self, root: Path) -> None:
        def cut() -> bool:
            (root / "targets" / "body").write_bytes(b"")
            return False

        with pytest.raises(TransportError, match="became shorter"):
            DirectoryTransport(root).download("targets/body", FakePart(), len(BODY), cut)

    def test_ends_between_chunks_and_keeps_what_came(self, root: Path) -> None:
        part = FakePart()
        with pytest.raises(StoppedError):
            DirectoryTransport(root).download(
                "targets/body", part, len(BODY), lambda: part.size > 0
            )
        assert 0 < part.size < len(BODY)
        assert part.content == BODY[: part.size]
