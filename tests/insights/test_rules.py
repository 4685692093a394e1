"""Small cells stay hidden, and nothing beside them gives them away."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from app.insights.rules import SMALLEST_CELL, months_back, veiled

NAMES = ("apr", "sug", "com", "crt", "none")
ROWS = st.fixed_dictionaries({name: st.integers(0, 60) for name in NAMES})


def test_a_hidden_cell_takes_the_smallest_other_with_it():
    row = {"apr": 12, "sug": 3, "com": 7, "crt": 0}

    assert veiled(row) == {"apr": 12, "sug": None, "com": None, "crt": 0}


def test_two_cells_of_one_would_be_told_by_their_sum_and_take_a_third():
    assert veiled({"apr": 1, "sug": 1, "com": 9, "crt": 30}) == {
        "apr": None,
        "sug": None,
        "com": None,
        "crt": 30,
    }


def test_a_row_that_holds_less_than_five_is_hidden_whole():
    assert set(veiled({"apr": 3, "sug": 0, "com": 0}).values()) == {None}


def test_an_empty_row_says_so():
    assert veiled({"apr": 0, "sug": 0}) == {"apr": 0, "sug": 0}


@given(row=ROWS)
def test_no_small_cell_is_shown_and_what_is_shown_is_true(row):
    shown = veiled(row)

    assert list(shown) == list(row)
    assert all(n in {None, row[name]} for name, n in shown.items())
    assert all(n is None or n == 0 or n >= SMALLEST_CELL for n in shown.values())


@given(row=ROWS)
def test_the_hidden_part_of_a_row_is_never_one_cell_and_never_under_five(row):
    hidden = [row[name] for name, n in veiled(row).items() if n is None]

    assert len(hidden) != 1
    assert not hidden or sum(hidden) >= SMALLEST_CELL or len(hidden) == len(row)


def test_no_hidden_cell_follows_from_the_total():
    for counts in product(range(10), repeat=4):
        row = dict(zip("abcd", counts, strict=True))
        shown = veiled(row)
        hidden = [name for name, n in shown.items() if n is None]
        rest = sum(row[name] for name in hidden)

        least = 0 if len(hidden) == len(row) else 1  # a zero beside others would have been shown
        spread = rest - least * len(hidden)
        assert not hidden or (len(hidden) > 1 and spread > 0), row


@given(year=st.integers(1400, 1450), month=st.integers(1, 12), count=st.integers(1, 30))
def test_months_follow_each_other_up_to_the_one_asked_for(year, month, count):
    found = months_back(f"{year}-{month:02d}", count)

    assert len(set(found)) == count
    assert found == sorted(found)
    assert found[-1] == f"{year}-{month:02d}"
    assert all(1 <= int(one[-2:]) <= 12 for one in found)
