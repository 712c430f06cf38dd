"""A text or a board of the library, edited here; what is wrong stands beside its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from signage.console import audit
from signage.console.data import here
from signage.console.office import encodings, folder, media, texts
from signage.console.office.counting import counted
from signage.console.office.uploads import UnfitError

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest, HttpResponse, QueryDict

__all__ = ["view"]

_PAGE = 60
"""Rows of a board on one page."""
_NEW = 3
"""Empty rows below the last."""
_CONFLICT = 409


def view(request: HttpRequest, path: str) -> HttpResponse:
    """Show the text as a form, or save it. `?bang=khong` shows a board as plain text."""
    found = media.real(here(), path)
    if found is None or media.kind_of(path) not in texts.EDITED:
        raise Http404
    if request.method != "POST":
        return _page(request, path, texts.read_words(found), texts.digest_of(found))
    words, digest = _wanted(request.POST, found, path), request.POST.get("digest", "")
    if "keep" not in request.POST and (guesses := encodings.recognised(words)):
        return _page(request, path, words, digest, guesses=guesses)
    before = texts.read_words(found)
    try:
        texts.save(found, words, digest)
    except texts.ChangedError:
        messages.error(
            request,
            _(
                "Somebody saved this file while you were writing. Nothing of yours is lost: it "
                "stands below. Saving again replaces what they wrote."
            ),
        )
        return _page(request, path, words, texts.digest_of(found), status=_CONFLICT)
    except UnfitError as error:
        messages.error(request, str(error))
        return _page(request, path, words, digest)
    except OSError:
        messages.error(request, str(UnfitError("disk-full")))
        return _page(request, path, words, digest)
    audit.record(
        request, "media-edit", path, before=before[: texts.SHOWN], after=words[: texts.SHOWN]
    )
    messages.success(request, _("Saved. It is shown once a reviewer has approved it."))
    page = request.POST.get("page", "")
    answer = redirect("media-edit", path)
    if counted(page) > 1:
        answer["Location"] += f"?trang={page}"
    return answer


def _wanted(said: QueryDict, found: Path, path: str) -> str:
    """The text as the form has it; of a board, the rows of this page within the others."""
    if "words" in said:
        return said.get("words", "")
    grid = texts.grid(texts.read_words(found), path)
    if grid is None:
        raise Http404
    start = counted(said.get("start", ""))
    width = len(grid.heading)
    count = min(counted(said.get("rows", "")), _PAGE + _NEW)
    rows = []
    for n in range(count):
        cells = tuple(said.get(f"cell-{n}-{m}", "").strip() for m in range(width))
        if any(cells) and f"remove-{n}" not in said:
            rows.append(cells)
    others = [line.cells for line in grid.lines]
    return texts.joined(grid, grid.heading, [*others[:start], *rows, *others[start + _PAGE :]])


def _page(
    request: HttpRequest, path: str, words: str, digest: str, *,
    guesses: list[encodings.Guess] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    grid = None
    plain = "bang" in request.GET or guesses is not None
    if media.kind_of(path) == "board" and not plain:
        grid = texts.grid(words, path)
    vietnamese = (get_language() or "vi").startswith("vi")

    def said(faults: Any) -> list[tuple[str, int, str]]:
        return [
            (each.severity, each.line, each.message_vi if vietnamese else each.message)
            for each in faults
        ]

    context: dict[str, Any] = {"path": path, "name": path.rpartition("/")[2], "digest": digest}
    if grid is not None:
        number = request.GET.get("trang", request.POST.get("page", "1"))
        last = max(1, -(-len(grid.lines) // _PAGE))
        page = min(max(1, counted(number, 1)), last)
        start = (page - 1) * _PAGE
        blank = [(of, "") for of in grid.heading]
        context |= {
            "grid": grid, "start": start, "page": page, "last": last, "faults": said(grid.faults),
            "rows": [
                *((each.number, zip(grid.heading, each.cells, strict=False), said(each.faults))
                  for each in grid.lines[start : start + _PAGE]),
                *(("", blank, []) for _n in range(_NEW if page == last else 0)),
            ],
            "bad": [
                (n // _PAGE + 1, each.number)
                for n, each in enumerate(grid.lines) if each.faults
            ][:40],
        }  # fmt: skip
    else:
        context |= {
            "words": words, "guesses": guesses,
            "faults": said(folder.known(here()).of(f"media/{path}")),
        }  # fmt: skip
    return render(request, "console/media_edit.html", context, status=status)
