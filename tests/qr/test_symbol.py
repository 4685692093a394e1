"""Symbols: bit for bit what qrcode draws, and never larger than needed."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode import QRCode
from qrcode.util import lost_point

from qr.errors import TextTooLong
from qr.fit import LEVELS
from qr.payload import prefix_budget
from qr.penalty import lost_points
from qr.placement import pack
from qr.symbol import encode, encode_batch

TOKEN_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "HTTPS://QR.CITY.IR/B/"

texts = st.one_of(
    st.text(TOKEN_LETTERS + ":/.-$%*+ ", max_size=110),
    st.text("0123456789", max_size=200),
    st.text("۰۱۲شهرabc !", max_size=40),
    st.tuples(st.from_regex(r"[a-z]{0,9}", fullmatch=True), st.text("0123456789", max_size=60)).map(
        "".join
    ),
)


def by_qrcode(text, level):
    code = QRCode(error_correction=LEVELS[level])
    code.add_data(text)
    code.make()
    return code


@settings(max_examples=60, deadline=None)
@given(text=texts, level=st.sampled_from(["L", "M", "Q", "H"]))
def test_a_symbol_is_bit_for_bit_the_one_qrcode_draws(text, level):
    theirs = by_qrcode(text, level)
    if theirs.version > 6:
        with pytest.raises(TextTooLong):
            encode(text, level)
        return

    ours = encode(text, level)

    assert ours.version == theirs.version
    assert ours.matrix.tolist() == theirs.modules


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
@pytest.mark.parametrize("version", range(1, 7))
def test_every_version_and_level_is_drawn_as_qrcode_does(version, level):
    text = _filling(version, level)

    ours = encode(text, level)

    assert ours.version == version
    assert ours.matrix.tolist() == by_qrcode(text, level).modules


def test_every_mask_is_chosen_at_times_and_always_the_one_qrcode_chooses():
    shuffled = random.Random(3)
    many = [PREFIX + "".join(shuffled.choices(TOKEN_LETTERS, k=26)) for _ in range(80)]

    symbols = encode_batch(many)

    assert {symbol.mask for symbol in symbols} == set(range(8))
    for text, symbol in zip(many, symbols, strict=True):
        assert by_qrcode(text, symbol.level).best_mask_pattern() == symbol.mask


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.1, 0.45, 0.5, 0.9]))
def test_any_modules_lose_the_points_that_qrcode_counts(version, seed, share):
    size = 17 + 4 * version
    modules = np.random.default_rng(seed).random((size, size)) < share

    assert lost_points(pack(modules)) == lost_point(modules.tolist())


def test_a_batch_of_many_sizes_keeps_its_order():
    mixed = ["A" * count for count in (1, 90, 5, 47, 30, 47)] * 40

    symbols = encode_batch(mixed)

    assert symbols == [encode(text) for text in mixed[:6]] * 40


def test_nothing_in_gives_nothing_out():
    assert encode_batch([]) == []


@pytest.mark.parametrize(
    ("characters", "version", "level"),
    [
        (10, 1, "H"),
        (11, 1, "Q"),
        (16, 1, "Q"),
        (17, 2, "H"),
        (35, 3, "H"),
        (47, 3, "Q"),
        (48, 4, "H"),
        (50, 4, "H"),
        (51, 4, "Q"),
        (67, 4, "Q"),
        (68, 5, "Q"),
        (108, 6, "Q"),
    ],
)
def test_the_smallest_version_at_q_then_the_highest_level_that_fits(characters, version, level):
    symbol = encode("A" * characters)

    assert (symbol.version, symbol.level) == (version, level)


@pytest.mark.parametrize("host", ["https://qr.city.ir", "https://" + "a" * 27 + ".ir"])
def test_the_prefix_budget_promises_the_version_the_encoder_takes(host):
    budget = prefix_budget(host)

    symbol = encode(budget.prefix + "Z" * 26)

    assert symbol.version == budget.version
    assert symbol.level == "Q"


def test_a_text_beyond_version_six_is_refused():
    with pytest.raises(TextTooLong):
        encode("A" * 109)


def test_a_symbol_is_a_value():
    symbol = encode(PREFIX + "0" * 26)

    assert symbol == encode(PREFIX + "0" * 26)
    assert hash(symbol) == hash(encode(PREFIX + "0" * 26))
    assert (symbol.size, symbol.full_size) == (29, 37)
    symbol.matrix[0, 0] = False
    assert symbol.matrix[0, 0]


def _filling(version, level):
    code = QRCode(version=version, error_correction=LEVELS[level])
    characters = 1
    while True:
        code.clear()
        code.add_data("A" * (characters + 1))
        if code.best_fit() > version:
            return "A" * characters
        characters += 1
