from __future__ import annotations

import pytest

from signage.errors import UsageError
from signage.player.size import window_size


def test_absent_is_fullscreen() -> None:
    assert window_size(None) is None


@pytest.mark.parametrize("text", ["1280x720", "1280X720"])
def test_width_and_height(text: str) -> None:
    assert window_size(text) == (1280, 720)


@pytest.mark.parametrize(
    "text",
    ["", "x", "1280", "1280x", "0x720", "-1x5", "1.5x3", "²x³", "99999x9", "9" * 5000 + "x9"],
)
def test_what_is_none(text: str) -> None:
    with pytest.raises(UsageError, match="1280x720"):
        window_size(text)
