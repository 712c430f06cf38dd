"""How much CPU `signage check` takes on 10,000 items in 100 playlists; to be run by hand.

    .venv/bin/python tests/content/speed.py [FILES]

FILES is how many distinct media files the items name (default 10,000, the dearest case).
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

_JPEG = b"\xff\xd8\xff\xe0" + bytes(2000)
_PLAYLISTS, _ITEMS = 100, 100


def main(files: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "playlists").mkdir()
        for number in range(files):
            folder = root / "media" / f"thư-mục-{number % 50}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"ảnh {number}.jpg").write_bytes(_JPEG)
        for playlist in range(_PLAYLISTS):
            lines = ["name: Danh sách", "items:"]
            for item in range(_ITEMS):
                number = (playlist * _ITEMS + item) % files
                lines += [
                    f"  - image: thư-mục-{number % 50}/ảnh {number}.jpg",
                    "    duration: 15s",
                    "    fit: cover",
                    "    caption: {vi: Đình Tân Trào, en: Tân Trào communal house}",
                    "    qr: https://dichvucong.gov.vn",
                    "    when: [{days: sat-sun, hours: '07:30-11:30'}]",
                ]
            (root / "playlists" / f"p{playlist:03}.yaml").write_text("\n".join(lines), "utf-8")
        command = [sys.executable, "-c", "from signage.cli import main; main()", "check", str(root)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"exit {done.returncode}, {used:.2f} s of CPU, {files} files: {done.stdout.strip()}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _PLAYLISTS * _ITEMS)
