from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from signage import atomic
from tests.store._faults import Killed, failing

if TYPE_CHECKING:
    from pathlib import Path


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a"
    atomic.write(path, b"old")
    atomic.write(path, b"new", mode=0o600)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_the_name_comes_after_the_bytes_and_before_the_folder(tmp_path: Path) -> None:
    with failing(99, Killed) as done:
        atomic.write(tmp_path / "a", b"x")
    assert done == ["fchmod", "fsync", "replace", "fsync", "unlink"]


@pytest.mark.parametrize("step", range(1, 5))
def test_old_or_new_whatever_fails(tmp_path: Path, step: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with failing(step, lambda: OSError("disk")), pytest.raises(OSError, match="disk"):
        atomic.write(path, b"new")
    assert path.read_bytes() in {b"old", b"new"}
    assert all(each == path or atomic.is_scratch(each) for each in tmp_path.iterdir())


def test_an_error_in_the_block_leaves_nothing(tmp_path: Path) -> None:
    def half() -> None:
        with atomic.writing(tmp_path / "a") as file:
            file.write(b"half")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        half()
    assert not list(tmp_path.iterdir())


def test_a_file_that_gets_no_name_is_gone(tmp_path: Path) -> None:
    with atomic.unnamed(tmp_path) as scratch:
        scratch.file.write(b"x")
        assert all(atomic.is_scratch(each) for each in tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_folders_and_removing(tmp_path: Path) -> None:
    atomic.folder(tmp_path / "a" / "b")
    atomic.folder(tmp_path / "a" / "b")
    atomic.write(tmp_path / "a" / "b" / "c", b"")
    atomic.remove(tmp_path / "a" / "b" / "c")
    atomic.remove(tmp_path / "a" / "b" / "c")
    assert not list((tmp_path / "a" / "b").iterdir())
