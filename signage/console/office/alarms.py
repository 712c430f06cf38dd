"""E-mail to those who look after the screens, when one falls silent."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from signage.config import REPORTS
from signage.console.data import here
from signage.console.models import Setting
from signage.console.office import folder, reporting
from signage.console.office.wall import called
from signage.errors import SignageError

if TYPE_CHECKING:
    from datetime import datetime

    from signage.console.models import Screen

__all__ = ["MOST", "can_send", "judged", "keep", "receivers", "watch"]

log = logging.getLogger("signage.console.alarms")

_NAME = "alarm-mail"
MOST = 20
"""Addresses."""
_NAMED = 10
"""Screens named in one letter."""


def can_send() -> bool:
    """Whether the technician said through which server."""
    return bool(getattr(settings, "SIGNAGE_MAIL", False))


def receivers() -> list[str]:
    """Who is written to."""
    found = Setting.objects.filter(name=_NAME).first()
    return [str(each) for each in found.value] if found and isinstance(found.value, list) else []


def judged(words: str) -> tuple[list[str], list[str]]:
    """Addresses as somebody typed them, one a line or with commas: those that are, and others."""
    good: list[str] = []
    bad: list[str] = []
    for each in words.replace(",", " ").replace(";", " ").split():
        try:
            validate_email(each)
        except ValidationError:
            bad.append(each)
        else:
            good.append(each)
    return list(dict.fromkeys(good))[:MOST], bad


def keep(addresses: list[str]) -> None:
    """Decide."""
    Setting.objects.update_or_create(name=_NAME, defaults={"value": addresses})


def watch(now: datetime | None = None) -> list[Screen]:
    """Note which screens fell silent, and write where that is wanted; which they are."""
    fell = reporting.watch(now)
    if fell and can_send() and (to := receivers()):
        with translation.override("vi"):
            _write(fell, to)
    return fell


def _write(fell: list[Screen], to: list[str]) -> None:
    try:
        content = folder.known(here()).loaded.content
    except SignageError:  # the folder is away; the letter goes out all the same
        content = None
    for each in fell:
        each.name = called(each, content)
    lines = [_line(each) for each in fell[:_NAMED]]
    if len(fell) > _NAMED:
        lines.append(_("and %(count)s more") % {"count": len(fell) - _NAMED})
    names = ", ".join(str(each) for each in fell[:3])
    subject = _("Screens are silent: %(names)s") % {"names": names}
    body = _(
        "These screens have told nothing for %(minutes)s minutes:\n\n%(lines)s\n\nIs the screen "
        "switched on, and its network cable in? What it shows goes on without the network."
    ) % {"minutes": round(REPORTS.silent_minutes), "lines": "\n".join(lines)}
    try:
        send_mail(" ".join(subject.split()), body, None, to)
    except OSError as error:  # smtplib's own are of this kind
        log.warning("no e-mail about silent screens: %s", error)


def _line(screen: Screen) -> str:
    when = timezone.localtime(screen.seen).strftime("%H:%M %d/%m") if screen.seen else _("never")
    place = f", {screen.place}" if screen.place else ""
    return f"- {screen}{place}: " + _("last heard %(when)s") % {"when": when}
