"""The console on a centre: its unit, what the installer does, and nginx in front of it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests._waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
CENTRE = ROOT / "deploy/centre"
UNIT = CENTRE / "signage-console.service"


class TestUnit:
    @pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
    def test_exposure(self) -> None:
        done = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", str(UNIT)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        found = re.search(r"exposure level for .*: ([0-9.]+)", done.stdout)
        assert found, done.stderr
        assert float(found[1]) <= 3.0

    def test_it_is_closed_but_for_nginx(self) -> None:
        lines = UNIT.read_text().splitlines()
        start = next(line for line in lines if line.startswith("ExecStart="))
        assert "--data /srv/signage --port 8300" in start
        assert "--host" not in start, "this machine's own address alone"
        assert {"User=signage-centre", "NoNewPrivileges=yes", "CapabilityBoundingSet="} <= set(
            lines
        )
        assert "proxy_pass http://127.0.0.1:8300;" in (CENTRE / "console.conf").read_text()

    def test_all_units_of_a_centre_write_one_folder(self) -> None:
        for unit in CENTRE.glob("*.service"):
            writes = re.findall(r"^ReadWritePaths=(.*)$", unit.read_text(), re.MULTILINE)
            for path in " ".join(writes).split():
                assert path.startswith(("/srv/signage", "/var/lib/signage-centre")), unit.name

    def test_the_settings_make_check_deploy_clean(self, tmp_path: Path) -> None:
        told = (CENTRE / "console.env").read_text().replace("@HOST@", "thongtin.sonduong.vn")
        given = dict(
            line.split("=", 1) for line in told.splitlines() if line and not line.startswith("#")
        )
        done = subprocess.run(
            [
                ROOT / ".venv/bin/python", "-P", "-W", "error", "-m", "signage.console", "manage",
                "check", "--deploy", "--fail-level", "WARNING",
            ],
            env={**os.environ, **given, "SIGNAGE_CONSOLE_DATA": str(tmp_path)},
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "no issues" in done.stdout


def test_the_installer_says_what_it_does(tmp_path: Path) -> None:
    commands, root = tmp_path / "bin", tmp_path / "root"
    commands.mkdir()
    root.mkdir()
    for name, body in {
        "uname": "echo x86_64", "getconf": "echo glibc 2.36", "dpkg": "echo amd64",
        "dpkg-query": "echo 'ii '", "apt-get": "exit 1", "getent": "exit 2",
    }.items():  # fmt: skip
        (commands / name).write_text(f"#!/bin/sh\n{body}\n")
        (commands / name).chmod(0o755)
    done = subprocess.run(
        ["sh", str(ROOT / "deploy/install.sh"), "centre", "--user", "lan", "--name", "a.vn"],
        env={
            **os.environ, "PATH": f"{commands}:{os.environ['PATH']}", "SIGNAGE_ROOT": str(root),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for step in (
        "makes the folder /srv/signage", "makes the folder /srv/signage/keys",
        "adds what the console needs", "writes /etc/signage/console.env",
        "writes /etc/signage/nginx.d/console.conf",
        "writes /etc/systemd/system/signage-console.service",
        "links /etc/systemd/system/multi-user.target.wants/signage-console.service",
        "writes /usr/local/lib/signage/signage-manage",
    ):  # fmt: skip
        assert f"  {step}" in done.stdout, step
    assert "journalctl -u signage-console" in done.stderr + done.stdout
    assert not list(root.iterdir())


class _Console(BaseHTTPRequestHandler):
    """Stands for the console: says what it was asked, and by whom."""

    def do_GET(self) -> None:
        words = f"{self.path}\n{self.headers}".encode()
        self.send_response(200)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here")
class TestInFront:
    @pytest.fixture
    def at(self, tmp_path: Path) -> Iterator[str]:
        """The address of nginx with the centre's own files, but without TLS, in this folder."""
        console = ThreadingHTTPServer(("127.0.0.1", 0), _Console)
        threading.Thread(target=console.serve_forever, daemon=True).start()
        home, port = tmp_path / "srv", _free()
        (home / "release/metadata").mkdir(parents=True)
        (home / "release/metadata/timestamp.json").write_text("{}")
        (home / "keys").mkdir()
        (home / "keys/a.key").write_text("KHOA-BI-MAT")
        tmp_path.chmod(0o755)
        text = (CENTRE / "nginx.conf").read_text()
        text = text[text.index("server {") : text.index("server {", text.index("server {") + 1)]
        text = re.sub(r"^    (listen \[|ssl_).*\n", "", text, flags=re.MULTILINE)
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port}").replace("@HOST@", "_")
        places = {
            "/etc/signage/tree.conf": "tree.conf", "/etc/signage/nginx.d/*.conf": "console.conf",
        }  # fmt: skip
        for where, name in places.items():
            file = tmp_path / name
            file.write_text(
                (CENTRE / name).read_text().replace("/srv/signage", str(home))
                .replace("127.0.0.1:8300", f"127.0.0.1:{console.server_port}")
            )  # fmt: skip
            text = text.replace(where, str(file))
        (tmp_path / "nginx.conf").write_text(
            f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/errors;\n"
            f"{'user root;' if os.geteuid() == 0 else ''} events {{}}\n"
            f"http {{ access_log {tmp_path}/asked; client_body_temp_path {tmp_path}/t1;\n"
            f"proxy_temp_path {tmp_path}/t2; fastcgi_temp_path {tmp_path}/t3;\n"
            f"uwsgi_temp_path {tmp_path}/t4; scgi_temp_path {tmp_path}/t5;\n{text} }}\n"
        )
        nginx = subprocess.Popen(
            ["nginx", "-e", f"{tmp_path}/errors", "-c", tmp_path / "nginx.conf"]
        )
        try:
            for _ in range(200):
                with socket.socket() as asked:
                    if asked.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            nginx.terminate()
            nginx.wait(20)
            console.shutdown()
            console.server_close()

    def ask(self, address: str, **head: str) -> tuple[int, str, str]:
        asked = urllib.request.Request(  # noqa: S310  (an address of our own)
            address, headers={name.replace("_", "-"): word for name, word in head.items()}
        )
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310  (likewise)
                return answer.status, answer.read().decode(), str(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(), str(error.headers)

    def test_who_asks_is_said_by_nginx_alone(self, at: str) -> None:
        forged = {
            "X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "http",
            "X_Forwarded_Host": "evil.example", "Forwarded": "for=203.0.113.9",
        }  # fmt: skip
        code, words, head = self.ask(f"{at}/dang-nhap/?a=1", **forged)
        assert (code, words.splitlines()[0]) == (200, "/dang-nhap/?a=1")
        assert "203.0.113.9" not in words
        assert "evil" not in words
        assert "X-Forwarded-For: 127.0.0.1" in words
        assert "X-Forwarded-Proto: https" in words
        assert head.lower().count("nosniff") == 1

    def test_the_tree_comes_from_disk_under_both_addresses(self, at: str) -> None:
        for path in ("/metadata/timestamp.json", "/release/metadata/timestamp.json"):
            assert self.ask(at + path)[:2] == (200, "{}"), path
        for path in ("/release/", "/release/metadata/", "/metadata/", "/release/keys/a.key"):
            code, words, _ = self.ask(at + path)
            assert code in {403, 404}, path
            assert "KHOA" not in words
        for path in ("/metadata/../keys/a.key", "/release/metadata/../../keys/a.key"):
            assert "KHOA" not in self.ask(at + path)[1], path

    def test_links_that_serve_once_are_in_no_log(self, at: str, tmp_path: Path) -> None:
        assert self.ask(f"{at}/lien-ket/bi-mat-mot-lan/")[0] == 200
        assert self.ask(f"{at}/dang-nhap/")[0] == 200
        log = tmp_path / "asked"
        until(lambda: "/dang-nhap/" in log.read_text())  # nginx answers first, and writes then
        assert "bi-mat" not in log.read_text()
