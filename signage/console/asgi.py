"""What uvicorn serves: the release tree as plain files, all else by Django.

The tree needs no sign-in: it is public, signed, and screens ask for it every few seconds, so it
does not pass through Django at all.
"""

from __future__ import annotations

import asyncio
import contextlib
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from signage.console.data import here
from signage.health import Health

__all__ = ["application"]

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
        Mount("/release", StaticFiles(directory=here().release, check_dir=False), name="release"),
        Mount("/", django),  # type: ignore[arg-type]  # ASGI, in asgiref's words
    ]
)
