"""How soon a photo that an officer puts into the shared folder is on a screen.

    python _share.py COUNT SMB_USER%PASSWORD DISPLAY

Run where the share is served and a player shows the folder `media/anh-moi` on DISPLAY. Each photo
is one colour; the seconds are from the start of its copying by smbclient until that colour is on
the screen. Prints them; exits with 1 where one takes more than MOST.
"""

from __future__ import annotations

import colorsys
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image, ImageGrab

MOST = 5.0
"""Seconds from the share to the screen."""
_NEAR = 24
"""By how much a channel may differ: a JPEG and its scaling round."""
_SIZE = (4032, 3024)


def _share(user: str, *words: str) -> None:
    subprocess.run(
        ["smbclient", "//127.0.0.1/noi-dung", "-U", user, "-c", "; ".join(words)],
        check=True, capture_output=True,
    )  # fmt: skip


def _shown(display: str) -> tuple[int, ...]:
    picture = ImageGrab.grab(xdisplay=display)
    found = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(found, tuple)
    return tuple(int(each) for each in found)


def _one(number: int, user: str, display: str, folder: Path) -> float:
    hue = (0.11 + 0.37 * number) % 1
    colour = tuple(round(255 * part) for part in colorsys.hsv_to_rgb(hue, 0.9, 0.8))
    photo = folder / f"anh-{number}.jpg"
    Image.new("RGB", _SIZE, colour).save(photo, quality=90)
    with photo.open("ab") as file:
        file.write(bytes(3_000_000))  # as large as a phone's; what follows a JPEG's end is nothing
    began = time.monotonic()
    words = [f"lcd {folder}", "cd media/anh-moi", f"put {photo.name}"]
    if number > 1:
        words.append(f"del anh-{number - 1}.jpg")
    _share(user, *words)
    while time.monotonic() < began + 60:
        if all(abs(a - b) <= _NEAR for a, b in zip(_shown(display), colour, strict=True)):
            return time.monotonic() - began
        time.sleep(0.03)
    raise SystemExit(f"photo {number} is not on the screen after 60 s")


def main(count: int, user: str, display: str) -> int:
    """Put the photos, one after the other."""
    with tempfile.TemporaryDirectory() as name:
        taken = [_one(number, user, display, Path(name)) for number in range(1, count + 1)]
    print("from the share to the screen:", ", ".join(f"{each:.2f} s" for each in taken))
    return int(max(taken) > MOST)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
