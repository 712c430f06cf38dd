"""Writing a warning: one page, for a phone, at night."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.models import Emergency, person_of
from signage.console.office import emergency, previews
from signage.console.office.counting import counted
from signage.errors import UsageError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

__all__ = ["until_of", "view"]

HOURS = (1, 2, 3, 6, 12, 24)


def view(request: HttpRequest) -> HttpResponse:
    """Show the form, with ready words where `?mau=` names some; or write it down for a preview."""
    if request.method != "POST":
        kind = request.GET.get("mau", "")
        return _page(request, emergency.ready(kind) | {"kind": kind})
    said = request.POST
    words = {
        language: [said.get(f"title-{language}", ""), said.get(f"body-{language}", "")]
        for language in ("vi", "en")
    }
    kind = said.get("kind", "")
    if kind not in Emergency.Kind.values or kind == Emergency.Kind.CUT:
        kind = Emergency.Kind.OTHER
    try:
        made = emergency.draft(
            here(), person_of(request), kind=kind, words=words,
            screens=said.getlist("screens"), until=until_of(said),
        )  # fmt: skip
    except UsageError as error:
        messages.error(request, str(error))
        return _page(request, _typed(said) | {"kind": kind}, status=400)
    audit.record(request, "emergency-draft", str(made.pk), after=emergency.told(made))
    previews.begin(here(), made)
    return redirect("emergency-one", made.pk)


def until_of(said: QueryDict) -> datetime:
    """Its end: in some hours, or at a time of the clock, which counts where one was written.

    Raises:
        UsageError: neither was said.
    """
    hours, written = said.get("hours", ""), said.get("until", "").strip()
    if not written and counted(hours) in HOURS:
        return timezone.now() + timedelta(hours=counted(hours))
    try:
        until = parse_datetime(written)
    except ValueError:
        until = None
    if until is None:
        raise UsageError(_("Say when it ends."))
    return timezone.make_aware(until) if timezone.is_naive(until) else until


def _typed(said: QueryDict) -> dict[str, Any]:
    names = ("title-vi", "body-vi", "title-en", "body-en", "hours", "until")
    typed = {name.replace("-", "_"): said.get(name, "") for name in names}
    return {**typed, "chosen": said.getlist("screens")}


def _page(request: HttpRequest, typed: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {
        "kinds": [each for each in Emergency.Kind.choices if each[0] != Emergency.Kind.CUT],
        "screens": emergency.names(here()).items(),
        "choices": [(each, str(each) == typed.get("hours", "2")) for each in HOURS],
        "now": emergency.current(),
        **typed,
    }
    return render(request, "console/emergency_new.html", context, status=status)
