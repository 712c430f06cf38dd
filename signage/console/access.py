"""Who may do what: one table, one place. No view judges roles by itself.

`ROUTES` is read by `urls.py` and by the test that asks every address in every role.
"""

from __future__ import annotations

from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _

from signage.console.models import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

__all__ = ["ANYBODY", "EVERYBODY", "ROUTES", "Headers", "Route", "guarded", "may", "menu"]

EVERYBODY = frozenset(Role.values)
"""Who is signed in, whatever their role."""
ANYBODY: frozenset[str] = frozenset()
"""Who is not signed in as well: signing in, and links that serve once."""
_EDIT = frozenset({Role.OFFICER, Role.REVIEWER, Role.ADMINISTRATOR})
_REVIEW = frozenset({Role.REVIEWER})
_ADMIN = frozenset({Role.ADMINISTRATOR})


class Route(NamedTuple):
    """An address, the action behind it, and who may."""

    path: str
    name: str
    roles: frozenset[str]
    methods: str = "GET"
    label: _StrPromise | None = None
    """Of the menu; None: it is not in the menu."""


ROUTES = (
    Route("", "home", EVERYBODY, label=_("Overview")),
    Route("dang-nhap/", "sign-in", ANYBODY, "GET POST"),
    Route("dang-xuat/", "sign-out", EVERYBODY, "POST"),
    Route("ngon-ngu/", "language", ANYBODY, "POST"),
    Route("lien-ket/<str:secret>/", "invitation", ANYBODY, "GET POST"),
    Route("thu-vien/", "library", EVERYBODY, label=_("Library")),
    Route("thu-vien/tai-len/", "upload", _EDIT, "POST"),
    Route("thu-vien/tep/<path:path>", "media", EVERYBODY),
    Route("danh-sach/", "playlists", EVERYBODY, label=_("Playlists")),
    Route("danh-sach/moi/", "playlist-new", _EDIT, "GET POST"),
    Route("danh-sach/<str:name>/", "playlist", EVERYBODY, "GET POST"),
    Route("de-nghi/", "submissions", EVERYBODY, label=_("Approval")),
    Route("de-nghi/moi/", "submit", _EDIT, "GET POST"),
    Route("de-nghi/<int:number>/", "submission", EVERYBODY),
    Route("de-nghi/<int:number>/duyet/", "approve", _REVIEW, "POST"),
    Route("de-nghi/<int:number>/tra-lai/", "return", _REVIEW, "POST"),
    Route("de-nghi/<int:number>/anh/<str:side>/<str:name>", "picture", EVERYBODY),
    Route("nguoi-dung/", "people", _ADMIN, "GET POST", label=_("People")),
    Route("khoa/", "keys", _ADMIN, "GET POST", label=_("Keys")),
    Route("nhat-ky/", "trail", _ADMIN | _REVIEW, label=_("Audit trail")),
)


def guarded(route: Route) -> Callable[..., HttpResponse]:
    """The view of a route, open to its roles alone. Loaded here, so that none can be unguarded."""
    name = {"return": "give_back"}.get(route.name, route.name.replace("-", "_"))
    action: Callable[..., HttpResponse] = import_module(f"signage.console.actions.{name}").view
    methods = route.methods.split()

    @wraps(action)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
            return HttpResponseNotAllowed(methods)
        if route.roles:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has(*route.roles):
                raise PermissionDenied
        return action(request, *args, **kwargs)

    return view


def may(person: Any, name: str) -> bool:
    """Whether the person may take the action of that name."""
    route = next(each for each in ROUTES if each.name == name)
    return not route.roles or (person.is_authenticated and person.has(*route.roles))


def menu(request: HttpRequest) -> dict[str, Any]:
    """For every page: the entries of the menu that this person may use."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"menu": []}
    entries = [each for each in ROUTES if each.label and person.has(*each.roles)]
    path = request.path.lstrip("/")
    within = [each.path for each in entries if each.path and path.startswith(each.path)]
    here = max(within, key=len, default="" if not path else None)
    return {
        "menu": [
            {"name": each.name, "label": each.label, "here": each.path == here} for each in entries
        ],
        "can": {each.name.replace("-", "_") for each in ROUTES if may(person, each.name)},
    }


class Headers:
    """A strict content security policy: nothing inline, nothing from elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add what every answer carries."""
        response = self._get_response(request)
        response.headers.setdefault(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
            "media-src 'self'; connect-src 'self'; font-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'",
        )
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response
