"""Drawn symbols: read back by a decoder, never too small, never without quiet zone."""

import io
import re

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from qr.errors import TooSmall
from qr.key_ring import KeyRing
from qr.payload import new_serial, sign, url, verify
from qr.render import module_dots, module_mm, png, runs, svg
from qr.symbol import QUIET_ZONE, encode, encode_batch

RING = KeyRing.fresh(b"k" * 32)
PREFIX = "HTTPS://QR.CITY.IR/B/"
SYMBOL = encode(url(PREFIX, sign(b"12345", RING)))


def test_a_printed_badge_is_read_back_to_its_serial():
    serials = [new_serial() for _ in range(20)]
    symbols = encode_batch(url(PREFIX, sign(serial, RING)) for serial in serials)

    for serial, symbol in zip(serials, symbols, strict=True):
        text = zxingcpp.read_barcode(_picture(png(symbol, dots=6))).text
        assert text.startswith(PREFIX)
        assert verify(text.removeprefix(PREFIX), RING).serial == serial


@pytest.mark.parametrize("characters", [1, 20, 47, 67, 85, 108])
def test_every_version_is_read_back(characters):
    text = ("TAKRIM-" * 16)[:characters]

    assert zxingcpp.read_barcode(_picture(png(encode(text)))).text == text


def test_the_picture_is_one_bit_at_300_dpi_with_four_light_modules_around():
    picture = Image.open(io.BytesIO(png(SYMBOL, dots=12)))
    pixels = np.asarray(picture)

    assert picture.mode == "1"
    assert picture.size == (37 * 12, 37 * 12)
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    inside = np.zeros_like(pixels)
    inside[4 * 12 : -4 * 12, 4 * 12 : -4 * 12] = True
    assert pixels[~inside].all()
    assert not pixels[4 * 12, 4 * 12]


def test_the_rectangles_cover_every_dark_module_once_and_no_light_one():
    for symbol in [SYMBOL, encode("A"), encode("A" * 108)]:
        covered = np.zeros((symbol.size, symbol.size), dtype=int)
        for x, y, width, height in runs(symbol):
            covered[y : y + height, x : x + width] += 1

        assert (covered == symbol.matrix).all()


def test_the_rectangles_are_merged_in_both_directions():
    drawn = runs(SYMBOL)
    bars = sum(bin(row ^ row << 1).count("1") // 2 for row in SYMBOL.rows)

    assert len(drawn) < bars < SYMBOL.matrix.sum()
    assert (2, 2, 3, 3) in drawn


def test_the_svg_draws_the_same_modules_inside_the_quiet_zone():
    drawn = svg(SYMBOL, title='badge <"1">')
    blocks = re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z", drawn)
    covered = np.zeros((37, 37), dtype=bool)
    for x, y, width, height in [map(int, block) for block in blocks]:
        covered[y : y + height, x : x + width] = True

    assert (covered == np.pad(SYMBOL.matrix, QUIET_ZONE)).all()
    assert 'viewBox="0 0 37 37"' in drawn
    assert '<path fill="#fff" d="M0 0h37v37H0z"/>' in drawn
    assert 'aria-label="badge 1"' in drawn
    assert "style=" not in drawn
    assert zxingcpp.read_barcode(_picture_of(covered)).text.startswith(PREFIX)


def test_a_module_is_a_whole_number_of_printer_dots():
    assert module_mm(12) == 1.016
    assert module_dots(37.6, SYMBOL.full_size) == 12
    assert module_dots(37.592, SYMBOL.full_size) == 12
    assert module_dots(37.59, SYMBOL.full_size) == 11
    assert module_dots(160, SYMBOL.size) == 65


@pytest.mark.parametrize("modules", [29, 33, 37, 41, 49])
def test_the_room_of_so_many_dots_gives_just_those_dots_back(modules):
    for dots in range(6, 120):
        assert module_dots(round(module_mm(dots) * modules, 4), modules) == dots


def test_a_module_under_half_a_millimetre_is_refused():
    assert module_mm(6) == 0.508
    with pytest.raises(TooSmall):
        module_mm(5)
    with pytest.raises(TooSmall):
        module_dots(18.7, SYMBOL.full_size)
    with pytest.raises(TooSmall):
        png(SYMBOL, dots=5)


def _picture(content):
    return Image.open(io.BytesIO(content)).convert("L")


def _picture_of(dark):
    return Image.fromarray(np.where(dark, 0, 255).astype(np.uint8).repeat(8, 0).repeat(8, 1))
