"""A link that serves once: its holder says what they are called and sets their password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from signage.console import audit
from signage.console.actions import second as step
from signage.console.models import Person
from signage.console.office import people, second

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["view"]


class _Form(forms.Form):
    person: Person | None = None
    """Whose password it is; None: the first administrator's, who is not yet."""
    full_name = forms.CharField(label=_("Full name"), max_length=120)
    username = forms.RegexField(
        label=_("Name to sign in with"), regex=people.USERNAME, max_length=31,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        help_text=_("Lower-case letters without accents, digits and hyphens: lan, hung-tp."),
        error_messages={"invalid": _("Use lower-case letters without accents, digits, hyphens.")},
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The password once more"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if Person.objects.filter(username=name).exists():
            raise ValidationError(_("Somebody has that name already."))
        return name

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        word = found.get("password")
        if word and word != found.get("again"):
            self.add_error("again", _("The two passwords are not the same."))
        if word:
            try:
                new = Person(
                    username=found.get("username", ""), full_name=found.get("full_name", "")
                )
                validate_password(word, self.person or new)
            except ValidationError as error:
                self.add_error("password", error)
        return found


def view(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the form while the link serves, and use it up."""
    found = people.invitation(secret)
    if found is None:
        return render(request, "console/spent.html", status=410)
    form = _Form(request.POST or None)
    if found.person is not None:
        form.person = found.person
        del form.fields["username"], form.fields["full_name"]
    if form.is_valid():
        said = form.cleaned_data
        person = people.accept(
            secret, said["password"], username=said.get("username", ""),
            full_name=said.get("full_name", ""),
        )  # fmt: skip
        if person is None:
            return render(request, "console/spent.html", status=410)
        audit.record(request, "invitation", str(person), after={"roles": person.roles})
        if second.enrolled(person):  # a link stands for the password alone
            step.expect(request, person, "/")
            return redirect("second")
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        audit.record(request, "sign-in", str(person))
        return redirect("home")
    context = {"form": form, "person": found.person, "rules": password_validators_help_texts()}
    return render(request, "console/invitation.html", context)
