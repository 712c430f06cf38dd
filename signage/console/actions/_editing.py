"""What the pages of one playlist share: its tabs, its faults, who else has it open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from signage.console.access import may
from signage.console.data import here
from signage.console.models import person_of
from signage.console.office import documents, faults, folder, history, presence
from signage.console.office.binding import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from signage.console.office.documents import Document
    from signage.console.office.saving import Result
    from signage.content.fault import Fault
    from signage.content.model import Content

__all__ = ["draw", "editor", "faults_of", "located", "opened", "tell", "wrong"]

TABS = ("playlist", "ticker", "playlist-settings", "playlist-preview", "playlist-history")


def opened(name: str, *, any_file: bool = False) -> Document:
    """The playlist's file, or no such page; `any_file`: screens, calendar and blocklist, too."""
    if name in documents.RESERVED and not any_file:
        raise Http404
    try:
        return documents.open_document(here(), name)
    except KeyError:
        raise Http404 from None


def editor(request: HttpRequest) -> str:
    """Who changes something; whoever may not is refused."""
    if not may(request.user, "submit"):
        raise PermissionDenied
    return person_of(request).username


def faults_of(document: Document) -> list[Fault]:
    """What is wrong with this file as it is at this moment."""
    if document.name in documents.RESERVED:
        return folder.known(here()).of(document.file)
    known = folder.known(here(), 0.0)  # of the rest it takes the calendar alone
    return faults.of_playlist(document.path, known.loaded.content)[0]


def draw(
    request: HttpRequest, page: str, document: Document, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the playlist, remembering the file as its form was made from it."""
    may_edit = may(request.user, "submit")
    if may_edit:
        history.remember(here(), document.digest, document.content)
        others = presence.come(document.name, person_of(request))
    else:
        others = []
    title = ""
    if document.root is not None:
        name = documents.plain(document.root).get("name")
        title = name if isinstance(name, str) else ""
    known = {
        "document": document, "title": title or document.name, "others": others,
        "edits": may_edit and document.root is not None,
        "tab": request.resolver_match.url_name if request.resolver_match else "",
    }  # fmt: skip
    return render(request, f"console/{page}.html", {**known, **context}, status=status)


def wrong(document: Document, span: tuple[int, int] | None = None) -> bool:
    """Whether these lines, or the whole file, hold what screens would not show."""
    first, last = span or (0, 1 << 30)
    found = faults_of(document)
    return any(each.severity == "error" and first <= each.line <= last for each in found)


_OF_FILES = {"screens": "centre", "calendar": "calendar"}


def located(found: Iterable[Fault], content: Content) -> list[dict[str, Any]]:
    """Faults of any file, each with what the file is called and where it is mended."""
    titles = {each.id: each.name or each.id for each in content.playlists}
    placed = []
    for each in found:
        name = each.file.removeprefix("playlists/").removesuffix(".yaml")
        page = _OF_FILES.get(name)
        if page is None:
            page = "playlist-file" if name in documents.RESERVED else "playlist"
        placed.append(
            {
                "told": message(each), "title": titles.get(name, each.file),
                "address": reverse(page, args=[] if name in _OF_FILES else [name]),
            }
        )  # fmt: skip
    return placed


def tell(request: HttpRequest, result: Result, *, faulty: bool = False) -> None:
    """Say what became of a change; `faulty`: something in it has to be mended."""
    if result.after and faulty and not result.conflicts:
        messages.warning(
            request,
            _("Saved, but something has to be mended before it can be submitted: see below."),
        )
    elif result.conflicts:
        messages.error(
            request,
            _(
                "Somebody else changed the same meanwhile: %(fields)s. Nothing of yours is lost: "
                "it stands below, with theirs beside it. Save again to put yours in place."
            )
            % {"fields": ", ".join(result.conflicts)},
        )
    elif result.merged and result.after:
        messages.success(
            request, _("Saved. Somebody else saved meanwhile as well; both changes stand.")
        )
    elif result.after:
        messages.success(request, _("Saved. It is shown once a reviewer has approved it."))
    else:
        messages.info(request, _("Nothing was changed."))
