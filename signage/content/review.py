"""The faults that only show when all of a folder has been read: can it be read from the chairs?

Codes that are gone before a phone is out, or too fine to be scanned; captions nobody reads in
passing; colours that a screen cannot show as they are. For `check` and `publish`: a screen shows
what there is, and has no use for these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.config import CONTENT, PLAYER
from signage.content import codes
from signage.content.colours import ACCENT_LEAST, PRIMARY_MOST, linear, luminance
from signage.content.messages import fault
from signage.content.model import Board, Codes
from signage.content.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signage.content.fault import Fault
    from signage.content.loader import Loaded
    from signage.content.model import Centre, Item

__all__ = ["review"]


def review(loaded: Loaded) -> tuple[Fault, ...]:
    """Judge what was read, sorted. What is told of an address is told at its first place."""
    faults: list[Fault] = []
    addresses: dict[str, Place] = {}
    for playlist in loaded.content.playlists:
        file = loaded.places.when(playlist.id).file
        told: set[tuple[int, str]] = set()
        for item in playlist.items:
            place = Place(file, item.line)
            for address in _addresses(item):
                addresses.setdefault(address, place)
            for each in _item(item, place, loaded):
                if (each.line, each.code) not in told:  # a folder's files share a line
                    told.add((each.line, each.code))
                    faults.append(each)
    for path, table in loaded.boards.items():
        for row, line in zip(table.rows, table.lines, strict=True):
            place = Place(f"media/{path}", line)
            if row.qr:
                addresses.setdefault(row.qr, place)
            if (count := len(row.name)) > CONTENT.cell_fits:
                limit = CONTENT.cell_fits
                faults.append(fault(*place, "board-name-long", count=count, limit=limit))
    faults += _scanned(addresses)
    faults += _colours(loaded.content.centre, loaded.places.centre)
    return tuple(sorted(faults))


def _addresses(item: Item) -> Iterator[str]:
    if item.qr:
        yield item.qr
    if isinstance(item, Codes):
        yield from (code.url for code in item.codes)


def _item(item: Item, place: Place, loaded: Loaded) -> Iterator[Fault]:
    scanned = item.qr or isinstance(item, Codes)
    if isinstance(item, Board) and (table := loaded.boards.get(item.path)):
        scanned = scanned or any(row.qr for row in table.rows)
    least = PLAYER.qr_seconds
    if scanned and item.duration is not None and item.duration < least:
        yield fault(*place, "qr-short", seconds=f"{item.duration:g}", least=f"{least:g}")
    count = max(map(len, item.caption.values()), default=0)
    if count > CONTENT.caption_fits:
        yield fault(*place, "caption-long", count=count, limit=CONTENT.caption_fits)


def _scanned(addresses: dict[str, Place]) -> Iterator[Fault]:
    """Judge codes: by their length, and as far as there is time by drawing and reading them."""
    for number, (address, place) in enumerate(addresses.items()):
        if (length := len(address.encode())) > codes.LONGEST:
            yield fault(*place, "qr-far", length=length, limit=codes.LONGEST)
        elif number < CONTENT.qr_drawn:
            made = codes.matrix(address)
            if made is None or codes.readable(made, codes.pixels(made)) != address:
                yield fault(*place, "qr-unreadable", value=address)


def _colours(centre: Centre, place: Place) -> Iterator[Fault]:
    """Colours keep their hue and get the lightness that they need (`signage/player/_theme.py`)."""
    if centre.primary and luminance(linear(centre.primary)) > PRIMARY_MOST:
        yield fault(*place, "colour-light", value=centre.primary)
    if centre.accent and luminance(linear(centre.accent)) < ACCENT_LEAST:
        yield fault(*place, "colour-dark", value=centre.accent)
