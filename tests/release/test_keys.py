"""Who may sign what, judged by an independent client."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tuf.api.exceptions import RepositoryError, UnsignedMetadataError
from tuf.api.metadata import Metadata, Root, Targets

from signage.errors import ContentError, DeviceError, TrustError, UsageError
from signage.release import keys
from signage.release._authority import holders, threshold
from signage.release.publish import Given, Keyring, Office, WrongPassphraseError
from signage.release.roles import reviewed, signed_by
from tests.release.client import Screen
from tests.release.trees import CHEAP, EMERGENCY_YAML, PASSPHRASE, Centre

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path, reviewers=("lan",), duty=("hùng",))


def screen(centre: Centre, name: str = "screen") -> Screen:
    return Screen(centre.path / name, centre.root, centre.clock)


def act(centre: Centre, what: str, *, keyring: Keyring | None = None, **more: Any) -> None:
    getattr(keys, what)(centre.office, keyring or centre.keyring(), centre.clock, **more)


def delegator(centre: Centre) -> Targets:
    signed: Targets = Metadata[Targets].from_bytes(centre.newest("targets")).signed
    return signed


class TestTheFirst:
    def test_expiry_and_thresholds(self, centre: Centre) -> None:
        centre.publish()
        centre.write({"e.yaml": EMERGENCY_YAML})
        centre.publish(role="emergency")
        days = {
            role: (Metadata.from_bytes(centre.newest(role)).signed.expires - centre.clock).days
            for role in ("root", "targets", "release", "emergency", "snapshot")
        }
        days["timestamp"] = (centre.read("timestamp.json").signed.expires - centre.clock).days
        assert days == {
            "root": 3653, "targets": 3653, "release": 396, "emergency": 396, "snapshot": 30,
            "timestamp": 30,
        }  # fmt: skip
        root = Metadata[Root].from_bytes(centre.root).signed
        assert root.consistent_snapshot
        assert root.roles["targets"].keyids == root.roles["root"].keyids
        assert root.roles["snapshot"].keyids == root.roles["timestamp"].keyids
        roles = delegator(centre).delegations.roles  # type: ignore[union-attr]
        assert roles is not None
        assert {name: (role.paths, role.terminating) for name, role in roles.items()} == {
            "release": (["release.json"], True),
            "emergency": (["emergency/release.json"], True),
        }

    def test_only_once(self, centre: Centre) -> None:
        before = centre.root
        with pytest.raises(UsageError, match="has keys already"):
            act(centre, "init")
        assert centre.root == before

    @pytest.mark.parametrize(
        "wrong",
        [
            {"reviewers": ("a", "a")}, {"reviewers": ("a",), "needs": 2}, {"needs": 0},
            {"root_keys": 2, "root_needs": 3}, {"root_keys": 0}, {"reviewers": ("../a",)},
        ],
    )  # fmt: skip
    def test_what_cannot_be(self, tmp_path: Path, wrong: dict[str, Any]) -> None:
        with pytest.raises(UsageError):
            Centre(tmp_path, **wrong)
        assert not (tmp_path / "keys" / "authority.json").exists()

    def test_a_pin_is_refused_and_nothing_holds(self, tmp_path: Path) -> None:
        centre = Centre(tmp_path, keys_made=False)
        with pytest.raises(UsageError, match="PIN"):
            act(centre, "init", keyring=centre.keyring("123456"))
        act(centre, "init")
        assert centre.publish().version == 1

    def test_a_first_run_that_was_cut_is_begun_anew(self, tmp_path: Path) -> None:
        centre = Centre(tmp_path, keys_made=False)
        with centre.office.alone():
            centre.office.begin()
        centre.keyring().make("root", "root-1", centre.clock, locked=True)
        assert centre.publish().keys_made

    def test_keys_without_their_record_are_not_replaced(self, centre: Centre) -> None:
        (centre.keys / "authority.json").unlink()
        with pytest.raises(DeviceError, match="restore its backup"):
            centre.publish()

    @pytest.mark.parametrize("name", ["authority.json", "repository.json"])
    @pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"roots": [], "targets": ""}'])
    def test_a_damaged_record_is_told(self, centre: Centre, name: str, data: bytes) -> None:
        centre.publish()
        (centre.keys / name).write_bytes(data)
        with pytest.raises(DeviceError):
            centre.publish()

    @pytest.mark.parametrize("name", ["authority.json", "repository.json"])
    def test_a_newer_record_is_told(self, centre: Centre, name: str) -> None:
        data = json.loads((centre.keys / name).read_bytes())
        (centre.keys / name).write_text(json.dumps({**data, "format": 2}), encoding="utf-8")
        with pytest.raises(ContentError, match="newer version"):
            centre.publish()

    def test_one_byte_in_who_may_sign(self, centre: Centre) -> None:
        data = json.loads((centre.keys / "authority.json").read_bytes())
        data["targets"] = data["targets"].replace('"threshold":1', '"threshold":2')
        (centre.keys / "authority.json").write_text(json.dumps(data), encoding="utf-8")
        with pytest.raises(DeviceError, match="damaged"):
            centre.publish()


class TestReviewers:
    def test_one_more(self, centre: Centre) -> None:
        act(centre, "add", role="release", name="hoa", keyring=Keyring(
            [centre.keys], Given(PASSPHRASE, fresh="của Hoa"), CHEAP))  # fmt: skip
        told = centre.publish(keyring=centre.keyring("của Hoa"))
        assert told.signed_by == ["hoa"]
        assert screen(centre).look(centre.tree) is not None
        metadata: Metadata[Any] = Metadata.from_bytes(centre.newest("release"))
        assert signed_by(delegator(centre), "release", metadata) == ["hoa"]
        assert reviewed(delegator(centre), "release", metadata)

    def test_names_are_one_persons(self, centre: Centre) -> None:
        with pytest.raises(UsageError, match="lan has a release key"):
            act(centre, "add", role="release", name="lan")
        act(centre, "add", role="emergency", name="lan")
        assert [each.name for each in holders(centre.authority, "emergency")] == ["hùng", "lan"]

    def test_without_root_nothing_is_made(self, centre: Centre) -> None:
        for path in centre.keys.glob("root-*.key"):
            path.rename(centre.path / path.name)
        before = sorted(centre.keys.iterdir())
        acts = ("add release hoa", "rotate release lan", "revoke emergency hùng")
        for what, role, name in (each.split() for each in acts):
            with pytest.raises(UsageError, match="--root"):
                act(centre, what, role=role, name=name)
        assert sorted(centre.keys.iterdir()) == before
        assert centre.publish().version == 1  # every day's work goes on without it

    def test_with_a_wrong_passphrase_nothing_is_made(self, centre: Centre) -> None:
        before = sorted(centre.keys.iterdir())
        with pytest.raises(WrongPassphraseError, match="root"):
            act(centre, "add", role="release", name="hoa", keyring=centre.keyring("sai"))
        assert sorted(centre.keys.iterdir()) == before

    def test_one_that_was_revoked_signs_no_more(self, centre: Centre) -> None:
        act(centre, "add", role="release", name="hoa")
        centre.publish(by=("lan",))
        old = centre.newest("release")
        act(centre, "revoke", role="release", name="lan")
        with pytest.raises(UsageError, match="lan"):
            centre.publish(by=("lan",))
        told = centre.publish()
        assert told.signed_by == ["hoa"]  # the content stood, its signature did not
        assert not told.changed
        assert told.version == 2
        assert screen(centre).look(centre.tree) is not None
        forged: Metadata[Any] = Metadata.from_bytes(old)
        forged.signed.version = 3
        lan = centre.keyring()
        (keyid,) = [
            id_
            for id_, (file, _) in lan.files.items()
            if (file.role, file.name) == ("release", "lan")
        ]
        forged.sign(lan.signer(keyid))
        centre.reseal(release=forged.to_bytes())
        with pytest.raises(UnsignedMetadataError):
            screen(centre, "other").look(centre.tree)

    def test_until_then_the_tree_holds_as_it_was(self, centre: Centre) -> None:
        centre.publish()
        act(centre, "add", role="release", name="hoa")
        act(centre, "revoke", role="release", name="lan")
        watching = screen(centre)
        told = centre.refresh()
        assert "publish the release again" in told.notes[0]
        assert watching.look(centre.tree) is not None
        centre.write({"e.yaml": EMERGENCY_YAML})
        assert centre.publish(role="emergency").notes
        assert watching.look(centre.tree, "emergency/release.json") is not None
        assert not centre.publish().notes
        assert watching.look(centre.tree) is not None
        assert Metadata.from_bytes(centre.newest("targets")).signed.version == 3

    def test_a_lost_key_is_renewed_by_root_alone(self, centre: Centre) -> None:
        centre.publish()
        for path in centre.keys.glob("release-lan-*.key"):
            path.unlink()
        with pytest.raises(UsageError, match="0 are in"):
            centre.publish()
        act(centre, "rotate", role="release", name="lan")
        assert centre.publish().signed_by == ["lan"]
        assert screen(centre).look(centre.tree) is not None

    def test_the_last_one_cannot_go(self, centre: Centre) -> None:
        with pytest.raises(UsageError, match="add another key first"):
            act(centre, "revoke", role="release", name="lan")
        act(centre, "revoke", role="emergency", name="hùng")  # duty is an option
        centre.write({"e.yaml": EMERGENCY_YAML})
        with pytest.raises(UsageError, match="nobody"):
            centre.publish(role="emergency")

    def test_nobody_of_that_name(self, centre: Centre) -> None:
        for what in ("revoke", "rotate"):
            with pytest.raises(UsageError, match="lan"):
                act(centre, what, role="release", name="minh")


class TestTwoMustApprove:
    @pytest.fixture
    def centre(self, tmp_path: Path) -> Centre:
        return Centre(tmp_path, reviewers=("lan", "hoa", "minh"), needs=2)

    def test_two_do(self, centre: Centre) -> None:
        told = centre.publish(by=("lan", "minh"))
        assert told.signed_by == ["lan", "minh"]
        assert screen(centre).look(centre.tree) is not None
        assert len(centre.publish().signed_by) == 0

    def test_one_does_not(self, centre: Centre) -> None:
        with pytest.raises(UsageError, match="2 have to sign"):
            centre.publish(by=("lan",))
        for path in [*centre.keys.glob("release-minh*"), *centre.keys.glob("release-hoa*")]:
            path.unlink()
        with pytest.raises(UsageError, match="2 release keys must sign, and 1 is in"):
            centre.publish()
        assert not (centre.tree / "metadata" / "timestamp.json").exists()

    def test_a_screen_wants_two_as_well(self, centre: Centre) -> None:
        centre.publish()
        metadata: Metadata[Any] = Metadata.from_bytes(centre.newest("release"))
        metadata.signed.version += 1
        ring = centre.keyring()
        lan = holders(centre.authority, "release")[0]
        metadata.sign(ring.signer(lan.keyid))
        centre.reseal(release=metadata.to_bytes())
        with pytest.raises(UnsignedMetadataError):
            screen(centre).look(centre.tree)

    def test_fewer_are_left_than_must_sign(self, centre: Centre) -> None:
        act(centre, "revoke", role="release", name="lan")
        with pytest.raises(UsageError, match="add another key first"):
            act(centre, "revoke", role="release", name="hoa")
        act(centre, "revoke", role="release", name="hoa", needs=1)
        assert threshold(centre.authority, "release") == 1

    def test_a_machine_is_no_second_person(self, centre: Centre) -> None:
        with pytest.raises(UsageError, match="both are persons"):
            act(centre, "add", role="release", name="máy", unattended=True)

    def test_nor_where_two_are_asked_for_later(self, centre: Centre) -> None:
        act(centre, "revoke", role="release", name="lan", needs=1)
        act(centre, "add", role="release", name="máy", unattended=True)
        for what, name in (("add", "thu"), ("revoke", "minh")):
            with pytest.raises(UsageError, match="both are persons"):
                act(centre, what, role="release", name=name, needs=2)


class TestMachines:
    def test_what_it_signs_is_not_reviewed(self, centre: Centre) -> None:
        act(centre, "add", role="release", name="máy chủ", unattended=True)
        told = centre.publish(keyring=Keyring([centre.keys], Given(), CHEAP))
        assert told.signed_by == ["máy chủ"]
        assert not told.reviewed
        seen = screen(centre).look(centre.tree)
        assert seen is not None
        assert not seen.reviewed
        metadata: Metadata[Any] = Metadata.from_bytes(centre.newest("release"))
        assert not reviewed(delegator(centre), "release", metadata)

    def test_a_person_approves_the_same_later_and_it_stays_so(self, centre: Centre) -> None:
        act(centre, "add", role="release", name="máy", unattended=True)
        machine = Keyring([centre.keys], Given(), CHEAP)
        centre.publish(keyring=machine)
        assert centre.publish().version == 2
        seen = screen(centre).look(centre.tree)
        assert seen is not None
        assert seen.reviewed
        again = centre.publish(keyring=machine)
        assert (again.version, again.reviewed) == (2, True)

    def test_with_a_wrong_passphrase_no_machine_steps_in(self, centre: Centre) -> None:
        act(centre, "add", role="release", name="máy", unattended=True)
        with pytest.raises(WrongPassphraseError):
            centre.publish(keyring=centre.keyring("sai"))

    def test_only_for_releases(self, centre: Centre) -> None:
        with pytest.raises(UsageError, match="a person's"):
            act(centre, "add", role="emergency", name="máy", unattended=True)


class TestTheOnlineKey:
    def test_a_new_one(self, centre: Centre) -> None:
        centre.publish()
        watching = screen(centre)
        watching.look(centre.tree)
        act(centre, "rotate", role="online")
        watching.look(centre.tree)
        centre.refresh()
        assert watching.look(centre.tree) is not None
        assert len(list((centre.tree / "metadata").glob("*.root.json"))) == 2
        old = [each.name for each in holders(centre.authority, "online")]
        assert old == ["online"]

    def test_screens_that_know_either_root_take_the_tree_between(self, centre: Centre) -> None:
        """A publication that is killed before the new root comes into sight leaves this."""
        centre.publish()
        act(centre, "rotate", role="online")
        centre.refresh()
        hidden = centre.tree / "metadata" / "2.root.json"
        data = hidden.read_bytes()
        hidden.unlink()
        assert screen(centre, "one").look(centre.tree) is not None
        hidden.write_bytes(data)
        assert screen(centre, "two").look(centre.tree) is not None
        centre.refresh()  # from here on the new key alone signs
        assert len(centre.read("timestamp.json").signatures) == 1

    def test_when_the_old_one_is_gone(self, centre: Centre) -> None:
        centre.publish()
        for path in centre.keys.glob("online-*.key"):
            path.unlink()
        with pytest.raises(UsageError, match="online key is not here"):
            centre.publish()
        act(centre, "rotate", role="online")
        centre.publish()
        assert screen(centre).look(centre.tree) is not None

    def test_it_is_neither_added_nor_revoked(self, centre: Centre) -> None:
        for what in ("add", "revoke"):
            with pytest.raises(UsageError, match="one online key"):
                act(centre, what, role="online", name="x")


class TestRoot:
    def test_three_of_which_two_suffice(self, tmp_path: Path) -> None:
        sticks = [tmp_path / name for name in ("a", "b", "c")]
        centre = Centre(tmp_path, keys_made=False)
        act(
            centre, "init", root_keys=3, root_needs=2, root_folders=sticks,
            keyring=centre.keyring(folders=sticks),
        )  # fmt: skip
        assert not list(centre.keys.glob("root-*.key"))
        centre.publish()
        with pytest.raises(UsageError, match="takes 2 of the 3 root keys, and 1"):
            act(
                centre,
                "add",
                role="release",
                name="hoa",
                keyring=centre.keyring(folders=sticks[:1]),
            )
        shutil.rmtree(sticks[1])
        left = [sticks[0], sticks[2]]
        new = tmp_path / "new"
        act(
            centre, "rotate", role="root", name="root-2", to=new,
            keyring=centre.keyring(folders=left),
        )  # fmt: skip
        centre.publish()
        watching = screen(centre)
        assert watching.look(centre.tree) is not None
        act(
            centre, "add", role="release", name="hoa",
            keyring=centre.keyring(folders=[new, sticks[2]]),
        )  # fmt: skip
        assert centre.publish(by=("hoa",)).version == 1
        assert watching.look(centre.tree) is not None

    def test_a_screen_that_was_off_for_years_follows_the_chain(self, centre: Centre) -> None:
        centre.publish()
        sleeping = screen(centre)
        sleeping.look(centre.tree)
        for _ in range(3):
            act(centre, "rotate", role="root")
            act(centre, "rotate", role="online")
            centre.refresh()
        assert sleeping.look(centre.tree) is not None
        names = sorted(path.name for path in (centre.tree / "metadata").glob("*.root.json"))
        assert names == [f"{n}.root.json" for n in range(1, 8)]

    def test_a_new_root_between_two_publications(self, centre: Centre) -> None:
        centre.publish()
        act(centre, "rotate", role="root")
        centre.refresh()
        hidden = centre.tree / "metadata" / "2.root.json"
        hidden.unlink()  # killed before it came into sight
        assert screen(centre).look(centre.tree) is not None
        centre.refresh()
        assert screen(centre, "two").look(centre.tree) is not None

    def test_an_old_record_put_back_is_refused(self, centre: Centre) -> None:
        old = (centre.keys / "authority.json").read_bytes()
        act(centre, "add", role="release", name="hoa")
        centre.publish(by=("hoa",))
        (centre.keys / "authority.json").write_bytes(old)
        with pytest.raises(TrustError, match="old copy"):
            centre.publish()

    def test_two_ceremonies_at_once_leave_no_two_truths(self, centre: Centre) -> None:
        other = Office(centre.path / "offline")
        shutil.copytree(centre.keys, other.path)
        act(centre, "add", role="release", name="hoa")
        centre.publish()
        ring = Keyring([other.path], Given(PASSPHRASE), CHEAP)
        keys.add(other, ring, centre.clock, role="release", name="minh")
        shutil.copy(other.path / "authority.json", centre.keys)
        with pytest.raises(TrustError):
            centre.publish()


class TestShow:
    def test_it_tells_what_there_is(self, centre: Centre) -> None:
        act(centre, "rotate", role="release", name="lan")
        (centre.keys / "torn.key").write_bytes(b"{")
        told = keys.describe(centre.office, Keyring([centre.keys], Given(), CHEAP))
        assert told.fingerprint == centre.authority.fingerprint
        roles = {each.role: each for each in told.roles}
        assert {name: [key.name for key in role.keys] for name, role in roles.items()} == {
            "root": ["root-1"], "release": ["lan"], "emergency": ["hùng"], "online": ["online"],
        }  # fmt: skip
        assert all(key.file for role in told.roles for key in role.keys)
        assert len(told.unused) == 1
        assert len(told.damaged) == 1
        assert not told.published
        centre.publish()
        again = keys.describe(centre.office, centre.keyring())
        assert again.published
        assert {each.role: each.version for each in again.roles} == {
            "root": 1, "release": 1, "emergency": 0, "online": 1,
        }  # fmt: skip

    def test_without_keys_it_says_how_to_make_them(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="signage keys init"):
            keys.describe(Office(tmp_path), Keyring([tmp_path], Given()))


def test_what_expired_is_signed_anew_with_the_content_that_stands(centre: Centre) -> None:
    centre.publish()
    centre.clock += timedelta(days=40)
    with pytest.raises(RepositoryError, match="expired"):
        screen(centre).look(centre.tree)
    assert centre.publish().signed_by == []
    assert screen(centre).look(centre.tree) is not None
    centre.clock += timedelta(days=200)
    assert centre.publish().signed_by == ["lan"]  # half of its time had gone
    assert screen(centre).look(centre.tree) is not None


def test_who_signs_each_day_is_told_what_ends(centre: Centre) -> None:
    centre.publish()
    centre.clock += timedelta(days=340)
    (note,) = centre.refresh().notes
    assert note == "screens take the release until 2027-12-24: publish it again before"
    assert centre.publish().notes == []
    centre.clock += timedelta(days=3290)
    told = centre.publish().notes
    assert told == ["the root's word ends on 2036-11-23: `signage keys rotate --role root` before"]
    act(centre, "rotate", role="root")
    assert centre.publish().notes == []
