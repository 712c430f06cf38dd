"""What the console does by itself each day while it runs: sign that the tree is fresh, tidy up."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from signage.console.office import previews, releases
from signage.errors import SignageError
from signage.release.publish import Given, Keyring, Office, refresh

if TYPE_CHECKING:
    from signage.console.data import Data

__all__ = ["Upkeep", "signed"]

log = logging.getLogger("signage.console.upkeep")

EACH = timedelta(hours=20)
"""After which it is signed anew: once a working day, at the latest."""
RETRY = timedelta(hours=1)
"""After a failure."""


class Upkeep:
    """Asked again and again; seldom has anything to do."""

    def __init__(self) -> None:
        self._next = datetime.min.replace(tzinfo=timezone.get_default_timezone())
        self._failed = ""

    def step(self, data: Data) -> bool:
        """Sign where it is time; whether it did."""
        now = timezone.now()
        if now < self._next:
            return False
        self._next = now + RETRY
        last = signed(data)
        if last is None or now < last + EACH:
            return False
        try:
            refresh(data.release, Keyring([data.keys], Given()))
            releases.prune(data)
            previews.sweep(data)
            data.sweep(EACH.total_seconds())
        except (SignageError, OSError) as error:
            if str(error) != self._failed:
                log.error("the daily signature: %s", error)  # noqa: TRY400  (the reason is enough)
            self._failed = str(error)
            return False
        if self._failed:
            log.info("the daily signature is done again")
        self._failed = ""
        return True


def signed(data: Data) -> datetime | None:
    """When the tree was last signed as fresh; None: nothing was published yet."""
    office = Office(data.keys)
    try:
        authority = office.authority()
        when = office.record(authority).signed if authority else ""
    except SignageError:
        return None
    return datetime.fromisoformat(when) if when else None
