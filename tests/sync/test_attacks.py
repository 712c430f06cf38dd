"""The attacks that the TUF specification names (section 1.5.2), and those on our own rules.

Each ends in the same way: what was last good is still active, `sync` says so, with the exit code of
whoever is at fault: 6 for bytes that are not to be trusted, 4 for bytes that did not come.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from signage.errors import ContentError
from signage.release import keys
from signage.release.manifest import Body
from signage.sync._transport import Fetched, TransportError
from tests.release.trees import Centre
from tests.sync._kiosk import EMERGENCY_YAML, PNG, Kiosk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signage.release.manifest import Manifest

FAR = timedelta(days=396)


pytestmark = pytest.mark.usefixtures("hasty")


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path / "centre")
    publish(made, "một")
    return made


@pytest.fixture
def kiosk(tmp_path: Path, centre: Centre) -> Kiosk:
    """Release 1 is active on it."""
    made = Kiosk(tmp_path, centre)
    made.run()
    assert (made.release, made.code) == (1, 0)
    return made


def publish(centre: Centre, words: str) -> None:
    centre.write(
        {"p.yaml": f"name: {words}\nitems:\n- image: a.png\n"}, {"a.png": PNG + words.encode()}
    )
    centre.publish()


def alarm(centre: Centre) -> None:
    centre.write({"lu.yaml": EMERGENCY_YAML})
    centre.publish(role="emergency")


def warned(centre: Centre) -> None:
    """Both roles are published: release 2, emergency 1."""
    alarm(centre)
    publish(centre, "hai")


def manifest(kiosk: Kiosk) -> Manifest:
    active = kiosk.store.active()
    assert active is not None
    return active.manifest


def targets(centre: Centre, version: int, *paths: str, data: bytes = b"{}") -> Targets:
    return Targets(
        version, expires=centre.clock + FAR,
        targets={path: TargetFile.from_data(path, data, ["sha256"]) for path in paths},
    )  # fmt: skip


def timestamp(centre: Centre) -> Timestamp:
    return (
        Metadata[Timestamp]
        .from_bytes((centre.tree / "metadata" / "timestamp.json").read_bytes())
        .signed
    )


def snapshot(centre: Centre) -> Snapshot:
    return Metadata[Snapshot].from_bytes(centre.newest("snapshot")).signed


def stamp(centre: Centre, version: int, data: bytes, **more: object) -> None:
    """A new timestamp over the bytes of a snapshot of that version."""
    known = timestamp(centre)
    expires = more.get("expires", centre.clock + timedelta(days=30))
    new = Timestamp(
        known.version + 1, expires=expires,  # type: ignore[arg-type]
        snapshot_meta=MetaFile.from_data(version, data, ["sha256"]),
    )  # fmt: skip
    centre.put("timestamp.json", centre.sign("timestamp", new))


def refuses(kiosk: Kiosk, words: str = "", *, release: int = 1, code: int = 6) -> None:
    """It says so, and the last good is on; after a restart still."""
    before = kiosk.store.activation_path().read_bytes()
    for _ in range(2):
        kiosk.run(8)
        assert kiosk.release == release
        assert (kiosk.code, kiosk.state) == (code, "refused" if code == 6 else "lost"), kiosk.error
        assert words in kiosk.error
        kiosk.restart()
    assert kiosk.store.activation_path().read_bytes() == before


class TestArbitrarySoftware:
    def test_a_body_of_the_right_length(self, kiosk: Kiosk) -> None:
        publish(kiosk.centre, "hai")
        for path in (kiosk.centre.tree / "targets").iterdir():
            if path.is_file() and "." not in path.name:
                path.write_bytes(bytes(path.stat().st_size))
        refuses(kiosk, "SHA-256")

    def test_a_manifest_of_the_right_length(self, kiosk: Kiosk) -> None:
        publish(kiosk.centre, "hai")
        for path in (kiosk.centre.tree / "targets").glob("*.release.json"):
            path.write_bytes(path.read_bytes().replace(b"hai", b"bad"))
        refuses(kiosk, "not what was signed")

    def test_a_whole_tree_of_somebody_else(self, kiosk: Kiosk, tmp_path: Path) -> None:
        other = Centre(tmp_path / "other")
        publish(other, "cá cược")
        other.refresh()
        other.refresh()
        kiosk.wire.folder = other.tree
        refuses(kiosk, "not signed by those who may")


class TestRollback:
    def test_of_the_whole_tree(self, kiosk: Kiosk, tmp_path: Path) -> None:
        shutil.copytree(kiosk.centre.tree, tmp_path / "old")
        publish(kiosk.centre, "hai")
        kiosk.run()
        assert kiosk.release == 2
        kiosk.wire.folder = tmp_path / "old"
        refuses(kiosk, "old copy", release=2)

    def test_of_the_timestamp_where_nothing_else_changed(
        self, kiosk: Kiosk, tmp_path: Path
    ) -> None:
        shutil.copytree(kiosk.centre.tree, tmp_path / "old")
        kiosk.centre.refresh()
        kiosk.run()
        assert kiosk.code == 0
        kiosk.wire.folder = tmp_path / "old"
        refuses(kiosk, "old copy")

    def test_of_the_snapshot(self, kiosk: Kiosk) -> None:
        old, version = kiosk.centre.newest("snapshot"), snapshot(kiosk.centre).version
        publish(kiosk.centre, "hai")
        kiosk.run()
        stamp(kiosk.centre, version, old)
        refuses(kiosk, "old copy", release=2)

    @pytest.mark.parametrize("role", ["targets", "release", "emergency"])
    def test_of_a_role_with_the_online_key(self, kiosk: Kiosk, role: str) -> None:
        warned(kiosk.centre)
        if role == "targets":  # its first version
            old = (kiosk.centre.tree / "metadata" / "1.targets.json").read_bytes()
            keys.add(
                kiosk.centre.office, kiosk.centre.keyring(), kiosk.centre.clock,
                role="release", name="lan",
            )  # fmt: skip
        else:
            old = kiosk.centre.newest(role)
        kiosk.centre.write({"lu.yaml": EMERGENCY_YAML.replace("Lũ", "Bão")})
        kiosk.centre.publish(role="emergency")
        publish(kiosk.centre, "ba")
        kiosk.run()
        assert (kiosk.release, kiosk.code) == (3, 0)
        kiosk.centre.reseal(**{role: old})
        refuses(kiosk, "old copy", release=3)

    def test_of_root(self, kiosk: Kiosk) -> None:
        publish(kiosk.centre, "hai")
        kiosk.centre.put("2.root.json", kiosk.centre.root)
        refuses(kiosk, "old copy")

    def test_of_everything_after_the_trust_record_was_torn(
        self, kiosk: Kiosk, tmp_path: Path
    ) -> None:
        shutil.copytree(kiosk.centre.tree, tmp_path / "old")
        publish(kiosk.centre, "hai")
        kiosk.run()
        assert kiosk.release == 2
        kiosk.wire.folder = tmp_path / "old"
        (kiosk.store.state / "trust.json").write_bytes(b"")  # the former one answers
        kiosk.restart()
        refuses(kiosk, "version 1 of the release, and version 2 was here", release=2)
        kiosk.forget_trust()  # nothing but the pinned root and the activation answers
        kiosk.restart()
        refuses(kiosk, "version 1 of the release, and version 2 was here", release=2)
        kiosk.wire.folder = kiosk.centre.tree
        kiosk.run(120)
        assert kiosk.code == 0

    def test_of_an_emergency_after_the_trust_record_was_torn(
        self, kiosk: Kiosk, tmp_path: Path
    ) -> None:
        alarm(kiosk.centre)
        kiosk.run()
        assert kiosk.urgent == ("lu",)
        shutil.copytree(kiosk.centre.tree, tmp_path / "old")
        (kiosk.centre.folder / "playlists" / "lu.yaml").unlink()
        kiosk.centre.publish(role="emergency")
        kiosk.run()
        assert not kiosk.urgent
        kiosk.wire.folder = tmp_path / "old"
        kiosk.forget_trust()
        kiosk.restart()
        kiosk.run()
        assert not kiosk.urgent
        assert kiosk.code == 6

    def test_without_the_pinned_root_too(self, kiosk: Kiosk, tmp_path: Path) -> None:
        kiosk.forget_trust()
        kiosk.source.anchor = None
        kiosk.restart()
        refuses(kiosk, "--trust")


class TestFastForward:
    def test_new_online_keys_lead_back(self, kiosk: Kiosk) -> None:
        """Whoever had the online key counted versions up to the sky (5.3.11)."""
        centre = kiosk.centre
        known = snapshot(centre)
        meta = {**known.meta}
        thief = Snapshot(10**6, expires=centre.clock + FAR, meta=meta)
        data = centre.sign("snapshot", thief)
        centre.put("1000000.snapshot.json", data)
        high = Timestamp(
            10**6, expires=centre.clock + FAR,
            snapshot_meta=MetaFile.from_data(10**6, data, ["sha256"]),
        )  # fmt: skip
        centre.put("timestamp.json", centre.sign("timestamp", high))
        kiosk.run()
        assert kiosk.code == 0
        publish(centre, "hai")  # its own versions are far below
        refuses(kiosk, "old copy")
        keys.rotate(centre.office, centre.keyring(), centre.clock, role="online")
        publish(centre, "ba")
        kiosk.run(3700)
        assert (kiosk.release, kiosk.code) == (3, 0)

    def test_the_floors_of_the_activation_give_way_too(self, kiosk: Kiosk) -> None:
        centre = kiosk.centre
        active = kiosk.store.active()
        assert active is not None
        kiosk.store.activate(replace(active, version=10**6))  # what a thief had us activate
        kiosk.forget_trust()
        kiosk.restart()
        kiosk.run()
        assert (kiosk.release, kiosk.code) == (10**6, 6)
        keys.rotate(centre.office, centre.keyring(), centre.clock, role="online")
        publish(centre, "hai")
        kiosk.run(3700)
        assert (kiosk.release, kiosk.code) == (2, 0)


class TestFreeze:
    def test_the_timestamp_grows_old(self, kiosk: Kiosk) -> None:
        kiosk.time.seconds += timedelta(days=31).total_seconds()  # and the centre signs nothing
        refuses(kiosk, "expired")
        kiosk.centre.clock += timedelta(days=31)
        kiosk.centre.refresh()
        kiosk.run(120)
        assert (kiosk.code, kiosk.state) == (0, "current")

    def test_it_is_noticed_when_it_happens(self, kiosk: Kiosk) -> None:
        kiosk.time.seconds += timedelta(days=29, hours=23, minutes=30).total_seconds()
        kiosk.run(1200)
        assert kiosk.code == 0
        kiosk.run(1200)
        assert kiosk.code == 6

    @pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets", "release", "emergency"])
    def test_a_role_that_expired(self, kiosk: Kiosk, role: str) -> None:
        centre = kiosk.centre
        warned(centre)
        past = centre.clock - timedelta(days=1)
        if role == "timestamp":
            stamp(centre, snapshot(centre).version, centre.newest("snapshot"), expires=past)
        elif role == "snapshot":
            known = snapshot(centre)
            data = centre.sign(
                "snapshot", Snapshot(known.version + 1, expires=past, meta=known.meta)
            )
            centre.put(f"{known.version + 1}.snapshot.json", data)
            stamp(centre, known.version + 1, data)
        else:
            old = Metadata[Targets].from_bytes(centre.newest(role)).signed
            old.expires, old.version = past, old.version + 1
            centre.reseal(**{role: centre.sign(role, old)})
        if role == "emergency":  # which never holds back the release
            kiosk.run()
            assert (kiosk.release, kiosk.urgent) == (2, ())
            refuses(kiosk, "expired", release=2)
            return
        refuses(kiosk, "expired")
        assert kiosk.urgent == (("lu",) if role == "release" else ())

    def test_root_expired(self, kiosk: Kiosk) -> None:
        kiosk.centre.clock += timedelta(days=3660)
        kiosk.time.seconds += timedelta(days=3660).total_seconds()
        kiosk.centre.refresh()
        refuses(kiosk, "expired")


class TestMixAndMatch:
    @pytest.mark.parametrize("role", ["snapshot", "targets", "release"])
    def test_files_of_different_times(self, tmp_path: Path, kiosk: Kiosk, role: str) -> None:
        centre = kiosk.centre
        if role == "targets":
            keys.add(centre.office, centre.keyring(), centre.clock, role="release", name="lan")
        old = centre.newest(role)
        publish(centre, "hai")
        version = Metadata.from_bytes(centre.newest(role)).signed.version
        whole = centre.newest(role)
        kiosk.wire.lies[f"metadata/{version}.{role}.json"] = old.ljust(len(whole))[: len(whole)]
        if role == "targets" and whole == old:
            pytest.fail("nothing was mixed")
        refuses(kiosk, "not what was signed")


class TestKeys:
    @pytest.mark.parametrize(
        ("role", "by"),
        [
            ("timestamp", "release"), ("snapshot", "release"), ("targets", "release"),
            ("targets", "online"), ("release", "emergency"), ("release", "online"),
        ],
    )  # fmt: skip
    def test_of_another_role(self, kiosk: Kiosk, role: str, by: str) -> None:
        centre = kiosk.centre
        publish(centre, "hai")
        if role == "timestamp":
            known = timestamp(centre)
            known.version += 1
            centre.put("timestamp.json", centre.sign("timestamp", known, by=by))
        elif role == "snapshot":
            old = snapshot(centre)
            old.version += 1
            data = centre.sign("snapshot", old, by=by)
            centre.put(f"{old.version}.snapshot.json", data)
            stamp(centre, old.version, data)
        else:
            signed = Metadata[Targets].from_bytes(centre.newest(role)).signed
            signed.version += 1
            centre.reseal(**{role: centre.sign(role, signed, by=by)})
        refuses(kiosk, "not signed by those who may")

    def test_a_root_signed_by_others(self, kiosk: Kiosk) -> None:
        root = Metadata[Root].from_bytes(kiosk.centre.root).signed
        root.version = 2
        publish(kiosk.centre, "hai")
        kiosk.centre.put("2.root.json", kiosk.centre.sign("root", root, by="release"))
        refuses(kiosk, "not signed by those who may")

    def test_one_reviewer_where_two_must_agree(self, tmp_path: Path) -> None:
        centre = Centre(tmp_path / "two", needs=2, reviewers=("lan", "hoa"))
        publish(centre, "một")
        kiosk = Kiosk(tmp_path, centre)
        kiosk.run()
        assert kiosk.release == 1
        publish(centre, "hai")
        metadata = Metadata[Targets].from_bytes(centre.newest("release"))
        metadata.signatures.popitem()
        centre.reseal(release=metadata.to_bytes())
        refuses(kiosk, "not signed by those who may")

    def test_one_signature_twice_is_one(self, tmp_path: Path) -> None:
        centre = Centre(tmp_path / "two", needs=2, reviewers=("lan", "hoa"))
        publish(centre, "một")
        kiosk = Kiosk(tmp_path, centre)
        kiosk.run()
        publish(centre, "hai")
        data = Metadata[Targets].from_bytes(centre.newest("release"))
        (one, first), (two, second) = data.signatures.items()
        second.signature = first.signature
        data.signed.version += 1
        assert one != two
        centre.reseal(release=data.to_bytes())
        refuses(kiosk, "not signed by those who may")

    def test_a_revoked_reviewer(self, kiosk: Kiosk) -> None:
        """The stolen key signed until it was revoked; then root decides, and it signs no more."""
        centre = kiosk.centre
        keys.add(centre.office, centre.keyring(), centre.clock, role="release", name="lan")
        stolen = kiosk.centre.newest("release")
        keys.revoke(centre.office, centre.keyring(), centre.clock, role="release", name="reviewer")
        publish(centre, "hai")
        kiosk.run(3700)
        assert (kiosk.release, kiosk.code) == (2, 0)
        known = Metadata[Targets].from_bytes(stolen)
        known.signed.version = 3
        centre.reseal(release=known.to_bytes())
        refuses(kiosk, "not signed by those who may", release=2)

    def test_a_stolen_root_key_is_rotated_away(self, kiosk: Kiosk) -> None:
        centre = kiosk.centre
        keys.rotate(centre.office, centre.keyring(), centre.clock, role="root")
        publish(centre, "hai")
        kiosk.run(3700)
        assert (kiosk.release, kiosk.code) == (2, 0)
        active = kiosk.store.active()
        assert active is not None
        assert active.root == 2
        kiosk.wire.lies["metadata/2.root.json"] = centre.root  # and never back
        kiosk.forget_trust()
        kiosk.restart()
        refuses(kiosk, release=2)

    def test_the_root_before_is_never_enough_again(self, kiosk: Kiosk) -> None:
        """Torn trust, and a server that keeps back the root which revoked a stolen online key."""
        centre = kiosk.centre
        shutil.copytree(centre.tree, centre.path / "old")
        keys.rotate(centre.office, centre.keyring(), centre.clock, role="online")
        centre.refresh()
        publish(centre, "hai")
        kiosk.run(3700)
        active = kiosk.store.active()
        assert active is not None
        assert (kiosk.release, active.root) == (2, 2)
        kiosk.store.activate(replace(active, version=1))  # versions alone would let it in
        kiosk.forget_trust()
        kiosk.wire.folder = centre.path / "old"
        kiosk.restart()
        refuses(kiosk, "offers root 1, and root 2 was here", release=1)


class TestEndlessData:
    def test_a_timestamp(self, kiosk: Kiosk) -> None:
        kiosk.wire.lies["metadata/timestamp.json"] = b"{" * 100_000
        refuses(kiosk, code=4)

    def test_a_snapshot_and_a_body_longer_than_said(self, kiosk: Kiosk) -> None:
        publish(kiosk.centre, "hai")
        version = snapshot(kiosk.centre).version
        kiosk.wire.lies[f"metadata/{version}.snapshot.json"] = b" " * 1_000_000
        refuses(kiosk, code=4)
        kiosk.wire.lies.clear()
        for path in (kiosk.centre.tree / "targets").iterdir():
            if path.is_file() and "." not in path.name:
                kiosk.wire.lies[f"targets/{path.name}"] = b"x" * 1_000_000
        kiosk.run(70)
        assert (kiosk.release, kiosk.code) == (1, 4)

    def test_a_length_that_a_thief_of_the_online_key_signs(self, kiosk: Kiosk) -> None:
        """What is fetched into memory is bounded, whatever anybody signs."""
        centre = kiosk.centre
        timestamp = centre.read("timestamp.json").signed
        snapshot = centre.read(f"{timestamp.snapshot_meta.version}.snapshot.json").signed
        snapshot.version += 1
        snapshot.meta["release.json"] = MetaFile(2, length=1 << 40)
        data = centre.sign("snapshot", snapshot)
        centre.put(f"{snapshot.version}.snapshot.json", data)
        timestamp.version += 1
        timestamp.snapshot_meta = MetaFile.from_data(snapshot.version, data, ["sha256"])
        centre.put("timestamp.json", centre.sign("timestamp", timestamp))
        limits: list[int] = []
        fetch = kiosk.wire.fetch

        def asked(path: str, *, limit: int, known: str | None = None) -> Fetched | None:
            limits.append(limit)
            return fetch(path, limit=limit, known=known)

        kiosk.wire.fetch = asked  # type: ignore[method-assign]
        kiosk.run()
        assert (kiosk.release, kiosk.code) == (1, 6)
        assert max(limits) < 1 << 21

    def test_roots_without_end(self, kiosk: Kiosk) -> None:
        publish(kiosk.centre, "hai")
        for number in range(2, 400):
            kiosk.wire.lies[f"metadata/{number}.root.json"] = kiosk.centre.root
        refuses(kiosk)


class TestMaliciousMirror:
    @pytest.mark.parametrize("status", [403, 404, 500])
    def test_that_gives_nothing(self, kiosk: Kiosk, status: int) -> None:
        publish(kiosk.centre, "hai")
        kiosk.wire.down = TransportError(f"status {status}", kind="status", status=status)
        refuses(kiosk, code=4)

    def test_that_keeps_back_a_part(self, kiosk: Kiosk) -> None:
        publish(kiosk.centre, "hai")
        for path in ("release", "snapshot"):
            version = Metadata.from_bytes(kiosk.centre.newest(path)).signed.version
            kiosk.wire.lies[f"metadata/{version}.{path}.json"] = TransportError("no", kind="status")
            refuses(kiosk, code=4)


class TestScope:
    """An emergency's key opens nothing but the emergency."""

    def test_a_release_signed_by_a_duty_officer(self, kiosk: Kiosk) -> None:
        kiosk.centre.manifest(manifest(kiosk), "release", by="emergency")
        refuses(kiosk, "not signed by those who may")

    def test_an_emergency_that_signs_the_release_too(self, kiosk: Kiosk) -> None:
        kiosk.centre.manifest(manifest(kiosk), "emergency", path="release.json")
        refuses(kiosk, "release.json, which it may not")
        assert kiosk.urgent == ()

    @pytest.mark.parametrize("other", ["emergency/b.json", "release.json", "emergency/x/y.json"])
    def test_an_emergency_with_two_files(self, kiosk: Kiosk, other: str) -> None:
        signed = targets(kiosk.centre, 1, "emergency/release.json", other)
        kiosk.centre.reseal(emergency=kiosk.centre.sign("emergency", signed))
        refuses(kiosk, "which it may not")
        assert kiosk.urgent == ()

    def test_what_is_wrong_with_an_emergency_holds_no_release_back(self, kiosk: Kiosk) -> None:
        signed = targets(kiosk.centre, 1, "emergency/release.json", "release.json")
        kiosk.centre.reseal(emergency=kiosk.centre.sign("emergency", signed))
        kiosk.run()
        known = kiosk.centre.newest("emergency")
        publish(kiosk.centre, "hai")
        kiosk.centre.reseal(emergency=known)
        kiosk.run(70)
        assert (kiosk.release, kiosk.code, kiosk.urgent) == (2, 6, ())

    @pytest.mark.parametrize("harm", ["unsigned", "body", "missing"])
    def test_nor_the_other_way_round(self, kiosk: Kiosk, harm: str) -> None:
        centre = kiosk.centre
        warned(centre)
        if harm == "unsigned":
            metadata = Metadata[Targets].from_bytes(centre.newest("release"))
            metadata.signed.version += 1
            metadata.signatures.clear()
            centre.reseal(release=metadata.to_bytes())
        for path in (centre.tree / "targets").iterdir():
            if harm == "body" and path.is_file() and "." not in path.name:
                path.write_bytes(bytes(path.stat().st_size))
            if harm == "missing" and path.name.endswith(".release.json"):
                path.unlink()
        kiosk.run()
        assert (kiosk.release, kiosk.urgent) == (1, ("lu",))
        assert kiosk.code == (4 if harm == "missing" else 6)

    def test_a_release_that_shadows_the_emergency(self, kiosk: Kiosk) -> None:
        signed = targets(kiosk.centre, 2, "release.json", "emergency/release.json")
        kiosk.centre.reseal(release=kiosk.centre.sign("release", signed))
        refuses(kiosk, "emergency/release.json, which it may not")

    @pytest.mark.parametrize("path", ["emergency/lu.png", "emergency"])
    def test_a_manifest_that_shadows_it(self, kiosk: Kiosk, path: str) -> None:
        known = manifest(kiosk)
        kiosk.centre.manifest(replace(known, files={**known.files, path: Body("0" * 64, 1)}))
        refuses(kiosk, "which only an emergency may")

    def test_nor_is_one_ever_published(self, centre: Centre) -> None:
        media = {"emergency/lu.png": PNG}
        centre.write({"q.yaml": "items:\n- image: emergency/lu.png\n"}, media)
        with pytest.raises(ContentError, match="another name"):
            centre.publish()

    def test_a_release_that_lets_others_sign(self, kiosk: Kiosk) -> None:
        signed = targets(kiosk.centre, 2, "release.json")
        top = Metadata[Targets].from_bytes(kiosk.centre.newest("targets")).signed
        signed.delegations = top.delegations
        kiosk.centre.reseal(release=kiosk.centre.sign("release", signed))
        refuses(kiosk, "lets others sign")

    def test_an_emergency_taken_out_of_the_snapshot(self, kiosk: Kiosk) -> None:
        centre = kiosk.centre
        alarm(centre)
        kiosk.run()
        assert kiosk.urgent == ("lu",)
        known = snapshot(centre)
        del known.meta["emergency.json"]
        known.version += 1
        data = centre.sign("snapshot", known)
        centre.put(f"{known.version}.snapshot.json", data)
        stamp(centre, known.version, data)
        refuses(kiosk)
        assert kiosk.urgent == ("lu",)


class TestTampering:
    """A byte changed anywhere: never active, whatever it says."""

    @pytest.mark.parametrize("change", [lambda _: 0, lambda _: 255, lambda byte: byte ^ 1])
    def test_each_file_of_the_tree(self, kiosk: Kiosk, change: Callable[[int], int]) -> None:
        centre = kiosk.centre
        warned(centre)
        asked: list[str] = []
        trial = Kiosk(centre.path / "whole", centre)
        trial.wire.asked = asked
        trial.run()
        assert (trial.release, trial.code) == (2, 0)
        files = sorted({each for each in asked if (centre.tree / each).exists()})
        assert len(files) == 8  # five of metadata, two manifests, one body
        for number, path in enumerate(files):
            content = bytearray((centre.tree / path).read_bytes())
            middle = len(content) // 2
            content[middle] = change(content[middle])
            if bytes(content) == (centre.tree / path).read_bytes():
                continue
            fresh = Kiosk(centre.path / f"{number}", centre)
            fresh.wire.lies[path] = bytes(content)
            fresh.run(3)
            assert fresh.code == 6, (path, fresh.error)
            assert fresh.release == (2 if "emergency" in path else 0), path

    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_any_byte(self, kiosk: Kiosk, data: st.DataObject) -> None:
        before = kiosk.store.state.parent / "before"
        if not before.exists():
            publish(kiosk.centre, "hai")
            shutil.copytree(kiosk.store.state, before)
        tree = kiosk.centre.tree
        newest = [f"{snapshot(kiosk.centre).version}.snapshot.json", "timestamp.json"]
        version = Metadata.from_bytes(kiosk.centre.newest("release")).signed.version
        names = [f"metadata/{each}" for each in (*newest, f"{version}.release.json")]
        path = data.draw(st.sampled_from(names))
        content = bytearray((tree / path).read_bytes())
        place = data.draw(st.integers(0, 10_000)) % len(content)
        content[place] ^= data.draw(st.integers(1, 255))
        shutil.rmtree(kiosk.store.state)
        shutil.copytree(before, kiosk.store.state)
        kiosk.wire.lies = {path: bytes(content)}
        kiosk.restart()
        kiosk.step()
        assert (kiosk.release, kiosk.code in {4, 6}) == (1, True), (path, place, content[place])
