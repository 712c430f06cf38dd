from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtGui import QGuiApplication

from tests.player._gallery import Gallery, furnish
from tests.player._wall import ROOT, SIGNAGE


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """The player has no widgets; what is drawn in this process needs no display."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication


@pytest.fixture(scope="session", params=["1280x720", "1920x1080"])
def gallery(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    """A folder of everything, drawn by `signage snapshot`."""
    root = tmp_path_factory.mktemp("gallery")
    furnish(root / "centre")
    done = subprocess.run(
        [
            sys.executable, *SIGNAGE, "snapshot", str(root / "centre"), "--out", str(root / "out"),
            "--size", request.param,
        ],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        env={name: value for name, value in os.environ.items() if name != "DISPLAY"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return Gallery(root / "out")
