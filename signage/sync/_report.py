"""What an agent tells: noted in `status.json`, and logged when it begins and when it ends."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signage.journal import AgentStatus, Quarantined, StatusFile, SyncStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from signage.journal import State
    from signage.sync._agent import Clock

__all__ = ["Report", "Stage"]

_log = logging.getLogger(__name__)


@dataclass
class Stage:
    """How far the work is, for whoever draws bars; read it from any thread."""

    doing: str = ""
    """`fetching` or `examining`; empty: nothing."""
    done: int = 0
    total: int = 0
    """Bytes fetched, or files examined."""


_NUMBERS = re.compile(r"[\d.,]+")
_LASTING: frozenset[State] = frozenset({"lost", "refused", "failed"})


def _alike(state: State, before: str | None, now: str | None) -> bool:
    """Whether the same is wrong still; so many bytes of it more or less are nothing new to tell."""
    if state not in _LASTING or before is None or now is None:
        return before == now
    return _NUMBERS.sub("#", before) == _NUMBERS.sub("#", now)


class Report:
    """The status of one agent. What is noted twice is written once."""

    def __init__(self, state: Path, source: str, clock: Clock) -> None:
        self._file = StatusFile(state)
        self._source = source
        self._clock = clock
        self.status: AgentStatus | None = None
        """What was last noted."""
        self._faults: tuple[str, ...] = ()
        self._beside: tuple[str, ...] = ()

    def note(
        self,
        state: State,
        error: str | None,
        *,
        faults: tuple[str, ...] = (),
        quarantine: Mapping[str, str] | None = None,
    ) -> None:
        """How it is now. `quarantine`: path to reason."""
        self._faults = faults
        known = self.status.sync if self.status else None
        same = known is not None and known.state == state and _alike(state, known.error, error)
        if known is not None and same:
            error = known.error
        since = known.since if known and same else self._clock.now().isoformat(timespec="seconds")
        self.status = AgentStatus(
            sync=SyncStatus(source=self._source, state=state, since=since, error=error),
            faults=(*faults, *self._beside),
            quarantine=tuple(
                Quarantined(path=path, reason=reason)
                for path, reason in sorted((quarantine or {}).items())
            ),
        )
        if not same:
            _log.info("%s: %s%s", self._source, state, f": {error}" if error else "")
        try:
            self._file.write(self.status)
        except OSError:  # a full disk: `error` says so already, to whoever can still hear it
            _log.debug("the status could not be written", exc_info=True)

    def beside(self, faults: tuple[str, ...]) -> None:
        """What there is to tell beside the content: it holds until other sentences come."""
        if faults == self._beside:
            return
        self._beside = faults
        if self.status is not None:
            self.still(self.status.sync.state, self.status.sync.error)

    def still(self, state: State, error: str | None) -> None:
        """How it is now; what was told of the content still holds."""
        known = self.status
        self.note(
            state,
            error,
            faults=self._faults,
            quarantine={each.path: each.reason for each in known.quarantine} if known else {},
        )
