"""`EMAIL_URL`: through which server the console writes. Without it, it writes to nobody.

    EMAIL_URL=smtps://user:password@mail.sonduong.vn/?from=man-hinh@sonduong.vn

`smtps` is TLS from the first byte (port 465), `smtp+tls` after a greeting (587); plain `smtp` is
for a server on this machine.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = ["settings_of"]

_PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
_PATIENCE = 20
"""Seconds."""


def settings_of(url: str) -> dict[str, Any]:
    """Django's settings for it; none where `url` is empty.

    Raises:
        ValueError: it is none.
    """
    if not url:
        return {"SIGNAGE_MAIL": False}
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("EMAIL_URL: write smtps://user:password@server/?from=address")
    told = parse_qs(parts.query).get("from", [unquote(parts.username or "")])[0]
    if "@" not in told:
        raise ValueError("EMAIL_URL: say who writes: …/?from=man-hinh@sonduong.vn")
    return {
        "SIGNAGE_MAIL": True,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": _PATIENCE,
        "DEFAULT_FROM_EMAIL": told,
    }
