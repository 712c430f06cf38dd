"""Bringing in a screen: by the code that it shows, or by hand for one that a technician sets up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signage.console import audit
from signage.console.data import here
from signage.console.models import Pairing, Screen, person_of
from signage.console.office import folder, pairing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from signage.console.data import Data

__all__ = ["view"]

_ID = r"^[a-z0-9][a-z0-9-]{0,63}$"


class _Form(forms.Form):
    screen = forms.RegexField(
        label=gettext_lazy("Id in screens.yaml"), regex=_ID, max_length=64,
        help_text=gettext_lazy("Lower-case letters without accents, digits and hyphens: sanh-a."),
        error_messages={
            "invalid": gettext_lazy("Use lower-case letters without accents, digits, hyphens.")
        },
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    again = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        name = said.get("screen")
        taken = Screen.objects.filter(id_name=name).exclude(token_digest=None).exists()
        if name in {"ghep-noi", "canh-bao"}:
            self.add_error("screen", _("That word is taken; choose another id."))
        elif name and taken and not said.get("again"):
            self.add_error(
                "screen", _("A screen of that id is paired already. Tick below to replace it.")
            )
        return said


def view(request: HttpRequest) -> HttpResponse:
    """Ask for the code; with one, ask who the screen is and whether both sides show the same."""
    data, code = here(), request.POST.get("ma", request.GET.get("ma", "")).strip()
    if request.method == "POST" and request.POST.get("do") == "hand":
        return _by_hand(request, data)
    made = pairing.waiting(code) if code else None
    if code and made is None:
        messages.error(
            request,
            _("No screen shows that code now. A code serves once, for a quarter of an hour; look "
              "at the screen again."),
        )  # fmt: skip
    if made is None:
        return _page(request, data)
    form = _Form(request.POST if request.method == "POST" else None)
    same = bool(request.POST.get("same"))
    if form.is_valid() and same:
        return _confirm(request, data, made, form.cleaned_data)
    context = {
        "made": made, "form": form, "known": _known(data),
        "groups": pairing.grouped(made.root).split(),
        "unlike": made.root != pairing.fingerprint(data),
        "unsure": request.method == "POST" and not same,
    }  # fmt: skip
    return render(request, "console/pairing_confirm.html", context)


def _confirm(request: HttpRequest, data: Data, made: Pairing, said: dict[str, Any]) -> HttpResponse:
    with transaction.atomic():
        screen = pairing.confirm(
            data, made, person_of(request), screen=said["screen"], name=said["name"],
            place=said["place"],
        )  # fmt: skip
        if screen is not None:
            after = {"name": screen.name, "place": screen.place, "root": made.root}
            audit.record(request, "screen-pair", screen.id_name, after=after)
    if screen is None:
        messages.error(request, _("The code was used meanwhile, or is too old. Look again."))
        return redirect("pairing")
    messages.success(
        request, _("%(screen)s is paired; its first picture comes soon.") % {"screen": screen}
    )
    return redirect("screen", screen.id_name)


def _by_hand(request: HttpRequest, data: Data) -> HttpResponse:
    form = _Form(request.POST)
    if not form.is_valid():
        return _page(request, data, form)
    said = form.cleaned_data
    with transaction.atomic():
        screen, token = pairing.by_hand(
            said["screen"], said["name"], said["place"], person_of(request)
        )
        audit.record(request, "screen-hand", screen.id_name, after={"name": screen.name})
    context = {
        "screen": screen, "token": token, "fingerprint": pairing.fingerprint(data),
        "address": request.build_absolute_uri("/api/man-hinh"),
        "release": request.build_absolute_uri("/release"),
    }  # fmt: skip
    return render(request, "console/pairing_hand.html", context)


def _page(request: HttpRequest, data: Data, form: _Form | None = None) -> HttpResponse:
    context = {
        "form": form or _Form(), "known": _known(data), "keyless": not pairing.fingerprint(data),
        "waiting": Pairing.objects.filter(screen=None).count(), "hand": form is not None,
        "console": request.build_absolute_uri("/").rstrip("/"),
    }  # fmt: skip
    return render(request, "console/pairing.html", context)


def _known(data: Data) -> list[tuple[str, str]]:
    """Screens of `screens.yaml` that are not paired: id and name."""
    taken = set(Screen.objects.exclude(token_digest=None).values_list("id_name", flat=True))
    screens = folder.known(data).loaded.content.screens
    return [(each.id, each.name or each.id) for each in screens if each.id not in taken]
