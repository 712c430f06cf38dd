"""Who may do what: one table, one place. No view judges roles by itself.

`ROUTES` is read by `urls.py` and by the test that asks every address in every role.
"""

from __future__ import annotations

from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from signage.console import sessions
from signage.console.audit import address_of
from signage.console.data import here
from signage.console.limits import windows
from signage.console.models import Role
from signage.console.office import folder

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
_DUTY = frozenset({Role.DUTY})


class Route(NamedTuple):
    """An address, the action behind it, and who may."""

    path: str
    name: str
    roles: frozenset[str]
    methods: str = "GET"
    label: _StrPromise | None = None
    """Of the menu; None: it is not in the menu."""
    posts: frozenset[str] | None = None
    """Who may send something there, where not all may who may look."""


ROUTES = (
    Route("", "home", EVERYBODY, label=_("Overview")),
    Route("dang-nhap/", "sign-in", ANYBODY, "GET POST"),
    Route("dang-nhap/ma/", "second", ANYBODY, "GET POST"),
    Route("dang-xuat/", "sign-out", EVERYBODY, "POST"),
    Route("ngon-ngu/", "language", ANYBODY, "POST"),
    Route("tai-khoan/", "account", EVERYBODY, "GET POST"),
    Route("tai-khoan/hai-buoc/", "second-step", EVERYBODY, "GET POST"),
    Route("lien-ket/<str:secret>/", "invitation", ANYBODY, "GET POST"),
    Route("thu-vien/", "library", EVERYBODY, label=_("Library")),
    Route("thu-vien/tai-len/", "upload", _EDIT, "POST"),
    Route("thu-vien/tai-len/phan/", "upload-piece", _EDIT, "POST"),
    Route("thu-vien/tai-len/phan/<int:number>/", "upload-more", _EDIT, "POST"),
    Route("thu-vien/tep/<path:path>", "media", EVERYBODY),
    Route("thu-vien/chi-tiet/<path:path>", "media-details", EVERYBODY),
    Route("thu-vien/doi/<path:path>", "media-move", _EDIT, "POST"),
    Route("thu-vien/xoa/<path:path>", "media-delete", _EDIT, "POST"),
    Route("thu-vien/sua/<path:path>", "media-edit", _EDIT, "GET POST"),
    Route("thu-vien/thu-muc/", "folders", _EDIT, "POST"),
    Route("thu-vien/van-ban-moi/", "text-new", _EDIT, "POST"),
    Route("thu-vien/hoi/<int:number>/", "asked", _EDIT, "GET POST"),
    Route("thu-vien/goc/<int:number>/", "original", EVERYBODY),
    Route("thu-vien/cat/<int:number>/", "put-away", _EDIT, "POST"),
    Route("chuyen-ma-chu/", "encodings", EVERYBODY, "GET POST"),
    Route("danh-sach/", "playlists", EVERYBODY, "GET POST", label=_("Playlists"), posts=_EDIT),
    Route("danh-sach/moi/", "playlist-new", _EDIT, "GET POST"),
    Route("danh-sach/<str:name>/", "playlist", EVERYBODY, "GET POST", posts=_EDIT),
    Route("danh-sach/<str:name>/them/", "playlist-add", _EDIT, "GET POST"),
    Route("danh-sach/<str:name>/muc/moi/", "item-new", _EDIT, "GET POST"),
    Route("danh-sach/<str:name>/muc/<int:number>/", "item", EVERYBODY, "GET POST", posts=_EDIT),
    Route("danh-sach/<str:name>/dai-tin/", "ticker", EVERYBODY, "GET POST", posts=_EDIT),
    Route("danh-sach/<str:name>/cai-dat/", "playlist-settings", EVERYBODY, "GET POST", posts=_EDIT),
    Route("danh-sach/<str:name>/xem-truoc/", "playlist-preview", EVERYBODY),
    Route("danh-sach/<str:name>/lich-su/", "playlist-history", EVERYBODY, "GET POST", posts=_EDIT),
    Route("danh-sach/<str:name>/tep/", "playlist-file", EVERYBODY, "GET POST", posts=_EDIT),
    Route("danh-sach/<str:name>/xoa/", "playlist-delete", _EDIT, "GET POST"),
    Route("xem-truoc/<str:key>/<str:name>", "preview", EVERYBODY),
    Route("lich/", "agenda", EVERYBODY, label=_("Week")),
    Route("tin/", "news", EVERYBODY, "GET POST", label=_("News"), posts=_REVIEW),
    Route("trung-tam/", "centre", EVERYBODY, "GET POST", label=_("Centre"), posts=_EDIT),
    Route("trung-tam/man-hinh/<str:name>/", "screen-settings", EVERYBODY, "GET POST", posts=_EDIT),
    Route("trung-tam/lich-lam-viec/", "calendar", EVERYBODY, "GET POST", posts=_EDIT),
    Route("de-nghi/", "submissions", EVERYBODY, label=_("Approval")),
    Route("de-nghi/moi/", "submit", _EDIT, "GET POST"),
    Route("de-nghi/diem-kiem/", "checklist", _REVIEW | _ADMIN, "GET POST"),
    Route("de-nghi/<int:number>/", "submission", EVERYBODY),
    Route("de-nghi/<int:number>/rut/", "withdraw", _EDIT, "POST"),
    Route("de-nghi/<int:number>/duyet/", "approve", _REVIEW, "POST"),
    Route("de-nghi/<int:number>/tra-lai/", "return", _REVIEW, "POST"),
    Route("de-nghi/<int:number>/anh/<str:side>/<str:name>", "picture", EVERYBODY),
    Route("phat-hanh/", "releases", EVERYBODY, label=_("Releases")),
    Route("phat-hanh/<int:number>/tro-lai/", "return-to", _EDIT, "POST"),
    Route("xem-lai/", "facts", EVERYBODY),
    Route("xem-lai/moi/", "fact-new", _EDIT, "POST"),
    Route("xem-lai/<int:number>/", "fact-look", _EDIT, "POST"),
    Route("khan-cap/", "emergency", EVERYBODY, label=_("Emergency")),
    Route("khan-cap/moi/", "emergency-new", _DUTY, "GET POST"),
    Route("khan-cap/dung-phat/", "cut", _DUTY, "GET POST"),
    Route("khan-cap/<int:number>/", "emergency-one", EVERYBODY),
    Route("khan-cap/<int:number>/gui/", "emergency-send", _DUTY, "POST"),
    Route("khan-cap/<int:number>/ket-thuc/", "emergency-end", _DUTY, "POST"),
    Route("khan-cap/<int:number>/anh/<str:name>", "emergency-picture", EVERYBODY),
    Route("man-hinh/", "screens", EVERYBODY, label=_("Screens")),
    Route("man-hinh/ghep-noi/", "pairing", _ADMIN, "GET POST"),
    Route("man-hinh/canh-bao/", "alarms", _ADMIN, "GET POST"),
    Route("man-hinh/<str:name>/", "screen", EVERYBODY, "GET POST", posts=_ADMIN),
    Route("man-hinh/<str:name>/anh.jpg", "screen-picture", EVERYBODY),
    Route("bao-cao/", "records", EVERYBODY, label=_("Records")),
    Route("bao-cao/<str:what>.csv", "records-file", EVERYBODY),
    # For screens: no sign-in, each asks for the screen's own token.
    Route("api/man-hinh/", "report", ANYBODY, "POST"),
    Route("api/ghep-noi/", "pair", ANYBODY, "GET POST"),
    Route("nguoi-dung/", "people", _ADMIN, "GET POST", label=_("People")),
    Route("nguoi-dung/<int:number>/", "person", _ADMIN, "GET POST"),
    Route("nguoi-dung/don-vi/", "units", _ADMIN, "GET POST"),
    Route("khoa/", "keys", _ADMIN, "GET POST", label=_("Keys")),
    Route("khoa/doi/", "key-change", _ADMIN, "POST"),
    Route("khoa/goc/", "root-file", _ADMIN),
    Route("nhat-ky/", "trail", _ADMIN | _REVIEW, label=_("Audit trail")),
    Route("thiet-lap/", "settings", _ADMIN, "GET POST", label=_("Settings")),
)


_MENU = (
    ("home", "library", "playlists", "agenda", "submissions", "screens", "emergency"),
    ("releases", "news", "records", "centre"),
    ("people", "keys", "trail", "settings"),
)
"""The order of the menu: each day's work, what is looked up, what administrators do."""
_BEFORE_SECOND = {"account", "second-step", "sign-out"}
"""All that is open to whom the commune asks for a second step, and who has none yet."""


def guarded(route: Route) -> Callable[..., HttpResponse]:
    """The view of a route, open to its roles alone. Loaded here, so that none can be unguarded."""
    name = {"return": "give_back"}.get(route.name, route.name.replace("-", "_"))
    action: Callable[..., HttpResponse] = import_module(f"signage.console.actions.{name}").view
    methods = route.methods.split()

    @wraps(action)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
            return HttpResponseNotAllowed(methods)
        sends = request.method not in {"GET", "HEAD"}
        if sends and (seconds := windows.wait(route.name, address_of(request))):
            answer = render(request, "console/slow.html", status=429)
            answer.headers["Retry-After"] = str(int(seconds) + 1)
            return answer
        if route.roles:
            if not request.user.is_authenticated or sessions.over(request):
                return sessions.ended(request)
            if not request.user.has(*(_posts(route) if sends else route.roles)):
                raise PermissionDenied
            if route.name not in _BEFORE_SECOND and sessions.asks_for_second_step(request):
                return redirect("second-step")
        return action(request, *args, **kwargs)

    return view


def _posts(route: Route) -> frozenset[str]:
    return route.roles if route.posts is None else route.posts


def may(person: Any, name: str) -> bool:
    """Whether the person may take the action of that name, all of it."""
    roles = _posts(next(each for each in ROUTES if each.name == name))
    return not roles or (person.is_authenticated and person.has(*roles))


def menu(request: HttpRequest) -> dict[str, Any]:
    """For every page: the entries of the menu that this person may use."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"menu": [], "centre": folder.centre(here())}
    labelled = {each.name: each for each in ROUTES if each.label}
    groups = [[labelled[name] for name in names] for names in _MENU]
    groups = [[each for each in some if person.has(*each.roles)] for some in groups]
    entries = [each for some in groups for each in some]
    first = {some[0].name for some in groups[1:] if some}
    path = request.path.lstrip("/")
    within = [each.path for each in entries if each.path and path.startswith(each.path)]
    current = max(within, key=len, default="" if not path else None)
    return {
        "menu": [
            {
                "name": each.name,
                "label": each.label,
                "here": each.path == current,
                "apart": each.name in first,
            }
            for each in entries
        ],
        "centre": folder.centre(here()),
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
