"""What the database keeps: people, the trail, uploads, submissions and screens.

Content is not here: playlists and media lie in the central folder, and only there.
"""

from __future__ import annotations

from signage.console.models._approval import Approval, Fact, Submission
from signage.console.models._emergency import Emergency
from signage.console.models._library import Arrival, Asset, Sketch
from signage.console.models._news import Feed, News
from signage.console.models._people import Invitation, Person, RecoveryCode, Role, Unit, person_of
from signage.console.models._records import Shown
from signage.console.models._screens import Happening, Pairing, Screen
from signage.console.models._settings import Setting
from signage.console.models._trail import Entry

__all__ = [
    "Approval",
    "Arrival",
    "Asset",
    "Emergency",
    "Entry",
    "Fact",
    "Feed",
    "Happening",
    "Invitation",
    "News",
    "Pairing",
    "Person",
    "RecoveryCode",
    "Role",
    "Screen",
    "Setting",
    "Shown",
    "Sketch",
    "Submission",
    "Unit",
    "person_of",
]
