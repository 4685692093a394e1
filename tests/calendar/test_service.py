"""Calendars as stored data, on both engines."""

from datetime import datetime

import pytest
from sqlmodel import Session, col, func, select

from app import audit
from app.calendar import days_off, service, shipped
from app.calendar.models import Calendar, DayException, Holiday, WeeklyPattern
from app.calendar.queries import working_calendar
from app.errors import Invalid, Missing, Refused
from tests.calendar.clocks import EIGHT_TO_FOUR, EIGHT_TO_TWELVE, day, week

ADMINISTRATOR = 7


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_installing_twice_changes_nothing(session: Session) -> None:
    service.install(session)
    first = [count(session, t) for t in (Calendar, WeeklyPattern, Holiday)]

    service.install(session)

    assert first == [2, 1, len(shipped.holidays())]
    assert [count(session, t) for t in (Calendar, WeeklyPattern, Holiday)] == first


def test_what_was_installed_counts_like_what_is_shipped(session: Session) -> None:
    service.install(session)

    for code in ("A", "ALWAYS"):
        stored, carried = working_calendar(session, code=code), shipped.shipped(code)
        days = [day("01-01"), day("09-01"), day("09-05"), day("09-06"), day("12-09")]
        assert [stored.hours(d) for d in days] == [carried.hours(d) for d in days]
    assert working_calendar(session).holidays == shipped.shipped().holidays


def test_installing_again_keeps_what_the_city_changed(session: Session, now: datetime) -> None:
    service.install(session)
    days_off.remove_holiday(session, day("12-20"), actor_id=ADMINISTRATOR, now=now)
    hours = week(((450, 870),))
    start = shipped.calendars()[0].valid_from
    service.set_pattern(session, "A", valid_from=start, hours=hours, actor_id=None, now=now)

    service.install(session)

    calendar = working_calendar(session)
    assert day("12-20") not in calendar.holidays
    assert calendar.hours(day("09-01")) == ((450, 870),)


def test_overlapping_hours_are_refused_and_nothing_is_stored(
    session: Session, now: datetime
) -> None:
    service.install(session)
    overlapping = [[480, 720], [700, 960]]

    with pytest.raises(Invalid, match="hours_overlap"):
        service.set_pattern(
            session, "A", valid_from=day("10-01"), hours={6: overlapping}, actor_id=1, now=now
        )
    with pytest.raises(Invalid, match="hours_overlap"):
        service.add_exception(
            session, "A", day=day("10-01"), hours=overlapping, reason="گرما", actor_id=1, now=now
        )

    assert count(session, WeeklyPattern) == 1
    assert count(session, DayException) == 0


def test_a_pattern_ends_no_earlier_than_it_starts(session: Session, now: datetime) -> None:
    service.install(session)

    with pytest.raises(Invalid, match="pattern_ends_early"):
        service.set_pattern(
            session,
            "A",
            valid_from=day("10-02"),
            valid_until=day("10-01"),
            hours={},
            actor_id=1,
            now=now,
        )


def test_a_pattern_with_the_same_start_replaces_the_other(session: Session, now: datetime) -> None:
    service.install(session)
    for hours in (EIGHT_TO_TWELVE, ((480, 840),)):
        service.set_pattern(
            session, "A", valid_from=day("10-01"), hours=week(hours), actor_id=1, now=now
        )

    calendar = working_calendar(session)

    assert calendar.hours(day("10-01")) == ((480, 840),)
    assert calendar.hours(day("09-30")) == EIGHT_TO_FOUR
    assert count(session, WeeklyPattern) == 2


def test_a_second_decision_about_a_day_replaces_the_first(session: Session, now: datetime) -> None:
    service.install(session)
    exceptions = {"actor_id": ADMINISTRATOR, "now": now}
    service.add_exception(
        session, "A", day=day("09-08"), hours=EIGHT_TO_TWELVE, reason="گرما", **exceptions
    )
    service.add_exception(session, "A", day=day("09-08"), reason="آلودگی هوا", **exceptions)

    assert working_calendar(session).hours(day("09-08")) == ()
    row = session.exec(select(DayException)).one()
    assert (row.reason, row.decided_by, row.decided_at) == ("آلودگی هوا", ADMINISTRATOR, now)

    service.remove_exception(session, "A", day=day("09-08"), **exceptions)
    assert working_calendar(session).hours(day("09-08")) == EIGHT_TO_FOUR


def test_an_exception_needs_a_reason_and_a_calendar(session: Session, now: datetime) -> None:
    service.install(session)

    with pytest.raises(Invalid, match="reason_length"):
        service.add_exception(session, "A", day=day("09-08"), reason=" ", actor_id=1, now=now)
    with pytest.raises(Missing):
        service.add_exception(session, "B", day=day("09-08"), reason="برف", actor_id=1, now=now)
    with pytest.raises(Missing):
        service.remove_exception(session, "A", day=day("09-08"), actor_id=1, now=now)


def test_a_code_and_a_unit_have_one_calendar_each(session: Session, now: datetime) -> None:
    who = {"actor_id": 1, "now": now}
    service.add_calendar(session, "M1", name_fa="منطقهٔ ۱", unit_path="/1/7/", **who)

    with pytest.raises(Refused, match="calendar_exists"):
        service.add_calendar(session, "M1", name_fa="دیگر", unit_path="/1/8/", **who)
    with pytest.raises(Refused, match="calendar_of_unit_exists"):
        service.add_calendar(session, "M2", name_fa="دیگر", unit_path="/1/7/", **who)


def test_a_tentative_day_counts_until_it_is_taken_out(session: Session, now: datetime) -> None:
    service.install(session)
    who = {"actor_id": ADMINISTRATOR, "now": now}

    assert days_off.confirm_holiday(session, day("12-09"), **who).tentative is False
    days_off.remove_holiday(session, day("12-19"), **who)
    days_off.add_holiday(session, day("12-21"), name_fa="تعطیل رسمی", **who)
    days_off.add_holiday(session, day("12-21"), name_fa="باز هم", **who)

    off = working_calendar(session).holidays
    assert {day("12-09"), day("12-21")} <= off
    assert day("12-19") not in off
    with pytest.raises(Missing):
        days_off.remove_holiday(session, day("12-19"), **who)


def test_every_change_is_in_the_staff_log_once(session: Session, now: datetime) -> None:
    service.install(session)
    who = {"actor_id": ADMINISTRATOR, "now": now}
    service.add_exception(session, "A", day=day("09-08"), reason="برف", **who)
    days_off.confirm_holiday(session, day("12-09"), **who)
    days_off.confirm_holiday(session, day("12-09"), **who)

    entries = session.exec(select(audit.AuditEntry).order_by(col(audit.AuditEntry.id))).all()

    assert [(e.action, e.object, e.actor_id) for e in entries] == [
        ("calendar.exception", "calendar:A", ADMINISTRATOR),
        ("calendar.holiday_confirmed", "calendar:ir", ADMINISTRATOR),
    ]
