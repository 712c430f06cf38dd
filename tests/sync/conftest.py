from __future__ import annotations

import os

import pytest


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of publications and activations, of which none has to outlast a power cut."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
