"""A key added, renewed or taken away: with the root key's file, handed over for this once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Person, Role
from signage.console.office import keys, words
from signage.console.office.counting import counted
from signage.errors import SignageError, UsageError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from signage.release.keys import KeyRole

__all__ = ["view"]

_ROLES = {"release": Role.REVIEWER, "emergency": Role.DUTY}
_NEEDS = {"1": 1, "2": 2}


def view(request: HttpRequest) -> HttpResponse:
    """Do it; the file and every passphrase are forgotten with this request."""
    do = request.POST.get("do", "")
    role, _colon, who = request.POST.get("who", "").partition(":")
    file = request.FILES.get("root")
    root = keys.Root(
        file.read(keys.ROOT_BYTES + 1) if file else b"", request.POST.get("root-word", "")
    )
    word = request.POST.get("word", "")
    needs = _NEEDS.get(request.POST.get("needs", ""))
    try:
        if role not in _ROLES or do not in {"add", "renew", "require", "revoke"}:
            raise UsageError(_("Choose whose key it is."))
        if do in {"add", "renew"} and word != request.POST.get("again", ""):
            raise UsageError(_("The two passphrases differ."))
        notes = _change(do, cast("KeyRole", role), who, root, word=word, needs=needs)
    except SignageError as error:
        audit.record(request, "key-failed", f"{do} {role} {who}", after={"why": str(error)})
        messages.error(request, words.told(error))
        return redirect("keys")
    audit.record(request, f"key-{do}", f"{role} {who}", after={"needs": needs})
    messages.success(request, _("Done. The root key was used for this once, and not kept."))
    if notes:
        messages.warning(
            request,
            _(
                "The screens hear of it with the next release: what is on now was signed with the "
                "old key. Return to it under Releases, and let another reviewer approve."
            ),
        )
    return redirect("keys")


def _change(
    do: str, role: KeyRole, who: str, root: keys.Root, *, word: str, needs: int | None
) -> list[str]:
    needs = needs if role == "release" else None
    if do == "require":
        return keys.require(here(), root, needs=needs or 1)
    if do == "revoke":
        return keys.revoke(here(), root, role=role, name=who, needs=needs)
    if do == "renew":
        return keys.renew(here(), root, role=role, name=who, word=word)
    person = Person.objects.filter(pk=counted(who), is_active=True).first()
    if person is None or not person.has(_ROLES[role]):
        raise UsageError(_("Choose whose key it is."))
    return keys.add(here(), root, role=role, name=person.username, word=word, needs=needs)
