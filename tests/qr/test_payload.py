"""Tokens: one genuine spelling, anything else refused with the same words."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr import base32
from qr.errors import BadPayload, BadPrefix, PrefixTooLong
from qr.key_ring import Key, KeyRing
from qr.payload import Verified, new_serial, prefix_budget, sign, url, verify

RING = KeyRing.fresh(b"a secret of exactly 32 bytes....")
SERIAL = b"\x10\x20\x30\x40\x50"
TOKEN = sign(SERIAL, RING)


@given(serial=st.binary(min_size=5, max_size=5), key_id=st.integers(0, 255))
def test_every_serial_comes_back_with_its_key_number(serial, key_id):
    ring = KeyRing.of(Key(key_id, b"k" * 32))

    assert verify(sign(serial, ring), ring) == Verified(key_id, serial)


def test_the_token_of_a_serial_never_changes_because_it_is_printed_already():
    assert TOKEN == "0120G30G2GEJYN32DWQFR58P7A"


def test_every_single_changed_character_fails():
    for place in range(len(TOKEN)):
        for letter in map(chr, range(128)):
            if letter != TOKEN[place]:
                with pytest.raises(BadPayload):
                    verify(TOKEN[:place] + letter + TOKEN[place + 1 :], RING)


@pytest.mark.parametrize("swap", [("0", "O"), ("0", "o"), ("1", "I"), ("1", "L"), ("1", "l")])
def test_a_look_alike_letter_is_no_second_spelling(swap):
    printed, typed = swap
    token = next(t for t in _tokens() if printed in t)

    with pytest.raises(BadPayload):
        verify(token.replace(printed, typed, 1), RING)


@pytest.mark.parametrize(
    "token",
    [
        TOKEN.lower(),
        TOKEN[:-1],
        TOKEN + "0",
        TOKEN + "\n",
        " " + TOKEN[1:],
        TOKEN[:4] + "-" + TOKEN[4:],
        TOKEN[:25] + "_",
        "8" + TOKEN[1:],
        "",
        "Z" * 26,
        "۰" * 26,
        "\ud800" * 26,
        "0" * 4096,
    ],
)
def test_a_token_in_another_spelling_or_length_is_refused(token):
    with pytest.raises(BadPayload):
        verify(token, RING)


def test_a_token_of_another_city_or_an_unknown_key_is_refused():
    forged = KeyRing.fresh(b"z" * 32)
    unknown = KeyRing.of(Key(7, RING.signing.secret))

    for ring in (forged, unknown):
        with pytest.raises(BadPayload):
            verify(sign(SERIAL, ring), RING)


def test_the_tag_covers_the_key_number():
    same_secret_twice = KeyRing.of(Key(1, b"k" * 32, "verifying"), Key(2, b"k" * 32))
    raw = base32.decode(sign(SERIAL, same_secret_twice))

    with pytest.raises(BadPayload):
        verify(base32.encode(b"\x01" + raw[1:]), same_secret_twice)


def test_the_refusal_never_says_which_check_failed():
    reasons = set()
    other = sign(SERIAL, KeyRing.of(Key(9, b"z" * 32)))
    for token in (TOKEN.lower(), TOKEN[:-1], "8" + TOKEN[1:], other, TOKEN[:-1] + "0"):
        with pytest.raises(BadPayload) as refusal:
            verify(token, RING)
        reasons.add(str(refusal.value))

    assert len(reasons) == 1


@given(st.text(alphabet=base32.ALPHABET, min_size=26, max_size=26))
def test_a_random_token_is_never_genuine(token):
    with pytest.raises(BadPayload):
        verify(token, RING)


def test_a_serial_has_five_bytes_and_is_random():
    assert len(new_serial()) == 5
    assert new_serial() != new_serial()
    with pytest.raises(ValueError, match="5 bytes"):
        sign(b"four", RING)


@pytest.mark.parametrize(
    ("public_url", "prefix", "spare", "version"),
    [
        ("https://qr.city.ir", "HTTPS://QR.CITY.IR/B/", 0, 3),
        ("https://q.ir/", "HTTPS://Q.IR/B/", 6, 3),
        ("HTTPS://QR.Tehran.IR", "HTTPS://QR.TEHRAN.IR/B/", 18, 4),
        ("http://192.168.1.5:5000", "HTTP://192.168.1.5:5000/B/", 15, 4),
        ("http://localhost", "HTTP://LOCALHOST/B/", 2, 3),
        ("https://" + "a" * 27 + ".ir", "HTTPS://" + "A" * 27 + ".IR/B/", 0, 4),
    ],
)
def test_the_prefix_says_what_it_costs_and_what_is_to_spare(public_url, prefix, spare, version):
    budget = prefix_budget(public_url)

    assert (budget.prefix, budget.spare, budget.version) == (prefix, spare, version)
    assert budget.length == len(prefix)


def test_a_host_that_is_too_long_is_told_by_how_many_characters():
    with pytest.raises(PrefixTooLong, match="3 more than the 41") as refusal:
        prefix_budget("https://" + "a" * 30 + ".ir")

    assert refusal.value.excess == 3


@pytest.mark.parametrize(
    "public_url",
    [
        "",
        "qr.city.ir",
        "ftp://qr.city.ir",
        "https://",
        "https://شهر.ایران",
        "https://qr_1.city.ir",
        "https://user@qr.city.ir",
        "https://qr.city.ir/app",
        "https://qr.city.ir?a=1",
        "https://qr.city.ir#a",
        "https://qr.city.ir:99999",
        "https://qr.city.ir:0",
        "https://[::1]",
        "https://[::1",
        "https://q r.ir",
    ],
)
def test_an_address_that_no_symbol_can_carry_is_refused(public_url):
    with pytest.raises(BadPrefix):
        prefix_budget(public_url)


def test_the_url_is_prefix_and_token():
    assert url("HTTPS://QR.CITY.IR/B/", TOKEN) == f"HTTPS://QR.CITY.IR/B/{TOKEN}"


def _tokens():
    return (sign(secrets.token_bytes(5), RING) for _ in range(1000))
