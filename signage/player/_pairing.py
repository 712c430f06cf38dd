"""A screen that nobody has paired yet: shows the code that the agent got, until it is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer

from signage.health import Health
from signage.journal import Offer, Pairing
from signage.player import _words

if TYPE_CHECKING:
    from pathlib import Path

    from signage.journal import Paired
    from signage.player._scene import Scene

__all__ = ["wait"]

_EVERY = 500
"""ms between looks."""
_COMPARED = 32
"""Digits of the fingerprint that are shown, and compared: 128 bits."""


def wait(state: Path, scene: Scene) -> Paired | None:
    """Show the code until this screen is paired; None: it is to end before that."""
    pairing, health, loop = Pairing(state), Health(), QEventLoop()
    found: list[Paired] = []
    shown: list[Offer] = []

    def look() -> None:
        health.beat()
        if (paired := pairing.paired()) is not None:
            found.append(paired)
            loop.quit()
            return
        offer = pairing.offer()
        if shown[-1:] != [offer]:
            shown[:] = [offer]
            scene.root.setProperty("offer", facts(offer))

    timer = QTimer(interval=_EVERY)
    timer.timeout.connect(look)
    timer.start()
    QTimer.singleShot(0, look)
    health.ready("waits to be paired")
    loop.exec()
    timer.stop()
    scene.root.setProperty("offer", {})
    return found[-1] if found else None


def facts(offer: Offer) -> dict[str, object]:
    """What QML shows of it."""
    said = _words.PAIRING if offer.code else _words.UNPAIRED
    return {
        "titles": list(said[0]),
        "steps": [each.format(address=offer.address) for each in said[1]],
        "code": f"{offer.code[:4]} {offer.code[4:]}".strip(),
        "matrix": offer.matrix,
        "compare": list(_words.COMPARE),
        "fingerprint": grouped(offer.fingerprint),
        "trouble": offer.trouble,
    }


def grouped(fingerprint: str) -> str:
    """Its beginning in groups of four, as the console's page shows it."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, _COMPARED, 4)).strip()
