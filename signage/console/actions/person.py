"""One person: name, unit, roles, a new link, locked or not, and the way back from a lost phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.models import Person, Role, Unit, person_of
from signage.console.office import people, second

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["give_link", "view"]

_LINK = "link"


def view(request: HttpRequest, number: int) -> HttpResponse:
    """Show them, and do what is asked."""
    person = get_object_or_404(Person.objects.select_related("unit"), pk=number)
    own = person.pk == person_of(request).pk
    if request.method == "POST":
        do = _DOES.get(request.POST.get("do", ""))
        if do is None:
            return redirect("person", number)
        if own and do is not _edit:
            messages.error(request, _("Ask another administrator to change your own entry."))
        else:
            with transaction.atomic():
                do(request, person)
        return redirect("person", number)
    shown = request.session.get(_LINK)
    link = None
    if isinstance(shown, list) and shown[0] == person.pk:
        link = request.session.pop(_LINK)[1]
    context = {
        "person": person, "own": own, "link": link, "roles": people.roles(),
        "units": Unit.objects.all(), "enrolled": second.enrolled(person),
        "never": not person.has_usable_password(),
    }  # fmt: skip
    return render(request, "console/person.html", context)


def give_link(request: HttpRequest, person: Person) -> None:
    """Make a link for them, shown once, on their own page."""
    secret = people.invite(person)
    request.session[_LINK] = [
        person.pk, request.build_absolute_uri(reverse("invitation", args=[secret])),
    ]  # fmt: skip


def _edit(request: HttpRequest, person: Person) -> None:
    own = person.pk == person_of(request).pk
    before = _told(person)
    person.full_name = " ".join(request.POST.get("full_name", "").split())[:120] or person.full_name
    person.unit = people.unit_of(request.POST.get("unit", ""))
    if not own:  # nobody makes themselves more, or leaves the centre without an administrator
        given = set(request.POST.getlist("roles"))
        person.roles = [each for each in Role.values if each in given]
    person.save(update_fields=["full_name", "unit", "roles"])
    after = _told(person)
    if after != before:
        audit.record(request, "person-edit", str(person), before=before, after=after)
    messages.success(request, _("Saved."))


def _told(person: Person) -> dict[str, object]:
    return {"name": person.full_name, "unit": str(person.unit or ""), "roles": person.roles}


def _link(request: HttpRequest, person: Person) -> None:
    if not person.is_active:
        messages.error(request, _("This person is locked: unlock first."))
        return
    give_link(request, person)
    audit.record(request, "person-link", str(person))


def _lock(request: HttpRequest, person: Person) -> None:
    person.is_active = not person.is_active
    person.save(update_fields=["is_active"])
    person.end_sessions()
    people.withdraw(person)
    audit.record(
        request, "person-lock", str(person), before=not person.is_active, after=person.is_active
    )


def _end(request: HttpRequest, person: Person) -> None:
    person.end_sessions()
    audit.record(request, "sessions-end", str(person))
    messages.success(request, _("They are signed out everywhere."))


def _one_step(request: HttpRequest, person: Person) -> None:
    second.remove(person)
    person.end_sessions()
    audit.record(request, "second-step", str(person), before=True, after=False)
    messages.success(request, _("They sign in with the password alone until they set it up anew."))


_DOES = {"edit": _edit, "link": _link, "lock": _lock, "end": _end, "one-step": _one_step}
