"""Which addresses want a QR code: made here, so that the player has only squares to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.config import INTAKE
from signage.content.codes import matrix
from signage.content.model import Codes
from signage.store import StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from signage.content.model import Content
    from signage.store import Media

__all__ = ["addresses", "codes"]


def addresses(content: Content, media: Iterable[Media] = ()) -> tuple[str, ...]:
    """Every address that wants a code, once: of items first, then of the rows of boards. Pure."""
    items = [item for playlist in content.playlists for item in playlist.items]
    found = [item.qr for item in items if item.qr]
    found += [code.url for item in items if isinstance(item, Codes) for code in item.codes]
    found += [row.qr for each in media for row in each.rows if row.qr]
    return tuple(dict.fromkeys(found))


def codes(
    content: Content,
    media: Iterable[Media],
    known: Mapping[str, str],
    stop: Callable[[], bool] = lambda: False,
) -> dict[str, str]:
    """Address to matrix, for every address that fits; `known` ones are not remade.

    About 5 ms for each that is new, hence `stop`; no more than `INTAKE.codes`.

    Raises:
        StoppedError: `stop` said so.
    """
    made: dict[str, str] = {}
    for address in addresses(content, media)[: INTAKE.codes]:
        code = known.get(address)
        if code is None:
            if stop():
                raise StoppedError("stopped")
            code = matrix(address)
        if code is not None:
            made[address] = code
    return made
