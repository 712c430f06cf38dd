"""Sessions: they begin with a sign-in, end after a working day, and lose nothing that was typed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from axes.signals import user_locked_out
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.models import Person, Role
from signage.console.office import commune

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["LONGEST", "SECOND", "asks_for_second_step", "csrf_failure", "ended", "local", "over"]

LONGEST = 12 * 3600
"""Seconds from signing in, whatever is done meanwhile: a working day."""
_SKEW = 60
"""Seconds by which the clock may have been put back."""
SECOND = "second"
"""In a session: that its holder gave the second step as well."""
_SINCE = "since"
_SECRETS = ("word", "pass", "again", "token", "code", "phrase")
"""Parts of names of fields that are never handed back."""


@receiver(user_logged_in)
def _begun(request: HttpRequest, **_kwargs: Any) -> None:
    request.session[_SINCE] = int(time.time())


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    # What is no name of ours may be a password that was typed into the wrong field.
    name = str(credentials.get("username", ""))
    known = Person.objects.filter(username=name).exists()
    audit.record(request, "sign-in-failed", name if known else "?")


@receiver(user_locked_out)
def _locked(request: HttpRequest, username: str, **_kwargs: Any) -> None:
    known = Person.objects.filter(username=username).exists()
    audit.record(request, "lock-out", username if known else "?")


def over(request: HttpRequest) -> bool:
    """Whether the session has lasted long enough."""
    since = request.session.get(_SINCE)
    # A clock that was put back is no reason to go on for ever.
    return not isinstance(since, int) or not -_SKEW <= time.time() - since < LONGEST


def ended(request: HttpRequest) -> HttpResponse:
    """Ask to sign in; what was being sent is handed back, to be sent once more."""
    if request.user.is_authenticated:
        logout(request)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"error": _("Sign in again.")}, status=401)
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    return _handed_back(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the sign-in: hand it back, if it is truly from a page of ours."""
    del reason
    origin = request.headers.get("Origin", "")
    ours = origin == f"{request.scheme}://{request.get_host()}"
    if request.path.startswith("/dang-nhap/") and ours:
        return redirect("sign-in")
    if ours and request.method == "POST":
        return _handed_back(request)
    return render(request, "console/foreign.html", status=403)


def _handed_back(request: HttpRequest) -> HttpResponse:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not any(part in name for part in _SECRETS)
    ]
    context = {"fields": fields, "path": request.get_full_path(), "files": bool(request.FILES)}
    return render(request, "console/ended.html", context, status=403)


def asks_for_second_step(request: HttpRequest) -> bool:
    """Whether the commune asks it of this person, who has not set it up."""
    person = request.user
    return (
        isinstance(person, Person)
        and person.has(Role.REVIEWER, Role.ADMINISTRATOR)
        and not request.session.get(SECOND)
        and commune.second_step()
    )


def local(address: str) -> str:
    """An address of this console, with its query; the first page for any other."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.startswith("/") or address[1:2] in {"/", "\\"}:
        return "/"
    return address
