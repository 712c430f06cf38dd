"""What uvicorn serves: the release tree as plain files, all else by Django.

The tree needs no sign-in: it is public, signed, and screens ask for it every few seconds, so it
does not pass through Django at all.
"""

from __future__ import annotations

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from signage.console.data import here

__all__ = ["application"]

django = ASGIStaticFilesHandler(get_asgi_application())
application = Starlette(
    routes=[
        Mount("/release", StaticFiles(directory=here().release, check_dir=False), name="release"),
        Mount("/", django),  # type: ignore[arg-type]  # ASGI, in asgiref's words
    ]
)
