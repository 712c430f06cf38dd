"""PySide6 6.12 on Python 3.11 gives away references of None, True and False at every call."""

from __future__ import annotations

import subprocess
import sys

_TRIES = """
import signage
from PySide6.QtCore import QObject, QPointF
point, thing = QPointF(), QObject()
for _ in range(40_000):
    point.setX(1)
    thing.blockSignals(False)
    thing.setProperty("one", 1)
"""


def test_forty_thousand_calls_into_qt_do_not_end_the_interpreter() -> None:
    result = subprocess.run(
        [sys.executable, "-c", _TRIES], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
