"""Who may sign in, as what, and from which unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signage.console import audit
from signage.console.models import Person, Role, Unit, person_of
from signage.console.office import people

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


class _Form(forms.ModelForm):  # type: ignore[type-arg]  # generic for type checkers only
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    unit_name = forms.CharField(label=gettext_lazy("Unit"), max_length=120, required=False)

    class Meta:
        model = Person
        fields = ("full_name", "username", "roles")
        labels = {"username": gettext_lazy("Name to sign in with")}  # noqa: RUF012  (Django's form)
        help_texts = {"username": ""}  # noqa: RUF012  (likewise)


def view(request: HttpRequest) -> HttpResponse:
    """The list; a new person gets a link for which they set their own password."""
    form = _Form(request.POST if request.POST.get("do") == "add" else None)
    if request.method == "POST" and request.POST.get("do") in {"link", "stop", "roles"}:
        _change(request, request.POST["do"], request.POST.get("person", ""))
        return redirect("people")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            person = form.save(commit=False)
            unit = " ".join(form.cleaned_data["unit_name"].split())
            person.unit = Unit.objects.get_or_create(name=unit)[0] if unit else None
            person.set_unusable_password()
            person.save()
            audit.record(request, "person-new", str(person), after={"roles": person.roles})
        _link(request, person)
        return redirect("people")
    context = {
        "form": form,
        "people": Person.objects.select_related("unit").order_by("-is_active", "full_name"),
        "roles": Role.choices,
    }
    return render(request, "console/people.html", context)


def _change(request: HttpRequest, what: str, number: str) -> None:
    person = Person.objects.filter(pk=number).first() if number.isdigit() else None
    if person is None:
        return
    if what == "link":
        _link(request, person)
        audit.record(request, "person-link", str(person))
        return
    if person.pk == person_of(request).pk:
        messages.error(request, _("Ask another administrator to change your own entry."))
        return
    if what == "stop":
        person.is_active = not person.is_active
        person.save(update_fields=["is_active"])
        audit.record(request, "person-stop", str(person), after={"active": person.is_active})
        return
    before = person.roles
    person.roles = [each for each in request.POST.getlist("roles") if each in Role.values]
    person.save(update_fields=["roles"])
    audit.record(request, "person-roles", str(person), before=before, after=person.roles)


def _link(request: HttpRequest, person: Person) -> None:
    address = request.build_absolute_uri(reverse("invitation", args=[people.invite(person)]))
    messages.info(
        request,
        _("Give this link to %(person)s; it serves once, for a day: %(link)s")
        % {"person": person, "link": address},
    )
