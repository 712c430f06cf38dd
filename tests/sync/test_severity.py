"""Which of several faults is told, and when nobody waits any longer: pure."""

from __future__ import annotations

import pytest

from signage.errors import ContentError, DeviceError, SourceError, TrustError
from signage.sync._severity import hopeless, state_of, worst
from signage.sync._transport import TransportError

TRUST, FULL, NEW, LOST = TrustError("t"), DeviceError("d"), ContentError("c"), SourceError("s")
REFUSED = TransportError("nobody answers", kind="refused")
LOGIN = TransportError("a login page", kind="login")
BUSY = TransportError("busy", kind="missing", retry_after=60.0)


def test_distrust_is_told_before_all_else() -> None:
    assert worst([LOST, NEW, FULL, TRUST]) is TRUST
    assert worst([LOST, NEW, FULL]) is FULL
    assert worst([LOST, NEW]) is NEW
    assert worst([]) is None
    states = [state_of(each, settled=False) for each in (TRUST, FULL, NEW, REFUSED, None)]
    assert states == ["refused", "failed", "failed", "lost", "waiting"]
    assert state_of(None, settled=True) == "current"


@pytest.mark.parametrize(
    ("fault", "failures", "never", "over"),
    [
        (REFUSED, 1000, 0, False),  # it answered once: as long as patience lasts
        (REFUSED, 2, 3, False),
        (REFUSED, 3, 3, True),
        (LOGIN, 1, 0, False),
        (LOGIN, 2, 0, True),
        (BUSY, 9, 3, False),  # it says when to come back
    ],
)
def test_a_network_has_its_chances(
    fault: TransportError, failures: int, never: int, over: bool
) -> None:
    assert hopeless([TRUST, fault], failures, never) is (fault if over else None)


def test_all_else_counts_at_once() -> None:
    assert hopeless([LOST, TRUST], 0, 3) is TRUST
    assert hopeless([], 9, 3) is None
