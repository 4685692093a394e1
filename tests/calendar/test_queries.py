"""Which hours a unit counts by: its own, else those above it."""

from datetime import datetime

import pytest
from sqlmodel import Session

from app.calendar import days_off, rules, service
from app.calendar.queries import working_calendar
from app.errors import Missing
from tests.calendar.clocks import EIGHT_TO_FOUR, EIGHT_TO_TWELVE, at, day, week
from tests.statements import statements

CITY, DISTRICT, OFFICE = "/1/", "/1/7/", "/1/7/9/"
TEN_TO_TWO = ((600, 840),)


@pytest.fixture
def city(session: Session, now: datetime) -> Session:
    """The city's calendar A, a district without Thursdays, an office in it."""
    service.install(session)
    who = {"actor_id": None, "now": now}
    service.add_calendar(session, "D7", name_fa="منطقهٔ ۷", unit_path=DISTRICT, **who)
    service.add_calendar(session, "O9", name_fa="دفتر ۹", unit_path=OFFICE, **who)
    service.set_pattern(
        session, "D7", valid_from=day("07-01"), hours=week(EIGHT_TO_FOUR), actor_id=None, now=now
    )
    return session


def test_a_unit_counts_by_the_nearest_calendar_above_it(city: Session) -> None:
    assert working_calendar(city, unit_path="/1/8/").code == "A"
    assert working_calendar(city, unit_path=DISTRICT).code == "D7"
    assert working_calendar(city, unit_path="/1/7/12/").code == "D7"
    assert working_calendar(city, unit_path="/1/70/").code == "A"
    assert working_calendar(city, unit_path="/1/7/9/30/").code == "O9"
    assert working_calendar(city).code == "A"


def test_hours_the_unit_does_not_set_come_from_above(city: Session) -> None:
    office = working_calendar(city, code="O9")

    assert office.hours(day("09-05")) == ()  # Thursday: closed in the district
    assert office.hours(day("05-01")) == EIGHT_TO_TWELVE  # before it began: as in the city
    assert office.hours(day("09-01")) == EIGHT_TO_FOUR
    assert working_calendar(city).hours(day("09-05")) == EIGHT_TO_TWELVE


def test_a_units_exception_beats_its_parents_which_beats_a_holiday(
    city: Session, now: datetime
) -> None:
    holiday, reason = day("10-02"), {"reason": "شیفت ویژه", "actor_id": 1, "now": now}
    assert working_calendar(city, unit_path=OFFICE).hours(holiday) == ()

    service.add_exception(city, "A", day=holiday, hours=TEN_TO_TWO, **reason)
    assert working_calendar(city, unit_path=OFFICE).hours(holiday) == TEN_TO_TWO

    service.add_exception(city, "D7", day=holiday, hours=EIGHT_TO_TWELVE, **reason)
    assert working_calendar(city, unit_path=OFFICE).hours(holiday) == EIGHT_TO_TWELVE
    assert working_calendar(city, unit_path=CITY).hours(holiday) == TEN_TO_TWO

    service.add_exception(city, "O9", day=holiday, **reason)
    assert working_calendar(city, calendar_id=None, code="O9").hours(holiday) == ()


def test_the_days_off_of_a_province_hold_only_for_its_calendars(
    city: Session, now: datetime
) -> None:
    who = {"actor_id": None, "now": now}
    service.add_calendar(city, "P", name_fa="استان", unit_path="/2/", holiday_set="ir/07", **who)
    days_off.add_holiday(city, day("09-02"), name_fa="آلودگی هوا", holiday_set="ir/07", **who)

    province = working_calendar(city, unit_path="/2/5/")

    assert province.hours(day("09-02")) == ()
    assert province.hours(day("10-02")) == ()
    assert working_calendar(city).hours(day("09-02")) == EIGHT_TO_FOUR


def test_a_calendar_of_no_unit_stands_alone(city: Session, now: datetime) -> None:
    who = {"actor_id": None, "now": now}
    service.add_calendar(city, "CALLS", name_fa="مرکز تماس", holiday_set="", **who)
    calls = dict.fromkeys(range(1, 8), EIGHT_TO_FOUR)
    service.set_pattern(city, "CALLS", valid_from=day("01-01"), hours=calls, **who)
    service.add_exception(city, "A", day=day("09-08"), reason="برف", **who)

    calendar = working_calendar(city, code="CALLS")

    assert calendar.hours(day("09-08")) == EIGHT_TO_FOUR
    assert calendar.hours(day("10-02")) == EIGHT_TO_FOUR


def test_around_the_clock_knows_no_closure(city: Session, now: datetime) -> None:
    service.add_exception(city, "ALWAYS", day=day("09-06"), reason="برف", actor_id=1, now=now)

    due = rules.due(working_calendar(city, code="ALWAYS"), at("09-06 03:00"), 180)

    assert due == at("09-06 06:00")


def test_an_unknown_calendar_is_missing(city: Session) -> None:
    with pytest.raises(Missing):
        working_calendar(city, code="B")
    with pytest.raises(Missing):
        working_calendar(city, calendar_id=999)


def test_before_installing_there_is_no_calendar_of_the_city(session: Session) -> None:
    with pytest.raises(Missing):
        working_calendar(session, unit_path=OFFICE)


@pytest.mark.parametrize("asked", [{"unit_path": OFFICE}, {"code": "O9"}, {}])
def test_a_calendar_costs_four_statements_however_deep_it_inherits(
    city: Session, asked: dict[str, str]
) -> None:
    with statements(city) as seen:
        working_calendar(city, **asked)

    assert len(seen) == 4
