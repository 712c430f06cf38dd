"""The agent of a signed release, with a real centre, a fake wire and time in the test's hands."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from signage.config import StoreLimits
from signage.errors import DeviceError, TrustError, UsageError
from signage.release import keys
from signage.store import Store
from signage.sync._transport import Fetched, TransportError
from signage.sync._trust import Anchor, anchor
from tests.release.trees import Centre
from tests.store._faults import failing
from tests.sync._fakes import BAD
from tests.sync._kiosk import DOWN, EMERGENCY_YAML, PNG, Kiosk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TWO = "items:\n- image: a.png\n- image: b.png\n"


pytestmark = pytest.mark.usefixtures("hasty")


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path / "centre")
    made.write({"p.yaml": TWO}, {"a.png": PNG + b"a", "b.png": PNG + b"b"})
    made.publish()
    return made


@pytest.fixture
def kiosk(tmp_path: Path, centre: Centre) -> Kiosk:
    made = Kiosk(tmp_path, centre)
    made.run()
    assert (made.release, made.state, made.code) == (1, "current", 0)
    made.wire.asked.clear()
    return made


class TestFollowing:
    def test_a_new_release_comes_whole(self, kiosk: Kiosk) -> None:
        kiosk.centre.write({"p.yaml": TWO}, {"a.png": PNG + b"new"})
        kiosk.centre.publish()
        kiosk.run(4)
        active = kiosk.store.active()
        assert active is not None
        assert (active.version, active.signed, active.source) == (2, True, "http://centre")
        assert active.manifest.reviewed
        body = active.manifest.files["a.png"]
        assert kiosk.store.path(body.sha256).read_bytes() == PNG + b"new"
        assert active.release.startswith("release-2-")
        assert set(active.media) == {each.sha256 for each in active.manifest.files.values()}

    def test_only_what_is_new_is_fetched(self, kiosk: Kiosk) -> None:
        kiosk.centre.write({}, {"b.png": PNG + b"new"})
        kiosk.centre.publish()
        kiosk.examiner.asked.clear()
        kiosk.run(4)
        assert kiosk.release == 2
        bodies = [each for each in kiosk.wire.asked if each.startswith("targets/")]
        assert len(bodies) == 2  # the manifest and one picture
        assert len(kiosk.examiner.asked) == 1

    def test_at_rest_it_asks_for_one_small_file_and_writes_nothing(self, kiosk: Kiosk) -> None:
        with failing(1, lambda: AssertionError("it wrote")):
            kiosk.run(60)
        assert set(kiosk.wire.asked) == {"metadata/timestamp.json"}
        assert 17 <= len(kiosk.wire.asked) <= 21

    def test_everything_is_verified_again_each_hour(self, kiosk: Kiosk) -> None:
        kiosk.run(3700)
        assert kiosk.wire.asked.count("metadata/2.root.json") == 1
        assert not [each for each in kiosk.wire.asked if each.startswith("targets/")]

    def test_a_restart_decodes_nothing_and_fetches_no_body(self, kiosk: Kiosk) -> None:
        kiosk.examiner.asked.clear()
        kiosk.restart()
        kiosk.run()
        assert kiosk.state == "current"
        assert not kiosk.examiner.asked
        assert not [each for each in kiosk.wire.asked if each.startswith("targets/")]

    def test_what_does_not_decode_is_left_out_and_holds_nothing_back(self, kiosk: Kiosk) -> None:
        kiosk.centre.write({}, {"b.png": BAD})
        kiosk.centre.publish()
        kiosk.run()
        assert (kiosk.release, kiosk.state) == (2, "current")
        active = kiosk.store.active()
        assert active is not None
        assert active.manifest.files["b.png"].sha256 not in active.media
        assert kiosk.agent.status is not None
        assert [each.path for each in kiosk.agent.status.quarantine] == ["b.png"]

    def test_what_is_left_out_is_told_after_a_restart_too(self, kiosk: Kiosk) -> None:
        kiosk.centre.write({}, {"b.png": BAD})
        kiosk.centre.publish()
        kiosk.run()
        record = kiosk.store.activation_path().stat().st_ino
        kiosk.restart()
        kiosk.run()
        assert kiosk.agent.status is not None
        assert [each.path for each in kiosk.agent.status.quarantine] == ["b.png"]
        assert kiosk.store.activation_path().stat().st_ino == record

    def test_a_server_that_tells_nothing_of_changes(self, kiosk: Kiosk) -> None:
        """No ETag and no date: what is the same is no news, and interrupts nobody."""
        fetch = kiosk.wire.fetch

        def plain(path: str, *, limit: int, known: str | None = None) -> Fetched | None:
            assert known is None
            found = fetch(path, limit=limit)
            return None if found is None else Fetched(found.content, None)

        kiosk.wire.fetch = plain  # type: ignore[method-assign]
        kiosk.restart()
        kiosk.run(20)
        kiosk.wire.asked.clear()
        kiosk.run(60)
        assert set(kiosk.wire.asked) == {"metadata/timestamp.json"}
        kiosk.centre.write({}, {"b.png": PNG + b"new"})
        kiosk.centre.publish()
        kiosk.run(4)
        assert kiosk.release == 2

    def test_a_body_that_is_wrong_on_the_server_is_not_fetched_for_ever(self, kiosk: Kiosk) -> None:
        kiosk.centre.write({}, {"b.png": PNG + b"new"})
        kiosk.centre.publish()
        body = hashlib.sha256(PNG + b"new").hexdigest()
        kiosk.wire.lies[f"targets/{body}"] = PNG + b"NEW"
        kiosk.run(86_400)
        assert (kiosk.release, kiosk.code) == (1, 6)
        assert kiosk.wire.asked.count(f"targets/{body}") < 50
        kiosk.wire.lies.clear()
        kiosk.run(4000)
        assert (kiosk.release, kiosk.code) == (2, 0)

    def test_a_lost_body_is_fetched_again(self, kiosk: Kiosk) -> None:
        active = kiosk.store.active()
        assert active is not None
        path = kiosk.store.path(active.manifest.files["a.png"].sha256)
        path.unlink()
        kiosk.agent.mend()
        kiosk.run(4)
        assert path.read_bytes() == PNG + b"a"
        assert kiosk.state == "current"

    def test_a_cut_body_goes_on_where_it_was(self, kiosk: Kiosk) -> None:
        long = PNG + bytes(range(256)) * 10
        kiosk.centre.write({}, {"a.png": long})
        kiosk.centre.publish()
        kiosk.wire.whole = 1000
        kiosk.run(3.1)
        assert (kiosk.release, kiosk.state, kiosk.code) == (1, "lost", 4)
        kiosk.run(30)
        assert (kiosk.release, kiosk.state) == (2, "current")

    def test_a_release_of_a_newer_format(self, kiosk: Kiosk) -> None:
        kiosk.centre.manifest(b'{"format": 99}')
        kiosk.run()
        assert (kiosk.release, kiosk.code, kiosk.state) == (1, 3, "failed")
        assert "newer" in kiosk.error
        kiosk.wire.asked.clear()
        kiosk.run(1800)  # the same bytes will be no older by then
        assert not [each for each in kiosk.wire.asked if each.startswith("targets/")]

    def test_a_machines_key_reviews_nothing_whatever_the_manifest_says(
        self, tmp_path: Path
    ) -> None:
        centre = Centre(tmp_path / "machine")
        centre.publish()
        keyring = centre.keyring()
        keys.add(centre.office, keyring, centre.clock, role="release", name="m", unattended=True)
        keys.revoke(centre.office, centre.keyring(), centre.clock, role="release", name="reviewer")
        centre.publish()
        kiosk = Kiosk(tmp_path, centre)
        kiosk.run()
        active = kiosk.store.active()
        assert active is not None
        assert not active.manifest.reviewed
        centre.manifest(replace(active.manifest, reviewed=True))  # a stolen key says so
        kiosk.run()
        active = kiosk.store.active()
        assert active is not None
        assert (active.version, active.manifest.reviewed) == (kiosk.release, False)
        assert kiosk.code == 0

    def test_one_that_does_not_fit(self, kiosk: Kiosk) -> None:
        kiosk.store = Store(kiosk.store.state, limits=StoreLimits(keep_free=1 << 60))
        kiosk.restart()
        kiosk.centre.write({}, {"a.png": PNG + b"larger"})
        kiosk.centre.publish()
        kiosk.run()
        assert (kiosk.release, kiosk.code, kiosk.state) == (1, 5, "failed")
        assert "MB" in kiosk.error

    def test_a_disk_that_others_filled_makes_room_for_what_is_trusted(
        self, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = kiosk.store.put(b"of a release long gone", "old")
        keep, trim, free = kiosk.store.keep_trust, kiosk.store.trim, [False]

        def full(content: bytes) -> None:
            if not free[0]:
                raise DeviceError("the disk is full")
            keep(content)

        def evict(spared: Iterable[str] = (), _need: int = 0) -> int:
            free[0] = True
            return trim(spared, 1 << 60)

        monkeypatch.setattr(kiosk.store, "keep_trust", full)
        monkeypatch.setattr(kiosk.store, "trim", evict)
        kiosk.centre.write({}, {"a.png": PNG + b"new"})
        kiosk.centre.publish()
        kiosk.run(4)
        assert (kiosk.release, kiosk.code) == (2, 0)
        assert not kiosk.store.has(old)


class TestEmergency:
    def test_comes_beside_the_release_and_is_withdrawn(self, kiosk: Kiosk) -> None:
        kiosk.centre.write({"lu.yaml": EMERGENCY_YAML})
        kiosk.centre.publish(role="emergency")
        kiosk.run(4)
        assert (kiosk.urgent, kiosk.release) == (("lu",), 1)
        found = kiosk.store.urgent()
        assert found is not None
        assert found.arrivals["lu"].at.startswith("2026-11-23")
        (kiosk.centre.folder / "playlists" / "lu.yaml").unlink()
        kiosk.centre.publish(role="emergency")
        kiosk.run(4)
        assert kiosk.urgent == ()
        assert kiosk.state == "current"

    def test_its_arrival_stays_that_of_the_first_time(self, kiosk: Kiosk) -> None:
        kiosk.centre.write({"lu.yaml": EMERGENCY_YAML})
        kiosk.centre.publish(role="emergency")
        kiosk.run(4)
        first = kiosk.store.urgent()
        kiosk.run(600)
        kiosk.centre.write({"lu.yaml": EMERGENCY_YAML.replace("Lũ quét", "Lũ lớn")})
        kiosk.centre.publish(role="emergency")
        kiosk.run(4)
        second = kiosk.store.urgent()
        assert first is not None
        assert second is not None
        assert second.version == 2
        assert second.arrivals == first.arrivals

    def test_does_not_wait_for_a_long_film(self, kiosk: Kiosk) -> None:
        kiosk.centre.write({}, {"a.png": PNG + b"film"})
        kiosk.centre.publish()
        film = kiosk.centre.folder / "media" / "a.png"
        sent = False

        def meanwhile() -> None:
            nonlocal sent
            if not sent:
                sent = True
                kiosk.centre.write({"lu.yaml": EMERGENCY_YAML})
                kiosk.centre.publish(role="emergency")
            kiosk.time.go(seconds=4)
            kiosk.agent._interrupted()

        kiosk.examiner.act = meanwhile
        kiosk.run(4)
        assert film.exists()
        assert kiosk.urgent == ("lu",)
        kiosk.run(60)
        assert (kiosk.release, kiosk.state) == (2, "current")

    def test_normal_playlists_in_its_manifest_are_emergencies_too(self, kiosk: Kiosk) -> None:
        active = kiosk.store.active()
        assert active is not None
        kiosk.centre.manifest(active.manifest, "emergency")
        kiosk.run(4)
        found = kiosk.store.urgent()
        assert found is not None
        assert {each.priority for each in found.manifest.content.playlists} == {"emergency"}


class TestNetwork:
    def test_ten_days_without_it_change_nothing_and_end_by_themselves(
        self, kiosk: Kiosk, caplog: pytest.LogCaptureFixture
    ) -> None:
        kiosk.wire.down = DOWN
        kiosk.run(4)
        assert (kiosk.state, kiosk.code) == ("lost", 4)
        active = kiosk.store.activation_path().read_bytes()
        caplog.clear()
        kiosk.run(864_000)
        assert kiosk.store.activation_path().read_bytes() == active
        assert len(caplog.records) == 0
        assert 14_000 < len(kiosk.wire.asked) < 22_000
        kiosk.wire.down = None
        kiosk.centre.write({}, {"a.png": PNG + b"after"})
        kiosk.centre.publish()
        with caplog.at_level("INFO"):
            kiosk.run(64)
        assert (kiosk.release, kiosk.state) == (2, "current")
        assert "answers again after 10 days" in caplog.text

    def test_a_login_page_is_no_attack(self, kiosk: Kiosk) -> None:
        kiosk.wire.lies["metadata/timestamp.json"] = b"<html><form>Wifi</form></html>"
        kiosk.run(4)
        assert (kiosk.state, kiosk.code, kiosk.release) == ("lost", 4, 1)
        kiosk.wire.lies.clear()
        kiosk.run(30)
        assert kiosk.state == "current"

    @pytest.mark.parametrize("size", [0, 1, 40, 400])
    def test_half_a_file_is_no_attack(self, kiosk: Kiosk, size: int) -> None:
        whole = (kiosk.centre.tree / "metadata" / "timestamp.json").read_bytes()
        kiosk.wire.lies["metadata/timestamp.json"] = whole[:size]
        kiosk.run(4)
        assert (kiosk.state, kiosk.code) == ("lost", 4)

    def test_a_body_that_is_not_there(self, kiosk: Kiosk) -> None:
        kiosk.centre.write({}, {"a.png": PNG + b"new"})
        kiosk.centre.publish()
        active = kiosk.store.active()
        kiosk.wire.meanwhile = lambda path: (
            _missing(path) if path.count(".") == 0 and "targets" in path else None
        )
        kiosk.run(4)
        assert (kiosk.state, kiosk.code, kiosk.release) == ("lost", 4, 1)
        assert kiosk.store.active() == active

    def test_hours_without_one_body_are_told_once(
        self, kiosk: Kiosk, caplog: pytest.LogCaptureFixture
    ) -> None:
        kiosk.centre.write({}, {"a.png": PNG + b"new" * 100})
        kiosk.centre.publish()
        kiosk.wire.whole = 0  # each time it is cut at once
        kiosk.run(10)
        assert kiosk.state == "lost"
        caplog.clear()
        status = (kiosk.store.state / "status.json").stat().st_ino
        with caplog.at_level("INFO"):
            kiosk.run(30_000)
        assert not caplog.records
        assert (kiosk.store.state / "status.json").stat().st_ino == status
        kiosk.wire.whole = 1 << 20
        kiosk.run(61)
        assert (kiosk.release, kiosk.state) == (2, "current")

    def test_a_server_without_metadata_never_becomes_unsigned(self, kiosk: Kiosk) -> None:
        shutil.rmtree(kiosk.centre.tree / "metadata")
        shutil.copytree(kiosk.centre.folder / "playlists", kiosk.centre.tree / "playlists")
        kiosk.run(60)
        assert (kiosk.state, kiosk.code, kiosk.release) == ("lost", 4, 1)


def _missing(path: str) -> None:
    raise TransportError(f"{path}: no", kind="missing")


class TestPinning:
    def test_nothing_pinned_and_nothing_said(self, tmp_path: Path, centre: Centre) -> None:
        with pytest.raises(UsageError, match="--trust"):
            Kiosk(tmp_path, centre, trust=None).step()

    def test_by_fingerprint(self, tmp_path: Path, centre: Centre) -> None:
        kiosk = Kiosk(tmp_path, centre, trust=anchor(f"sha256:{centre.authority.fingerprint}"))
        kiosk.run()
        assert kiosk.release == 1

    def test_another_fingerprint(self, tmp_path: Path, centre: Centre) -> None:
        kiosk = Kiosk(tmp_path, centre, trust=Anchor(None, "0" * 64))
        kiosk.run()
        assert (kiosk.release, kiosk.code, kiosk.state) == (0, 6, "refused")

    def test_by_first_use_where_the_configuration_says_so(
        self, tmp_path: Path, centre: Centre, caplog: pytest.LogCaptureFixture
    ) -> None:
        kiosk = Kiosk(tmp_path, centre, trust=None, first_use=True)
        kiosk.run()
        assert kiosk.release == 1
        assert centre.authority.fingerprint in caplog.text
        kiosk.forget_trust()  # and there is no second first use
        kiosk.restart()
        kiosk.run()
        assert (kiosk.release, kiosk.code) == (1, 6)

    def test_nor_where_an_emergency_alone_is_in_force(self, tmp_path: Path) -> None:
        centre = Centre(tmp_path / "alone")
        centre.write({"lu.yaml": EMERGENCY_YAML})
        centre.publish(role="emergency")
        kiosk = Kiosk(tmp_path, centre, trust=None, first_use=True)
        kiosk.run()
        assert (kiosk.urgent, kiosk.release) == (("lu",), 0)
        kiosk.forget_trust()
        kiosk.restart()
        kiosk.run()
        assert (kiosk.urgent, kiosk.code) == (("lu",), 6)
        assert kiosk.store.trust() is None

    def test_another_root_for_the_same_state(self, tmp_path: Path, kiosk: Kiosk) -> None:
        other = Centre(tmp_path / "other")
        other.publish()
        kiosk.source.anchor = anchor(str(other.keys / "1.root.json"))
        kiosk.restart()
        kiosk.run()
        assert (kiosk.release, kiosk.code) == (1, 6)
        assert "another root" in kiosk.error

    @pytest.mark.parametrize("said", ["/none", "sha256:12", "sha256:" + "g" * 64])
    def test_no_root_at_all(self, said: str) -> None:
        with pytest.raises(UsageError, match="--trust"):
            anchor(said)

    def test_a_file_that_is_no_root(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_text("hello")
        with pytest.raises(UsageError, match="no root"):
            anchor(str(tmp_path / "x"))


class TestClock:
    def test_a_late_clock_that_is_not_trusted_refuses_nothing(
        self, tmp_path: Path, centre: Centre
    ) -> None:
        kiosk = Kiosk(tmp_path, centre)
        kiosk.time.trusted = False
        kiosk.time.late += kiosk.time.now() - kiosk.time.now().replace(year=1970)
        kiosk.run()
        assert (kiosk.release, kiosk.state) == (1, "current")

    def test_expiry_is_judged_by_the_floor(self, kiosk: Kiosk) -> None:
        kiosk.time.trusted = False
        kiosk.time.go(days=60)  # by this clock the timestamp has expired; nobody trusts this clock
        kiosk.run(3700)
        assert kiosk.state == "current"
        kiosk.time.trusted = True
        kiosk.run(3700)
        assert (kiosk.state, kiosk.code, kiosk.release) == ("refused", 6, 1)

    def test_the_one_private_attribute(self, kiosk: Kiosk) -> None:
        """A release of python-tuf that judges by another clock fails here, and not in a lobby."""
        from tuf.ngclient import Updater  # noqa: PLC0415

        from signage.sync._trust import recall  # noqa: PLC0415
        from signage.sync._tuf import Visit  # noqa: PLC0415

        trust = recall(kiosk.store)
        assert trust is not None
        with Visit(trust, kiosk.wire, kiosk.time.now()) as visit:
            visit.refresh()
            assert isinstance(visit._updater, Updater)
            assert visit._updater._trusted_set.reference_time == kiosk.time.now()
        late = kiosk.time.now().replace(year=2060)
        with Visit(trust, kiosk.wire, late) as visit, pytest.raises(TrustError, match="expired"):
            visit.refresh()
