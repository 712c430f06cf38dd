from __future__ import annotations

import struct

from ._log import Look, Shown, looks, shown, within
from ._strip import SAMPLED, Seen
from .test_strip import picture


def test_looks_reads_whole_records_only() -> None:
    record = struct.pack("<dd", 1.0, 1.001) + picture(1, 2)
    found = looks(record * 2 + record[:20], SAMPLED * 2)
    assert found == [Look(1.0, 1.001, picture(1, 2))] * 2


def test_within_keeps_what_stood_at_the_start() -> None:
    seen = [Look(at, at, picture(1, round(at))) for at in (0.0, 1.0, 2.0, 3.0)]
    assert within(seen, 1.5, 3.0) == [Look(1.5, 1.5, picture(1, 1)), seen[2]]


class TestShown:
    def test_equal_pictures_are_one(self) -> None:
        seen = [Look(0, 0.0, picture(1, 1)), Look(0, 0.1, picture(1, 1, light=251))]
        assert shown(seen, 0.2) == [Shown(0.0, 0.2, Seen("code", 1, 1))]

    def test_a_torn_picture_is_passed_over(self) -> None:
        torn = picture(1, 1)[:10] + picture(2, 60)[10:SAMPLED] + picture(1, 1)[SAMPLED:]
        seen = [Look(0, 0.0, picture(1, 1)), Look(0, 0.030, torn), Look(0, 0.031, picture(1, 2))]
        assert [state.seen for state in shown(seen, 0.06)] == [
            Seen("code", 1, 1),
            Seen("code", 1, 2),
        ]

    def test_the_shortest_black_is_told(self) -> None:
        seen = [
            Look(0, 0.0, picture(1, 1)),
            Look(0, 0.030, bytes(SAMPLED * 2)),
            Look(0, 0.031, picture(1, 2)),
        ]
        assert [state.seen.kind for state in shown(seen, 0.06)] == ["code", "black", "code"]
