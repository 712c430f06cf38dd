"""What the commune decides for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signage.console import audit
from signage.console.data import here
from signage.console.office import commune, keys

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


class _Form(forms.Form):
    own = forms.BooleanField(
        label=gettext_lazy("A reviewer may approve what they submitted themselves"),
        required=False,
        help_text=gettext_lazy(
            "Only for a centre of one person. Each such approval is marked in the records."
        ),
    )
    second = forms.BooleanField(
        label=gettext_lazy("Reviewers and administrators sign in with two steps"), required=False,
        help_text=gettext_lazy(
            "Who has not set it up is asked to at once, and can do nothing else before."
        ),
    )  # fmt: skip


_NAMES = {"own": commune.OWN, "second": commune.SECOND}


def view(request: HttpRequest) -> HttpResponse:
    """The form; each decision that changes is put on record."""
    now: dict[str, object] = {
        "own": commune.own_approval(), "second": commune.second_step(),
    }  # fmt: skip
    form = _Form(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        changed = {each for each in now if form.cleaned_data[each] != now[each]}
        with transaction.atomic():
            for each in changed:
                commune.keep(_NAMES[each], form.cleaned_data[each])
            if changed:
                audit.record(
                    request, "commune", "",
                    before={_NAMES[each]: now[each] for each in changed},
                    after={_NAMES[each]: form.cleaned_data[each] for each in changed},
                )  # fmt: skip
        messages.success(request, _("Saved."))
        return redirect("settings")
    described = keys.described(here())
    roles = described.roles if described else []
    needed = next((each.threshold for each in roles if each.role == "release"), None)
    return render(request, "console/settings.html", {"form": form, "needed": needed})
