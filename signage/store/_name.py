"""The name under which a source goes in records and in `status`."""

from __future__ import annotations

import os
import re

__all__ = ["source_name"]

_SECRET = re.compile(r"(?<=://)[^/?#]*@")


def source_name(source: str) -> str:
    """One name for each folder, however a technician wrote it; of a URL, no password."""
    if "://" in source:
        return _SECRET.sub("", source, count=1)
    return os.path.abspath(source)  # noqa: PTH100  (`a/../b` is `b`)
