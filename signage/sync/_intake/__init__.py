"""Intake: every body is decoded whole, in a process apart, before it may be shown."""

from __future__ import annotations

from signage.sync._intake._verdict import Job, Verdict
from signage.sync._intake._workshop import Workshop

__all__ = ["Job", "Verdict", "Workshop"]
