"""What a stranger, a careless colleague or a file with a clever name may try."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from starlette.applications import Starlette
from starlette.routing import Mount

from signage.console import audit
from signage.console.access import ROUTES
from signage.console.asgi import Tree
from signage.console.data import here
from signage.console.models import Asset, Role, Submission, Unit
from signage.console.settings import _hosts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signage.console.data import Data
    from signage.console.models import Person

XSS = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}"


class TestHeaders:
    @pytest.mark.parametrize("path", ["/", "/dang-nhap/", "/khong-co/", "/thu-vien/"])
    def test_every_answer_is_strict(self, data: Data, path: str) -> None:
        answer = Client().get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"

    def test_pages_are_kept_by_no_cache(self, signed_in: Callable[..., Client]) -> None:
        assert "no-store" in signed_in("lan", "officer").get("/").headers["Cache-Control"]

    def test_no_page_has_script_or_style_within(self, signed_in: Callable[..., Client]) -> None:
        browser = signed_in("lan", "officer", "reviewer", "duty", "administrator")
        for route in ROUTES:
            if "<" in route.path or "GET" not in route.methods:
                continue
            words = browser.get(f"/{route.path}").content.decode("utf-8", "replace")
            for bad in ("<script>", " style=", " onclick=", " onload=", " onerror=", "javascript:"):
                assert bad not in words, (route.name, bad)
            assert "http://" not in words.replace("http://testserver", "").replace(
                "http://www.w3.org", ""
            ), route.name

    def test_a_strangers_name_is_refused(self, data: Data) -> None:
        with override_settings(ALLOWED_HOSTS=["thongtin.sonduong.vn"]):
            for host in ("evil.example", "thongtin.sonduong.vn.evil.example", "a b", "x:y:z"):
                assert Client().get("/dang-nhap/", HTTP_HOST=host).status_code == 400, host
            good = Client().get("/dang-nhap/", HTTP_HOST="thongtin.sonduong.vn")
            assert good.status_code == 200
            forger = Client(HTTP_X_FORWARDED_HOST="evil.example", HTTP_HOST="thongtin.sonduong.vn")
            forged = forger.get("/dang-nhap/")
            assert b"evil" not in forged.content

    def test_by_default_only_this_machines_names_are_answered(self) -> None:
        assert "*" not in _hosts()
        assert {"localhost", "127.0.0.1"} <= set(_hosts())


class TestWayOut:
    @pytest.fixture
    def secret(self, data: Data) -> str:
        (data.keys / "release-hoa.key").write_text("KHOA-BI-MAT")
        (data.path / "bi-mat.jpg").write_text("KHOA-BI-MAT")
        (data.media / "vao.jpg").symlink_to(data.path / "bi-mat.jpg")
        (data.media / "ngoai").symlink_to(data.keys)
        return "KHOA-BI-MAT"

    @pytest.mark.parametrize(
        "path",
        [
            "../keys/release-hoa.key", "%2e%2e/keys/release-hoa.key", "..%2fkeys%2frelease-hoa.key",
            "a/../../../keys/release-hoa.key", "/etc/passwd", "//etc/passwd", "%00", "a%00.jpg",
            "..\\keys\\release-hoa.key", "ngoai/release-hoa.key", "vao.jpg", ".", "..",
            "", "%ff%fe", "a" * 5000, "a/" * 600, "%E1%BB%8B" * 200,
        ],
    )  # fmt: skip
    def test_media_leads_nowhere_else(
        self, data: Data, secret: str, signed_in: Callable[..., Client], path: str
    ) -> None:
        browser = signed_in("lan", "officer")
        for before in ("/thu-vien/tep/", "/thu-vien/chi-tiet/"):
            for after in ("", "?nho"):
                answer = browser.get(f"{before}{path}{after}", follow=True)
                body = b"".join(answer) if answer.streaming else answer.content
                assert secret.encode() not in body, (before, path, after)
                assert answer.status_code in {200, 301, 400, 404}, (before, path, after)

    def test_pictures_lead_nowhere_else(
        self,
        data: Data,
        secret: str,
        signed_in: Callable[..., Client],
        person: Callable[..., Person],
    ) -> None:
        browser = signed_in("lan", "officer")
        made = Submission.objects.create(by=person("binh", "officer"), digest="../keys")
        for side in ("sau", "truoc", "..", "khac"):
            for name in ("release-hoa.key", "..%2f..%2fkeys%2frelease-hoa.key", "%2e%2e"):
                answer = browser.get(f"/de-nghi/{made.pk}/anh/{side}/{name}")
                assert answer.status_code == 404, (side, name)

    def test_what_is_served_runs_nowhere(
        self, data: Data, signed_in: Callable[..., Client]
    ) -> None:
        (data.media / "a.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        )
        (data.media / "a.html").write_text("<script>alert(1)</script>")
        (data.media / "anh.jpg").write_text("<html><script>alert(1)</script>")
        browser = signed_in("lan", "officer")
        for name in ("a.svg", "a.html", "anh.jpg"):
            answer = browser.get(f"/thu-vien/tep/{name}")
            if answer.status_code == 404:
                continue
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "sandbox" in policy
            assert "script-src" not in policy
            assert "html" not in answer.headers["Content-Type"], name


class TestNames:
    def test_texts_of_others_are_only_texts(
        self, data: Data, signed_in: Callable[..., Client], person: Callable[..., Person]
    ) -> None:
        browser = signed_in("quan", "administrator", "reviewer", "officer")
        bad = person("binh", "officer")
        bad.full_name = XSS[:120]
        bad.unit = Unit.objects.create(name=XSS[:119])
        bad.save()
        (data.playlists / "screens.yaml").write_text(
            f"centre: {{name: {json.dumps(XSS)}}}\nscreens: {{a: {{name: {json.dumps(XSS)}}}}}\n",
            encoding="utf-8",
        )
        Asset.objects.create(name=XSS, sha256="0" * 64, size=1, state=Asset.State.REFUSED, by=bad)
        (data.media / '"><script>alert(1)<').mkdir()
        (data.media / '"><script>alert(1)<' / "b><img src=x>.jpg").write_bytes(b"x")
        (data.playlists / "sanh.yaml").write_text(
            f"name: {json.dumps(XSS)}\nitems:\n  - slide: {{title: {json.dumps(XSS)}}}\n"
            f"ticker: [{json.dumps(XSS)}]\n",
            encoding="utf-8",
        )
        Submission.objects.create(by=bad, unit=bad.unit, digest="", says=XSS, reason=XSS)
        audit.record(None, XSS[:60], XSS, before={XSS: XSS}, after=[XSS, {XSS: None}])
        for path in (
            "/danh-sach/", "/", "/thu-vien/", "/man-hinh/", "/trung-tam/", "/lich/", "/bao-cao/",
            "/danh-sach/sanh/", "/de-nghi/",
            f"/de-nghi/{Submission.objects.get().pk}/", "/nguoi-dung/", f"/nguoi-dung/{bad.pk}/",
            "/nguoi-dung/don-vi/", "/nhat-ky/", "/thiet-lap/", "/tai-khoan/", "/khoa/",
            "/nhat-ky/?tim=%22%3E%3Cscript%3Ealert(1)", "/thu-vien/?tim=%22%3E%3Cscript%3Ealert(1)",
        ):  # fmt: skip
            answer = browser.get(path)
            assert answer.status_code == 200, path
            words = answer.content.decode()
            assert "<script>alert" not in words, path
            assert "<img src=x" not in words, path


def _ask(path: str, **head: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the whole application, as uvicorn would."""
    application = Starlette(routes=[Mount("/release", Tree(directory=here().release))])
    said: list[Any] = []
    heard: list[bool] = []

    async def receive() -> dict[str, Any]:
        if heard:
            await asyncio.Event().wait()  # nobody hangs up
        heard.append(True)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": head.pop("method", "GET"), "path": path,
        "raw_path": path.encode(), "root_path": "", "scheme": "http", "query_string": b"",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in head.items()],
        "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    asyncio.run(application(scope, receive, send))
    found = {k.decode(): v.decode() for k, v in said[0]["headers"]}
    return said[0]["status"], found, b"".join(each.get("body", b"") for each in said[1:])


class TestTree:
    @pytest.fixture(autouse=True)
    def tree(self, data: Data) -> None:
        for name in ("metadata", "targets"):
            (data.release / name).mkdir(exist_ok=True)
        (data.release / "metadata/timestamp.json").write_text('{"a": "<html>"}')
        (data.release / "targets" / ("a" * 64)).write_bytes(bytes(range(100)))
        (data.keys / "release-hoa.key").write_text("KHOA-BI-MAT")
        (data.release / "ngoai").symlink_to(data.keys)
        (data.release / "targets/khoa").symlink_to(data.keys / "release-hoa.key")

    def test_anybody_gets_it_whole_in_part_and_not_twice(self) -> None:
        body = "/release/targets/" + "a" * 64
        code, head, whole = _ask(body)
        assert (code, whole) == (200, bytes(range(100)))
        assert head["x-content-type-options"] == "nosniff"
        assert head["content-type"] == "application/octet-stream"
        assert "immutable" in head["cache-control"]
        code, part, some = _ask(body, range="bytes=10-19", if_range=head["etag"])
        assert (code, some, part["content-range"]) == (206, bytes(range(10, 20)), "bytes 10-19/100")
        code, _, some = _ask(body, if_none_match=head["etag"])
        assert (code, some) == (304, b"")
        assert _ask(body, range="bytes=100-")[0] == 416
        code, head, some = _ask("/release/metadata/timestamp.json")
        assert (code, head["cache-control"], some) == (200, "no-cache", b'{"a": "<html>"}')

    @pytest.mark.parametrize(
        "path",
        [
            "/release", "/release/", "/release/metadata", "/release/metadata/", "/release/targets/",
            "/release/../keys/release-hoa.key", "/release/targets/../../keys/release-hoa.key",
            "/release/ngoai/release-hoa.key", "/release/targets/khoa", "/release//etc/passwd",
            "/release/..\\keys", "/release/a\0b", "/release/" + "a" * 5000,
        ],
    )  # fmt: skip
    def test_it_lists_nothing_and_leads_nowhere_else(self, path: str) -> None:
        code, _, body = _ask(path)
        assert code in {307, 404}, path
        assert b"KHOA-BI-MAT" not in body

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
    def test_it_is_only_read(self, method: str) -> None:
        assert _ask("/release/metadata/timestamp.json", method=method)[0] == 405


def test_uploads_of_forms_are_bounded() -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= 10_000_000
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS <= 10_000
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES <= 200


def test_numbers_that_nobody_counts_to(signed_in: Callable[..., Client]) -> None:
    """In addresses, forms and questions: none of them brings an action down."""
    browser = signed_in("lan", *Role.values)
    for many in ("9" * 30, "9" * 5_000):
        for route in ROUTES:
            if "<int:" in route.path:
                path = re.sub(r"<int:\w+>", many, route.path)
                path = "/" + re.sub(r"<\w+:\w+>", "khong-co", path)
                for method in ("GET", "POST"):
                    answer = browser.generic(method, path)
                    assert answer.status_code in {302, 403, 404, 405}, (method, route.name)
        for path in (
            "/nhat-ky/?ai=",
            "/thu-vien/?trang=",
            "/de-nghi/?trang=",
            "/phat-hanh/?trang=",
        ):
            assert browser.get(path + many).status_code == 200, path
        for path, said in (
            ("/nguoi-dung/don-vi/", {"number": many, "name": "x"}),
            ("/tin/", {"do": "approve", "feed": "x", "line": many}),
            ("/thu-vien/tai-len/phan/", {"name": "a.mp4", "size": many}),
            ("/khan-cap/dung-phat/", {"hours": many}),
        ):
            assert browser.post(path, said).status_code in {200, 302, 404}, path


_BEHIND_TLS = """
import sys
from pathlib import Path
from signage.console import server
server.prepare(Path(sys.argv[1]))
from django.test import Client
from signage.console.models import Person
person = Person(username="lan", full_name="Lan", roles=["viewer"])
person.set_password("mua-he-tren-nui-88")
person.save()
client = Client(HTTP_HOST="a.example", HTTP_X_FORWARDED_PROTO="https")
answer = client.get("/dang-nhap/")
print(answer.headers.get("Strict-Transport-Security"))
sent = {"username": "lan", "password": "mua-he-tren-nui-88"}
answer = client.post("/dang-nhap/", sent)
for name, cookie in sorted(answer.cookies.items()):
    print(name, bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"],
          cookie["path"], repr(cookie["domain"]))
"""


def test_behind_tls_nothing_goes_in_clear(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _BEHIND_TLS, str(tmp_path)],
        check=True, capture_output=True, text=True,
        env={
            "PATH": os.environ["PATH"], "SIGNAGE_CONSOLE_TLS": "1",
            "SIGNAGE_CONSOLE_HOSTS": "a.example",
        },
    ).stdout.splitlines()  # fmt: skip
    assert told[0] == "max-age=31536000"
    cookies = {line.split()[0]: line.split()[1:] for line in told[1:]}
    assert cookies["__Host-session"] == ["True", "True", "Lax", "/", "''"]
    assert cookies["__Host-csrf"][:2] == ["True", "True"]
    assert {"session", "csrf"}.isdisjoint(cookies)
