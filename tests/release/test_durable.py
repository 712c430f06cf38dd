"""A publication that ends at any step: screens see the former release or the new one, whole.

Here every durable step is made to fail in turn, within this process; `test_killed.py` does it from
outside, by the kernel's hand.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from signage.errors import DeviceError
from signage.release import keys
from tests.content.folders import JPEG
from tests.release.client import Screen
from tests.release.trees import EMERGENCY_YAML, Centre
from tests.store._faults import Killed, failing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signage.release.manifest import Manifest

FAILURES: dict[str, Callable[[], BaseException]] = {
    "killed": Killed,
    "ENOSPC": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "EIO": lambda: OSError(errno.EIO, "Input/output error"),
}


def before(path: Path) -> Centre:
    """Two releases, an emergency, a change of keys that is not published yet, and new content."""
    centre = Centre(path)
    centre.publish()
    centre.write({"e.yaml": EMERGENCY_YAML}, {"a.jpg": JPEG + b"2"})
    centre.publish()
    centre.publish(role="emergency")
    keys.rotate(centre.office, centre.keyring(), centre.clock, role="online")
    keys.rotate(centre.office, centre.keyring(), centre.clock, role="root")
    centre.write({"q.yaml": "items:\n- image: b.jpg\n"}, {"a.jpg": JPEG + b"3", "b.jpg": JPEG})
    return centre


def versions(centre: Centre) -> list[int]:
    timestamp = centre.read("timestamp.json").signed
    snapshot = centre.read(f"{timestamp.snapshot_meta.version}.snapshot.json").signed
    return [timestamp.version, snapshot.version, *(each.version for each in snapshot.meta.values())]


def ids(manifest: Manifest | None) -> list[str]:
    assert manifest is not None
    return [playlist.id for playlist in manifest.content.playlists]


def judge(centre: Centre, cache: Path, was: list[int]) -> bool:
    """What screens see after an end at some step, and that the next run completes it.

    Gives whether the new release was in sight already.
    """
    watching = Screen(cache / "watching", centre.root, centre.clock)
    seen = ids(watching.look(centre.tree))
    assert seen in (["e", "p"], ["e", "p", "q"])
    assert ids(watching.look(centre.tree, "emergency/release.json")) == ["e"]
    fresh = Screen(cache / "fresh", centre.root, centre.clock)
    assert ids(fresh.look(centre.tree)) == seen
    assert versions(centre) >= was
    centre.publish()
    now = watching.look(centre.tree)
    assert ids(now) == ["e", "p", "q"]
    assert now is not None
    assert now.files["a.jpg"].sha256 == hashlib.sha256(JPEG + b"3").hexdigest()
    assert ids(watching.look(centre.tree, "emergency/release.json")) == ["e"]
    assert not list(centre.path.rglob(".tmp-*"))
    assert versions(centre) > was
    return seen == ["e", "p", "q"]


LONG = [
    pytest.param(failure, 1, marks=pytest.mark.long, id=f"{failure}-every") for failure in FAILURES
]
"""Every step; the suite of each day takes every so many."""


@pytest.mark.parametrize(("failure", "stride"), [("killed", 5), ("ENOSPC", 9), *LONG])
def test_a_publication(tmp_path: Path, failure: str, stride: int) -> None:
    base = before(tmp_path / "base")
    was = versions(base)
    step, late = 1 - stride, 0
    while True:
        step += stride
        path = tmp_path / f"{step}"
        shutil.copytree(base.path, path)
        if step % 2:
            Screen(path / "s" / "watching", base.root, base.clock).look(path / "tree")
        centre = Centre(path, keys_made=False)
        with failing(step, FAILURES[failure]) as done:
            try:
                centre.publish()
            except (Killed, DeviceError) as error:
                ended: BaseException | None = error
            else:
                ended = None
        if ended is None:
            assert len(done) < step
            break
        assert isinstance(ended, Killed if failure == "killed" else DeviceError), ended
        late += judge(centre, path / "s", was)
        shutil.rmtree(path)
    assert step > 30
    assert late


def made(centre: Centre) -> None:
    keys.init(centre.office, centre.keyring(), centre.clock)


def changed(what: str, **more: Any) -> Callable[[Centre], None]:
    def act(centre: Centre) -> None:
        getattr(keys, what)(centre.office, centre.keyring(), centre.clock, **more)

    return act


@pytest.mark.parametrize(("failure", "stride"), [("killed", 4), *LONG])
@pytest.mark.parametrize(
    "act",
    [
        made, changed("add", role="release", name="hoa"), changed("rotate", role="root"),
        changed("rotate", role="online"), changed("revoke", role="emergency", name="duty"),
    ],
    ids=["init", "add", "rotate-root", "rotate-online", "revoke"],
)  # fmt: skip
def test_a_change_of_keys(
    tmp_path: Path, act: Callable[[Centre], None], failure: str, stride: int
) -> None:
    base = Centre(tmp_path / "base", keys_made=False)
    if act is not made:
        made(base)
        base.publish()
    step = 1 - stride
    while True:
        step += stride
        path = tmp_path / f"{step}"
        shutil.copytree(base.path, path)
        centre = Centre(path, keys_made=False)
        before = {each: each.read_bytes() for each in path.glob("keys/*.key")}
        with failing(step, FAILURES[failure]) as done:
            try:
                act(centre)
            except (Killed, DeviceError):
                assert len(done) >= step
            else:
                break
        assert all(each.read_bytes() == data for each, data in before.items())
        centre.publish(by=() if act is made else ("reviewer",))
        assert Screen(path / "s", centre.root, centre.clock).look(centre.tree) is not None
        assert not list(centre.path.rglob(".tmp-*"))
        shutil.rmtree(path)
    assert step > 3
