"""Signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import logout
from django.shortcuts import redirect

from signage.console import audit

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """End the session."""
    audit.record(request, "sign-out", str(request.user))
    logout(request)
    return redirect("sign-in")
