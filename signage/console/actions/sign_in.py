"""Signing in, by Django's own form; failures are counted by django-axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import LoginView
from django.shortcuts import redirect, render

from signage.console import audit
from signage.console.actions import second as step
from signage.console.models import Invitation, Person
from signage.console.office import second

if TYPE_CHECKING:
    from django.contrib.auth.forms import AuthenticationForm
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

__all__ = ["view"]


class _View(LoginView):
    template_name = "console/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        person = form.get_user()
        if isinstance(person, Person) and second.enrolled(person):
            step.expect(self.request, person, self.get_success_url())
            return redirect("second")
        answer = super().form_valid(form)
        audit.record(self.request, "sign-in", str(person))
        return answer


_login = _View.as_view()


def view(request: HttpRequest) -> HttpResponseBase:
    """Sign in; before there is anybody, say where the first link is."""
    if not Person.objects.exists() and Invitation.objects.filter(person=None).exists():
        return render(request, "console/nobody.html", status=403)
    return _login(request)
