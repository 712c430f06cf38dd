"""A file as an answer: in parts where a browser asks for parts, and never whole in memory.

Safari plays no video without ranges, and Django's own file answer is read into memory under ASGI.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

__all__ = ["SANDBOX", "serve"]

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'; sandbox"
"""For what strangers sent: no script, no request, no origin of ours."""
_BLOCK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_PARTIAL, _UNSATISFIABLE = 206, 416


def serve(
    request: HttpRequest, path: Path, kind: str, *, name: str = "", save: bool = False
) -> HttpResponseBase:
    """Give the file, or the part of it that is asked for, as `kind`, in a sandbox.

    `save` makes the browser save it under `name` instead of showing it.
    """
    size = path.stat().st_size
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    start, end, status = 0, size, 200
    if found and any(found.groups()):
        first, last = found.groups()
        start = int(first) if first else max(0, size - int(last))
        end = min(size, int(last) + 1) if first and last else size
        if start >= end:
            answer = HttpResponse(status=_UNSATISFIABLE)
            answer.headers["Content-Range"] = f"bytes */{size}"
            return answer
        status = _PARTIAL
    read = _later if isinstance(request, ASGIRequest) else _now
    blocks = read(path, start, end - start)
    made = StreamingHttpResponse(blocks, content_type=kind, status=status)
    made.headers["Content-Length"] = str(end - start)
    made.headers["Accept-Ranges"] = "bytes"
    if status == _PARTIAL:
        made.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    way = "attachment" if save else "inline"
    made.headers["Content-Disposition"] = f"{way}; filename*=utf-8''{quote(name or path.name)}"
    made.headers["X-Content-Type-Options"] = "nosniff"
    made.headers["Content-Security-Policy"] = SANDBOX
    return made


def _now(path: Path, start: int, left: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            yield block


async def _later(path: Path, start: int, left: int) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        read = sync_to_async(file.read, thread_sensitive=False)
        while left > 0 and (block := await read(min(_BLOCK, left))):
            left -= len(block)
            yield block
