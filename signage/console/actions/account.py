"""One's own entry: who one is here, one's password, and where one is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signage.console import audit
from signage.console.models import Person, person_of
from signage.console.office import commune, second

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


class _Form(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Your present password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    fresh = forms.CharField(
        label=gettext_lazy("The new password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("The new password once more"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, person: Person, said: object = None) -> None:
        super().__init__(said)  # type: ignore[arg-type]  # a form's own words for its data
        self._person = person

    def clean_password(self) -> str:
        word: str = self.cleaned_data["password"]
        if not self._person.check_password(word):
            raise ValidationError(_("That is not your password."))
        return word

    def clean_fresh(self) -> str:
        word: str = self.cleaned_data["fresh"]
        validate_password(word, self._person)
        return word

    def clean_again(self) -> str:
        word: str = self.cleaned_data["again"]
        if word != self.cleaned_data.get("fresh", word):
            raise ValidationError(_("The two passwords are not the same."))
        return word


def view(request: HttpRequest) -> HttpResponse:
    """Show it; change the password; end all other sessions."""
    # Not the one that the request holds: its name is shown at the head of the page.
    person = Person.objects.select_related("unit").get(pk=person_of(request).pk)
    wanted = request.POST.get("do", "")
    form = _Form(person, request.POST if wanted == "password" else None)
    if wanted == "sessions":
        with transaction.atomic():
            person.end_sessions()
            audit.record(request, "sessions-end", str(person))
        update_session_auth_hash(request, person)
        messages.success(request, _("You are signed out everywhere but here."))
        return redirect("account")
    if wanted == "password" and form.is_valid():
        with transaction.atomic():
            person.set_password(form.cleaned_data["fresh"])
            person.save(update_fields=["password"])
            audit.record(request, "password", str(person))
        update_session_auth_hash(request, person)
        messages.success(
            request, _("Your password is changed; you are signed out everywhere but here.")
        )
        return redirect("account")
    context = {
        "form": form, "person": person, "rules": password_validators_help_texts(),
        "enrolled": second.enrolled(person), "left": second.left(person),
        "demanded": commune.second_step(),
    }  # fmt: skip
    return render(request, "console/account.html", context)
