from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Missing
from app.feedback.rules import Channel
from app.intake.submission import FIRST_SENDING, LENGTH, Purpose, fresh, read
from tests.feedback.making import NOON

SECRET = b"s" * 32


def make(**fields):
    known = {"channel": Channel.QR, "now": NOON, "serial": "00ff10203f"}
    return fresh(SECRET, Purpose.BADGE, **known | fields)


def test_a_key_says_what_for_which_badge_by_which_way_and_since_when():
    key = read(make(channel=Channel.TYPED), SECRET)

    assert (key.purpose, key.serial, key.channel) == (Purpose.BADGE, "00ff10203f", Channel.TYPED)
    assert key.opened_at == NOON
    assert key.seconds(NOON + timedelta(seconds=9)) == 9
    assert key.seconds(NOON - timedelta(seconds=9)) == 0


def test_two_keys_of_one_moment_have_different_nonces():
    assert read(make(), SECRET).nonce != read(make(), SECRET).nonce


@given(st.integers(0, LENGTH - 1), st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=122))
def test_a_key_has_no_second_spelling(at, letter):
    key = make()
    changed = key[:at] + letter + key[at + 1 :]
    if changed != key:
        with pytest.raises(Missing):
            read(changed, SECRET)


@pytest.mark.parametrize("text", ["", "A" * LENGTH, "é" * LENGTH, "2" * LENGTH, "A" * 5000])
def test_anything_else_is_no_key(text):
    with pytest.raises(Missing):
        read(text, SECRET)


def test_another_city_does_not_know_the_key():
    with pytest.raises(Missing):
        read(make(), b"t" * 32)


def test_a_key_holds_no_digit_so_that_no_page_shows_ten_of_them():
    assert not any(letter.isdigit() for _ in range(200) for letter in make())


@pytest.mark.parametrize(
    ("late", "taken"),
    [
        (timedelta(0), True),
        (FIRST_SENDING, True),
        (FIRST_SENDING + timedelta(seconds=1), False),
        (timedelta(minutes=-5), True),
        (timedelta(minutes=-6), False),
    ],
)
def test_a_first_sending_is_taken_for_seven_days_with_five_minutes_for_bad_clocks(late, taken):
    assert read(make(), SECRET).sent_in_time(NOON + late) is taken
