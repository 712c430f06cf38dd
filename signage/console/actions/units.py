"""Units: rooms of the office, villages, associations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count, ProtectedError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.models import Unit
from signage.console.office import people
from signage.console.office.counting import counted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


def view(request: HttpRequest) -> HttpResponse:
    """The list, with how many belong to each; add, rename, take away what is not in use."""
    if request.method == "POST":
        name = people.unit_name(request.POST.get("name", ""))
        number = request.POST.get("unit", "")
        try:
            with transaction.atomic():
                _change(request, request.POST.get("do", ""), name, number)
        except IntegrityError:
            messages.error(request, _("There is a unit of that name already."))
        return redirect("units")
    units = Unit.objects.annotate(count=Count("person")).order_by("name")
    return render(request, "console/units.html", {"units": units})


def _change(request: HttpRequest, what: str, name: str, number: str) -> None:
    if what == "add" and name:
        Unit.objects.create(name=name)
        audit.record(request, "unit", name, after=name)
        return
    unit = Unit.objects.filter(pk=counted(number)).first()
    if unit is None:
        return
    before = unit.name
    if what == "rename" and name and name != before:
        unit.name = name
        unit.save(update_fields=["name"])
        audit.record(request, "unit", name, before=before, after=name)
    elif what == "remove":
        try:
            unit.delete()
        except ProtectedError:
            messages.error(request, _("%(unit)s is in use, so it stays.") % {"unit": before})
        else:
            audit.record(request, "unit", before, before=before)
