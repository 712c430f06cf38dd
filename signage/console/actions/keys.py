"""The keys: made once, with everyone who signs at hand; the root key leaves as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Person, Role
from signage.console.office import keys
from signage.errors import SignageError

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """Who signs what; before there are keys, the form that makes them."""
    data = here()
    everyone = [
        each for each in Person.objects.filter(is_active=True) if each.has(Role.REVIEWER, Role.DUTY)
    ]
    if request.method == "POST" and not keys.ready(data):
        given = {each.username: request.POST.get(f"word-{each.pk}", "") for each in everyone}
        try:
            root = keys.make(
                data,
                reviewers=[
                    e.username for e in everyone if e.has(Role.REVIEWER) and given[e.username]
                ],
                duty=[e.username for e in everyone if e.has(Role.DUTY) and given[e.username]],
                given=given,
                root=request.POST.get("word-root", ""),
                needs=2 if request.POST.get("two") else 1,
            )
        except SignageError as error:
            messages.error(request, str(error))
            return redirect("keys")
        audit.record(request, "keys", _("The keys were made"))
        answer = HttpResponse(root, content_type="application/octet-stream")
        answer.headers["Content-Disposition"] = 'attachment; filename="root.key"'
        return answer
    context = {"ready": keys.ready(data), "everyone": everyone, "described": keys.described(data)}
    return render(request, "console/keys.html", context)
