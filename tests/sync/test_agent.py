from __future__ import annotations

import errno
import os
import shutil
from typing import TYPE_CHECKING

import msgspec
import pytest

from signage.config import StoreLimits
from signage.journal import Quarantined
from signage.store import Store
from tests.store._faults import failing
from tests.sync._fakes import BAD, PNG, Centre

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path)
    made.media("a.png")
    made.playlist("p", "a.png")
    made.run()
    assert made.shown() == {"p": ("a.png",)}
    assert made.state == "current"
    return made


class TestFollowing:
    def test_a_new_photo_and_an_edited_line(self, centre: Centre) -> None:
        centre.media("ocop/chè.png", PNG + b"2")
        centre.playlist("p", "a.png", "ocop/chè.png")
        centre.run()
        assert centre.shown() == {"p": ("a.png", "ocop/chè.png")}

    def test_a_name_typed_as_nfc_finds_a_file_named_as_nfd(self, centre: Centre) -> None:
        centre.media("che\u0300.png")
        centre.playlist("p", "ch\u00e8.png")
        centre.run()
        assert centre.shown() == {"p": ("ch\u00e8.png",)}

    def test_nothing_new_reads_and_writes_nothing(
        self, centre: Centre, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = len(centre.examiner.asked)
        monkeypatch.setattr(centre.source, "load", lambda: pytest.fail("it was read again"))
        with failing(1, lambda: AssertionError("it wrote")):
            for _ in range(10):
                assert centre.step(30) == 30
        assert len(centre.examiner.asked) == asked

    def test_an_overwriting_that_puts_the_time_back(self, centre: Centre) -> None:
        file = centre.root / "media" / "a.png"
        before = file.stat()
        file.write_bytes(PNG[:-1] + b"2")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        centre.run()
        assert centre.body("a.png") == PNG[:-1] + b"2"

    def test_a_deleted_file_stays_in_the_store_while_it_may_be_on_screen(
        self, centre: Centre
    ) -> None:
        active = centre.store.active()
        assert active is not None
        centre.media("b.png")
        (centre.root / "media" / "a.png").unlink()
        centre.run()
        assert centre.shown() == {"p": ()}
        assert centre.store.has(active.manifest.files["a.png"])

    def test_an_emergency_of_another_source_ends_with_it(self, centre: Centre) -> None:
        active = centre.store.active()
        assert active is not None
        own = msgspec.structs.replace(active, release="own")
        for urgent in (own, msgspec.structs.replace(active, source="https://other.vn")):
            centre.store.alarm(urgent)
            centre.media("a.png", PNG + urgent.source.encode())
            centre.run()
            assert centre.store.urgent() == (own if urgent is own else None)

    def test_a_restart_neither_reads_nor_decodes_again(self, centre: Centre) -> None:
        record = centre.store.activation_path().stat().st_ino
        centre.examiner.asked.clear()
        centre.restart()
        centre.run()
        assert centre.state == "current"
        assert not centre.examiner.asked
        assert centre.store.activation_path().stat().st_ino == record

    def test_a_new_name_is_not_decoded_again(self, centre: Centre) -> None:
        centre.examiner.asked.clear()
        (centre.root / "media" / "a.png").rename(centre.root / "media" / "b.png")
        centre.playlist("p", "b.png")
        centre.run()
        assert centre.shown() == {"p": ("b.png",)}
        assert not centre.examiner.asked

    def test_qr_codes_are_made(self, centre: Centre) -> None:
        file = centre.root / "playlists" / "p.yaml"
        file.write_text(file.read_text() + "    qr: https://dichvucong.gov.vn\n")
        centre.run()
        active = centre.store.active()
        assert active is not None
        rows = active.qr["https://dichvucong.gov.vn"].split("/")
        assert {len(row) for row in rows} == {len(rows)}
        assert rows[0].startswith("1111111")


class TestHalfCopied:
    def test_its_playlist_stays_and_others_go_ahead(self, centre: Centre) -> None:
        centre.media("b.png", PNG + b"b")
        centre.playlist("p", "a.png", "b.png", title="mới")
        centre.playlist("q", "a.png")
        for size in range(20):  # it grows at each look
            centre.media("b.png", PNG + b"b" * (size + 2))
            centre.step(0.4)
        assert centre.shown() == {"p": ("a.png",), "q": ("a.png",)}
        assert centre.state == "waiting"
        assert "b.png is still being copied" in centre.error
        centre.run()
        assert centre.shown()["p"] == ("a.png", "b.png")
        assert centre.state == "current"

    def test_an_overwriting_keeps_the_old_bytes_on(self, centre: Centre) -> None:
        for size in range(10):
            centre.media("a.png", PNG + b"n" * (size + 1))
            centre.step(0.4)
            assert centre.body("a.png") == PNG
        centre.run()
        assert centre.body("a.png") == PNG + b"n" * 10

    def test_what_does_not_decode_yet_gets_some_time(self, centre: Centre) -> None:
        centre.media("a.png", BAD)
        centre.run(3)
        assert centre.body("a.png") == PNG
        assert "may still be being copied" in centre.error
        centre.media("a.png", PNG + b"whole")
        centre.run()
        assert centre.body("a.png") == PNG + b"whole"

    def test_halves_do_not_pile_up_in_the_store(self, centre: Centre) -> None:
        for size in range(1, 6):
            centre.media("a.png", BAD * size)
            centre.run(2)
        bodies = [each for each in centre.store.objects.rglob("*") if each.is_file()]
        assert len(bodies) <= 2
        asked = len(centre.examiner.asked)
        centre.run(10)
        centre.playlist("q")
        centre.run()
        assert len(centre.examiner.asked) == asked  # nor is what was refused taken in again
        assert centre.agent.progress < 20

    def test_a_file_that_has_only_its_name_yet(self, centre: Centre) -> None:
        centre.media("b.png", b"")
        centre.playlist("p", "a.png", "b.png", title="mới")
        centre.run(2)
        active = centre.store.active()
        assert active is not None
        assert active.manifest.content.playlists[0].name == "p"
        centre.media("b.png", PNG + b"b")
        centre.run()
        assert centre.shown() == {"p": ("a.png", "b.png")}

    def test_a_file_that_changes_while_it_is_read(
        self, centre: Centre, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = os.read
        pending = [PNG + b"2", PNG + b"3"]

        def read(handle: int, size: int) -> bytes:
            chunk = real(handle, size)
            if pending and chunk == PNG + b"1":
                centre.media("a.png", pending.pop())
            return chunk

        monkeypatch.setattr(os, "read", read)
        centre.media("a.png", PNG + b"1")
        centre.run()
        assert centre.body("a.png") == PNG + b"3"
        assert centre.state == "current"


class TestBadFiles:
    def test_costs_that_item_and_heals(self, centre: Centre) -> None:
        centre.media("b.png", BAD)
        centre.playlist("p", "a.png", "b.png")
        centre.run(8)
        assert centre.shown() == {"p": ("a.png",)}
        assert centre.agent.status is not None
        assert centre.agent.status.quarantine == (
            Quarantined(path="b.png", reason="is damaged; copy it again"),
        )
        centre.media("b.png", PNG + b"good")
        centre.run(8)
        assert centre.shown() == {"p": ("a.png", "b.png")}
        assert not centre.agent.status.quarantine

    def test_a_playlist_that_cannot_be_read_stays_as_it_was(self, centre: Centre) -> None:
        (centre.root / "playlists" / "p.yaml").write_text("items: {{{\n")
        centre.playlist("q", "a.png")
        centre.run()
        assert centre.shown() == {"p": ("a.png",), "q": ("a.png",)}
        assert centre.agent.status is not None
        assert any("last good" in fault for fault in centre.agent.status.faults)

    def test_a_playlist_that_is_gone_is_gone(self, centre: Centre) -> None:
        centre.playlist("q", "a.png")
        (centre.root / "playlists" / "p.yaml").unlink()
        centre.run()
        assert centre.shown() == {"q": ("a.png",)}


class TestVanishing:
    @pytest.mark.parametrize("how", ["moved", "empty", "no media", "empty media"])
    def test_the_screen_goes_on_and_it_heals(self, centre: Centre, how: str) -> None:
        aside = centre.root.with_name("aside")
        target = centre.root / "media" if "media" in how else centre.root
        target.rename(aside)
        if "empty" in how:
            target.mkdir()
        for _ in range(2):  # also after a restart
            centre.run()
            assert centre.state == "lost"
            assert centre.shown() == {"p": ("a.png",)}
            centre.restart()
        if target.exists():
            target.rmdir()
        aside.rename(target)
        centre.run()
        assert centre.state == "current"

    def test_replaced_by_another_folder(self, centre: Centre) -> None:
        centre.root.rename(centre.root.with_name("old"))
        shutil.copytree(centre.root.with_name("old"), centre.root)
        centre.media("a.png", PNG + b"new")
        centre.run()
        assert centre.body("a.png") == PNG + b"new"

    def test_another_source_brings_nothing_of_the_old(self, centre: Centre) -> None:
        other = centre.root.with_name("other")
        (other / "playlists").mkdir(parents=True)
        (other / "media").mkdir()
        centre.root = other
        (other / "playlists" / "p.yaml").write_text("items: {{{\n")
        centre.playlist("z")
        centre.restart()
        centre.run()
        assert centre.shown() == {"z": ()}


class TestFullDisk:
    def test_the_last_good_stays_and_it_heals(self, centre: Centre) -> None:
        small = Store(centre.store.state, limits=StoreLimits(keep_free=10**18))
        kept, centre.store = centre.store, small
        centre.restart()
        centre.media("a.png", PNG + b"2")
        centre.run()
        assert centre.state == "failed"
        assert "MB" in centre.error
        assert centre.body("a.png") == PNG
        small._limits = kept._limits
        centre.run(61)
        assert centre.state == "current"
        assert centre.body("a.png") == PNG + b"2"

    def test_retries_grow_to_a_minute(self, centre: Centre) -> None:
        centre.store._limits = StoreLimits(keep_free=10**18)
        centre.media("a.png", PNG + b"2")
        centre.step()
        pauses = [centre.step(31) for _ in range(12)]
        assert pauses[0] < 10
        assert max(pauses) == 30  # a look in between is free

    def test_a_disk_that_fills_at_any_step(self, centre: Centre) -> None:
        for step in range(1, 40):
            centre.media("a.png", PNG + b"%d" % step)
            with failing(step, lambda: OSError(errno.ENOSPC, "No space left")) as done:
                centre.run()
            assert centre.store.active() is not None
            centre.run(70)
            assert centre.body("a.png") == PNG + b"%d" % step
            if len(done) < step:
                break
        else:
            pytest.fail("it never got through")


class TestManyFiles:
    def test_what_nothing_names_costs_nothing(self, centre: Centre) -> None:
        for number in range(500):
            centre.media(f"x/{number}.png", PNG + b"%d" % number)
        centre.examiner.asked.clear()
        centre.run()
        assert not centre.examiner.asked
        assert centre.shown() == {"p": ("a.png",)}

    def test_a_small_playlist_does_not_wait_for_a_large_one(self, centre: Centre) -> None:
        names = [f"x/{number}.png" for number in range(50)]
        for number, name in enumerate(names):
            centre.media(name, PNG + b"%d" % number)
        centre.media("b.png", PNG + b"b")
        centre.playlist("large", *names)
        centre.playlist("small", "b.png")

        def takes_time() -> None:
            centre.clock.seconds += 0.5

        centre.examiner.act = takes_time
        centre.step()
        centre.step(1.1)
        assert centre.shown() == {"p": ("a.png",), "small": ("b.png",)}  # not yet, rather than half
        assert centre.state == "waiting"
        for _ in range(20):
            centre.step()
        assert len(centre.shown()["large"]) == 50
        assert centre.state == "current"
