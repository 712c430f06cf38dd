"""Nothing here loses power: but for the tests that watch it, fsync would cost half of the time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def swift() -> Iterator[None]:
    """A module that watches fsync has a fixture of this name that does nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _handle: None)
        yield
