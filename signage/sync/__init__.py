"""Source to store: what a central folder holds, brought into the kiosk's own copy.

`source_of` names a source, `Follower` follows it, `bring_once` brings it in once. Heavy libraries
(watchdog, Pillow, pypdf) are imported only when and where they are needed.
"""

from __future__ import annotations

from signage.sync._follow import Follower, bring_once
from signage.sync._source import source_of

__all__ = ["Follower", "bring_once", "source_of"]
