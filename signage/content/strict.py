"""Strict YAML for the files of other rooms: the same reading, faults with the same lines and words.

What a playlist's reader knows (text as it was written, no anchors and tags, unknown and duplicate
keys told with their line) holds for whatever else people write by hand.
"""

from __future__ import annotations

from signage.content._fields import (
    Fields,
    Log,
    Reported,
    choice,
    entries,
    flag,
    integer,
    plain,
    scalar,
    value,
)
from signage.content._playlist import mapping
from signage.content._values import duration
from signage.content._yaml import Mapping, Node

__all__ = [
    "Fields", "Log", "Mapping", "Node", "Reported", "choice", "duration", "entries", "flag",
    "integer", "mapping", "plain", "scalar", "value",
]  # fmt: skip
