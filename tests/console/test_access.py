"""Every address × every role × every method, and without signing in: who gets where.

The table is written out here once more, so that a change of `access.ROUTES` is one in two places.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import get_resolver
from starlette.routing import Mount

from signage.console import actions
from signage.console.access import ROUTES, guarded
from signage.console.models import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from signage.console.access import Route

pytestmark = pytest.mark.usefixtures("data")

LETTERS = {
    "o": Role.OFFICER, "r": Role.REVIEWER, "d": Role.DUTY, "a": Role.ADMINISTRATOR,
    "v": Role.VIEWER,
}  # fmt: skip
ALL, EDIT, NOBODY, ANYBODY = "ordav", "ora", "-", "*"
READ, BOTH = (ALL, NOBODY), (ALL, ALL)
EDITED, SENT = (ALL, EDIT), (NOBODY, EDIT)
WHO: dict[str, tuple[str, str]] = {
    # Who may look, who may send.
    "home": READ, "sign-in": (ANYBODY, ANYBODY), "second": (ANYBODY, ANYBODY),
    "sign-out": (NOBODY, ALL), "language": (NOBODY, ANYBODY), "account": BOTH,
    "second-step": BOTH, "invitation": (ANYBODY, ANYBODY),
    "library": READ, "upload": SENT, "upload-piece": SENT, "upload-more": SENT, "media": READ,
    "media-details": READ, "media-move": SENT, "media-delete": SENT, "media-edit": (EDIT, EDIT),
    "folders": SENT, "asked": (EDIT, EDIT), "original": READ, "put-away": SENT, "encodings": BOTH,
    "playlists": EDITED, "playlist-new": (EDIT, EDIT), "playlist": EDITED,
    "playlist-add": (EDIT, EDIT), "item-new": (EDIT, EDIT), "item": EDITED, "ticker": EDITED,
    "playlist-settings": EDITED, "playlist-preview": READ, "playlist-history": EDITED,
    "playlist-file": EDITED, "playlist-delete": (EDIT, EDIT), "preview": READ, "agenda": READ,
    "news": (ALL, "r"), "centre": EDITED, "screen-settings": EDITED, "calendar": EDITED,
    "submissions": READ, "submit": (EDIT, EDIT), "checklist": ("ra", "ra"),
    "submission": READ, "withdraw": SENT, "approve": (NOBODY, "r"),
    "return": (NOBODY, "r"), "picture": READ, "releases": READ, "return-to": SENT,
    "facts": READ, "fact-new": SENT, "fact-look": SENT,
    "emergency": READ, "emergency-new": ("d", "d"), "cut": ("d", "d"), "emergency-one": READ,
    "emergency-send": (NOBODY, "d"), "emergency-end": (NOBODY, "d"), "emergency-picture": READ,
    "people": ("a", "a"), "person": ("a", "a"), "units": ("a", "a"), "keys": ("a", "a"),
    "key-change": (NOBODY, "a"), "root-file": ("a", NOBODY), "trail": ("ra", NOBODY),
    "settings": ("a", "a"), "text-new": SENT,
    "screens": READ, "pairing": ("a", "a"), "alarms": ("a", "a"), "screen": (ALL, "a"),
    "screen-picture": READ, "records": READ, "records-file": READ,
    "report": (NOBODY, ANYBODY), "pair": (ANYBODY, ANYBODY),
}  # fmt: skip
PARTS = {"int": "987654", "str": "khong-co", "path": "khong/co.jpg", "slug": "khong-co"}

TOKENS = {"report", "pair"}
"""Addresses that screens ask, with a token of their own in the head of the request: no cookie, no
forged form."""
REFUSALS = {401, 405, 410, 503}
"""What they answer without one: no token, no such method, no code, no keys yet."""


def _address(route: Route) -> str:
    """The route with something in each of its places that is not there."""
    return "/" + re.sub(r"<(\w+):\w+>", lambda part: PARTS[part[1]], route.path)


def _asks(browser: Client, route: Route, method: str) -> int:
    browser.raise_request_exception = False
    answer = browser.generic(method, _address(route), HTTP_ACCEPT="text/html")
    where = answer.headers.get("Location", "")
    return 401 if where.startswith("/dang-nhap/?next=") else answer.status_code


def test_the_table_is_whole() -> None:
    assert [route.name for route in ROUTES] == [*dict.fromkeys(route.name for route in ROUTES)]
    assert {route.name for route in ROUTES} == set(WHO)


def test_there_is_no_address_beside_it() -> None:
    """Each view is guarded, each action has its route, and nothing is served but the tree."""
    patterns = get_resolver().url_patterns
    assert [str(each.pattern) for each in patterns] == [route.path for route in ROUTES]
    assert {each.callback.__code__ for each in patterns if each.callback} == {
        guarded(ROUTES[0]).__code__
    }
    files = {path.stem for path in Path(actions.__path__[0]).glob("[!_]*.py")}
    assert files == {{"return": "give_back"}.get(name, name.replace("-", "_")) for name in WHO}
    from signage.console.asgi import application  # noqa: PLC0415  (needs a folder of a centre)

    mounted = [each.path for each in application.routes if isinstance(each, Mount)]
    assert mounted == ["/release", ""]
    assert len(application.routes) == len(mounted)


def test_who_is_not_signed_in() -> None:
    browser = Client()
    for route in ROUTES:
        looks, sends = WHO[route.name]
        for method, who in (("GET", looks), ("POST", sends)):
            code = _asks(browser, route, method)
            told = f"{method} {route.name}: {code}"
            if route.name in TOKENS:
                assert code in REFUSALS, told
            elif who == NOBODY:
                assert code == 405, told
            elif who == ANYBODY:
                assert code not in {401, 403, 405}, told
                assert code < 500, told
            else:
                assert code == (403 if method == "POST" else 401), told


def test_no_other_way_of_asking() -> None:
    browser = Client()
    for route in ROUTES:
        for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
            assert _asks(browser, route, method) == 405, (method, route.name)


@pytest.mark.parametrize("letter", LETTERS)
def test_each_role_gets_where_it_may_and_nowhere_else(
    letter: str, signed_in: Callable[..., Client]
) -> None:
    browser = signed_in("lan", LETTERS[letter])
    for route in ROUTES:
        if route.name in {"sign-out", "second", "sign-in"}:
            continue  # these end what is being tried
        looks, sends = WHO[route.name]
        for method, who in (("GET", looks), ("POST", sends)):
            code = _asks(browser, route, method)
            told = f"{method} {route.name}: {code}"
            if route.name in TOKENS:
                assert code in REFUSALS, told
            elif who == NOBODY:
                assert code == 405, told
            elif who == ANYBODY or letter in who:
                assert code not in {401, 403, 405}, told
                assert code < 500, told
            else:
                assert code == 403, told


def test_without_a_role_there_is_nothing(signed_in: Callable[..., Client]) -> None:
    browser = signed_in("khach")
    for route in ROUTES:
        looks, _ = WHO[route.name]
        if looks not in {NOBODY, ANYBODY}:
            assert _asks(browser, route, "GET") == 403, route.name


def test_nothing_is_sent_from_another_site(signed_in: Callable[..., Client]) -> None:
    """With all roles at once, and without the page's own token."""
    before = signed_in("lan", *LETTERS.values())
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = before.cookies
    for route in ROUTES:
        if WHO[route.name][1] != NOBODY and route.name not in TOKENS:
            answer = browser.post(_address(route), {"name": "ác"}, HTTP_ORIGIN="https://evil.vn")
            assert answer.status_code == 403, route.name
