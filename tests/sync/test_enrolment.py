"""Pairing from the screen's side: a code, a root that is pinned only once it was confirmed."""

from __future__ import annotations

import base64
import hashlib
import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

from signage.config import REPORTS
from signage.journal import Offer, Pairing
from signage.sync._backoff import BackOff
from signage.sync._enrol import enrol
from signage.sync._enrolment import Enrolment
from signage.sync._transport import TransportError
from tests.release.trees import Centre

if TYPE_CHECKING:
    from pathlib import Path

CENTRE = "https://thongtin.sonduong.vn"


class Console:
    """What the console answers; `confirmed` is what an administrator said."""

    name = f"{CENTRE}/api/ghep-noi"

    def __init__(self, root: bytes) -> None:
        self.root = root
        self.code = "TRACKGHS"
        self.confirmed: dict[str, str] | None = None
        self.fault: TransportError | None = None
        self.more: dict[str, Any] = {}
        self.digests: list[str] = []
        self.asked = 0

    def ask(self, token: str, body: bytes | None = None) -> bytes:
        if self.fault:
            raise self.fault
        digest = hashlib.sha256(token.encode()).hexdigest()
        if body is not None:
            assert json.loads(body)["token_digest"] == digest
            self.digests.append(digest)
            root = base64.b64encode(self.root).decode()
            answer = {"code": self.code, "root": root, "minutes": 15, **self.more}
            return json.dumps(answer).encode()
        self.asked += 1
        assert digest == self.digests[-1]
        return json.dumps(self.confirmed or {"state": "waiting"}).encode()


class Screen:
    def __init__(self, folder: Path) -> None:
        self.centre = Centre(folder / "centre")
        self.console = Console(self.centre.root)
        self.state = folder / "state"
        self.state.mkdir()
        self.now = 0.0
        self.enrolment = self.started()

    def started(self) -> Enrolment:
        return Enrolment(
            self.state, CENTRE, self.console, monotonic=lambda: self.now,
            back_off=BackOff(chance=lambda: 1.0),
        )  # fmt: skip

    @property
    def pairing(self) -> Pairing:
        return Pairing(self.state)


@pytest.fixture
def screen(tmp_path: Path) -> Screen:
    return Screen(tmp_path)


def test_it_shows_code_and_fingerprint_and_pins_that_root_once_confirmed(screen: Screen) -> None:
    screen.enrolment.step()
    offer = screen.pairing.offer()
    fingerprint = hashlib.sha256(screen.centre.root).hexdigest()
    assert (offer.code, offer.fingerprint) == ("TRACKGHS", fingerprint)
    assert offer.address == "thongtin.sonduong.vn/man-hinh/ghep-noi"
    assert offer.matrix
    screen.enrolment.step()
    assert screen.pairing.paired() is None
    assert not screen.pairing.root.exists()
    screen.console.confirmed = {"state": "paired", "screen": "sanh-chinh", "release": "release/"}
    screen.enrolment.step()
    paired = screen.pairing.paired()
    assert paired is not None
    assert paired == screen.enrolment.paired
    assert (paired.source, paired.screen) == (f"{CENTRE}/release", "sanh-chinh")
    assert paired.report == f"{CENTRE}/api/man-hinh/"
    assert screen.pairing.root.read_bytes() == screen.centre.root
    token = screen.pairing.token
    assert stat.S_IMODE(token.stat().st_mode) == 0o600
    assert hashlib.sha256(token.read_bytes()).hexdigest() == screen.console.digests[-1]
    assert screen.pairing.offer() == Offer()
    assert screen.started().paired == paired  # and it is so after a restart


def test_another_root_after_the_code_was_shown_is_not_pinned(screen: Screen) -> None:
    screen.enrolment.step()
    shown = screen.pairing.offer().fingerprint
    screen.console.root = b"another"
    screen.console.confirmed = {"state": "paired", "screen": "a", "release": "release/"}
    screen.enrolment.step()
    assert hashlib.sha256(screen.pairing.root.read_bytes()).hexdigest() == shown


def test_a_code_that_is_too_old_makes_way_for_another(screen: Screen) -> None:
    screen.enrolment.step()
    screen.now = REPORTS.pairing_minutes * 60 + 1
    screen.console.code = "QQQQWWWW"
    screen.enrolment.step()
    assert screen.pairing.offer().code == "QQQQWWWW"
    assert len(set(screen.console.digests)) == 2
    screen.console.fault = TransportError("gone", kind="status", status=410)
    assert screen.enrolment.step() == 0
    screen.console.fault, screen.console.code = None, "ZZZZXXXX"
    screen.enrolment.step()
    assert screen.pairing.offer().code == "ZZZZXXXX"


def test_a_console_that_is_away_is_told_of_on_the_screen(screen: Screen) -> None:
    screen.console.fault = TransportError("https://x: nobody answers there", kind="refused")
    assert screen.enrolment.step() == 2
    assert screen.pairing.offer().trouble == "https://x: nobody answers there"
    screen.console.fault = None
    screen.enrolment.step()
    screen.console.fault = TransportError("the cable is out", kind="refused")
    screen.enrolment.step()
    assert screen.pairing.offer().code == "TRACKGHS"  # it holds still


@pytest.mark.parametrize(
    "more",
    [{"code": "<script>"}, {"code": "ABCDEFG1"}, {"root": "AAAA"}, {"page": "https://evil.vn/"},
     {"root": 7}],
)  # fmt: skip
def test_an_answer_that_is_none_shows_no_code(screen: Screen, more: dict[str, Any]) -> None:
    screen.console.more = more
    screen.enrolment.step()
    assert screen.pairing.offer().code == ""
    assert screen.pairing.offer().trouble


@pytest.mark.parametrize(
    "confirmed",
    [
        {"state": "paired", "screen": "../etc", "release": "release/"},
        {"state": "paired", "screen": "a", "release": "https://evil.vn/release/"},
        {"state": "paired", "screen": "a", "release": "//evil.vn/release/"},
        {"state": "paired", "screen": "", "release": "release/"},
        {"state": "owned"},
    ],
)
def test_a_confirmation_that_is_none_pins_nothing(
    screen: Screen, confirmed: dict[str, str]
) -> None:
    screen.enrolment.step()
    screen.console.confirmed = confirmed
    screen.enrolment.step()
    assert screen.pairing.paired() is None
    assert not screen.pairing.token.exists()


def test_the_loop_ends_when_told(screen: Screen) -> None:
    assert enrol(screen.state, CENTRE, lambda: True, wire=screen.console) is None
    screen.console.confirmed = {"state": "paired", "screen": "a", "release": "release/"}
    screen.enrolment.step()
    screen.enrolment.step()
    paired = enrol(screen.state, CENTRE, lambda: False, wire=screen.console)
    assert paired is not None
    assert paired.screen == "a"
