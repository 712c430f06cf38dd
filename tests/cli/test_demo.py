"""The centre of `signage demo`: on the content that is there, signed, made once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

from signage.cli.demo import _free

if TYPE_CHECKING:
    from pathlib import Path

_MAKE = """
import sys
from pathlib import Path
from signage.console.demo import prepare
place, content, token = map(Path, sys.argv[1:])
data = prepare(place, content, screen="sanh-chinh", token=token)
from signage.console.models import Person, Screen, Submission
print(sorted(p.username for p in Person.objects.all() if not p.has_usable_password()))
print([s.release for s in Submission.objects.all()], Screen.objects.count())
"""


def _made(*arguments: Path) -> list[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SIGNAGE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-P", "-c", _MAKE, *map(str, arguments)],
        env=kept, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip


def test_the_demos_centre_works_on_the_content_that_is_there(tmp_path: Path) -> None:
    content, place, token = tmp_path / "checkout", tmp_path / "home" / "centre", tmp_path / "token"
    (content / "playlists").mkdir(parents=True)
    (content / "media").mkdir()
    slide = "name: Thử\nitems:\n  - slide: {title: Chào}\n    duration: 12s\n"
    (content / "playlists" / "thu.yaml").write_text(slide, encoding="utf-8")
    token.write_text("a-token-of-the-demos-screen-0001", encoding="ascii")
    place.parent.mkdir()
    first = _made(place, content, token)
    assert first == ["['bien-tap', 'nguoi-duyet', 'quan-tri', 'truc']", "[1] 1"]
    assert (place / "content").resolve() == content
    assert (place / "release" / "metadata" / "timestamp.json").exists()
    assert not list((place / "keys").glob("*root*.key"))
    assert _made(place, content, token) == first  # made once; nothing is signed again


def test_a_port_that_is_taken_is_no_hindrance() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert _free(taken) not in {0, taken}
