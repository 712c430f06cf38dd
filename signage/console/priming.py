"""What msgspec needs to know of our types, found out before there are threads.

It finds it out when a type is first decoded. Where two threads do so at the same moment, the second
takes what the first has half made, and the process dies of it (msgspec 0.22: a segmentation fault):
as when a centre starts again, and two screens report in the same instant.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["prime"]


def prime() -> list[type[msgspec.Struct]]:
    """Make every imported type of ours ready to be decoded by any thread; which they are."""
    primed = []
    for kind in _kinds(msgspec.Struct):
        if kind.__module__.startswith("signage."):
            with suppress(TypeError, NameError):  # never decoded: it holds what no JSON tells
                msgspec.json.Decoder(kind)
                primed.append(kind)
    return primed


def _kinds(of: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)
