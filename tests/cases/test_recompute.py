"""Deadlines after a change of calendars: what moves, who hears of it, what is excused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.audit import AuditEntry
from app.calendar import days_off
from app.calendar import service as calendar
from app.calendar.change import Change, snapshot
from app.calendar.hours import CITY_ZONE
from app.cases import chain, clocks, pausing
from app.cases.models import BreachExcuse, Case, CaseStep
from app.cases.recompute import Recount, recount
from app.feedback.rules import Identity, Kind
from app.notices.models import Notice
from tests.cases.city import City, make_city, open_case


def tehran(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CITY_ZONE).astimezone(UTC)


@pytest.fixture
def town(session: Session) -> City:
    calendar.install(session)
    return make_city(session)


class Desk:
    """Somebody who changes calendars and keeps what the clocks did."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.found = Recount(0, 0, 0)

    @contextmanager
    def changing(
        self, first: date, now: datetime, *, code: str = "A", reason: str = "storm"
    ) -> Iterator[None]:
        before = snapshot(self.session, zone=CITY_ZONE)
        yield
        change = Change(code, first, reason, 7, before)
        self.found = recount(self.session, change, now=now, zone=CITY_ZONE)

    def close(self, first: date, now: datetime, hours: tuple[tuple[int, int], ...] = ()) -> Recount:
        with self.changing(first, now):
            calendar.add_exception(
                self.session, "A", day=first, hours=hours, reason="storm", actor_id=7, now=now
            )
        return self.found


@pytest.fixture
def desk(session: Session, town: City) -> Desk:
    assert town
    return Desk(session)


def letters(session: Session) -> list[Notice]:
    return list(session.exec(select(Notice).where(Notice.template == "C14")))


def test_a_day_cut_short_moves_what_is_left_and_tells_the_citizen(
    session: Session, town: City, desk: Desk
) -> None:
    case = open_case(session, town, now=tehran(28, 10))

    found = desk.close(date(2026, 11, 28), tehran(28, 11), ((480, 720),))

    assert case.due_at == tehran(29, 9)  # example 14
    assert found == Recount(moved=1, told=1, excused=0)
    [letter] = letters(session)
    assert letter.params["due"] == case.due_at.isoformat()
    assert letter.params["date"] == "2026-11-28"
    assert letter.recipient == f"feedback:{case.feedback_id}"


def test_a_closure_declared_in_the_evening_moves_to_the_day_after(
    session: Session, town: City, desk: Desk
) -> None:
    case = open_case(session, town, now=tehran(28, 15))

    desk.close(date(2026, 11, 29), tehran(28, 19))

    assert case.due_at == tehran(30, 10)  # example 15


def test_what_was_worked_before_a_closure_of_today_stays_worked(
    session: Session, town: City, desk: Desk
) -> None:
    case = open_case(session, town, now=tehran(22, 9))

    desk.close(date(2026, 11, 22), tehran(22, 11))  # the whole day, two hours too late

    assert case.due_at == tehran(23, 9)
    assert clocks.used(session, case, tehran(22, 11)) == timedelta(hours=2)
    assert clocks.used(session, case, tehran(23, 9)) == timedelta(hours=3)


def test_the_step_and_the_chain_tell_of_the_move(session: Session, town: City, desk: Desk) -> None:
    case = open_case(session, town, now=tehran(28, 10))

    desk.close(date(2026, 11, 28), tehran(28, 11), ((480, 720),))

    step = session.exec(
        select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.type == "calendar")
    ).one()
    assert (step.due_at, step.actor_id, step.role) == (case.due_at, 7, "product")
    assert step.reason == "calendar A 2026-11-28"
    assert chain.first_break(session, case.id or 0) is None


def test_a_move_of_less_than_half_an_hour_is_not_written_about(
    session: Session, town: City, desk: Desk
) -> None:
    open_case(session, town, now=tehran(22, 14, 30))  # due Monday 9:30

    short = desk.close(date(2026, 11, 23), tehran(22, 15), ((480, 500), (529, 960)))
    longer = desk.close(date(2026, 11, 23), tehran(22, 15), ((480, 500), (531, 960)))

    assert (short.moved, short.told) == (1, 0)
    assert (longer.moved, longer.told) == (1, 0)  # 2 minutes more than before
    again = desk.close(date(2026, 11, 23), tehran(22, 15), ((600, 960),))
    assert (again.moved, again.told) == (1, 1)


def test_longer_hours_bring_a_deadline_forward_but_never_to_less_than_half_an_hour(
    session: Session, town: City, desk: Desk
) -> None:
    case = open_case(session, town, now=tehran(22, 13, 30))  # due Monday 8:30
    late = open_case(session, town, now=tehran(22, 15, 50))

    desk.close(date(2026, 11, 22), tehran(22, 15, 55), ((480, 1440),))

    assert case.due_at == tehran(22, 16, 30)
    assert late.due_at == tehran(22, 18, 50)
    with desk.changing(date(2026, 11, 22), tehran(22, 16, 20)):
        calendar.add_exception(
            session, "A", day=date(2026, 11, 22), hours=((0, 1440),), reason="x", actor_id=7,
            now=tehran(22, 16, 20),
        )  # fmt: skip
    assert case.due_at == tehran(22, 16, 30)


def test_a_deadline_brought_forward_keeps_half_an_hour(
    session: Session, town: City, desk: Desk
) -> None:
    case = open_case(session, town, now=tehran(22, 13, 10))  # 170 minutes on Sunday, 10 on Monday

    desk.close(date(2026, 11, 22), tehran(22, 17), ((480, 960), (1015, 1440)))

    assert case.due_at == tehran(22, 17, 30)


def test_the_anonymous_citizen_reads_the_page_and_gets_no_message(
    session: Session, town: City, desk: Desk
) -> None:
    open_case(session, town, now=tehran(28, 10), identity=Identity.ANONYMOUS)

    found = desk.close(date(2026, 11, 28), tehran(28, 11), ((480, 720),))

    assert (found.moved, found.told) == (1, 0)


def test_danger_runs_around_the_clock_whatever_the_office_does(
    session: Session, town: City, desk: Desk
) -> None:
    case = open_case(session, town, town.station, category="SAF", now=tehran(28, 10))

    desk.close(date(2026, 11, 28), tehran(28, 11))

    assert case.due_at == tehran(28, 13)


def test_answered_and_late_cases_keep_their_deadline(
    session: Session, town: City, desk: Desk
) -> None:
    answered = open_case(session, town, now=tehran(28, 10))
    late = open_case(session, town, now=tehran(22, 9))
    clocks.stop(session, answered, tehran(28, 10, 30))

    found = desk.close(date(2026, 11, 28), tehran(28, 11))

    assert found == Recount(0, 0, 0)
    assert (answered.due_at, late.due_at) == (tehran(28, 13), tehran(22, 12))


def test_a_pause_goes_on_and_its_rest_is_kept(session: Session, town: City, desk: Desk) -> None:
    case = open_case(session, town, now=tehran(22, 9))
    pausing.begin(session, case, tehran(22, 10))

    desk.close(date(2026, 11, 24), tehran(23, 9))
    pausing.end(session, case, tehran(23, 12))

    assert case.due_at == tehran(23, 14)


def test_a_suggestion_of_ten_days_still_ends_at_a_closing_hour(
    session: Session, town: City, desk: Desk
) -> None:
    case = open_case(session, town, kind=Kind.SUGGESTION, category=None, now=tehran(22, 9))
    assert case.due_at == tehran(3, 12, month=12)

    desk.close(date(2026, 12, 1), tehran(22, 11))

    assert case.due_at == tehran(5, 16, month=12)


def test_a_tentative_day_removed_brings_deadlines_forward(
    session: Session, town: City, desk: Desk
) -> None:
    case = open_case(session, town, now=tehran(22, 14, 30, month=12))  # Wednesday is tentative
    assert case.due_at == tehran(24, 9, 30, month=12)  # example 9

    with desk.changing(date(2026, 12, 23), tehran(22, 15, month=12), code=""):
        days_off.remove_holiday(
            session, date(2026, 12, 23), actor_id=7, now=tehran(22, 15, month=12)
        )

    assert case.due_at == tehran(23, 9, 30, month=12)
    assert desk.found.told == 1


def test_a_calendar_of_another_unit_moves_nothing_here(
    session: Session, town: City, desk: Desk
) -> None:
    open_case(session, town, now=tehran(28, 10))
    calendar.add_calendar(
        session, "OTHER", name_fa="x", unit_path=town.other.path, actor_id=7, now=tehran(28, 10)
    )

    with desk.changing(date(2026, 11, 28), tehran(28, 11), code="OTHER"):
        calendar.add_exception(
            session, "OTHER", day=date(2026, 11, 28), reason="x", actor_id=7, now=tehran(28, 11)
        )

    assert desk.found == Recount(0, 0, 0)


def test_a_closure_of_the_past_excuses_a_breach_and_leaves_it_on_record(
    session: Session, town: City, desk: Desk
) -> None:
    case = open_case(session, town, now=tehran(22, 9))  # due Sunday noon, answered Monday
    clocks.stop(session, case, tehran(23, 9))

    found = desk.close(date(2026, 11, 22), tehran(24, 9))

    row = session.exec(select(BreachExcuse)).one()
    assert found.excused == 1
    assert (case.due_at, case.first_met) == (tehran(22, 12), False)
    assert (row.case_id, row.calendar, row.day) == (case.id, "A", date(2026, 11, 22))
    assert (row.due_at, row.restated_due_at) == (tehran(22, 12), tehran(23, 11))
    assert row.reason == "storm"
    steps = session.exec(select(CaseStep.type).where(CaseStep.case_id == case.id)).all()
    assert steps[-1] == "excused"
    assert chain.first_break(session, case.id or 0) is None
    logged = session.exec(select(AuditEntry.action)).all()
    assert "calendar.excused" in logged
    assert desk.close(date(2026, 11, 22), tehran(24, 10)).excused == 0  # once


def test_a_breach_that_the_correction_does_not_undo_is_not_excused(
    session: Session, town: City, desk: Desk
) -> None:
    case = open_case(session, town, now=tehran(22, 9))
    clocks.stop(session, case, tehran(23, 11))  # due Monday 11:00 by the corrected calendar

    assert desk.close(date(2026, 11, 22), tehran(24, 9)).excused == 0


def test_a_correction_of_yesterday_counts_a_running_clock_anew(
    session: Session, town: City, desk: Desk
) -> None:
    case = open_case(session, town, now=tehran(22, 15))  # due Monday 10:00

    found = desk.close(date(2026, 11, 22), tehran(23, 9))

    assert case.due_at == tehran(23, 11)
    assert found == Recount(moved=1, told=1, excused=0)


def test_nothing_moves_where_nothing_changed(session: Session, town: City, desk: Desk) -> None:
    open_case(session, town, now=tehran(28, 10))

    with desk.changing(date(2026, 11, 28), tehran(28, 11)):
        pass

    assert desk.found == Recount(0, 0, 0)
    assert session.exec(select(Case)).one().due_at == tehran(28, 13)
