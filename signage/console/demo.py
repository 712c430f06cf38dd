"""The console of `signage demo`: the checkout's own content, people of every role, keys, a release.

Everything else is as in a centre. What is not: the passphrases are known to whoever reads this, and
the links that sign people in are printed where the demo was started. So nothing that matters may
ever trust these keys.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from typing import TYPE_CHECKING

from signage import atomic
from signage.console import server
from signage.errors import SignageError
from signage.health import Health

if TYPE_CHECKING:
    from pathlib import Path

    from signage.console.data import Data
    from signage.console.models import Person

__all__ = ["ROOT_WORD", "WORDS", "prepare", "serve"]

log = logging.getLogger(__name__)

WORDS = {"nguoi-duyet": "demo song lo mua can", "truc": "demo den pin trong mua"}
ROOT_WORD = "demo goc da tren doi"
"""Passphrases of the demo's keys, and of nothing else."""
_PEOPLE = (
    ("bien-tap", "Cán bộ biên tập", "officer", "Phòng Văn hoá – Xã hội"),
    ("nguoi-duyet", "Lãnh đạo duyệt", "reviewer", "Lãnh đạo Trung tâm"),
    ("truc", "Cán bộ trực", "duty", "Ban Chỉ huy phòng thủ dân sự"),
    ("quan-tri", "Quản trị viên", "administrator", "Văn phòng HĐND và UBND"),
)


def prepare(path: Path, content: Path, *, screen: str, token: Path) -> Data:
    """Make the centre in `path` around `content`, which stays where it is.

    `token`: the file with which the demo's screen reports here.

    Raises:
        UsageError: the folder cannot be written.
        DeviceError: the disk is full.
    """
    health = Health()
    atomic.folder(path)
    link = path / "content"
    if not link.is_symlink():
        link.symlink_to(os.path.relpath(content, path), target_is_directory=True)
    data = server.prepare(path)
    health.beat()
    people = {name: _person(name, full, role, unit) for name, full, role, unit in _PEOPLE}
    _pair(screen, token)
    health.beat()
    try:
        _publish(data, people, health)
    except SignageError as error:  # a slip in the content: it is told on the first page, too
        log.warning("nothing could be approved yet: %s", error)
    return data


def serve(path: Path, content: Path, *, port: int, screen: str, token: Path) -> None:
    """Be the demo's console until told to end."""
    data = prepare(path, content, screen=screen, token=token)
    _greet(data, port)
    server.run("127.0.0.1", port)


def _person(username: str, full_name: str, role: str, unit: str) -> Person:
    from signage.console.models import Person, Unit  # noqa: PLC0415  (after Django is set up)

    found = Person.objects.filter(username=username).first()
    if found is not None:
        return found
    made = Person(username=username, full_name=full_name, roles=[role])
    made.unit = Unit.objects.get_or_create(name=unit)[0]
    made.set_unusable_password()
    made.save()
    return made


def _pair(screen: str, token: Path) -> None:
    """Let the demo's screen report here, as if an administrator had scanned its code."""
    from signage.console.models import Screen  # noqa: PLC0415

    digest = hashlib.sha256(token.read_bytes().strip()).hexdigest()
    Screen.objects.update_or_create(id_name=screen, defaults={"token_digest": digest})


def _publish(data: Data, people: dict[str, Person], health: Health) -> None:
    """Keys, and the first release: what the checkout holds at the first start."""
    from signage.console.office import keys, submissions  # noqa: PLC0415

    if not keys.ready(data):
        root = keys.make(
            data, reviewers=["nguoi-duyet"], duty=["truc"], given=WORDS, root=ROOT_WORD, needs=1
        )
        atomic.write(data.path / "root.key", root, mode=0o600)
        health.beat()
    if (data.release / "metadata").exists():
        return
    made = submissions.submit(data, people["bien-tap"], "Nội dung mẫu")
    health.beat()
    submissions.approve(data, made, people["nguoi-duyet"], WORDS["nguoi-duyet"])
    health.beat()


def _greet(data: Data, port: int) -> None:
    from django.utils import translation  # noqa: PLC0415

    from signage.console.models import Person, Role  # noqa: PLC0415
    from signage.console.office.people import invite  # noqa: PLC0415

    where = f"http://localhost:{port}"
    lines = [f"signage: the demo's console is at {where}/. Each link signs one of its people in:"]
    for username, _full, role, _unit in _PEOPLE:
        link = f"{where}/lien-ket/{invite(Person.objects.get(username=username))}/"
        with translation.override("en"):
            lines.append(f"  {Role(role).label!s:<16} {link}")
    lines += [
        "signage: its keys serve this demo only, since everybody knows their passphrases:",
        f"  reviewer “{WORDS['nguoi-duyet']}”, duty officer “{WORDS['truc']}”, root “{ROOT_WORD}”",
        f"  (the root key, which a centre would lock up on a stick, is {data.path / 'root.key'})",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
