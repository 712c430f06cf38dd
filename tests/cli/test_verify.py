from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest
import typer
from msgspec.structs import replace
from typer.testing import CliRunner

from signage.cli.verify import run
from signage.errors import ContentError, DeviceError, UsageError
from signage.store import Store
from tests.store._faults import activation, flip, source

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

app = typer.Typer()
app.command()(run)


def verify(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture(autouse=True)
def _as_nice_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.nice", lambda _more: 0)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "state")
    with made.lock():
        for name in ("cũ", "mới"):
            body = made.take(source(tmp_path, f"{name}.jpg", name.encode() * 99))
            scaled = made.put(name.encode(), "rendition")
            made.activate(activation(name, {f"{name}.jpg": body}, scaled))
        made.alarm(activation("lũ", {"lũ.jpg": made.take(source(tmp_path, "l", b"flood"))}))
    return made


class TestClean:
    def test_says_how_many(self, store: Store) -> None:
        done = verify("--state", store.state)
        assert done.exit_code == 0
        assert "5 bodies" in done.stdout
        assert "all as they were stored" in done.stdout

    def test_json(self, store: Store) -> None:
        done = verify("--state", store.state, "--json")
        found = json.loads(done.stdout)
        active = store.active()
        assert active is not None
        assert (found["release"], found["bodies"], found["damage"]) == (active.release, 5, [])
        assert found["bytes"] > 0
        assert done.exit_code == 0

    def test_nothing_active(self, tmp_path: Path) -> None:
        done = verify("--state", tmp_path)
        assert done.exit_code == 0
        assert "nothing is active" in done.stdout


class TestDamage:
    def test_is_told_removed_and_an_error_of_the_device(self, store: Store) -> None:
        active = store.active()
        assert active is not None
        body = active.manifest.files["mới.jpg"]
        flip(store.path(body.sha256))
        done = verify("--state", store.state)
        assert isinstance(done.exception, DeviceError)
        assert "1 of 5" in str(done.exception)
        assert "next `signage sync`" in str(done.exception)
        assert "mới.jpg is spoilt" in done.stdout
        assert not store.path(body.sha256).exists()
        again = verify("--state", store.state, "--json")
        (damage,) = json.loads(again.stdout)["damage"]
        assert damage == {
            "name": "mới.jpg", "sha256": body.sha256, "kind": "missing", "removed": False,
        }  # fmt: skip

    def test_an_agent_at_work_brings_it_in(self, store: Store) -> None:
        active = store.active()
        assert active is not None
        flip(store.path(active.manifest.files["mới.jpg"].sha256))
        with store.lock():
            done = verify("--state", store.state)
        assert "by itself" in str(done.exception)

    def test_a_record_that_is_spoilt(self, store: Store) -> None:
        flip(store.activation_path())
        done = verify("--state", store.state)
        assert isinstance(done.exception, DeviceError)
        assert "active/now.json is spoilt" in done.stdout

    def test_what_cannot_be_removed(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(_path: Path) -> None:
            raise PermissionError(13, "Permission denied")

        active = store.active()
        assert active is not None
        flip(store.path(active.manifest.files["mới.jpg"].sha256))
        monkeypatch.setattr("signage.atomic.remove", refused)
        done = verify("--state", store.state)
        assert "(and stays)" in done.stdout
        assert "as root" in str(done.exception)


class TestWrongUse:
    def test_no_state(self, tmp_path: Path) -> None:
        done = verify("--state", tmp_path / "none")
        assert isinstance(done.exception, UsageError)
        assert not (tmp_path / "none").exists()

    def test_there_is_no_journal_yet(self, store: Store) -> None:
        assert isinstance(verify("--journal", "--state", store.state).exception, UsageError)

    def test_a_record_of_a_newer_version(self, tmp_path: Path) -> None:
        store = Store(tmp_path / "state")
        with store.lock():
            store.activate(activation("p", {}))
        newer = replace(activation("p", {}), release="x")
        content = msgspec.json.encode(newer).replace(b'"signed"', b'"sealed"')
        from signage.store._record import sealed  # noqa: PLC0415  (the one place that needs it)

        store.activation_path().write_bytes(sealed(content))
        assert isinstance(verify("--state", store.state).exception, ContentError)
