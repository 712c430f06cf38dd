"""Tables for a spreadsheet, as Excel in Vietnamese opens them by a double click."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["sheet"]

_RUNS = ("=", "+", "-", "@", "\t", "\r")
"""What begins so is a formula to a spreadsheet: a name that somebody chose must not be one."""


def sheet(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV file to keep: UTF-8 with its mark, semicolons, Windows' line ends.

    Args:
        name: of the file, in ASCII, without `.csv`.
        head: words over the columns.
        rows: what is in them; None is an empty cell.
    """
    text = io.StringIO()
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow([str(each) for each in head])
    for row in rows:
        out.writerow([_cell(each) for each in row])
    answer = HttpResponse(
        b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_RUNS):
        return f"'{value}"
    return value
