"""What the kiosk tells about itself: what the agent noted, and what the player shows right now.

The agent writes one small file, on transitions only. What is on at this moment is never written to
disk: the player answers for it on a socket in the state folder.
"""

from __future__ import annotations

from signage.journal._clock import clock_trusted
from signage.journal._live import (
    ClockState,
    Live,
    Picture,
    Playing,
    Sight,
    ask,
    listen,
    look,
)
from signage.journal._pairing import Offer, Paired, Pairing
from signage.journal._status import AgentStatus, Quarantined, State, StatusFile, SyncStatus
from signage.journal._timekeeper import Timekeeper, Verdict

__all__ = [
    "AgentStatus", "ClockState", "Live", "Offer", "Paired", "Pairing", "Picture", "Playing",
    "Quarantined", "Sight", "State", "StatusFile", "SyncStatus", "Timekeeper", "Verdict", "ask",
    "clock_trusted", "listen", "look",
]  # fmt: skip
