"""A central folder with one of everything, and what `signage snapshot` made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw

from tests.player._wall import COLOURS, clip

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ADDRESS", "LONG", "TALL", "Gallery", "furnish", "near"]

TALL = "Ẫ Ễ Ộ Ữ g y"
ADDRESS = "https://dichvucong.gov.vn"
LONG = "Thủ tục đăng ký khai sinh có yếu tố nước ngoài và cấp thẻ bảo hiểm y tế cho trẻ em " * 6
Pixels = np.ndarray[Any, np.dtype[np.uint8]]

FULL = f"""
defaults: {{transition: cut}}
items:
  - {{image: bars.png, fit: contain}}
  - {{image: bars.png, fit: cover}}
  - {{image: bars.png, fit: stretch}}
  - {{image: exif.jpg}}
  - {{image: drawing.svg}}
  - {{video: clip.mp4}}
  - {{pdf: pages.pdf}}
  - {{slide: {{title: "{TALL}"}}}}
  - {{slide: {{title: "{LONG}", body: "{LONG}"}}}}
  - {{slide: {{title: Nộp hồ sơ}}, qr: "{ADDRESS}"}}
  - {{image: blue.png, fit: cover, caption: "{TALL}", qr: "{ADDRESS}"}}
"""
FULL_NAMES = (
    "contain", "cover", "stretch", "exif", "svg", "clip", "page 1", "page 2", "tall", "long",
    "slide qr", "badge",
)  # fmt: skip
BANNER = f"layout: banner\nitems: [{{image: blue.png, fit: stretch}}]\nticker: ['{TALL}']\n"
SIDEBAR = f"""
layout: sidebar
items: [{{image: blue.png, fit: stretch, qr: "{ADDRESS}"}}]
ticker: ['{TALL}']
"""
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90">
<rect width="160" height="90" fill="#14aa28"/><circle cx="80" cy="45" r="30" fill="#e6d21e"/></svg>
"""


def furnish(root: Path) -> None:
    """Make the folder."""
    media = root / "media"
    media.mkdir(parents=True)
    (root / "playlists").mkdir()
    for name, text in {"banner": BANNER, "full": FULL, "sidebar": SIDEBAR}.items():
        (root / "playlists" / f"{name}.yaml").write_text(text, encoding="utf-8")
    bars = Image.new("RGB", (1600, 400), COLOURS["white"])  # white at both ends, then red and green
    draw = ImageDraw.Draw(bars)
    draw.rectangle((100, 0, 799, 399), fill=COLOURS["red"])
    draw.rectangle((800, 0, 1499, 399), fill=COLOURS["green"])
    bars.save(media / "bars.png")
    upright = Image.new("RGB", (400, 600), COLOURS["red"])
    upright.paste(COLOURS["blue"], (0, 300, 400, 600))
    exif = Image.Exif()
    exif[0x0112] = 6  # as a phone held upright writes it: turn it 90 degrees clockwise
    upright.transpose(Image.Transpose.ROTATE_90).save(media / "exif.jpg", exif=exif, quality=95)
    (media / "drawing.svg").write_text(SVG, encoding="utf-8")
    clip(media / "clip.mp4", ("red", 0.1), ("blue", 1.0))
    sheets = []
    for top in (100, 400):
        sheet = Image.new("RGB", (595, 842), COLOURS["white"])
        ImageDraw.Draw(sheet).rectangle((100, top, 495, top + 200), fill=COLOURS["black"])
        sheets.append(sheet)
    sheets[0].save(media / "pages.pdf", save_all=True, append_images=sheets[1:])
    Image.new("RGB", (640, 360), COLOURS["blue"]).save(media / "blue.png")


class Gallery:
    """The pictures, by what they show."""

    def __init__(self, folder: Path) -> None:
        # Of an item that has several pages, the first.
        files = sorted(
            file for file in folder.iterdir()
            if "-page-" not in file.name or file.name.endswith("-page-1.png")
        )  # fmt: skip
        names = ("banner", *FULL_NAMES, "sidebar")
        assert len(files) == len(names), files
        self.files = dict(zip(names, files, strict=True))
        self.width, self.height = self.image("banner").size
        self.unit = self.height / 1080

    def image(self, name: str) -> Image.Image:
        with Image.open(self.files[name]) as file:
            return file.convert("RGB")

    def pixels(self, name: str) -> Pixels:
        return np.asarray(self.image(name))

    def colour(self, name: str, x: float, y: float) -> tuple[int, ...]:
        """At a place given as shares of width and height."""
        pixels = self.pixels(name)
        return tuple(int(part) for part in pixels[round(y * self.height), round(x * self.width)])


def near(pixels: Pixels, colour: tuple[int, int, int], far: int = 40) -> Any:
    """Where the pixels have about that colour."""
    return np.abs(pixels.astype(int) - colour).max(axis=-1) <= far
