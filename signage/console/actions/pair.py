"""For screens that are new: a code, and later whether an administrator confirmed it."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from signage.config import REPORTS
from signage.console.actions.report import bearer, body
from signage.console.audit import address_of
from signage.console.data import here
from signage.console.office import keys, pairing

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["view"]

_LARGEST = 1_000
"""Bytes of a question."""


@csrf_exempt
def view(request: HttpRequest) -> JsonResponse:
    """POST: a new screen asks for a code. GET: it asks what became of it."""
    if request.method == "POST":
        return _begin(request)
    token = bearer(request)
    found = pairing.state(token) if token else None
    if found is None:
        return JsonResponse({"error": "code"}, status=410)
    if found.screen is None:
        return JsonResponse({"state": "waiting"})
    return JsonResponse({"state": "paired", "screen": found.screen.id_name, "release": "release/"})


def _begin(request: HttpRequest) -> JsonResponse:
    data, told = here(), body(request, _LARGEST)
    root = keys.pinned(data)
    if root is None:
        return JsonResponse({"error": "keys"}, status=503)
    try:
        digest = json.loads(told or b"")["token_digest"]
        made = pairing.offer(data, str(digest), address_of(request))
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"error": "question"}, status=400)
    except pairing.Full:
        return JsonResponse({"error": "busy"}, status=429, headers={"Retry-After": "60"})
    return JsonResponse(
        {
            "code": made.code, "root": base64.b64encode(root).decode("ascii"),
            "minutes": REPORTS.pairing_minutes, "page": reverse("pairing"),
        }
    )  # fmt: skip
