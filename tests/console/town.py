"""A centre with something on every page: for whoever looks at pages, judges or measures them.

    python -m tests.console.town DATA [--media 40] [--playlists 0] [--screens 3]

fills DATA as officers would and prints JSON: session cookies by role, and the address of every page
that there is. The console itself is not started.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from signage.console.data import Data
    from signage.console.models import Person

ROOT = Path(__file__).parents[2]
PASSWORD = "mua-he-tren-nui-88"  # noqa: S105
WORD = "song lo mua can 12"
"""Passphrase of the reviewer's and the duty officer's key, each with the name before it."""
LONG = "Trung tâm Phục vụ hành chính công xã Sơn Dương, tỉnh Tuyên Quang – điểm tiếp nhận thôn 12"
PEOPLE = {
    "bien": ("Nguyễn Thị Hồng Biên", ["officer"], "Phòng Văn hoá – Xã hội"),
    "duyet": ("Trần Văn Duyệt", ["reviewer"], "Lãnh đạo Trung tâm"),
    "truc": ("Hoàng Trực", ["duty"], "Ban Chỉ huy phòng thủ dân sự"),
    "quan": ("Đặng Thị Minh Quản", ["administrator"], "Văn phòng HĐND và UBND"),
    "xem": ("Phùng Quang Xem", ["viewer"], "Hội Liên hiệp Phụ nữ xã Sơn Dương"),
    "chung": (
        "Nông Thị Phương Thảo Nguyên Khánh Vân",
        ["officer", "reviewer", "duty", "administrator"],
        "Ban quản lý các thôn Đồng Chiêm, Làng Sảo, Khuổi Sao và tổ dân phố Tân Trào",
    ),
}
NO_PAGES = {
    "media", "original", "picture", "preview", "emergency-picture", "root-file", "screen-picture",
    "invitation"
}  # fmt: skip
"""Addresses that give no page: pictures, files, tables; and the link that serves once."""


def main(words: list[str]) -> None:
    """Make it, and print what there is."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    for name, count in (("media", 40), ("playlists", 0), ("screens", 3)):
        parser.add_argument(f"--{name}", type=int, default=count)
    parser.add_argument("--bare", action="store_true", help="people and keys, nothing else")
    asked = parser.parse_args(words)
    from signage.console import server  # noqa: PLC0415  (settings come from the environment)

    data = server.prepare(asked.data)
    people = {name: _person(name, *rest) for name, rest in PEOPLE.items()}
    _keys(data)
    told: dict[str, Any] = {"pages": {}, "tokens": []}
    if not asked.bare:
        content(data, asked.media, asked.playlists, asked.screens)
        told["pages"] = pages(_story(data, people))
        told["tokens"] = _screens(asked.screens)
    told["cookies"] = {name: _cookie(each) for name, each in people.items()}
    sys.stdout.write(json.dumps(told))


def content(data: Data, media: int, playlists: int, screens: int) -> None:
    """The checkout's own sample, and as much more of it as was asked for."""
    for name in ("playlists", "media"):
        shutil.copytree(ROOT / name, data.content / name, dirs_exist_ok=True)
    folder = data.media / "ảnh chụp"
    folder.mkdir(exist_ok=True)
    seeds = []
    for n in range(24):
        out = io.BytesIO()
        Image.effect_noise((320, 180), 10 + 4 * n).convert("RGB").save(out, "JPEG", quality=40)
        seeds.append(out.getvalue())
    for n in range(media):
        name = f"Lễ hội Lồng tông xã Sơn Dương năm 2026 – ảnh {n:04}.jpg"
        (folder / name).write_bytes(seeds[n % 24] + str(n).encode())
    for n in range(playlists):
        items = "".join(
            f"  - image: ảnh chụp/Lễ hội Lồng tông xã Sơn Dương năm 2026 – ảnh {i % media:04}.jpg\n"
            f"    caption: Ảnh {i}\n"
            for i in range(n * 10, n * 10 + 10)
        )
        (data.playlists / f"thon-{n:03}.yaml").write_text(
            f"name: Bản tin thôn {n}\nlayout: banner\nwhen:\n  - days: mon-fri\nitems:\n{items}"
        )
    if screens > 3:
        lines = (data.playlists / "screens.yaml").read_text(encoding="utf-8")
        more = "".join(
            f"  nha-van-hoa-{n:02}: {{name: Nhà văn hoá thôn {n}, playlists: [sanh-chinh]}}\n"
            for n in range(3, screens)
        )
        (data.playlists / "screens.yaml").write_text(
            lines.replace("screens:\n", f"screens:\n{more}", 1), encoding="utf-8"
        )


def _person(username: str, full_name: str, roles: list[str], unit: str) -> Person:
    from signage.console.models import Person, Unit  # noqa: PLC0415

    made = Person(username=username, full_name=full_name, roles=roles)
    made.unit = Unit.objects.get_or_create(name=unit)[0]
    made.set_password(PASSWORD)
    made.save()
    return made


def _keys(data: Data) -> None:
    """Keys of everybody who signs, that cost little to unlock."""
    from signage.console.office import keys  # noqa: PLC0415
    from signage.release.publish import Cost  # noqa: PLC0415

    given = {name: f"{name} {WORD}" for name in ("duyet", "chung", "truc")}
    root = keys.make(
        data, reviewers=["duyet", "chung"], duty=["truc", "chung"], given=given,
        root="goc da tren doi 34", needs=1, cost=Cost(memory=64, passes=1, lanes=1),
    )  # fmt: skip
    (data.path / "root.key").write_bytes(root)
    (data.path / "1.root.json").write_bytes(keys.pinned(data) or b"")


def _story(data: Data, people: dict[str, Person]) -> dict[str, int]:
    """What was done so far: releases, something that waits, uploads, a warning, facts."""
    from django.utils import timezone  # noqa: PLC0415

    from signage.console.models import Asset, Emergency, Entry  # noqa: PLC0415
    from signage.console.office import emergency, facts, submissions  # noqa: PLC0415

    first = submissions.submit(data, people["bien"], "Nội dung đầu tiên của sảnh")
    submissions.approve(data, first, people["duyet"], f"duyet {WORD}")
    _rewrites(data, "sanh-chinh", ("Kính chào quý khách đến với", "Chào mừng quý khách tới"))
    returned = submissions.submit(data, people["bien"], "Thêm ảnh đồi chè")
    submissions.give_back(
        data, returned, people["duyet"], "Ảnh số 3 chưa rõ nguồn; tên xã viết sai."
    )
    _rewrites(
        data, "sanh-chinh", ("7:30 – 11:30, 13:30 – 17:00]", "7:00 – 11:30, 13:00 – 16:30]"),
        ("duration: 15s\n    topic: gio-lam", "duration: 20s\n    topic: gio-lam"),
        ("title: {vi: Chứng thực bản sao", "title: {vi: Chứng thực bản sao ở huyện Sơn Dương"),
    )  # fmt: skip
    _rewrites(data, "calendar", ('mon-fri: "07:30-11:30, 13:30-17:00"', 'mon-fri: "07:00-11:30"'))
    waiting = submissions.submit(
        data, people["bien"], "Sửa lời chào và giờ làm việc mùa đông, theo Thông báo số 12/TB-UBND"
    )
    said = [{"code": "empty"}]
    for name, state, progress in (
        ("IMG_2041.HEIC", Asset.State.WORKING, 40),
        ("video lễ hội thôn Khuổi Sao.MOV", Asset.State.WAITING, 0),
        ("trống.jpg", Asset.State.REFUSED, 100),
    ):
        Asset.objects.create(
            name=name, sha256=name, size=4_000_000, state=state, progress=progress,
            by=people["bien"], unit=people["bien"].unit, said=said if progress == 100 else [],
            begun=timezone.now(),
        )  # fmt: skip
    words = {"vi": ["Lũ quét ở suối Lê", "Bà con hai bên suối lên nhà văn hoá thôn ngay."]}
    warning = emergency.draft(
        data, people["truc"], kind=Emergency.Kind.FLOOD, words=words, screens=[],
        until=timezone.now() + timedelta(hours=2),
    )  # fmt: skip
    today = timezone.localdate()
    for days in (-3, 40):
        facts.remember(
            people["bien"], "Giờ làm việc mùa đông: 7:30 – 11:30, 13:30 – 17:00",
            "sanh-chinh, trang 3", today + timedelta(days=days),
        )  # fmt: skip
    for n in range(120):
        Entry.objects.create(
            person=people["bien"], name=str(people["bien"]), address="192.168.1.20",
            action="playlist", subject="Sảnh chính", before={"duration": n}, after={"duration": 12},
        )  # fmt: skip
    return {"first": first.pk, "waiting": waiting.pk, "warning": warning.pk}


def _rewrites(data: Data, name: str, *pairs: tuple[str, str]) -> None:
    """Change words of a file, as an editor would."""
    path = data.playlists / f"{name}.yaml"
    words = path.read_text(encoding="utf-8")
    for old, new in pairs:
        if old not in words:
            raise ValueError(old)  # the sample says something else by now
        words = words.replace(old, new, 1)
    path.write_text(words, encoding="utf-8")


def _cookie(person: Person) -> str:
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return str(client.session.session_key)


def _screens(count: int) -> list[str]:
    """Paired screens, each with its token."""
    import hashlib  # noqa: PLC0415

    from signage.console.models import Screen  # noqa: PLC0415

    tokens = []
    names = ["sanh-chinh", "phong-cho", "hanh-lang"]
    names += [f"nha-van-hoa-{n:02}" for n in range(3, count)]
    for name in names[:count]:
        tokens.append(f"token-of-{name}-{os.urandom(12).hex()}")
        digest = hashlib.sha256(tokens[-1].encode()).hexdigest()
        Screen.objects.create(id_name=name, place="Tầng 1, cửa chính", token_digest=digest)
    return tokens


def pages(numbers: dict[str, int]) -> dict[str, str]:
    """Every page by the name of its route; one in two states has two."""
    from django.urls import reverse  # noqa: PLC0415

    from signage.console.access import ROUTES  # noqa: PLC0415

    found = {}
    for route in ROUTES:
        file = route.path.startswith("api/") or route.path.endswith((".csv", ".jpg"))
        if "GET" not in route.methods or route.name in NO_PAGES or file:
            continue
        arguments = _arguments(route.name, route.path, numbers)
        if arguments is not None:
            found[route.name] = reverse(route.name, kwargs=arguments)
    found["submission-approved"] = reverse("submission", args=[numbers["first"]])
    return found


def _arguments(name: str, path: str, numbers: dict[str, int]) -> dict[str, Any] | None:
    """What stands in the address; None: there is nothing yet that it could name."""
    if "<" not in path:
        return {}
    given: dict[str, Any] = {}
    if "<str:name>" in path:
        given["name"] = "sanh-chinh"
    if "<path:path>" in path:
        given["path"] = "quang-ba/tan-trao.svg"
        if name == "media-edit":
            given["path"] = "tin/thong-bao.txt"
    if "<int:number>" in path:
        kinds = {"item": 0, "person": 1, "emergency-one": numbers["warning"]}
        if name == "asked":
            return None
        given["number"] = kinds.get(name, numbers["waiting"])
    return given


if __name__ == "__main__":
    main(sys.argv[1:])
