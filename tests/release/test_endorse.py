"""Two reviewers who sign one after the other, each at their own time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from signage.errors import UsageError
from signage.release import keys
from signage.release.publish import (
    Endorsed,
    EndorsedError,
    WrongPassphraseError,
    endorse,
    publish,
    refresh,
)
from tests.release.client import Screen
from tests.release.trees import PASSPHRASE, Centre

if TYPE_CHECKING:
    from pathlib import Path

    from signage.release.publish import Published


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    made = Centre(tmp_path, reviewers=("lan", "hoa", "minh"), needs=2)
    made.write({}, {"a.jpg": b"\xff\xd8\xff\xe0" + b"a" * 400})
    return made


def _endorse(centre: Centre, by: str, so_far: Endorsed | None = None) -> Endorsed:
    return endorse(
        centre.folder, centre.tree, centre.keyring(), by=by, so_far=so_far,
        judge=lambda _: (), now=lambda: centre.clock,
    )  # fmt: skip


def _publish(centre: Centre, by: str, endorsed: Endorsed) -> Published:
    return publish(
        centre.folder, centre.tree, centre.keyring(), by=[by], endorsed=endorsed,
        judge=lambda _: (), now=lambda: centre.clock,
    )  # fmt: skip


def test_the_second_completes_what_the_first_signed(centre: Centre) -> None:
    first = _endorse(centre, "lan")
    assert not (centre.tree / "metadata" / "timestamp.json").exists()
    assert PASSPHRASE not in msgspec.json.encode(first).decode()
    published = _publish(centre, "hoa", first)
    assert (published.version, published.signed_by) == (1, ["lan", "hoa"])
    assert published.reviewed
    screen = Screen(centre.path / "screen", centre.root, centre.clock)
    assert screen.look(centre.tree) is not None


def test_what_the_first_signed_is_nothing_by_itself(centre: Centre) -> None:
    first = _endorse(centre, "lan")
    with pytest.raises(EndorsedError, match="different reviewers"):
        _publish(centre, "lan", first)
    refresh(centre.tree, centre.keyring(), now=lambda: centre.clock)
    assert not list((centre.tree / "metadata").glob("*.release.json"))


def test_a_byte_that_changed_between_them(centre: Centre) -> None:
    first = _endorse(centre, "lan")
    centre.write({"p.yaml": "name: Khác\nitems:\n- image: a.jpg\n"})
    with pytest.raises(EndorsedError, match="not what the others signed"):
        _publish(centre, "hoa", first)


def test_bytes_of_a_file_that_changed_between_them(centre: Centre) -> None:
    first = _endorse(centre, "lan")
    centre.write({}, {"a.jpg": b"\xff\xd8\xff\xe0" + b"b" * 400})
    with pytest.raises(EndorsedError, match="not what the others signed"):
        _publish(centre, "hoa", first)


def test_another_release_that_came_between(centre: Centre) -> None:
    first = _endorse(centre, "lan")
    centre.write({"p.yaml": "name: Gấp\nitems:\n- image: a.jpg\n"})
    _publish(centre, "hoa", _endorse(centre, "minh"))
    centre.write({"p.yaml": "name: Sảnh chính\nitems:\n- image: a.jpg\n"})
    with pytest.raises(EndorsedError, match="another release"):
        _publish(centre, "hoa", first)


def test_a_manifest_that_was_exchanged(centre: Centre) -> None:
    first = _endorse(centre, "lan")
    forged = first.manifest.replace("Sảnh chính", "Sảnh khác")
    with pytest.raises(EndorsedError, match="damaged"):
        _publish(centre, "hoa", msgspec.structs.replace(first, manifest=forged))


def test_somebody_whose_key_was_taken_away_between(centre: Centre) -> None:
    first = _endorse(centre, "lan")
    keys.revoke(centre.office, centre.keyring(), centre.clock, role="release", name="lan")
    with pytest.raises(EndorsedError, match="different reviewers"):
        _publish(centre, "hoa", first)


def test_bodies_that_were_pruned_between_come_again(centre: Centre) -> None:
    first = _endorse(centre, "lan")
    _publish(centre, "hoa", first)
    centre.write({}, {"a.jpg": b"\xff\xd8\xff\xe0" + b"c" * 400})
    second = _endorse(centre, "lan")
    refresh(centre.tree, centre.keyring(), now=lambda: centre.clock)
    assert _publish(centre, "hoa", second).copied == 1


def test_the_second_needs_a_passphrase_of_their_own(centre: Centre) -> None:
    first = _endorse(centre, "lan")
    with pytest.raises(WrongPassphraseError):
        publish(
            centre.folder, centre.tree, centre.keyring("sai"), by=["hoa"], endorsed=first,
            judge=lambda _: (), now=lambda: centre.clock,
        )  # fmt: skip


def test_an_emergency_waits_for_nobody(centre: Centre) -> None:
    with pytest.raises(UsageError, match="one duty officer"):
        publish(
            centre.folder, centre.tree, centre.keyring(), role="emergency",
            endorsed=_endorse(centre, "lan"),
        )  # fmt: skip


def test_a_key_handed_over_is_used_and_not_kept(centre: Centre, tmp_path: Path) -> None:
    path = next(centre.keys.glob("root-*.key"))
    data = path.read_bytes()
    path.unlink()
    keyring = type(centre.keyring())(
        [centre.keys], centre.keyring().passphrases, handed={"root.key": data}
    )
    keys.revoke(centre.office, keyring, centre.clock, role="release", name="minh")
    assert data not in [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
