"""The pieces of a large file: see `upload_piece`, which begins it."""

from __future__ import annotations

from signage.console.actions.upload_piece import view

__all__ = ["view"]
