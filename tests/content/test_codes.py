"""QR codes: as coarse as can be, and read off a third of a screen."""

from __future__ import annotations

import subprocess
import sys

import pytest
import zxingcpp
from PIL import Image

from signage.content import codes

PORTAL = "https://dichvucong.gov.vn"


def _drawn(address: str) -> str:
    made = codes.matrix(address)
    assert made is not None
    return made


@pytest.mark.parametrize(
    "address",
    [
        PORTAL,
        "https://vietnam.vn",
        "https://zalo.me/123456789",
        "HTTPS://A.VN/1",
        *(f"{PORTAL}/{'thu-tuc/0123456789' * 8}"[:length] for length in range(30, 135, 8)),
    ],
)
def test_is_read_at_every_size_that_is_drawn(address: str) -> None:
    made = _drawn(address)
    least = codes.pixels(made)
    for side in (least, least + 1, least + 20, 2 * least):
        assert codes.readable(made, side) == address


def test_the_longest_address_leaves_room_on_the_screen() -> None:
    longest = _drawn(f"{PORTAL}/{'a' * 150}"[: codes.LONGEST])
    longer = _drawn(f"{PORTAL}/{'a' * 150}"[: codes.LONGEST + 1])
    assert codes.modules(longest) * codes.MODULE <= 450 < codes.modules(longer) * codes.MODULE


def test_letters_with_accents_are_read() -> None:
    address = "https://sonduong.tuyenquang.gov.vn/thủ-tục/khai-sinh"
    assert codes.readable(_drawn(address), codes.pixels(_drawn(address))) == address


@pytest.mark.parametrize(("length", "wide"), [(17, 21), (18, 25), (32, 25), (33, 29), (53, 29)])
def test_a_code_is_as_coarse_as_the_least_correction_allows(length: int, wide: int) -> None:
    rows = _drawn(f"{PORTAL}/{'a' * 90}"[:length]).split("/")
    assert {len(rows), *map(len, rows)} == {wide}


def test_spare_room_goes_into_error_correction() -> None:
    rows = _drawn("a" * 14).split("/")  # as much as M holds in the smallest code
    level = int(rows[8][:2], 2) ^ 0b10  # format bits, unmasked
    assert level == 0b00  # M


def test_modules_count_the_quiet_zone() -> None:
    assert codes.modules(_drawn(PORTAL)) == 25 + 8


@pytest.mark.parametrize("length", [17, 25, 32, 53, 78, 106, 134])
def test_the_least_is_read_wherever_it_lies_and_three_pixels_are_not(length: int) -> None:
    address = f"{PORTAL}/{'thu-tuc/0123456789' * 8}"[:length]
    made = _drawn(address)
    assert codes.pixels(made) == 5 * codes.modules(made)
    read = [_from_afar(made, 5, x, y) for x in range(codes.FAR) for y in range(codes.FAR)]
    assert read == [address] * codes.FAR**2
    assert codes.readable(made, 3 * codes.modules(made)) != address


def _from_afar(matrix: str, pixels: int, x: int, y: int) -> str | None:
    """What is read off a third of a screenshot with a code there, a pixel this way or that."""
    rows = matrix.split("/")
    screen = Image.new("L", (1280, 720), 40)
    side = codes.modules(matrix) * pixels
    screen.paste(255, (600 + x, 200 + y, 600 + x + side, 200 + y + side))
    bits = bytes(0 if sign == "1" else 255 for row in rows for sign in row)
    code = Image.frombytes("L", (len(rows), len(rows)), bits)
    code = code.resize((len(rows) * pixels,) * 2, Image.Resampling.NEAREST)
    screen.paste(code, (600 + x + codes.QUIET * pixels, 200 + y + codes.QUIET * pixels))
    third = screen.resize((1280 // codes.FAR, 720 // codes.FAR), Image.Resampling.BOX)
    return next((each.text for each in zxingcpp.read_barcodes(third)), None)


def test_what_no_code_holds_has_none() -> None:
    assert codes.matrix("x" * 3000) is None
    assert codes.matrix("https://a.vn/" + "x" * 400) is not None


def test_what_is_no_code_is_not_read() -> None:
    assert codes.readable("/".join(["0" * 25] * 25), 300) is None


def test_neither_qr_library_nor_numpy_is_needed_before_a_code_is() -> None:
    words = (
        "import sys; sys.modules['numpy'] = None\n"
        "from signage.content import codes\n"
        "assert not {'qrcode', 'PIL', 'zxingcpp'} & set(sys.modules)\n"
        f"assert codes.readable(codes.matrix('{PORTAL}'), 200) == '{PORTAL}'\n"
    )
    subprocess.run([sys.executable, "-c", words], check=True)
