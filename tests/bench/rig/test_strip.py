from __future__ import annotations

import pytest

from ._strip import SAMPLED, Seen, blocks, check, decode, white_level


def picture(clip: int, frame: int, *, dark: int = 4, light: int = 250) -> bytes:
    strip = bytes(light if bit else dark for bit in blocks(clip, frame))
    return strip + strip


class TestDecode:
    @pytest.mark.parametrize(("clip", "frame"), [(1, 0), (63, 1023), (5, 119), (21, 512)])
    def test_reads_what_was_drawn(self, clip: int, frame: int) -> None:
        assert decode(picture(clip, frame)) == Seen("code", clip, frame)

    def test_every_code_reads_back_and_no_two_are_alike(self) -> None:
        seen = {bytes(blocks(clip, frame)) for clip in range(64) for frame in range(1024)}
        assert len(seen) == 64 * 1024

    def test_one_false_block_is_noticed(self) -> None:
        right = picture(7, 33)
        for at in range(SAMPLED):
            false = bytearray(right)
            false[at] = 4 if right[at] > 128 else 250
            assert decode(bytes(false)).kind in {"other", "black"}, at

    def test_black_at_the_bottom_alone_is_black(self) -> None:
        whole = picture(3, 3)
        assert decode(whole[:SAMPLED] + bytes(SAMPLED)).kind == "black"

    def test_a_blend_of_two_pictures_is_mixed(self) -> None:
        one, other = picture(1, 10), picture(2, 20)
        blend = bytes((a + b) // 2 for a, b in zip(one, other, strict=True))
        assert decode(blend).kind == "mixed"

    def test_a_white_desktop_is_neither_code_nor_black(self) -> None:
        assert decode(b"\xff" * SAMPLED * 2).kind == "other"

    def test_a_half_darkened_picture_is_not_read(self) -> None:
        assert decode(picture(1, 1, light=125)).kind == "mixed"


def test_white_level_is_the_darkest_constant_white() -> None:
    picture_ = bytearray(picture(9, 9))
    picture_[SAMPLED] = 77
    assert white_level(bytes(picture_)) == 77


def test_check_differs_for_neighbouring_frames() -> None:
    assert len({check(1 << 10 | frame) for frame in range(64)}) == 64
