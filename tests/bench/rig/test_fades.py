from __future__ import annotations

import pytest

from ._fades import fades
from ._log import Look
from .test_strip import picture


def blend(share: float, *, dip: float = 0.0) -> bytes:
    one, other = picture(1, 5, dark=0, light=255), picture(2, 9, dark=0, light=255)
    return bytes(
        round((a * (1 - share) + b * share) * (1 - dip)) for a, b in zip(one, other, strict=True)
    )


def film(shares: list[float], *, dip: float = 0.0) -> list[Look]:
    parts = [blend(0), *(blend(share, dip=dip) for share in shares), blend(1)]
    return [Look(0, index / 60, samples) for index, samples in enumerate(parts)]


class TestFades:
    def test_counts_what_was_drawn(self) -> None:
        [fade] = fades(film([0.2, 0.4, 0.6, 0.8]))
        assert (fade.before, fade.after, fade.frames) == (1, 2, 4)
        assert fade.seconds == pytest.approx(4 / 60)
        assert fade.longest == pytest.approx(1 / 60)
        assert fade.darkest == 255

    def test_a_dip_is_told(self) -> None:
        [fade] = fades(film([0.2, 0.4, 0.6, 0.8], dip=0.5))
        assert fade.darkest in {127, 128}

    def test_a_cut_is_no_fade(self) -> None:
        assert fades(film([])) == []
        assert fades(film([0.5])) == []

    def test_a_clip_that_only_runs_on_is_no_fade(self) -> None:
        assert fades([Look(0, at / 30, picture(1, at)) for at in range(9)]) == []
