"""Public figures: the arithmetic of the desks, nothing below five, nothing to be subtracted."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.periods import bounds
from app.cases.public_figures import LEAST, grouped, month_figures
from app.cases.report import Figures, city
from app.feedback.queries import city_messages
from tests.conftest import NOON
from tests.insights.city import hear, make_city
from tests.insights.city import place as make_place
from tests.statements import statements

MONTH = "1405-09"
ONE = Figures("", "", "CLN", 0, 0, 0, None, None, 0, 0, 0, 0, 0, None)


def line(key: str, cases: int, answered: int) -> Figures:
    return replace(ONE, key=key, cases=cases, answered=answered)


def month(session):
    since, until = bounds(MONTH)
    return month_figures(session, MONTH, since=since, until=until, now=NOON)


def test_an_empty_month_shows_no_number(session):
    found = month(session)

    assert (found.messages, found.whole, found.lines, found.others) == (None, None, (), None)


def test_messages_are_counted_folded_or_not_and_hidden_below_five(session):
    place = make_place(session, make_city(session).counter, "P1")
    hear(session, place, 5, 4, 3, 2)
    assert month(session).messages is None

    hear(session, place, 1)

    assert month(session).messages == city_messages(session, MONTH) == 5
    assert city_messages(session, "1405-08") == 0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12))
def test_no_small_group_can_be_had_by_subtraction(pairs):
    lines = sorted(
        (line(f"K{n}", max(pair), min(pair)) for n, pair in enumerate(pairs)),
        key=lambda one: -one.cases,
    )

    shown, rest = grouped(lines)

    assert all(min(one.cases, one.answered) >= LEAST for one in shown)
    hidden = [one for one in lines if one not in shown]
    if shown and hidden:
        assert sum(one.cases for one in hidden) >= LEAST
        assert sum(one.answered for one in hidden) >= LEAST
    assert rest in ([], hidden) or {one.key for one in rest} == {one.key for one in hidden}


@pytest.mark.parametrize("by", ["", "category"])
def test_the_whole_city_costs_a_fixed_number_of_statements(session, by):
    since, until = bounds(MONTH)
    with statements(session) as sent:
        city(session, by=by, since=since, until=until, now=NOON)

    assert len(sent) <= 3
