"""The second step of signing in: a code that a phone makes, or one of those kept on paper."""

from __future__ import annotations

import base64
import secrets
from base64 import b32encode
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from signage.console.models import Person, RecoveryCode
from signage.content import codes

if TYPE_CHECKING:
    from typing import Any

__all__ = ["begin", "confirm", "enrolled", "left", "picture", "remove", "spelled", "verify"]

_CODES = 8
_BITS = 50
"""Of a recovery code."""


def enrolled(person: Person) -> bool:
    """Whether they sign in with two steps."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


def begin(person: Person) -> Any:
    """The secret that their phone is to take up; the same until it is confirmed."""
    device, _ = TOTPDevice.objects.get_or_create(
        user=person, confirmed=False, defaults={"name": "phone"}
    )
    return device


def spelled(device: Any) -> str:
    """Give the secret for typing, in groups of four."""
    word = b32encode(device.bin_key).decode("ascii").rstrip("=")
    return " ".join(word[at : at + 4] for at in range(0, len(word), 4))


def picture(device: Any) -> str:
    """Give the secret's QR code as an address of an image: SVG, drawn here and sent to nobody."""
    rows = (codes.matrix(device.config_url) or "").split("/")
    side = len(rows) + 2 * codes.QUIET
    path = "".join(
        f"M{x + codes.QUIET} {y + codes.QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark == "1"
    )
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{path}"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode("ascii")


def confirm(person: Person, said: str) -> list[str] | None:
    """Take the phone up if its code is right: new recovery codes, shown this once; None if not."""
    with transaction.atomic():
        device = TOTPDevice.objects.filter(user=person, confirmed=False).first()
        if device is None or not device.verify_token(_digits(said)):
            return None
        TOTPDevice.objects.filter(user=person, confirmed=True).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        made = [_code() for _ in range(_CODES)]
        RecoveryCode.objects.filter(person=person).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(person=person, digest=_digest(each)) for each in made
        )
        return made


def verify(person: Person, said: str) -> bool:
    """Whether that is the phone's code, or a recovery code, which serves no more after it."""
    digits = _digits(said)
    if len(digits) == 6 and digits.isdecimal():  # noqa: PLR2004  (RFC 6238's usual length)
        device = TOTPDevice.objects.filter(user=person, confirmed=True).first()
        return device is not None and verify_token(person, device.persistent_id, digits) is not None
    found = RecoveryCode.objects.filter(person=person, digest=_digest(said))
    return bool(found.delete()[0])


def left(person: Person) -> int:
    """How many recovery codes they have left."""
    return RecoveryCode.objects.filter(person=person).count()


def remove(person: Person) -> None:
    """Sign in with the password alone from now on."""
    TOTPDevice.objects.filter(user=person).delete()
    RecoveryCode.objects.filter(person=person).delete()


def _digits(said: str) -> str:
    return "".join(said.split())


def _code() -> str:
    word = b32encode(secrets.token_bytes(_BITS // 8 + 1)).decode("ascii")[: _BITS // 5].lower()
    return f"{word[:5]}-{word[5:]}"


def _digest(code: str) -> str:
    word = "".join(sign for sign in code.lower() if sign.isalnum())
    return salted_hmac("signage.console.recovery", word, algorithm="sha256").hexdigest()
