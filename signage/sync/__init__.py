"""Source to store: what a source holds, brought into the kiosk's own copy.

`source_of` names a source, `Follower` follows it, `bring_once` brings it in once. Heavy libraries
(watchdog, requests, tuf, Pillow, pypdf) are imported only when and where they are needed.
"""

from __future__ import annotations

from signage.sync._enrol import enrol
from signage.sync._follow import Follower, Origin, Stepper, bring_once
from signage.sync._origin import FIRST_USE, source_of
from signage.sync._reports import Reports

__all__ = [
    "FIRST_USE", "Follower", "Origin", "Reports", "Stepper", "bring_once", "enrol", "source_of",
]  # fmt: skip
