from __future__ import annotations

import base64
import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

from signage.config import RELEASE
from signage.errors import ContentError, UsageError
from signage.release._keyfile import (
    Cost,
    WrongPassphraseError,
    check_name,
    check_passphrase,
    make,
    read,
)
from signage.release._keyring import Given, Keyring
from tests.release.trees import CHEAP, NOW, PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path


def made(**changes: Any) -> dict[str, Any]:
    file, _ = make("release", "Lan", NOW, passphrase=PASSPHRASE, cost=CHEAP)
    data: dict[str, Any] = {**json.loads(file.encode()), **changes}
    return data


def opened(data: dict[str, Any], passphrase: str | None = PASSPHRASE) -> str:
    return read(json.dumps(data).encode(), "x.key").unlock(passphrase).public_key.keyid


class TestOneKey:
    def test_its_passphrase_opens_it(self) -> None:
        file, signer = make("release", "Lan", NOW, passphrase=PASSPHRASE, cost=CHEAP)
        again = read(file.encode(), "x.key").unlock(PASSPHRASE)
        again.public_key.verify_signature(signer.sign(b"words"), b"words")
        assert again.public_key.keyid == file.keyid == signer.public_key.keyid

    def test_no_other_does(self) -> None:
        for wrong in ("", "Bốn từ khó đoán", PASSPHRASE + " ", None):
            with pytest.raises(WrongPassphraseError):
                opened(made(), wrong)

    def test_a_mac_and_a_windows_pc_type_the_same_passphrase(self) -> None:
        file, _ = make("release", "Lan", NOW, passphrase="hồ", cost=CHEAP)  # noqa: S106
        assert read(file.encode(), "x.key").unlock("ho\u0302\u0300").public_key.keyid == file.keyid

    def test_the_file_has_no_private_key_in_the_clear(self) -> None:
        file, signer = make("release", "Lan", NOW, passphrase=PASSPHRASE, cost=CHEAP)
        seed = signer._private_key.private_bytes_raw()  # type: ignore[union-attr]
        assert seed not in file.encode()
        assert base64.b64encode(seed) not in file.encode()
        assert seed.hex().encode() not in file.encode()

    @pytest.mark.parametrize(
        "changes",
        [{"role": "emergency"}, {"name": "Hoa"}, {"created": "2020-01-01T00:00:00+00:00"}],
    )
    def test_what_the_file_says_is_bound_to_it(self, changes: dict[str, str]) -> None:
        with pytest.raises(WrongPassphraseError):
            opened(made(**changes))

    def test_another_public_key_in_it_is_told(self) -> None:
        with pytest.raises((ContentError, WrongPassphraseError)):
            opened(made(public=made()["public"]))

    def test_weaker_costs_are_told(self) -> None:
        data = made()
        data["seal"]["passes"] = 2
        with pytest.raises(WrongPassphraseError):
            opened(data)

    @pytest.mark.parametrize(
        "seal",
        [
            {"memory": RELEASE.unlock_memory_most + 1}, {"passes": 10_000}, {"lanes": 4096},
            {"salt": ""}, {"nonce": "AAAA"}, {"passes": 0}, {"memory": 0},
        ],
    )  # fmt: skip
    def test_a_file_that_would_exhaust_this_machine(self, seal: dict[str, Any]) -> None:
        data = made()
        data["seal"].update(seal)
        with pytest.raises(ContentError, match="cost too much"):
            opened(data)

    @pytest.mark.parametrize(
        "data",
        [b"", b"{}", b"-----BEGIN PRIVATE KEY-----", b"[" * 70_000, b"\xff"],
    )
    def test_files_that_are_no_keys(self, data: bytes) -> None:
        with pytest.raises(ContentError):
            read(data, "x.key")

    def test_damage_is_told_for_what_it_is(self) -> None:
        for changes in ({"public": "00"}, {"public": "zz"}, {"seal": None}):
            with pytest.raises(ContentError):
                opened(made(**changes))

    def test_a_newer_form_says_so(self) -> None:
        with pytest.raises(ContentError, match="newer version"):
            opened(made(format=2))

    def test_a_machine_needs_no_passphrase(self) -> None:
        file, _ = make("release", "máy chủ", NOW, passphrase=None, cost=CHEAP)
        assert file.unattended
        assert not file.locked
        assert file.unlock(None).public_key.keyid == file.keyid

    def test_the_default_costs_what_the_rules_ask_for(self) -> None:
        cost = Cost()
        assert cost.memory >= 64 * 1024
        assert cost.passes >= 3


class TestNames:
    @pytest.mark.parametrize("name", ["lan", "Nguyễn Thị Lan", "root-1", "hoa.v2", "a"])
    def test_good(self, name: str) -> None:
        assert check_name(name) == name

    @pytest.mark.parametrize("name", ["", " ", "-x", "../x", "a/b", "a\n", "x" * 41, "a\0"])
    def test_bad(self, name: str) -> None:
        with pytest.raises(UsageError):
            check_name(name)

    def test_files_have_plain_names(self) -> None:
        file, _ = make("emergency", "Đỗ Thị Hường", NOW, passphrase=None, cost=CHEAP)
        assert file.file_name == f"emergency-do-thi-huong-{file.keyid[:8]}.key"
        file, _ = make("online", "online", NOW, passphrase=None, cost=CHEAP)
        assert file.file_name == f"online-{file.keyid[:8]}.key"


class TestPassphrases:
    @pytest.mark.parametrize("words", ["", "123456", "20261123"])
    def test_a_pin_never_unlocks_a_key(self, words: str) -> None:
        with pytest.raises(UsageError):
            check_passphrase(words)

    @pytest.mark.parametrize("words", ["mật khẩu", "314159265358979"])
    def test_others_may(self, words: str) -> None:
        assert check_passphrase(words) == words


class TestKeyring:
    def test_only_the_owner_reads_them(self, tmp_path: Path) -> None:
        folder = tmp_path / "a" / "keys"
        ring = Keyring([folder], Given(PASSPHRASE), CHEAP)
        file = ring.make("release", "lan", NOW, locked=True)
        assert stat.S_IMODE((folder / file.file_name).stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    def test_several_folders_and_what_is_no_key_in_them(self, tmp_path: Path) -> None:
        one, two = tmp_path / "keys", tmp_path / "stick"
        first = Keyring([one], Given(PASSPHRASE), CHEAP).make("release", "lan", NOW, locked=True)
        second = Keyring([two], Given("khác hẳn"), CHEAP).make("root", "a", NOW, locked=True)
        (two / "torn.key").write_bytes(first.encode()[:50])
        (two / "folder.key").mkdir()
        (two / "readme.txt").write_text("x", encoding="utf-8")
        ring = Keyring([one, two, tmp_path / "unplugged"], Given(PASSPHRASE, "khác hẳn"), CHEAP)
        assert set(ring.files) == {first.keyid, second.keyid}
        assert len(ring.damaged) == 2
        assert ring.signer(second.keyid).public_key.keyid == second.keyid

    def test_of_several_whichever_opens(self, tmp_path: Path) -> None:
        lan = Keyring([tmp_path], Given("của Lan"), CHEAP).make("release", "lan", NOW, locked=True)
        hoa = Keyring([tmp_path], Given("của Hoa"), CHEAP).make("release", "hoa", NOW, locked=True)
        ring = Keyring([tmp_path], Given("của Hoa"), CHEAP)
        opened = ring.some([lan.keyid, hoa.keyid], 1)
        assert [each.public_key.keyid for each in opened] == [hoa.keyid]
        with pytest.raises(WrongPassphraseError, match="lan"):
            ring.some([lan.keyid, hoa.keyid], 2)

    def test_without_a_passphrase_it_says_how_to_give_one(self, tmp_path: Path) -> None:
        file = Keyring([tmp_path], Given("của Lan"), CHEAP).make("release", "lan", NOW, locked=True)
        with pytest.raises(UsageError, match="--passphrase-file"):
            Keyring([tmp_path], Given()).signer(file.keyid)
