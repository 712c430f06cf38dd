"""What uvicorn serves: the release tree as plain files, all else by Django.

The tree needs no sign-in: it is public, signed, and screens ask for it every few seconds, so it
does not pass through Django at all.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from signage.console.data import here
from signage.health import Health

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator

    from starlette.responses import Response
    from starlette.types import Scope

__all__ = ["Tree", "application"]


class Tree(StaticFiles):
    """The release tree: files with ranges and ETags; no lists of folders, and no way out of it."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope,
        status_code: int = 200,
    ) -> Response:  # fmt: skip
        """Bytes that no browser takes for anything; a body under its hash never changes."""
        answer = super().file_response(full_path, stat_result, scope, status_code)
        answer.headers["Content-Type"] = "application/octet-stream"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        body = scope["path"].startswith("/release/targets/")
        answer.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if body else "no-cache"
        )
        return answer


@contextlib.asynccontextmanager
async def _alive(_app: Starlette) -> AsyncIterator[None]:
    """Tell whoever started us, such as `signage demo`, that the loop goes round."""
    health = Health()
    health.ready("serving")

    async def beat() -> None:
        while health.interval is not None:
            health.beat()
            await asyncio.sleep(health.interval / 2)

    beating = asyncio.create_task(beat())
    yield
    beating.cancel()


django = ASGIStaticFilesHandler(get_asgi_application())
application = Starlette(
    lifespan=_alive,
    routes=[
        Mount("/release", Tree(directory=here().release, check_dir=False), name="release"),
        Mount("/", django),  # type: ignore[arg-type]  # ASGI, in asgiref's words
    ],
)
