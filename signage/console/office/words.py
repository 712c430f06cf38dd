"""Errors of the rooms below, in the officers' words: what, where, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from signage.errors import DeviceError, SignageError, TrustError
from signage.release.publish import EndorsedError, FaultsError, WrongPassphraseError

__all__ = ["told"]

_SHOWN = 3


def told(error: SignageError) -> str:
    """Give a sentence for whoever pressed the button; the technician's words follow in brackets."""
    if isinstance(error, WrongPassphraseError):
        return _("The passphrase is not right. Nothing was signed; try again.")
    if isinstance(error, EndorsedError):
        return _(
            "Something was published or changed since the first reviewer approved. Both have to "
            "approve again: reload the page and look at it once more."
        )
    if isinstance(error, FaultsError):
        wrong = [each for each in error.faults if each.severity == "error"]
        where = "; ".join(f"{each.file}:{each.line} {each.message_vi}" for each in wrong[:_SHOWN])
        return _("Screens would not show this: %(where)s") % {"where": where}
    if isinstance(error, DeviceError):
        return _("The centre's machine could not do it; tell the technician: %(why)s") % {
            "why": error
        }
    if isinstance(error, TrustError):
        return _("The keys do not fit what was published; tell the technician: %(why)s") % {
            "why": error
        }
    return str(error)
