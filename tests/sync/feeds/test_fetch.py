"""One GET of a feed: within the limits, from where it may come, unpacked, only what changed."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest

from signage.config import FEEDS
from signage.sync._transport import MissingError, TransportError
from signage.sync.feeds._fetch import fetch
from tests.sync._server import Server
from tests.sync.test_tls import _context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.sync._server import Asked, Wire

FEED = b"<rss version='2.0'><channel><item><title>Tin</title></item></channel></rss>"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        server.files["rss"] = FEED
        yield server


class TestWhatComes:
    def test_a_feed(self, server: Server) -> None:
        page = fetch(server.url + "rss")
        assert page.content == FEED
        headers = server.asked[0].headers
        assert "application/rss+xml" in headers["accept"]
        assert headers["user-agent"].startswith("signage")

    def test_only_what_changed(self, server: Server) -> None:
        page = fetch(server.url + "rss")
        assert fetch(server.url + "rss", page.known).content is None
        server.files["rss"] = FEED * 2
        assert fetch(server.url + "rss", page.known).content == FEED * 2

    def test_by_the_time_of_the_last_change(self, server: Server) -> None:
        then = "Thu, 28 May 2026 10:00:00 GMT"

        def script(asked: Asked, wire: Wire) -> None:
            if asked.headers.get("if-modified-since") == then:
                wire.answer(304, Date=then)
            else:
                wire.answer(200, FEED, Last_Modified=then, Date=then)

        server.scripts["rss"] = script
        page = fetch(server.url + "rss")
        assert page.known == (("If-Modified-Since", then),)
        assert page.date is not None
        assert page.date.isoformat() == "2026-05-28T10:00:00+00:00"
        assert fetch(server.url + "rss", page.known).content is None

    @pytest.mark.parametrize("packing", ["gzip", "x-gzip", "deflate"])
    def test_packed(self, server: Server, packing: str) -> None:
        packed = zlib.compress(FEED) if packing == "deflate" else gzip.compress(FEED)
        server.scripts["rss"] = lambda _, wire: wire.answer(200, packed, Content_Encoding=packing)
        assert fetch(server.url + "rss").content == FEED

    @pytest.mark.parametrize(
        ("kind", "charset"),
        [("text/xml", None), ("text/xml; charset=windows-1252", "windows-1252"), ("", None)],
    )
    def test_the_encoding_that_the_server_names(
        self, server: Server, kind: str, charset: str | None
    ) -> None:
        server.scripts["rss"] = lambda _, wire: wire.answer(200, FEED, Content_Type=kind)
        assert fetch(server.url + "rss").charset == charset

    def test_a_moved_address(self, server: Server) -> None:
        server.scripts["old"] = lambda _, wire: wire.answer(301, Location="/rss")
        assert fetch(server.url + "old").content == FEED


class TestWhatIsRefused:
    @pytest.mark.parametrize("told", [True, False])
    def test_what_is_too_large(self, server: Server, *, told: bool) -> None:
        body = b" " * (FEEDS.feed_bytes + 1)

        def script(_: Asked, wire: Wire) -> None:
            if told:
                wire.answer(200, body)
            else:
                wire.head()
                wire.send(body)
                while not wire.rest(0.01):
                    wire.send(b" " * 65_536)

        server.scripts["rss"] = script
        with pytest.raises(TransportError, match="larger than 2 MB"):
            fetch(server.url + "rss")

    def test_what_swells(self, server: Server) -> None:
        packed = gzip.compress(b" " * 50_000_000)
        assert len(packed) < 100_000
        server.scripts["rss"] = lambda _, wire: wire.answer(200, packed, Content_Encoding="gzip")
        with pytest.raises(TransportError, match="larger than 2 MB"):
            fetch(server.url + "rss")

    def test_what_is_cut(self, server: Server) -> None:
        def script(asked: Asked, wire: Wire) -> None:
            packed = gzip.compress(FEED)
            if asked.path == "plain":
                wire.head(Content_Length=999)
                wire.send(FEED)
            else:
                wire.answer(200, packed[:-9], Content_Encoding="gzip")

        for path in ("plain", "packed"):
            server.scripts[path] = script
            with pytest.raises(TransportError, match="the connection was cut"):
                fetch(server.url + path)

    @pytest.mark.parametrize(("packing", "words"), [("gzip", "wrongly"), ("br", "packs it")])
    def test_what_is_packed_otherwise(self, server: Server, packing: str, words: str) -> None:
        server.scripts["rss"] = lambda _, wire: wire.answer(200, FEED, Content_Encoding=packing)
        with pytest.raises(TransportError, match=words):
            fetch(server.url + "rss")

    def test_a_ring_of_redirects(self, server: Server) -> None:
        server.scripts["rss"] = lambda _, wire: wire.answer(302, Location="/rss")
        with pytest.raises(TransportError, match="redirected more than 5 times"):
            fetch(server.url + "rss")
        assert len(server.asked) == FEEDS.redirects + 1

    @pytest.mark.parametrize(
        "place", ["http://example.org/rss", "ftp://example.org/rss", "file:///etc/passwd"]
    )
    def test_a_redirect_to_where_anybody_could_change_it(self, server: Server, place: str) -> None:
        server.scripts["rss"] = lambda _, wire: wire.answer(302, Location=place)
        with pytest.raises(TransportError, match="where we do not follow"):
            fetch(server.url + "rss")

    @pytest.mark.parametrize("url", ["http://example.org/rss", "ftp://127.0.0.1/", "rss", "//["])
    def test_an_address_of_that_kind(self, url: str) -> None:
        with pytest.raises(TransportError):
            fetch(url)

    def test_what_is_not_there(self, server: Server) -> None:
        with pytest.raises(MissingError, match="404"):
            fetch(server.url + "gone")

    def test_a_server_that_asks_for_patience(self, server: Server) -> None:
        server.scripts["rss"] = lambda _, wire: wire.answer(429, Retry_After="120")
        with pytest.raises(TransportError) as told:
            fetch(server.url + "rss")
        assert told.value.retry_after == 120.0

    def test_a_name_that_nobody_knows_and_no_password_in_the_message(self) -> None:
        with pytest.raises(TransportError) as told:
            fetch("https://ten:geheim@khong-co.invalid/rss")
        assert "geheim" not in str(told.value)
        assert "khong-co.invalid/rss" in str(told.value)


def test_no_proxy_for_this_very_machine(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert fetch(server.url + "rss").content == FEED


def test_tls_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(_context(tmp_path)) as server:
        server.files["rss"] = FEED
        with pytest.raises(TransportError, match="self-signed certificate") as told:
            fetch(server.url + "rss")
        assert told.value.kind == "tls"
        assert server.asked == []
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "cert.pem"))
        assert fetch(server.url + "rss").content == FEED
        server.scripts["rss"] = lambda _, wire: wire.answer(301, Location="http://example.org/")
        with pytest.raises(TransportError, match="where we do not follow"):
            fetch(server.url + "rss")
