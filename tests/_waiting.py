"""Waiting for what another process or thread does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 60.0
"""Seconds. Machines that run tests are slow at times: patience is no measure of the product."""


def until(holds: Callable[[], object], patience: float = PATIENCE) -> None:
    """Return once it holds; fail when it does not within so many seconds."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.01)
