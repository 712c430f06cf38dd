"""The second step of signing in, for who has set it up: nobody is signed in before it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from signage.console import audit, sessions
from signage.console.models import Person
from signage.console.office import second

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["expect", "view"]

_HALF = "half"
_VALID = 300
"""Seconds between the two steps."""
_TRIES = 6


def expect(request: HttpRequest, person: Person, then: str) -> None:
    """Remember that the password was right, and of whom."""
    request.session.cycle_key()
    request.session[_HALF] = {
        "person": person.pk, "hash": person.get_session_auth_hash(), "then": then,
        "until": int(time.time()) + _VALID, "tries": 0,
    }  # fmt: skip


def view(request: HttpRequest) -> HttpResponse:
    """Take the code, and sign in."""
    half = request.session.get(_HALF) or {}
    person = _whose(half)
    if person is None or half["tries"] >= _TRIES:
        request.session.pop(_HALF, None)
        messages.error(request, _("Please begin again with your name and password."))
        return redirect("sign-in")
    wrong = False
    if request.method == "POST":
        if second.verify(person, request.POST.get("code", "")[:40]):
            request.session.pop(_HALF)
            login(request, person, backend="django.contrib.auth.backends.ModelBackend")
            request.session[sessions.SECOND] = True
            audit.record(request, "sign-in", str(person), after={"steps": 2})
            return redirect(sessions.local(half["then"]))
        wrong = True
        request.session[_HALF] = {**half, "tries": half["tries"] + 1}
        audit.record(request, "sign-in-failed", person.username, after={"steps": 2})
    return render(request, "console/second.html", {"wrong": wrong})


def _whose(half: dict[str, Any]) -> Person | None:
    if not half or half["until"] < time.time():
        return None
    person = Person.objects.filter(pk=half["person"], is_active=True).first()
    if person is None or not constant_time_compare(half["hash"], person.get_session_auth_hash()):
        return None
    return person
