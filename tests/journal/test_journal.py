from __future__ import annotations

import os
import socket
import threading
from typing import TYPE_CHECKING

import msgspec
import pytest

from signage.journal import (
    AgentStatus,
    ClockState,
    Live,
    Playing,
    StatusFile,
    SyncStatus,
    ask,
    clock_trusted,
    listen,
)

if TYPE_CHECKING:
    from pathlib import Path

LIVE = Live(
    screen="sanh-chinh",
    playing=Playing(playlist="p", item="a.jpg", since="2026-02-14T07:30:00+07:00"),
    ticker=("Kính chào",), clock=ClockState(trusted=True), pid=7,
)  # fmt: skip


def answering(handle: int, answer: bytes, times: int = 1) -> threading.Thread:
    def serve() -> None:
        with socket.socket(fileno=handle) as server:
            server.setblocking(True)
            for _ in range(times):
                connection, _ = server.accept()
                with connection:
                    connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


class TestLive:
    def test_the_player_answers(self, tmp_path: Path) -> None:
        deep = tmp_path / ("x" * 120)  # longer than any socket's path
        deep.mkdir()
        thread = answering(listen(deep), msgspec.json.encode(LIVE), times=2)
        assert [ask(deep), ask(deep)] == [LIVE, LIVE]
        thread.join()

    def test_only_for_this_user_and_nothing_left_over(self, tmp_path: Path) -> None:
        handle = listen(tmp_path)
        assert [each.name for each in tmp_path.iterdir()] == ["live.sock"]
        assert (tmp_path / "live.sock").stat().st_mode & 0o777 == 0o600
        os.close(handle)

    def test_one_that_a_killed_player_left_is_replaced(self, tmp_path: Path) -> None:
        os.close(listen(tmp_path))
        assert ask(tmp_path) is None
        thread = answering(listen(tmp_path), msgspec.json.encode(LIVE))
        assert ask(tmp_path) == LIVE
        thread.join()

    @pytest.mark.parametrize("answer", [b"", b"{}", b"not json", b"[" * 100_000])
    def test_garbage_is_no_answer(self, tmp_path: Path, answer: bytes) -> None:
        thread = answering(listen(tmp_path), answer)
        assert ask(tmp_path) is None
        thread.join()

    def test_nobody_there(self, tmp_path: Path) -> None:
        assert ask(tmp_path) is None
        assert ask(tmp_path / "none") is None

    def test_one_that_never_answers(self, tmp_path: Path) -> None:
        handle = listen(tmp_path)
        assert ask(tmp_path) is None
        os.close(handle)


class TestStatusFile:
    def test_only_transitions_are_written(self, tmp_path: Path) -> None:
        sync = SyncStatus(source="/centre", state="current", since="2026-02-14T00:00:00+00:00")
        file = StatusFile(tmp_path)
        assert file.read() is None
        assert file.write(AgentStatus(sync=sync))
        inode = (tmp_path / "status.json").stat().st_ino
        assert not file.write(AgentStatus(sync=sync))
        assert (tmp_path / "status.json").stat().st_ino == inode
        assert file.write(AgentStatus(sync=sync, faults=("một lỗi",)))
        assert StatusFile(tmp_path).read() == AgentStatus(sync=sync, faults=("một lỗi",))

    @pytest.mark.parametrize("spoilt", [b"", b"{}", b"[" * 100_000])
    def test_garbage_is_nothing(self, tmp_path: Path, spoilt: bytes) -> None:
        (tmp_path / "status.json").write_bytes(spoilt)
        assert StatusFile(tmp_path).read() is None


class TestClock:
    def test_by_the_time_service(self, tmp_path: Path) -> None:
        assert clock_trusted(stamp=tmp_path, adjtimex=lambda: (5, 64))

    @pytest.mark.parametrize(
        ("answer", "trusted"), [((0, 0), True), ((5, 64), False), ((0, 64), False), ((5, 0), False)]
    )
    def test_by_the_kernel(self, tmp_path: Path, answer: tuple[int, int], trusted: bool) -> None:
        assert clock_trusted(stamp=tmp_path / "none", adjtimex=lambda: answer) is trusted

    def test_a_kernel_that_does_not_tell(self, tmp_path: Path) -> None:
        def refuse() -> tuple[int, int]:
            raise OSError

        assert not clock_trusted(stamp=tmp_path / "none", adjtimex=refuse)

    def test_the_real_kernel_answers(self, tmp_path: Path) -> None:
        assert clock_trusted(stamp=tmp_path / "none") in {True, False}
