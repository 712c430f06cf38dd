"""The keys: made once, with everyone who signs at hand; the root key leaves as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Person, Role
from signage.console.office import keys, words
from signage.errors import SignageError

if TYPE_CHECKING:
    from django.http import HttpRequest

    from signage.console.data import Data

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
            messages.error(request, words.told(error))
            return redirect("keys")
        audit.record(
            request, "keys", _("The keys were made"),
            after={"of": sorted(name for name, word in given.items() if word)},
        )  # fmt: skip
        answer = HttpResponse(root, content_type="application/octet-stream")
        answer.headers["Content-Disposition"] = 'attachment; filename="root.key"'
        return answer
    context = {"ready": keys.ready(data), "everyone": everyone, **_who(data, everyone)}
    return render(request, "console/keys.html", context)


def _who(data: Data, everyone: list[Person]) -> dict[str, Any]:
    """The roles by the people's own names, and who could be given a key."""
    found = keys.described(data)
    if found is None:
        return {"roles": [], "without": []}
    names = {each.username: str(each) for each in Person.objects.all()}
    active = {each.username for each in everyone}
    roles, without = [], []
    for role, label, needed in (
        ("release", _("Releases"), Role.REVIEWER),
        ("emergency", _("Emergencies and cuts"), Role.DUTY),
    ):
        described = next(each for each in found.roles if each.role == role)
        holders = [
            {
                "name": key.name,
                "words": names.get(key.name, key.name),
                "gone": key.name not in active,
                "lost": key.file is None,
            }
            for key in described.keys
        ]
        roles.append(
            {"role": role, "label": label, "needs": described.threshold, "holders": holders}
        )
        having = {each["name"] for each in holders}
        without += [
            {"value": f"{role}:{each.pk}", "words": f"{each} – {label}"}
            for each in everyone
            if each.has(needed) and each.username not in having
        ]
    fingerprint = found.fingerprint
    return {
        "roles": roles, "without": without, "published": found.published,
        "fingerprint": [fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8)],
    }  # fmt: skip
