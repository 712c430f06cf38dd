"""Setting up the second step of signing in, or ending it: with one's own password at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit, sessions
from signage.console.models import Person, person_of
from signage.console.office import second

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """The code for the phone, then the recovery codes; or the end of it."""
    person = Person.objects.get(pk=person_of(request).pk)
    wrong = False
    if request.method == "POST":
        if not person.check_password(request.POST.get("password", "")):
            messages.error(request, _("That is not your password."))
        elif request.POST.get("do") == "remove":
            _change(request, person, on=False)
            second.remove(person)
            request.session.pop(sessions.SECOND, None)
            messages.success(request, _("You sign in with your password alone from now on."))
            return redirect("account")
        else:
            made = second.confirm(person, request.POST.get("code", "")[:20])
            if made is not None:
                _change(request, person, on=True)
                request.session[sessions.SECOND] = True
                return render(request, "console/recovery.html", {"codes": made})
            wrong = True
    device = second.begin(person)
    context = {
        "picture": second.picture(device), "spelled": second.spelled(device), "wrong": wrong,
        "enrolled": second.enrolled(person),
        "demanded": sessions.asks_for_second_step(request),
    }  # fmt: skip
    return render(request, "console/second_step.html", context)


def _change(request: HttpRequest, person: Person, *, on: bool) -> None:
    """Put it on record; whoever else is signed in as this person has to sign in anew."""
    with transaction.atomic():
        person.end_sessions()
        audit.record(request, "second-step", str(person), before=not on, after=on)
    update_session_auth_hash(request, person)
