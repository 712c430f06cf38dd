from __future__ import annotations

import numpy as np
import pytest

from ._ticker import Line, Row, bars, find_row, glide, tracks

SPEED = 150.0
WIDTH = 640


def row(*middles: float, wide: float = 24.0) -> Row:
    """Light bars on a dark ground, their edges smoothed as anti-aliasing does."""
    x = np.arange(WIDTH) + 0.0
    level = np.zeros(WIDTH)
    for middle in middles:
        level += np.clip(x - (middle - wide / 2) + 0.5, 0, 1) * np.clip(
            middle + wide / 2 - x + 0.5, 0, 1
        )
    return (30 + 220 * level).astype(np.float32)


def strip(times: Line, place: Line) -> list[Row]:
    return [row(*(x + 300 * index for index in range(4))) for x in place]


class TestBars:
    @pytest.mark.parametrize("middle", [100.0, 100.25, 100.5, 333.4])
    def test_places_are_exact_to_a_part_of_a_pixel(self, middle: float) -> None:
        [(place, wide)] = bars(row(middle))
        assert place == pytest.approx(middle, abs=0.06)
        assert wide == pytest.approx(24, abs=0.2)

    def test_what_the_edge_cuts_is_left_out(self) -> None:
        assert [round(place) for place, _ in bars(row(3.0, 200.0, 635.0))] == [200]

    def test_dark_on_light_is_as_good(self) -> None:
        assert len(bars(255 - row(100.0, 300.0))) == 2

    def test_strokes_of_letters_are_no_bars(self) -> None:
        assert bars(row(100.0, wide=5.0)) == []

    def test_an_empty_row_has_none(self) -> None:
        assert bars(np.full(WIDTH, 30, np.float32)) == []


class TestGlide:
    def test_an_even_one_is_even(self) -> None:
        times = np.arange(600) / 60
        [result] = [glide(tracks(strip(times, 600 - SPEED * times), times, SPEED))]
        assert result is not None
        assert result.speed == pytest.approx(SPEED, rel=0.001)
        assert result.rms < 0.1
        assert result.drawn == pytest.approx(60, abs=1)
        assert result.pause == pytest.approx(1 / 60, abs=0.001)

    def test_a_wrong_speed_is_told(self) -> None:
        times = np.arange(600) / 60
        result = glide(tracks(strip(times, 600 - 1.29 * SPEED * times), times, SPEED))
        assert result is not None
        assert result.speed == pytest.approx(1.29 * SPEED, rel=0.001)

    def test_a_pause_that_is_made_up_at_once_is_a_pause_and_a_distance(self) -> None:
        times = np.arange(600) / 60
        place = 600 - SPEED * times
        place[120:123] = place[119]
        result = glide(tracks(strip(times, place), times, SPEED))
        assert result is not None
        assert result.pause == pytest.approx(4 / 60, abs=0.001)
        assert 0.1 < result.rms < 1

    def test_time_lost_for_good_bends_the_line(self) -> None:
        times = np.arange(600) / 60
        place = 600 - SPEED * np.where(times > 2, times - 0.1, times)
        result = glide(tracks(strip(times, place), times, SPEED))
        assert result is not None
        assert result.worst_rms > 1

    def test_nothing_followed_is_no_figure(self) -> None:
        assert glide([]) is None


def test_find_row_takes_the_blocks_where_no_letters_are() -> None:
    picture = np.zeros((100, WIDTH, 3), np.uint8)
    picture[60:91, 100:130] = 255
    picture[60:91, 300:330] = 255
    picture[71:91, 140:146] = 255  # a letter
    assert find_row(picture, 50) == 65
    assert find_row(picture[:50], 20) is None
