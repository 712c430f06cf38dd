"""Who may sign in, as what, and from which unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from signage.console import audit
from signage.console.actions import person as one
from signage.console.models import Person, Role, Unit
from signage.console.office import people

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


class _Form(forms.Form):
    full_name = forms.CharField(label=_("Full name"), max_length=120)
    username = forms.RegexField(
        label=_("Name to sign in with"), regex=people.USERNAME, max_length=31,
        help_text=_("Lower-case letters without accents, digits and hyphens: lan, hung-tp."),
        error_messages={"invalid": _("Use lower-case letters without accents, digits, hyphens.")},
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    unit = forms.CharField(label=_("Unit"), max_length=120, required=False)

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if Person.objects.filter(username=name).exists():
            raise forms.ValidationError(_("Somebody has that name already."))
        return name


def view(request: HttpRequest) -> HttpResponse:
    """The list; a new person gets a link for which they set their own password."""
    form = _Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        with transaction.atomic():
            person = Person(
                full_name=" ".join(said["full_name"].split()), username=said["username"],
                roles=said["roles"], unit=people.unit_of(said["unit"]),
            )  # fmt: skip
            person.set_unusable_password()
            person.save()
            audit.record(
                request, "person-new", str(person),
                after={"username": person.username, "roles": person.roles, "unit": said["unit"]},
            )  # fmt: skip
            one.give_link(request, person)
        return redirect("person", person.pk)
    context = {
        "form": form,
        "people": [
            (each, [str(label) for key, label in Role.choices if key in each.roles])
            for each in Person.objects.select_related("unit").order_by("-is_active", "full_name")
        ],
        "roles": people.roles(),
        "chosen": form["roles"].value() or [],
        "units": Unit.objects.all(),
    }
    return render(request, "console/people.html", context)
