"""Intake: every body is decoded whole, in a process apart, before it may be shown."""

from __future__ import annotations

from signage.sync._intake._rendition import oversized
from signage.sync._intake._verdict import Job, Rendered, Verdict
from signage.sync._intake._workshop import Workshop

__all__ = ["Job", "Rendered", "Verdict", "Workshop", "oversized"]
