"""The measure itself: what must fail does, what nobody sees passes."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.player._alike import Alike, Pixels, alike, contrast, pixels

PAPER, RED, GREEN = (251, 246, 234), (140, 28, 28), (24, 74, 54)


def screen(*, panel: int = 240, word: str = "7:30", colour: tuple[int, int, int] = RED) -> Pixels:
    image = Image.new("RGB", (320, 180), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((panel, 0, 320, 160), fill=colour)
    draw.rectangle((0, 160, 320, 180), fill=colour)
    draw.text((panel + 12, 30), word, fill=PAPER, font=ImageFont.load_default(20))
    return pixels(image)


def passes(found: Alike) -> bool:
    return found.structure > 0.9 and found.colour < 8


def test_the_same_is_the_same() -> None:
    assert alike(screen(), screen()) == Alike(1.0, 0.0, 1.0)


def test_noise_that_nobody_sees_passes() -> None:
    noise = np.random.default_rng(1).integers(-2, 3, (180, 320, 3))
    noisy = np.clip(screen().astype(int) + noise, 0, 255).astype(np.uint8)
    assert passes(alike(screen(), noisy))


@pytest.mark.parametrize(
    "other",
    [screen(panel=238), screen(word=""), screen(word="7:31"), screen(colour=GREEN)],
    ids=["a panel moved by two pixels", "a missing word", "another figure", "another theme"],
)
def test_what_people_see_does_not_pass(other: Pixels) -> None:
    assert not passes(alike(screen(), other))


def test_another_size_is_told() -> None:
    with pytest.raises(ValueError, match="no two views"):
        alike(screen(), screen()[:100])


def written(ink: tuple[int, int, int], ground: tuple[int, int, int]) -> Pixels:
    image = Image.new("RGB", (120, 40), ground)
    ImageDraw.Draw(image).text((4, 4), "Giờ làm", fill=ink, font=ImageFont.load_default(24))
    return pixels(image)


@pytest.mark.parametrize(
    ("ink", "ground", "ratio"),
    [((0, 0, 0), (255, 255, 255), 21.0), ((119, 119, 119), (255, 255, 255), 4.48),
     ((217, 164, 65), (106, 18, 20), 5.5)],
)  # fmt: skip
def test_contrast_is_that_of_wcag(
    ink: tuple[int, int, int], ground: tuple[int, int, int], ratio: float
) -> None:
    assert contrast(written(ink, ground), ink) == pytest.approx(ratio, rel=0.02)


def test_words_that_are_not_there_have_no_contrast() -> None:
    assert contrast(written(PAPER, PAPER), RED) == 1.0
