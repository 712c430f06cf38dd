"""The agent's part of renditions: when one is made, kept, made again, or done without."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from signage.config import StoreLimits
from signage.sync._intake import Rendered
from tests.store._faults import failing
from tests.sync._fakes import PNG, Centre

if TYPE_CHECKING:
    from pathlib import Path

    from signage.release.manifest import Body

HUGE = (12_000, 8_000)


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path)
    made.media("a.png")
    made.playlist("p", "a.png")
    made.examiner.size = HUGE
    return made


def rendition(centre: Centre, path: str = "a.png") -> Body | None:
    active = centre.store.active()
    assert active is not None
    return active.media[active.manifest.files[path].sha256].rendition


def drawn(centre: Centre, path: str = "a.png") -> bytes:
    """What the player would open."""
    body = rendition(centre, path)
    return centre.body(path) if body is None else centre.store.path(body.sha256).read_bytes()


class TestMade:
    def test_of_a_huge_picture_and_the_original_stays_in_the_store(self, centre: Centre) -> None:
        centre.run()
        assert drawn(centre) == b"a smaller one"
        assert centre.body("a.png") == PNG
        assert centre.state == "current"

    @pytest.mark.parametrize("size", [(3840, 2160), (4032, 3024), (1, 1), (0, 0)])
    def test_not_of_one_that_is_about_as_large_as_a_screen(
        self, centre: Centre, size: tuple[int, int]
    ) -> None:
        centre.examiner.size = size
        centre.run()
        assert centre.examiner.scaled == 0
        assert rendition(centre) is None

    def test_not_of_a_drawing_however_large_it_says_it_is(self, centre: Centre) -> None:
        centre.media("b.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
        centre.playlist("p", "b.svg")
        centre.run()
        assert centre.shown() == {"p": ("b.svg",)}
        assert centre.examiner.scaled == 0

    def test_once_for_all_names_and_restarts(self, centre: Centre) -> None:
        centre.run()
        centre.media("b.png", PNG)
        centre.playlist("p", "a.png", "b.png")
        centre.run()
        centre.restart()
        centre.run()
        assert drawn(centre, "b.png") == b"a smaller one"
        assert centre.examiner.scaled == 1

    def test_pictures_that_were_taken_in_before_there_were_renditions_get_theirs(
        self, centre: Centre
    ) -> None:
        centre.examiner.rendition = Rendered(reason="cannot be scaled")
        centre.run()
        centre.examiner.asked.clear()
        centre.examiner.rendition = Rendered(content=b"now")
        centre.restart()
        centre.run()
        assert drawn(centre) == b"now"
        assert not centre.examiner.asked

    def test_others_do_not_wait_for_many_of_them(self, centre: Centre) -> None:
        names = [f"x/{number}.png" for number in range(9)]
        for number, name in enumerate(names):
            centre.media(name, PNG + b"%d" % number)
        centre.playlist("large", *names)

        def takes_time() -> None:
            centre.clock.seconds += 0.6

        centre.examiner.act = takes_time
        centre.step()
        centre.step(1.1)
        assert centre.shown() == {"p": ("a.png",)}
        for _ in range(20):
            centre.step()
        assert len(centre.shown()["large"]) == 9
        assert centre.examiner.scaled == 10
        assert centre.state == "current"


class TestLost:
    def test_it_is_made_again(self, centre: Centre) -> None:
        centre.run()
        body = rendition(centre)
        assert body is not None
        centre.store.path(body.sha256).unlink()
        centre.restart()
        centre.run()
        assert drawn(centre) == b"a smaller one"
        assert centre.examiner.scaled == 2

    def test_it_holds_back_nobody_whose_original_is_there(self, centre: Centre) -> None:
        centre.run()
        body = rendition(centre)
        assert body is not None
        centre.store.path(body.sha256).unlink()
        (centre.root / "playlists" / "p.yaml").write_text("items: {{{\n")  # its last good stays
        centre.media("b.png", PNG + b"b")
        centre.playlist("q", "b.png")
        centre.examiner.size = (1, 1)
        centre.run()
        assert centre.shown() == {"p": ("a.png",), "q": ("b.png",)}
        assert drawn(centre) == PNG


class TestFailed:
    def test_the_original_stays_in_use_and_status_says_so(self, centre: Centre) -> None:
        centre.examiner.rendition = Rendered(reason="needs too much memory; save it smaller")
        centre.run()
        assert drawn(centre) == PNG
        assert centre.state == "current"
        assert centre.agent.status is not None
        (fault,) = centre.agent.status.faults
        assert "12000 × 8000" in fault
        assert fault.endswith("save it smaller (here it needs too much memory)")

    def test_it_is_tried_again_but_not_at_every_change(self, centre: Centre) -> None:
        centre.examiner.rendition = Rendered(reason="cannot be scaled")
        centre.run()
        for name in "qrs":
            centre.playlist(name)
            centre.run()
        assert centre.examiner.scaled == 1
        centre.clock.seconds += 600
        centre.examiner.rendition = Rendered(content=b"now")
        centre.playlist("t")
        centre.run()
        assert drawn(centre) == b"now"
        assert centre.agent.status is not None
        assert not centre.agent.status.faults

    def test_a_disk_too_full_for_it_keeps_the_last_good_and_heals(self, centre: Centre) -> None:
        centre.examiner.size = (1, 1)
        centre.run()
        centre.examiner.size = HUGE
        centre.examiner.rendition = Rendered(content=b"\0" * 1_000_000)

        def fills() -> None:
            if centre.examiner.scaled:
                centre.store._limits = StoreLimits(keep_free=10**18)

        centre.examiner.act = fills
        centre.media("a.png", PNG + b"2")
        centre.run()
        assert centre.state == "failed"
        assert "the rendition of a.png" in centre.error
        assert centre.body("a.png") == PNG
        centre.examiner.act = lambda: None
        centre.store._limits = StoreLimits(keep_free=0)
        centre.run(61)
        assert centre.state == "current"
        assert drawn(centre) == b"\0" * 1_000_000

    def test_a_disk_that_fills_at_any_step(self, centre: Centre) -> None:
        centre.run()
        for step in range(1, 60):
            centre.media("a.png", PNG + b"%d" % step)
            centre.examiner.rendition = Rendered(content=b"scaled %d" % step)
            with failing(step, lambda: OSError(errno.ENOSPC, "No space left")) as done:
                centre.run()
            assert drawn(centre)
            centre.run(70)
            assert drawn(centre) == b"scaled %d" % step
            if len(done) < step:
                break
        else:
            pytest.fail("it never got through")

    def test_no_decoder_is_this_devices_fault(
        self, centre: Centre, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: object) -> Rendered:
            raise OSError(errno.ENOEXEC, "the decoder does not start")

        monkeypatch.setattr(centre.examiner, "render", fails)
        centre.run()
        assert centre.state == "failed"
        assert "decoder" in centre.error


class TestEviction:
    def test_what_the_last_two_activations_do_not_draw_goes(self, centre: Centre) -> None:
        for number in range(4):
            centre.media("a.png", PNG + b"%d" % number)
            centre.examiner.rendition = Rendered(content=b"scaled %d" % number)
            centre.run()
        bodies = [each for each in centre.store.objects.rglob("*") if each.is_file()]
        assert len(bodies) == 4  # two originals, two renditions
        assert drawn(centre) == b"scaled 3"
