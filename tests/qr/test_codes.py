"""Numbers people type: any digits, any spacing, no typing slip goes through."""

import hmac
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr import codes, damm
from qr.errors import BadCode

SECRET = b"sixteen or more bytes"


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_every_single_wrong_digit_is_found(digits):
    code = codes.typed_code(digits)

    for place in range(9):
        for wrong in "0123456789".replace(code[place], ""):
            assert not codes.check_typed(code[:place] + wrong + code[place + 1 :])


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_every_swap_of_neighbours_is_found(digits):
    code = codes.tracking_code(digits)

    for place in range(9):
        left, right = code[place : place + 2]
        if left != right:
            assert not codes.check_tracking(code[:place] + right + left + code[place + 2 :])


def test_the_check_digit_is_totally_antisymmetric_for_every_state():
    # all single errors and neighbour swaps of any code of any length reduce to these
    for state in map(str, range(10)):
        after = {damm.check_digit(state + digit) for digit in "0123456789"}
        assert len(after) == 10
        for left in "0123456789":
            for right in "0123456789":
                swapped = damm.check_digit(state + right + left)
                assert left == right or damm.check_digit(state + left + right) != swapped
    assert all(damm.check_digit(digit) != "0" or digit == "0" for digit in "0123456789")


@pytest.mark.parametrize(
    "typed",
    [
        "123456786",
        "123-456-786",
        "۱۲۳-۴۵۶-۷۸۶",
        "١٢٣ ٤٥٦ ٧٨٦",
        " 123 456\u00a0786\n",
        "123–456−786",
        "\u200f۱۲۳\u200c۴۵۶\u200e۷۸۶",
    ],
)
def test_a_code_is_read_in_any_digits_and_spacing(typed):
    assert codes.read_typed(typed) == "123456786"
    assert codes.check_typed(typed)


@pytest.mark.parametrize(
    "typed", ["", "123456785", "12345678", "1234567860", "12345678O", "123.456.786", "½23456786"]
)
def test_anything_else_is_no_code(typed):
    assert not codes.check_typed(typed)
    with pytest.raises(BadCode):
        codes.read_typed(typed)


def test_new_codes_check_out_and_a_seeded_source_repeats_them():
    typed = codes.new_typed_code()
    tracking = codes.new_tracking_code()

    assert codes.check_typed(typed)
    assert codes.check_tracking(tracking)
    assert len(typed) == 9
    assert len(tracking) == 10
    first, second = (codes.new_typed_code(random.Random(7).randrange) for _ in range(2))
    assert first == second


def test_a_code_keeps_its_leading_zeros():
    assert codes.new_typed_code(lambda _: 0) == "000000000"
    assert len(codes.new_tracking_code(lambda _: 5)) == 10


def test_tracking_codes_and_receipts_are_read_as_typed():
    code = codes.tracking_code("123456789")

    assert codes.read_tracking(codes.group_tracking(code)) == code
    assert codes.read_receipt("۱۲۳۴-۵۶۷۸-۹۰۱۲-۳۴۵۶") == "1234567890123456"
    for read in (codes.read_tracking, codes.read_receipt):
        with pytest.raises(BadCode):
            read("123")


def test_groups_are_those_printed():
    assert codes.group_typed("123456786") == "123-456-786"
    assert codes.group_tracking("1234567890") == "123-456-7890"
    assert codes.group_receipt("1234567890123456") == "1234-5678-9012-3456"
    with pytest.raises(ValueError, match="9 digits"):
        codes.group_typed("12345")


def test_the_same_submission_gives_the_same_receipt_and_another_one_another():
    first = codes.receipt(SECRET, "key-1")

    assert first == codes.receipt(SECRET, "key-1")
    assert len(first) == 16
    assert first.isdigit()
    assert first != codes.receipt(SECRET, "key-2")
    assert first != codes.receipt(SECRET + b"!", "key-1")
    with pytest.raises(ValueError, match="too short"):
        codes.receipt(b"", "key-1")


def test_a_receipt_never_changes_because_a_citizen_holds_it():
    digest = hmac.new(SECRET, b"takrim-receipt-v1\0key-1", "sha256").hexdigest()

    assert codes.receipt(SECRET, "key-1") == str(int(digest, 16))[-16:]


@pytest.mark.parametrize("digits", ["1234567", "123456789", "1234567x", "۱۲۳۴۵۶۷۸"])
def test_a_typed_code_is_made_of_eight_ascii_digits(digits):
    with pytest.raises(ValueError, match="8 digits"):
        codes.typed_code(digits)
    with pytest.raises(ValueError, match="row of digits"):
        damm.check_digit("12a")
