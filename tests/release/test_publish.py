"""Publishing: what is sealed, what is refused, what stays and what goes."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tuf.api.metadata import Metadata, Snapshot

from signage.content.model import Content, Headline, Playlist
from signage.content.model import Screen as ContentScreen
from signage.errors import ContentError, DeviceError, SourceError, TrustError, UsageError
from signage.release import _freeze
from signage.release._freeze import FaultsError, Quiet, narrowed
from signage.release.manifest import Body, Feeds, Manifest
from signage.release.publish import Given, Keyring
from tests.content.folders import JPEG
from tests.release.client import Screen
from tests.release.trees import CHEAP, EMERGENCY_YAML, PASSPHRASE, PLAYLIST_YAML, Centre

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path)


def look(centre: Centre, target: str = "release.json", tree: Path | None = None) -> Manifest | None:
    """By a screen that remembers nothing."""
    cache = centre.path / "fresh"
    shutil.rmtree(cache, ignore_errors=True)
    return Screen(cache, centre.root, centre.clock).look(tree or centre.tree, target)


def bodies(centre: Centre) -> set[str]:
    return {path.name for path in (centre.tree / "targets").iterdir() if len(path.name) == 64}


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def files(path: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(path)): each.read_bytes() for each in path.rglob("*") if each.is_file()
    }


class TestARelease:
    def test_lies_as_the_design_says(self, centre: Centre) -> None:
        centre.publish()
        manifest = look(centre)
        assert manifest is not None
        assert manifest.files == {"a.jpg": Body(sha(JPEG), len(JPEG))}
        assert manifest.reviewed
        assert manifest.created == "2026-11-23T08:00:00+00:00"
        names = sorted(files(centre.tree))
        (target,) = [name for name in names if name.endswith(".release.json") and "targets" in name]
        assert names == [
            "metadata/1.release.json", "metadata/1.root.json", "metadata/1.snapshot.json",
            "metadata/1.targets.json", "metadata/timestamp.json", f"targets/{sha(JPEG)}", target,
        ]  # fmt: skip
        assert target == f"targets/{sha((centre.tree / target).read_bytes())}.release.json"
        assert all((centre.tree / name).stat().st_mode & 0o777 == 0o644 for name in names)

    def test_metadata_carry_lengths_and_hashes_everywhere(self, centre: Centre) -> None:
        centre.write({"e.yaml": EMERGENCY_YAML})
        centre.publish()
        centre.publish(role="emergency")
        snapshot = Metadata[Snapshot].from_bytes(centre.newest("snapshot")).signed
        metas = [centre.read("timestamp.json").signed.snapshot_meta, *snapshot.meta.values()]
        assert len(metas) == 4
        assert all(each.length and each.hashes["sha256"] for each in metas)

    def test_the_same_again_copies_nothing_and_keeps_its_version(self, centre: Centre) -> None:
        centre.publish()
        before = files(centre.tree / "targets")
        centre.clock += timedelta(days=3)
        told = centre.publish()
        assert (told.version, told.changed, told.copied, told.signed_by) == (1, False, 0, [])
        assert files(centre.tree / "targets") == before
        assert centre.read("timestamp.json").signed.version == 2
        assert centre.read("timestamp.json").signed.expires == centre.clock + timedelta(days=30)

    def test_a_change_copies_only_what_is_new(self, centre: Centre) -> None:
        words = "items:\n" + "".join(f"- image: anh/{n}.jpg\n" for n in range(20))
        centre.write({"q.yaml": words}, {f"anh/{n}.jpg": JPEG + bytes([n]) for n in range(20)})
        assert centre.publish().copied == 21
        centre.write({}, {"anh/7.jpg": JPEG + b"new"})
        told = centre.publish()
        assert (told.copied, told.copied_bytes, told.version) == (1, len(JPEG) + 3, 2)
        assert told.difference is not None
        assert [each.path for each in told.difference.files] == ["anh/7.jpg"]
        assert look(centre) is not None

    def test_a_body_that_the_disk_spoilt_is_copied_again(self, centre: Centre) -> None:
        centre.publish()
        body = centre.tree / "targets" / sha(JPEG)
        body.write_bytes(JPEG[:-1] + b"?")
        told = centre.publish()
        assert (told.version, told.changed, told.copied) == (1, False, 1)
        assert body.read_bytes() == JPEG

    def test_a_body_twice_is_copied_once(self, centre: Centre) -> None:
        centre.write(
            {"q.yaml": "items:\n- image: b.jpg\n- image: c.jpg\n"}, {"b.jpg": JPEG, "c.jpg": JPEG}
        )
        assert centre.publish().copied == 1

    def test_signed_metadata_stay_a_kilobyte_with_10_000_files(self, centre: Centre) -> None:
        centre.publish()
        many = {f"ảnh {n}.jpg": Body(sha(b"%d" % n), n) for n in range(10_000)}
        manifest = look(centre)
        assert manifest is not None
        centre.manifest(msgspec.structs.replace(manifest, files=many))
        sizes = {path.name: path.stat().st_size for path in (centre.tree / "metadata").iterdir()}
        assert max(sizes.values()) < 1500, sizes
        assert sizes["timestamp.json"] < 600

    def test_what_the_folder_names_in_another_form_of_unicode(self, centre: Centre) -> None:
        path = centre.folder / "media" / "che\u0300.jpg"
        path.write_bytes(JPEG + b"x")
        centre.write({"q.yaml": "items:\n- image: chè.jpg\n"})
        centre.publish()
        manifest = look(centre)
        assert manifest is not None
        assert "chè.jpg" in manifest.files
        assert all(name.isascii() for name in files(centre.tree))

    def test_each_timestamp_has_a_second_of_its_own(self, centre: Centre) -> None:
        """Web servers make the ETag of that and the size."""
        centre.publish()
        times = []
        for _ in range(4):
            centre.refresh()
            times.append(int((centre.tree / "metadata" / "timestamp.json").stat().st_mtime))
        assert times == sorted(set(times))


class TestPruning:
    def test_the_former_release_stays_and_the_one_before_it_goes(self, centre: Centre) -> None:
        names = [sha(JPEG + bytes([n])) for n in range(4)]
        for n in range(4):
            centre.write({}, {"a.jpg": JPEG + bytes([n])})
            told = centre.publish()
            assert told.pruned == (1 if n > 1 else 0)
            assert bodies(centre) == set(names[max(0, n - 1) : n + 1])
        assert len(list((centre.tree / "metadata").glob("*.release.json"))) == 2
        assert len(list((centre.tree / "metadata").glob("*.snapshot.json"))) == 2
        assert len(list((centre.keys / "manifests").iterdir())) == 2

    def test_daily_signatures_do_not_take_the_former_one_away(self, centre: Centre) -> None:
        centre.publish()
        centre.write({}, {"a.jpg": JPEG + b"2"})
        centre.publish()
        for _ in range(3):
            centre.refresh()
        centre.publish()
        assert bodies(centre) == {sha(JPEG), sha(JPEG + b"2")}

    def test_the_emergencys_stay(self, centre: Centre) -> None:
        words = EMERGENCY_YAML + "- image: lu.jpg\n"
        centre.write({"e.yaml": words}, {"lu.jpg": JPEG + b"flood"})
        centre.publish(role="emergency")
        (centre.folder / "playlists" / "e.yaml").unlink()
        for n in range(3):
            centre.write({}, {"a.jpg": JPEG + bytes([n])})
            centre.publish()
        assert sha(JPEG + b"flood") in bodies(centre)
        assert look(centre, "emergency/release.json") is not None

    def test_scratch_of_a_killed_run_goes_and_strange_files_stay(self, centre: Centre) -> None:
        centre.publish()
        for place in ("targets", "metadata"):
            (centre.tree / place / ".tmp-abc").write_bytes(b"x")
        (centre.tree / "index.html").write_text("Xin chào", encoding="utf-8")
        (centre.tree / "targets" / "robots.txt").write_text("x", encoding="utf-8")
        centre.refresh()
        assert not list(centre.tree.rglob(".tmp-*"))
        assert (centre.tree / "index.html").exists()
        assert (centre.tree / "targets" / "robots.txt").exists()

    def test_while_another_copies_nothing_goes(self, centre: Centre) -> None:
        centre.publish()
        orphan = centre.tree / "targets" / sha(b"orphan")
        orphan.write_bytes(b"orphan")
        with centre.office.copying():
            assert centre.refresh().pruned == 0
        assert orphan.exists()
        assert centre.refresh().pruned == 1

    def test_a_tree_that_cannot_be_read_keeps_everything(self, centre: Centre) -> None:
        centre.publish()
        (centre.tree / "targets" / sha(b"orphan")).write_bytes(b"orphan")
        centre.put("timestamp.json", b"{")
        assert centre.refresh().pruned == 0
        assert look(centre) is not None


class TestAnEmergency:
    def test_beside_the_release(self, centre: Centre) -> None:
        centre.publish()
        before = centre.newest("release")
        centre.write({"e.yaml": EMERGENCY_YAML, "p.yaml": PLAYLIST_YAML + "- image: b.png\n"})
        told = centre.publish(role="emergency")
        assert (told.role, told.version, told.signed_by) == ("emergency", 1, ["duty"])
        assert centre.newest("release") == before
        urgent = look(centre, "emergency/release.json")
        assert urgent is not None
        assert [each.id for each in urgent.content.playlists] == ["e"]
        assert urgent.files == {}
        release = look(centre)
        assert release is not None
        assert [each.id for each in release.content.playlists] == ["p"]

    def test_before_any_release(self, centre: Centre) -> None:
        centre.write({"e.yaml": EMERGENCY_YAML})
        centre.publish(role="emergency")
        assert look(centre) is None
        assert look(centre, "emergency/release.json") is not None

    def test_is_withdrawn_by_a_folder_without_any(self, centre: Centre) -> None:
        centre.publish()
        centre.write({"e.yaml": EMERGENCY_YAML})
        centre.publish(role="emergency")
        (centre.folder / "playlists" / "e.yaml").unlink()
        told = centre.publish(role="emergency")
        assert (told.version, told.playlists, told.changed) == (2, 0, True)
        urgent = look(centre, "emergency/release.json")
        assert urgent is not None
        assert urgent.content.playlists == ()

    def test_screens_keep_to_what_is_left(self) -> None:
        content = Content(
            playlists=(Playlist(id="a"), Playlist(id="e", priority="emergency")),
            screens=(ContentScreen(id="s", playlists=("a", "e")), ContentScreen(id="t")),
            groups={"g": ("a",)},
            has_screens=True,
        )
        left = narrowed(content, "emergency")
        assert [each.playlists for each in left.screens] == [("e",), None]
        assert left.groups == {"g": ()}
        assert narrowed(content, "release") == content

    def test_it_goes_out_while_a_large_release_is_being_copied(self, centre: Centre) -> None:
        centre.publish()
        centre.write({"e.yaml": EMERGENCY_YAML}, {"a.jpg": JPEG + b"large"})
        copying, go = threading.Event(), threading.Event()

        class Slow(Quiet):
            def done(self) -> None:
                copying.set()
                assert go.wait(20)

        ended: list[Any] = []
        thread = threading.Thread(target=lambda: ended.append(centre.publish(progress=Slow())))
        thread.start()
        try:
            assert copying.wait(20)
            assert centre.publish(role="emergency").version == 1
            assert look(centre, "emergency/release.json") is not None
        finally:
            go.set()
            thread.join()
        assert ended[0].version == 2
        assert look(centre) is not None
        assert look(centre, "emergency/release.json") is not None


class TestRefused:
    def test_faults_change_nothing(self, centre: Centre) -> None:
        centre.publish()
        before = files(centre.path)
        for words in ("items:\n- image: no.jpg\n", "layout: bannr\n"):
            (centre.folder / "playlists" / "q.yaml").write_text(words, encoding="utf-8")
            with pytest.raises(FaultsError) as error:
                centre.publish()
            assert error.value.exit_code == 3
            assert error.value.faults
        (centre.folder / "playlists" / "q.yaml").unlink()
        assert files(centre.path) == before

    def test_faults_make_no_keys(self, tmp_path: Path) -> None:
        centre = Centre(tmp_path, keys_made=False)
        centre.write({"q.yaml": "layout: bannr\n"})
        with pytest.raises(FaultsError):
            centre.publish()
        assert not centre.keys.exists()
        assert not centre.tree.exists()

    def test_a_folder_without_playlists_is_most_likely_not_the_one_meant(
        self, centre: Centre
    ) -> None:
        centre.publish()
        before = files(centre.path)
        for path in (centre.folder / "playlists").glob("*.yaml"):
            path.rename(path.with_suffix(".txt"))
        with pytest.raises(ContentError, match=r"no playlist.*mount the share"):
            centre.publish()
        for path in (centre.folder / "playlists").glob("*.txt"):
            path.rename(path.with_suffix(".yaml"))
        assert files(centre.path) == before

    def test_a_folder_without_playlists_makes_no_keys(self, tmp_path: Path) -> None:
        centre = Centre(tmp_path, keys_made=False)
        (centre.folder / "playlists").mkdir(parents=True, exist_ok=True)
        for path in (centre.folder / "playlists").glob("*.yaml"):
            path.unlink()
        with pytest.raises(ContentError, match="no playlist"):
            centre.publish()
        assert not centre.keys.exists()
        assert not centre.tree.exists()

    def test_warnings_are_told_and_do_not_hinder(self, centre: Centre) -> None:
        centre.write({"q.yaml": "name: Trống\n"})
        assert [each.file for each in centre.publish().warnings] == ["playlists/q.yaml"]

    def test_a_wrong_passphrase_changes_nothing(self, centre: Centre) -> None:
        centre.publish()
        centre.write({}, {"a.jpg": JPEG + b"2"})
        before = files(centre.tree)
        with pytest.raises(UsageError, match="wrong passphrase for release key reviewer"):
            centre.publish(keyring=centre.keyring("sai"))
        assert files(centre.tree) == before

    def test_a_folder_that_is_not_there(self, centre: Centre) -> None:
        shutil.rmtree(centre.folder)
        with pytest.raises(SourceError):
            centre.publish()

    def test_a_tree_that_other_keys_published(self, centre: Centre, tmp_path: Path) -> None:
        other = Centre(tmp_path / "other")
        other.publish()
        before = files(other.tree)
        acts: tuple[Callable[..., object], ...] = (centre.publish, centre.refresh)
        for act in acts:
            with pytest.raises(TrustError, match="other keys") as error:
                act(dest=other.tree)
            assert error.value.exit_code == 6
        assert files(other.tree) == before

    def test_a_tree_without_its_keys_gets_no_new_ones(self, centre: Centre) -> None:
        centre.publish()
        shutil.rmtree(centre.keys)
        with pytest.raises(TrustError, match="no keys here"):
            centre.publish()
        assert not centre.keys.exists()

    def test_a_tree_whose_first_root_was_removed(self, centre: Centre) -> None:
        centre.publish()
        (centre.tree / "metadata" / "1.root.json").unlink()
        with pytest.raises(TrustError):
            centre.publish()

    @pytest.mark.parametrize("where", ["tree/keys", "tree"])
    def test_private_keys_within_what_is_served(self, tmp_path: Path, where: str) -> None:
        centre = Centre(tmp_path, keys_made=False)
        ring = Keyring([tmp_path / where], Given(PASSPHRASE), CHEAP)
        with pytest.raises(UsageError, match="served to all"):
            centre.publish(keyring=ring)
        assert not (tmp_path / "tree").exists()

    def test_a_tree_within_the_folder_it_publishes(self, centre: Centre) -> None:
        with pytest.raises(UsageError, match="another place"):
            centre.publish(dest=centre.folder / "media" / "tree")

    def test_a_clock_that_went_back(self, centre: Centre) -> None:
        centre.publish()
        centre.clock -= timedelta(minutes=30)
        centre.publish()
        centre.clock -= timedelta(days=2)
        with pytest.raises(DeviceError, match="clock"):
            centre.publish()

    def test_what_a_screen_would_refuse_is_never_signed(
        self, centre: Centre, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = _freeze.freeze

        def odd(*args: Any, **more: Any) -> Any:
            frozen = real(*args, **more)
            return msgspec.structs.replace(frozen, files={"../x": Body(sha(JPEG), len(JPEG))})

        monkeypatch.setattr("signage.release.publish.freeze", odd)
        with pytest.raises(ContentError, match="no path"):
            centre.publish()
        assert not (centre.tree / "metadata" / "timestamp.json").exists()

    def test_a_tree_that_cannot_be_written(self, centre: Centre) -> None:
        centre.tree.write_text("a file", encoding="utf-8")
        with pytest.raises(DeviceError):
            centre.publish()


class TestAFolderThatChanges:
    """Somebody works in the folder while it is published: what is signed is what was judged."""

    @pytest.mark.parametrize("times", [1, 2])
    def test_it_is_read_again(self, centre: Centre, times: int) -> None:
        left = [times]

        class Meanwhile(Quiet):
            def done(self) -> None:
                if left[0]:
                    left[0] -= 1
                    centre.write({}, {"a.jpg": JPEG + b"changed %d" % left[0]})

        centre.publish(progress=Meanwhile(), **pauses())
        manifest = look(centre)
        assert manifest is not None
        assert manifest.files["a.jpg"].sha256 == sha(JPEG + b"changed 0")

    def test_it_is_given_up_in_the_end(self, centre: Centre) -> None:
        count = [0]

        class Meanwhile(Quiet):
            def done(self) -> None:
                count[0] += 1
                centre.write({}, {"a.jpg": JPEG + b"%d" % count[0]})

        with pytest.raises(SourceError, match="keeps changing"):
            centre.publish(progress=Meanwhile(), **pauses())
        assert count[0] == 4
        assert not (centre.tree / "metadata" / "timestamp.json").exists()

    def test_words_that_change_are_judged_again(self, centre: Centre) -> None:
        class Meanwhile(Quiet):
            def done(self) -> None:
                (centre.folder / "playlists" / "p.yaml").write_text("layout: x\n", encoding="utf-8")

        with pytest.raises(FaultsError):
            centre.publish(progress=Meanwhile(), **pauses())

    def test_a_picture_that_becomes_a_program_is_judged_again(self, centre: Centre) -> None:
        class Meanwhile(Quiet):
            def begin(self, files: int, size: int) -> None:
                centre.write({}, {"a.jpg": b"MZ program"})

        with pytest.raises(FaultsError):
            centre.publish(progress=Meanwhile(), **pauses())

    @pytest.mark.parametrize("what", ["link", "pipe", "folder"])
    def test_what_is_no_plain_file_any_more(self, centre: Centre, what: str) -> None:
        secret = centre.path / "secret"
        secret.write_bytes(JPEG + b"private")
        place = centre.folder / "media" / "a.jpg"

        class Meanwhile(Quiet):
            def begin(self, files: int, size: int) -> None:
                place.unlink(missing_ok=True)
                if what == "link":
                    place.symlink_to(secret)
                elif what == "pipe":
                    os.mkfifo(place)
                else:
                    place.mkdir()

        with pytest.raises((SourceError, FaultsError)):
            centre.publish(progress=Meanwhile(), **pauses())
        assert sha(JPEG + b"private") not in bodies(centre)


def pauses() -> dict[str, Any]:
    return {"pause": lambda _seconds: None}


class Said:
    """A feed that says one thing."""

    def __init__(self, text: str) -> None:
        line = Headline(text=text, source="Báo Tuyên Quang", seen="2026-11-23T08:00:00+00:00")
        self.feeds: Feeds = {"https://vi.vn/rss": (line,)}
        self.faults = ["https://vi.vn/other said nothing"]


class TestHeadlines:
    def test_they_are_sealed_and_told(self, centre: Centre) -> None:
        before: list[Feeds] = []

        def ask(content: Content, now: datetime, known: Feeds) -> Said:
            before.append(known)
            return Said("Mưa lớn")

        told = centre.publish(headlines=ask)
        assert told.difference is not None
        assert told.difference.headlines_added == ["Mưa lớn"]
        assert told.notes == ["https://vi.vn/other said nothing"]
        manifest = look(centre)
        assert manifest is not None
        assert manifest.feeds == Said("Mưa lớn").feeds
        assert centre.publish(headlines=ask).version == 1
        assert before == [{}, Said("Mưa lớn").feeds]
        told = centre.publish(headlines=lambda _content, _now, _known: Said("Nắng"))
        assert (told.version, told.changed) == (2, True)

    def test_an_emergency_waits_for_none(self, centre: Centre) -> None:
        def ask(content: Content, now: datetime, known: Feeds) -> Said:
            pytest.fail("a feed was asked")

        centre.write({"e.yaml": EMERGENCY_YAML})
        centre.publish(role="emergency", headlines=ask)


class TestOtherPlaces:
    def test_a_second_tree_gets_the_same_release(self, centre: Centre) -> None:
        centre.publish()
        stick = centre.path / "stick"
        told = centre.publish(dest=stick, days=180)
        assert (told.version, told.copied) == (1, 1)
        assert centre.read("timestamp.json").signed.version == 1
        centre.clock += timedelta(days=100)
        assert look(centre, tree=stick) is not None

    def test_its_emergency_has_to_come_too(self, centre: Centre) -> None:
        centre.publish()
        centre.write({"e.yaml": EMERGENCY_YAML + "- image: lu.jpg\n"}, {"lu.jpg": JPEG + b"!"})
        centre.publish(role="emergency")
        (centre.folder / "playlists" / "e.yaml").unlink()
        stick = centre.path / "stick"
        assert "publish it there too" in centre.publish(dest=stick).notes[0]
        assert look(centre, tree=stick) is not None

    def test_where_the_release_is_not_an_emergency_does_not_go(self, centre: Centre) -> None:
        centre.publish()
        centre.write({"e.yaml": EMERGENCY_YAML})
        with pytest.raises(UsageError, match="publish the release there first"):
            centre.publish(dest=centre.path / "stick", role="emergency")
        with pytest.raises(UsageError, match="publish the release there first"):
            centre.refresh(dest=centre.path / "stick")

    def test_a_body_that_was_cut_short_in_the_tree_is_written_again(self, centre: Centre) -> None:
        centre.publish()
        (centre.tree / "targets" / sha(JPEG)).write_bytes(b"")
        assert centre.publish().copied == 1
        assert look(centre) is not None

    def test_versions_do_not_come_from_the_tree(self, centre: Centre) -> None:
        for n in range(3):
            centre.write({}, {"a.jpg": JPEG + bytes([n])})
            centre.publish()
        shutil.rmtree(centre.tree)
        assert centre.publish().version == 3
        assert centre.read("timestamp.json").signed.version == 4


class TestFirstUse:
    def test_publish_makes_the_keys(self, tmp_path: Path) -> None:
        centre = Centre(tmp_path, keys_made=False)
        told = centre.publish()
        assert told.keys_made
        assert told.fingerprint == sha((centre.tree / "metadata" / "1.root.json").read_bytes())
        assert look(centre) is not None
        assert not centre.publish().keys_made

    def test_without_a_passphrase_none_are_made(self, tmp_path: Path) -> None:
        centre = Centre(tmp_path, keys_made=False)
        with pytest.raises(UsageError, match="passphrase"):
            centre.publish(keyring=Keyring([centre.keys], Given(), CHEAP))
        assert not list(centre.keys.glob("authority.json"))
        assert centre.publish().keys_made


class TestRecords:
    def test_another_publication_with_the_same_keys_waits(
        self, centre: Centre, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("signage.release._office._PATIENCE", 0.1)
        with centre.office.alone(), pytest.raises(DeviceError, match="in use"):
            centre.refresh()

    def test_a_manifest_that_was_lost(self, centre: Centre) -> None:
        centre.publish()
        for path in (centre.keys / "manifests").iterdir():
            path.write_bytes(b"{}")
        with pytest.raises(DeviceError, match="manifest is lost"):
            centre.refresh()
        assert centre.publish().version == 2  # the folder says it all anew

    def test_versions_never_go_back_however_often(self, centre: Centre) -> None:
        seen: list[tuple[int, int]] = []
        for n in range(5):
            centre.write({}, {"a.jpg": JPEG + bytes([n % 2])})
            told = centre.publish()
            seen.append((told.version, centre.read("timestamp.json").signed.version))
        assert seen == sorted(set(seen))
