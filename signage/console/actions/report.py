"""For screens: a report, under the screen's own token. No sign-in, no session, no cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt

from signage.console.audit import address_of
from signage.console.office import reporting

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["bearer", "body", "view"]

_TOKEN = 200
"""Characters at most."""


@csrf_exempt
def view(request: HttpRequest) -> JsonResponse:
    """Take it; the answer says whether the picture is here, so that it is not sent twice."""
    screen = reporting.screen_of(bearer(request))
    if screen is None:
        return JsonResponse({"error": "token"}, status=401)
    told = body(request, reporting.LARGEST)
    if told is None:
        return JsonResponse({"error": "size"}, status=413)
    try:
        kept = reporting.take(screen, told, address_of(request))
    except reporting.Refused:
        return JsonResponse({"error": "report"}, status=400)
    return JsonResponse({"picture": kept})


def bearer(request: HttpRequest) -> str:
    """The token of a request; empty where there is none."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind == "Bearer" and len(token) <= _TOKEN else ""


def body(request: HttpRequest, most: int) -> bytes | None:
    """What was sent; None: more than `most` bytes, or nobody says how many."""
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > most:
        return None
    return request.read(most + 1)
