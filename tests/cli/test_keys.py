from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

import pytest

from signage.cli import main
from signage.cli._passphrase import Prompt, passphrases
from signage.errors import UsageError
from signage.release import _keyring
from signage.release._keyring import Given
from tests.release.trees import CHEAP, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., int]


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `signage keys …` in `tmp_path`, where `pw` holds the passphrase."""
    monkeypatch.setattr(_keyring, "Cost", lambda: CHEAP)
    monkeypatch.delenv("SIGNAGE_PASSPHRASE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pw").write_text(PASSPHRASE + "\n", encoding="utf-8")

    def run(words: str) -> int:
        monkeypatch.setattr("sys.argv", ["signage", "keys", *words.split()])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    return run


def show(keys: Run, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, object]:
    capsys.readouterr()
    assert keys(" ".join(("show --keys k --json", *more))) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_init_and_show(keys: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        keys("init --keys k --passphrase-file pw --reviewer lan --reviewer hoa --threshold 2") == 0
    )
    told = capsys.readouterr().out
    assert "Screens pin k/1.root.json, SHA-256 " in told
    described = show(keys, capsys)
    assert described["fingerprint"] == told.split()[-1]
    roles = described["roles"]
    assert isinstance(roles, list)
    assert {role["role"]: (role["threshold"], len(role["keys"])) for role in roles} == {
        "root": (1, 1), "release": (2, 2), "emergency": (1, 1), "online": (1, 1),
    }  # fmt: skip
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "k").glob("*.key")}
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o700
    assert keys("show --keys k") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"pin: {described['fingerprint']}"
    assert "release: 2 of 2, nothing signed yet" in lines


def test_root_on_a_stick(keys: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert keys("init --keys k --root stick --passphrase-file pw") == 0
    assert not list((tmp_path / "k").glob("root-*"))
    assert len(list((tmp_path / "stick").glob("root-*.key"))) == 1
    assert keys("add --keys k --role release --name hoa --passphrase-file pw") == 2
    assert "name where they are with --root" in capsys.readouterr().err
    assert keys("add --keys k --root stick --role release --name hoa --passphrase-file pw") == 0
    assert keys("rotate --keys k --root stick --role root --passphrase-file pw") == 0
    assert len(list((tmp_path / "stick").glob("root-*.key"))) == 2
    assert keys("revoke --keys k --root stick --role release --name hoa --passphrase-file pw") == 0


def test_a_passphrase_of_ones_own(keys: Run, tmp_path: Path) -> None:
    (tmp_path / "hoa").write_text("của riêng Hoa", encoding="utf-8")
    assert keys("init --keys k --passphrase-file pw") == 0
    add = "add --keys k --role release --name hoa --passphrase-file pw --new-passphrase-file hoa"
    assert keys(add) == 0
    (path,) = (tmp_path / "k").glob("release-hoa-*.key")
    ring = _keyring.Keyring([tmp_path / "k"], Given("của riêng Hoa"))
    (keyid,) = [each for each, (_, place) in ring.files.items() if place == path]
    assert ring.signer(keyid)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("show --keys nothing", "make them with `signage keys init`"),
        ("init --keys k --passphrase-file none", "name a passphrase file"),
        ("init --keys k", "a passphrase"),
        ("init --keys k --passphrase-file pw --reviewer ../x", "cannot name a key"),
        ("init --keys k --passphrase-file pw --root-keys 2 --root-threshold 3", "root keys"),
        ("add --keys k --role pope --name x", "pope"),
        ("add --keys k", "Missing option"),
    ],
)
def test_wrong_use(keys: Run, words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert keys(words) == 2
    assert said in capsys.readouterr().err


def test_a_wrong_passphrase(keys: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert keys("init --keys k --passphrase-file pw") == 0
    (tmp_path / "pw").write_text("sai", encoding="utf-8")
    assert keys("add --keys k --role release --name hoa --passphrase-file pw") == 2
    assert capsys.readouterr().err == "signage: wrong passphrase for root key root-1\n"


class TestWhereItComesFrom:
    def test_a_file_has_one_line(self, tmp_path: Path) -> None:
        file = tmp_path / "pw"
        for data in (b"mot hai ba\n", b"mot hai ba", b"mot hai ba\r\n", b"mot hai ba\nnote\n"):
            file.write_bytes(data)
            assert list(passphrases([file]).offers("release", "lan")) == ["mot hai ba"]

    @pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe", b"x" * 5000])
    def test_what_is_no_passphrase(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "pw").write_bytes(data)
        with pytest.raises(UsageError):
            passphrases([tmp_path / "pw"])

    def test_the_variable_goes_even_where_a_file_serves(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SIGNAGE_PASSPHRASE", "one")
        (tmp_path / "pw").write_text("two", encoding="utf-8")
        assert list(passphrases([tmp_path / "pw"]).offers("release", "lan")) == ["two"]
        assert "SIGNAGE_PASSPHRASE" not in os.environ

    def test_a_person_types_it_once(self) -> None:
        typed = iter(["sai", "đúng rồi"])
        asked: list[str] = []

        def ask(question: str) -> str:
            asked.append(question)
            return next(typed)

        prompt = Prompt(ask=ask)
        offers = prompt.offers("release", "lan")
        assert [next(offers), next(offers)] == ["sai", "đúng rồi"]
        assert next(prompt.offers("root", "root-1")) == "sai"  # tried before anybody is asked
        assert asked == ["Passphrase of the release key lan: "] * 2

    def test_an_end_of_input_is_no_passphrase(self) -> None:
        def ask(question: str) -> str:
            raise EOFError

        with pytest.raises(UsageError, match="no passphrase was typed"):
            next(Prompt(ask=ask).offers("release", "lan"))

    def test_a_new_one_is_typed_twice(self) -> None:
        typed = iter(["một hai", "một hai", "", "ba", "bốn"])
        prompt = Prompt(ask=lambda _question: next(typed))
        assert prompt.fresh("root", "root-1") == "một hai"
        assert prompt.fresh("release", "lan") == "một hai"
        with pytest.raises(UsageError, match="two passphrases"):
            prompt.fresh("emergency", "duty")
