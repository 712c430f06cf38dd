"""A form on the top level, or one mapping, of a file: shown, saved, its conflicts told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.actions import _editing
from signage.console.data import here
from signage.console.models import person_of
from signage.console.office import presence, saving
from signage.console.office.binding import bind
from signage.console.office.documents import BrokenError
from signage.content import tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from signage.console.office.binding import Form
    from signage.console.office.fields import Field

__all__ = ["view"]

_OF_CENTRE = frozenset({"centre", "screen_settings", "calendar"})
"""Pages on files that are no playlists."""


def view(
    request: HttpRequest, page: str, name: str, fields: Sequence[Field], *,
    path: saving.Path = (), more: Mapping[str, Any] | None = None, back: tuple[str, ...] = (),
) -> HttpResponse:  # fmt: skip
    """Show `fields` of the mapping at `path` of the file `name`, or save what is typed.

    `more` is for the template; what can be called is called when the page is drawn. `back` is
    where a saved form leads; else to itself.
    """
    document = _editing.opened(name, any_file=page in _OF_CENTRE)
    node = saving.at(document.root, path)
    span = None if not path else (node.line - 1, tree.last_line(node)) if node else (-1, -1)
    typed, status = None, 200
    if request.method == "POST":
        by = _editing.editor(request)
        if request.POST.get("more"):
            typed = request.POST.dict()
        else:
            try:
                result = saving.save(here(), name, fields, request.POST.dict(), by, path)
            except (BrokenError, KeyError):
                messages.error(request, _("The file cannot be read: mend it in “File”."))
                return redirect("playlist-file", name)
            faulty = bool(result.after) and _editing.wrong(result.document)
            _editing.tell(request, result, faulty=faulty)
            if not result.conflicts:
                if result.after:
                    audit.record(
                        request, page.replace("_", "-"), _subject(name, path),
                        before=result.before, after=result.after,
                    )  # fmt: skip
                presence.leave(name, person_of(request))
                return redirect(request.get_full_path() if not back else back[0], *back[1:])
            document, form, status = result.document, result.form, 409
            return _editing.draw(request, page, document, _context(more, form), status)
    form = bind(
        fields, node, _editing.faults_of(document), typed=typed, span=span,
        more=request.POST.get("more", ""),
    )  # fmt: skip
    return _editing.draw(request, page, document, _context(more, form), status)


def _subject(name: str, path: saving.Path) -> str:
    return ": ".join([name, *map(str, path[1:])])


def _context(more: Mapping[str, Any] | None, form: Form) -> dict[str, Any]:
    options = (more or {}).get("options", {})
    for each in form.bounds:
        each.options = options.get(each.field.key, [])
    return {**(more or {}), "form": form}
