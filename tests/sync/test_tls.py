from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from signage.sync._http import HttpTransport
from signage.sync._transport import TransportError
from tests.sync._server import Server

if TYPE_CHECKING:
    from pathlib import Path

_NOW = dt.datetime.now(dt.UTC)


def _context(folder: Path, *, address: str = "127.0.0.1", days: int = 3) -> ssl.SSLContext:
    """A server's side, its certificate signed by itself and left in `cert.pem`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "xã Sơn Dương")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOW - dt.timedelta(days=9))
        .not_valid_after(_NOW + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    public = folder / "cert.pem"
    private = folder / "key.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context


def _ask(server: Server, *, signed: bool = False) -> bytes:
    transport = HttpTransport(server.url, signed=signed)
    try:
        got = transport.fetch("a.json", limit=100)
        assert got is not None
        return got.content
    finally:
        transport.close()


@pytest.mark.parametrize("signed", [True, False])
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, *, signed: bool) -> None:
    with Server(_context(tmp_path)) as server:
        server.files["a.json"] = b"{}"
        with pytest.raises(TransportError, match="self-signed certificate") as caught:
            _ask(server, signed=signed)
        assert caught.value.kind == "tls"
        assert "clock" in str(caught.value)
        assert server.asked == []


def test_an_authority_of_ones_own_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(_context(tmp_path)) as server:
        server.files["a.json"] = b"{}"
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "cert.pem"))
        assert _ask(server) == b"{}"


@pytest.mark.parametrize(
    ("address", "days", "words"), [("127.0.0.2", 3, "mismatch"), ("127.0.0.1", -3, "expired")]
)
def test_of_another_or_too_late_it_is_refused_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, days: int, words: str
) -> None:
    with Server(_context(tmp_path, address=address, days=days)) as server:
        server.files["a.json"] = b"{}"
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "cert.pem"))
        with pytest.raises(TransportError, match=words) as caught:
            _ask(server)
        assert caught.value.kind == "tls"


def test_a_redirect_never_leads_from_https_to_http(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(_context(tmp_path)) as server, Server() as plain:
        plain.files["a.json"] = b"{}"
        server.scripts["a.json"] = lambda _asked, wire: wire.answer(
            302, Location=f"{plain.url}a.json"
        )
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "cert.pem"))
        with pytest.raises(TransportError) as caught:
            _ask(server, signed=True)
        assert caught.value.kind == "redirect"
        assert plain.asked == []


def test_what_speaks_no_tls_is_refused() -> None:
    with Server() as server:
        server.url = server.url.replace("http:", "https:")
        with pytest.raises(TransportError) as caught:
            _ask(server)
        assert caught.value.kind in {"tls", "cut", "refused"}
