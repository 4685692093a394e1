"""Persian text: what is stored, what is searched, how it is sorted."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.text import clean, clean_name, fold, fold_code, latin_digits, sort_key

ALPHABET = "آ ا ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی".split()
NASTY = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("كيىةۀأؤئآاکیهو\u064b\u0651\u0654\u0640\u200c\u200d\u200b\u200f\u202e"),
        st.sampled_from("e\u0301\u0323\u0345\x00\x1b\x85\r\n\t \u00a0\u2003ǰİßﷺ٣۳３"),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("سلام\r\nخداحافظ\r", "سلام\nخداحافظ"),
        ("a\x00b\x1b[31m\x85c", "ab[31mc"),
        ("\ufeffسلام \u200c\n", "سلام"),
        ("یک\tدو", "یک\tدو"),
        ("می‌روم", "می‌روم"),
        ("e\u0301", "é"),
        ("ك و ي", "ك و ي"),
    ],
)
def test_a_text_is_stored_as_typed_but_for_what_no_reader_should_meet(typed, stored):
    assert clean(typed) == stored


def test_a_letter_carries_at_most_four_marks():
    assert clean("ا" + "\u0651" * 50 + "ب") == "ا" + "\u0651" * 4 + "ب"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("علي\tكريمي", "علی کریمی"),
        ("حسینی‌نژاد", "حسینی‌نژاد"),
        ("\u202eنام\u202c \u200fدیگر\u2069", "نام دیگر"),
        ("\u2003\u200bنام\u200b\u2003", "نام"),
        ("\u200b", ""),
        ("دو\nخط", "دو خط"),
    ],
)
def test_a_name_is_one_line_of_persian_letters_without_direction_controls(typed, stored):
    assert clean_name(typed) == stored


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كريمي", "کریمی"),
        ("موسى", "موسی"),
        ("حسینی‌نژاد", "حسینی نژاد"),
        ("مسئول", "مسیول"),
        ("خانهٔ", "خانه"),
        ("خانۀ ما", "خانه ما"),
        ("مُحَمَّد", "محمد"),
        ("رضـــا", "رضا"),
        ("۱۲٣٤", "1234"),
        ("３ALI", "3ali"),
        ("ﻋﻠﻲ", "علی"),
        ("\u202bعلی\u202c", "علی"),
        ("عل\u200bی", "علی"),
        ("e\u200f\u0301", "é"),
    ],
)
def test_spellings_that_mean_the_same_fold_to_the_same(one, other):
    assert fold(one) == fold(other)


def test_letters_that_differ_stay_apart():
    assert len({fold(word) for word in ("گل", "کل", "قلب", "غلب", "آب", "اب", "پر", "بر")}) == 8


def test_user_names_that_look_alike_are_one():
    spellings = ["ali01", " ALI ۰۱ ", "ali٠١", "ali\u200b01", "ali\u200c01", "a\u00adli01"]

    assert {fold_code(name) for name in spellings} == {"ali01"}


@given(shuffled=st.permutations(ALPHABET))
def test_names_are_sorted_by_the_persian_alphabet(shuffled):
    assert sorted(shuffled, key=sort_key) == ALPHABET


def test_spaces_and_half_spaces_sort_alike_and_before_letters():
    names = ["علی‌نیا", "علی اکبر", "علی", "علیا"]

    assert sorted(names, key=sort_key) == ["علی", "علی اکبر", "علی‌نیا", "علیا"]


@given(text=NASTY)
@example("a\x00\u0301")
@example("\u2003\u200b")
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert clean_name(clean_name(text)) == clean_name(text)


@given(text=NASTY)
@example("e\u0640\u0301")
@example("ǰ")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(text=NASTY)
def test_nothing_stored_or_searched_holds_a_control(text):
    for kept in (clean(text), clean_name(text), fold(text), sort_key(text)):
        assert not [c for c in kept if unicodedata.category(c) == "Cc" and c not in "\n\t"]


@given(text=NASTY)
def test_what_is_stored_is_found_again(text):
    assert fold(clean(text)) == fold(text)
    assert fold(clean_name(text)) == fold(text)


@given(number=st.integers(0, 10**12))
def test_every_kind_of_digit_reads_as_the_same_number(number):
    plain = str(number)
    for zero in ("۰", "٠"):
        assert latin_digits("".join(chr(ord(zero) + int(d)) for d in plain)) == plain
