"""When something is shown, in plain words: `Thứ Hai đến thứ Sáu, 7:30–11:30, trừ ngày nghỉ`."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signage.console.office.fields import Moment
from signage.content import tree

__all__ = ["DAYS", "ago", "days_in_words", "length", "when_in_words"]


def _names() -> tuple[str, ...]:
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
        _("Sunday"),
    )  # fmt: skip


def DAYS() -> tuple[str, ...]:  # noqa: N802  (a constant but for the language)
    """Short names of the weekdays."""
    return (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))


def days_in_words(days: tuple[int, ...]) -> str:
    """`Monday to Friday, Sunday`; empty for every day."""
    if not days or len(days) == 7:  # noqa: PLR2004  (days of a week)
        return ""
    names = _names()
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts = []
    for run in runs:
        first, last = names[run[0]], names[run[-1]]
        if len(run) == 1:
            parts.append(first)
        else:
            parts.append(_("%(first)s to %(last)s") % {"first": first, "last": last})
    return ", ".join(parts)


def when_in_words(when: Any) -> list[str]:
    """A sentence for each rule of a `when:` as a file says it; none: always."""
    if not isinstance(when, list):
        return []
    return [_rule(each) for each in when if isinstance(each, dict)]


def _rule(rule: dict[str, Any]) -> str:
    parts = []
    since, until = Moment(key="from").show(rule), Moment(key="until").show(rule)
    words = {"since": since, "until": until}
    lunar = str(rule.get("lunar", "")).casefold() == "true"
    if rule.get("every"):
        sentence = (
            _("every lunar year from %(since)s to %(until)s")
            if lunar
            else _("every year from %(since)s to %(until)s")
        )
        one = _("every lunar year on %(since)s") if lunar else _("every year on %(since)s")
        parts.append((one if since == until else sentence) % words)
    elif since and until:
        same = since == until
        parts.append((_("on %(since)s") if same else _("from %(since)s to %(until)s")) % words)
    elif since:
        parts.append(_("from %(since)s on") % words)
    elif until:
        parts.append(_("until %(until)s") % words)
    days = tree.days(rule["days"]) if isinstance(rule.get("days"), str) else ()
    if said := days_in_words(days or ()):
        parts.append(said)
    if isinstance(rule.get("hours"), str):
        parts.append(re.sub(r"\s*-\s*", "–", rule["hours"]))
    for key, only, skip in (
        ("working", _("in working hours only"), _("outside working hours")),
        ("holidays", _("on holidays only"), _("not on holidays")),
    ):
        if rule.get(key) in {"only", "skip"}:
            parts.append(only if rule[key] == "only" else skip)
    sentence = ", ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def ago(seconds: float) -> str:
    """How long since something, in words: `just now`, `3 minutes ago`."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:  # noqa: PLR2004  (minutes of an hour)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:  # noqa: PLR2004  (two days)
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    return ngettext("%(n)d day ago", "%(n)d days ago", hours // 24) % {"n": hours // 24}


def length(seconds: float) -> str:
    """How long something takes, in words."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return ngettext("%(n)d second", "%(n)d seconds", rest) % {"n": rest}
    if minutes < 60:  # noqa: PLR2004  (minutes of an hour)
        return _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": rest}
    hours, minutes = divmod(minutes, 60)
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}
