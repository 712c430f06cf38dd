"""One item of a playlist, with everything that it can say and the faults beside each field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.actions import _editing
from signage.console.data import here
from signage.console.office import folder, looks, paths, playlists, saving
from signage.console.office.binding import bind
from signage.console.office.documents import BrokenError, plain
from signage.console.office.shapes import ITEMS, KIND_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from signage.console.office.binding import Form
    from signage.console.office.documents import Document
    from signage.content import tree

__all__ = ["edit", "view"]


def view(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Show the item as a form, or save it."""
    document = _editing.opened(name)
    node = saving.at(document.root, ("items", number))
    if node is None and not request.POST.get("mark"):
        raise Http404
    kind = request.POST.get("kind") or playlists.kind_of(plain(node))
    return edit(request, document, kind, number)


def edit(request: HttpRequest, document: Document, kind: str, number: int) -> HttpResponse:
    """Show an item of a kind, or save it; a new one has the number that comes after the last."""
    fields = ITEMS.get(kind, ())
    path = ("items", number)
    if request.method != "POST":
        return _page(request, document, kind, number, None)
    by = _editing.editor(request)
    typed = request.POST.dict()
    if request.POST.get("do") == "preview" or request.POST.get("more") or request.POST.get("move"):
        form = bind(
            fields, saving.at(document.root, path), _editing.faults_of(document), typed=typed,
            span=_span(document, number), more=request.POST.get("more", ""),
        )  # fmt: skip
        return _page(request, document, kind, number, form)
    was = request.POST.get("mark", "")

    def moved(root: tree.Mapping | None) -> saving.Path | None:
        entries = playlists.entries(document._replace(root=root))
        known = [each.number for each in entries if each.mark == was]
        if was:
            return ("items", number if number in known else known[0]) if known else _same(entries)
        return None

    def _same(entries: list[playlists.Entry]) -> saving.Path | None:
        """The item at that place, if it is still of that kind: somebody changed it."""
        here_ = [each for each in entries if each.number == number and each.kind == kind]
        return ("items", number) if here_ else None

    try:
        result = saving.save(here(), document.name, fields, typed, by, path, moved=moved)
    except (BrokenError, KeyError):
        messages.error(request, _("The file cannot be read: mend it in “File”."))
        return redirect("playlist-file", document.name)
    lines = _span(result.document, number)
    faulty = bool(result.after) and _editing.wrong(result.document, lines)
    _editing.tell(request, result, faulty=faulty)
    if result.conflicts:
        return _page(request, result.document, kind, number, result.form, status=409)
    if result.after:
        audit.record(
            request, "item", f"{document.name}: {number + 1}", before=result.before,
            after=result.after,
        )  # fmt: skip
    if request.POST.get("do") == "stay" or faulty:
        return redirect("item", document.name, number)
    return redirect("playlist", document.name)


def _span(document: Document, number: int) -> tuple[int, int]:
    entries = playlists.entries(document)
    return entries[number].lines if number < len(entries) else (-1, -1)


def _page(  # noqa: PLR0917  (two callers, and each of these is of the page)
    request: HttpRequest, document: Document, kind: str, number: int, form: Form | None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    entries = playlists.entries(document)
    new = number >= len(entries)
    fields = ITEMS.get(kind, ())
    if form is None:
        node = saving.at(document.root, ("items", number))
        found = [] if new else _editing.faults_of(document)
        form = bind(fields, node, found, span=_span(document, number))
    listed = {each.field.listed for each in form.bounds if getattr(each.field, "listed", "")}  # type: ignore[attr-defined]
    key = looks.ask(here(), document, kind, form) if fields else ""
    context = {
        "form": form, "kind": kind, "kind_name": KIND_NAMES.get(kind, kind), "number": number,
        "entry": None if new else entries[number], "count": len(entries), "new": new,
        "suggested": paths.suggested(here(), folder.known(here()), *sorted(listed)),
        "preview": key, "pictures": looks.listed(here(), key), "drawn": looks.done(here(), key),
    }  # fmt: skip
    return _editing.draw(request, "item", document, context, status)
