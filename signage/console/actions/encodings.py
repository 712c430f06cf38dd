"""“Chuyển mã chữ”: a text from before Unicode is pasted, and stands beside what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.shortcuts import render

from signage.console.office import encodings

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]

_MOST = 200_000
"""Characters."""
_OFFERED = ("tcvn3", "vni", "twice")


def view(request: HttpRequest) -> HttpResponse:
    """The page; JSON where a script asks, with what the text would be, the likeliest first."""
    words = request.POST.get("words", "")[:_MOST].replace("\r\n", "\n")
    chosen = request.POST.get("reading", "")
    guesses = encodings.recognised(words)
    if request.headers.get("Accept") == "application/json":
        found = [{"key": g.key, "label": g.label, "text": g.text} for g in guesses]
        return JsonResponse({"guesses": found})
    if chosen in _OFFERED:
        try:
            made = encodings.converted(words, chosen)
        except ValueError:
            made = words
        guesses = [encodings.Guess(chosen, made, 0.0)]
    context = {
        "words": words, "guesses": guesses, "asked": bool(words.strip()), "chosen": chosen,
        "offered": [(key, encodings.KEYS[key]) for key in _OFFERED],
    }  # fmt: skip
    return render(request, "console/encodings.html", context)
