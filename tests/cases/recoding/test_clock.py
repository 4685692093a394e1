"""The clock belongs to the case: a category changes the promise, never the beginning."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from app.cases import service
from app.cases.models import Case
from app.cases.recoding.models import FirstPromise
from app.cases.report import in_time
from app.cases.rules import Policy, Remedy
from app.errors import Refused
from app.notices.rules import NoticeState
from tests.cases.city import ANSWER, City, make_city, open_case, told
from tests.cases.recoding.turning import recode
from tests.cases.test_asking import QUESTION, at, becomes

FRIDAY = 27  # no working hour of calendar A


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def fixed(session: Session, case: Case, city: City, now: datetime, *, by: str = "handler") -> Case:
    return service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.CORRECTED,
        answer=ANSWER,
        by=city.desks[by],
        now=now,
    )


def test_a_shorter_promise_counts_from_the_beginning_of_the_case(
    session: Session, city: City
) -> None:
    case = open_case(session, city, category="NEG", now=at(9))
    assert case.due_at == at(9, day=23)

    recode(session, case, "DEC", by=city.inspector, now=at(10))

    assert (case.due_at, case.rest_seconds, case.used_seconds) == (at(12), 180 * 60, 0)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(11, 20), at(12)),
        (at(11, 50), at(12, 20)),  # ten minutes were left
        (at(14), at(14, 30)),  # its hour is past
        (at(15, 50), at(8, 20, day=23)),  # half an hour in which somebody works
    ],
)
def test_a_shorter_promise_is_never_sooner_than_half_an_hour_from_now(
    session: Session, city: City, now: datetime, due: datetime
) -> None:
    case = open_case(session, city, category="NEG", now=at(9))

    recode(session, case, "DEC", by=city.team, now=now)

    assert case.due_at == due


def test_what_is_late_stays_late_under_a_shorter_promise(session: Session, city: City) -> None:
    case = open_case(session, city, city.station, category="CLN", now=at(9))
    late = case.due_at

    recode(session, case, "SAF", by=city.team, now=at(11, day=23))

    assert (case.due_at, case.policy) == (late, Policy.SAFETY)


def test_a_longer_promise_after_half_of_the_time_is_the_special_teams_alone(
    session: Session, city: City
) -> None:
    early, late = (open_case(session, city, category="DLY", now=at(9)) for _ in range(2))

    recode(session, early, "NEG", by=city.inspector, now=at(10, 29))
    with pytest.raises(Refused) as refused:
        recode(session, late, "NEG", by=city.inspector, now=at(10, 30))
    recode(session, late, "DEC", by=city.inspector, now=at(10, 30))  # no longer one
    recode(session, late, "NEG", by=city.team, now=at(10, 31))

    assert refused.value.code == "recode_longer"
    assert early.due_at == late.due_at == at(9, day=23)


@pytest.mark.parametrize("category", ["MIS", "NEG"])  # one stays there, one goes to the unit
def test_where_inspection_alone_has_the_case_there_is_no_special_team_to_ask(
    session: Session, city: City, category: str
) -> None:
    case = open_case(session, city, category="BRB", now=at(9))

    recode(session, case, category, by=city.inspector, now=at(11, 30))

    assert case.due_at == at(9, day=23)


@pytest.mark.parametrize(
    ("change", "answered", "kept"),
    [
        ("DLY NEG", at(11, 30), True),
        ("DLY NEG", at(12), False),  # at the hour is after it
        ("DLY NEG", at(13), False),  # by the longer promise it is in time
        ("NEG DEC", at(13), True),  # by the shorter one it is late
    ],
)
def test_the_figures_keep_the_first_promise(
    session: Session, city: City, change: str, answered: datetime, kept: bool
) -> None:
    first, then = change.split()
    case = open_case(session, city, category=first, now=at(9))

    recode(session, case, then, by=city.team, now=at(11))
    fixed(session, case, city, answered)

    assert in_time(case) is kept
    assert case.first_used_seconds == (answered - at(9)).total_seconds()


def test_the_first_promise_is_the_first_however_often_the_category_changes(
    session: Session, city: City
) -> None:
    case = open_case(session, city, category="DLY", now=at(9))

    recode(session, case, "DEC", by=city.team, now=at(9, 5))
    same_policy = session.exec(select(FirstPromise)).all()
    recode(session, case, "NEG", by=city.team, now=at(9, 10))
    recode(session, case, "DLY", by=city.team, now=at(9, 20))

    assert same_policy == []
    row = session.exec(select(FirstPromise)).one()
    assert (row.policy, row.budget_minutes, row.at) == (Policy.URGENT, 180, at(9, 10))


def test_a_pause_under_the_later_promise_is_not_charged_to_the_first(
    session: Session, city: City
) -> None:
    case = open_case(session, city, category="DLY", now=at(9))
    code = case.tracking_code
    service.accept(session, code, by=city.handler, now=at(9))
    recode(session, case, "NEG", by=city.team, now=at(10))

    service.ask(session, code, question=QUESTION, by=city.handler, now=at(10, 10))
    becomes(session, case, NoticeState.ACCEPTED, at(10, 10))
    service.reply(session, case.feedback_id, words="۱۲۳", now=at(14, 10))
    fixed(session, case, city, at(15, 50))  # 70 minutes before the question, 100 after

    assert case.first_used_seconds == 170 * 60
    assert in_time(case)


def test_a_category_changed_while_a_question_waits_keeps_the_pause(
    session: Session, city: City
) -> None:
    case = open_case(session, city, category="DLY", now=at(9))
    code = case.tracking_code
    service.accept(session, code, by=city.handler, now=at(9))
    service.ask(session, code, question=QUESTION, by=city.handler, now=at(10))
    becomes(session, case, NoticeState.ACCEPTED, at(10))

    recode(session, case, "NEG", by=city.team, now=at(11))
    service.reply(session, case.feedback_id, words="۱۲۳", now=at(12))

    assert case.paused_seconds == 2 * 3600
    assert case.due_at == at(11, day=23)  # Monday 09:00 without the two hours


def test_danger_counts_day_and_night_from_the_beginning(session: Session, city: City) -> None:
    case = open_case(session, city, city.station, category="CLN", now=at(3, day=FRIDAY))

    recode(session, case, "SAF", by=city.team, now=at(3, 30, day=FRIDAY))
    of_danger = (case.due_at, case.policy, case.calendar_id)
    recode(session, case, "CLN", by=city.team, now=at(4, day=FRIDAY))

    assert of_danger[:2] == (at(6, day=FRIDAY), Policy.SAFETY)
    assert case.calendar_id != of_danger[2]
    assert case.due_at == at(16, day=28)  # the whole of Saturday
    assert [template for template, _who in told(session)].count("C26") == 2


def test_danger_seen_late_gets_half_an_hour_and_the_figures_keep_the_working_hours(
    session: Session, city: City
) -> None:
    case = open_case(session, city, city.station, category="CLN", now=at(3, day=FRIDAY))

    recode(session, case, "SAF", by=city.team, now=at(10, day=FRIDAY))
    fixed(session, case, city, at(11, day=FRIDAY), by="outsider")

    assert case.due_at == at(10, 30, day=FRIDAY)
    assert (case.first_used_seconds, in_time(case)) == (0, True)


def test_a_case_withdrawn_under_the_later_promise_is_judged_by_the_first_too(
    session: Session, city: City
) -> None:
    case = open_case(session, city, category="DLY", now=at(9))
    recode(session, case, "NEG", by=city.team, now=at(10))

    service.withdraw(session, case.feedback_id, words="", now=at(13))

    assert case.first_met is False


def test_a_new_cycle_goes_by_the_promise_in_force_and_leaves_the_figures_alone(
    session: Session, city: City
) -> None:
    case = open_case(session, city, category="DLY", now=at(9))
    fixed(session, case, city, at(10))
    service.refute(session, case.feedback_id, now=at(11))

    recode(session, case, "NEG", by=city.team, now=at(11, 30))

    assert session.exec(select(FirstPromise)).all() == []
    assert (case.first_met, case.budget_minutes) == (True, 480)
    assert case.due_at == at(10, day=23)  # 420 minutes from the citizen's no at 11:00
