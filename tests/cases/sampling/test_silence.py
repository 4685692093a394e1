"""A citizen asked by text alone: reminded, waited for, called after all, or closed in silence."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from app.cases import call_list, calls, jobs, service
from app.cases.models import Case
from app.cases.rules import CaseState
from app.cases.sampling import silence
from app.cases.service import SmsAnswer
from app.db import Database
from app.feedback.models import Contact
from app.notices.rules import NoticeState
from app.rights import Role
from tests.cases.city import City, desk, make_city, told
from tests.cases.sampling.sample import CLAIMED, by_text, claim, provider, text, why, written
from tests.cases.test_verifying import INDEX

HOUR = timedelta(hours=1)
WEEK = timedelta(hours=168)
LOST = [NoticeState.FAILED, NoticeState.EXPIRED, NoticeState.SUPPRESSED]


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


@pytest.fixture
def case(session: Session, city: City) -> Case:
    """A claim of Sunday 10:30 whose question the provider took at once."""
    made = by_text(session, city)
    provider(session, text(session, made, "C23"), NoticeState.ACCEPTED, CLAIMED)
    return made


def due(case: Case) -> datetime:
    assert case.verify_due_at is not None
    return case.verify_due_at


def closes(session: Session, case: Case, at: datetime) -> bool:
    silence.follow(session, case, now=at)
    return calls.close_unreached(session, case, now=at)


def reminded(session: Session, case: Case) -> Case:
    assert silence.follow(session, case, now=due(case))
    provider(session, text(session, case, "C24"), NoticeState.ACCEPTED, due(case))
    return case


def test_a_reminder_is_written_once_when_the_verify_clock_is_over(
    session: Session, case: Case
) -> None:
    turns = [silence.follow(session, case, now=due(case) + gap) for gap in (-HOUR, 0 * HOUR, HOUR)]

    assert turns == [False, True, False]
    assert [name for name, _ in told(session)].count("C24") == 1
    until = text(session, case, "C24").params["until"]
    assert datetime.fromisoformat(until) == CLAIMED + WEEK


def test_silence_closes_a_week_after_the_claim_and_says_no_call_was_tried(
    session: Session, case: Case
) -> None:
    reminded(session, case)

    early = closes(session, case, CLAIMED + WEEK - timedelta(seconds=1))
    late = closes(session, case, CLAIMED + WEEK)

    assert (early, late, case.state) == (False, True, CaseState.CLOSED_UNVERIFIED)
    names = [name for name, _ in told(session)]
    assert names.count("C25") == 1
    assert not {"C06", "C07", "C09"} & set(names)


@pytest.mark.parametrize("state", [NoticeState.QUEUED, NoticeState.SENDING])
def test_a_question_no_provider_has_taken_neither_reminds_nor_closes(
    session: Session, case: Case, state: NoticeState
) -> None:
    provider(session, text(session, case, "C23"), state, CLAIMED)

    assert not closes(session, case, CLAIMED + 5 * WEEK)
    assert "C24" not in [name for name, _ in told(session)]


def test_a_reminder_that_was_taken_late_leaves_a_day_to_answer(
    session: Session, case: Case
) -> None:
    silence.follow(session, case, now=due(case))
    assert not closes(session, case, CLAIMED + WEEK)
    provider(session, text(session, case, "C24"), NoticeState.ACCEPTED, CLAIMED + WEEK)

    early = closes(session, case, CLAIMED + WEEK + 23 * HOUR)
    late = closes(session, case, CLAIMED + WEEK + 24 * HOUR)

    assert (early, late) == (False, True)


def test_a_reminder_written_late_names_an_hour_two_days_ahead(session: Session, case: Case) -> None:
    at = CLAIMED + WEEK + HOUR
    silence.follow(session, case, now=at)
    provider(session, text(session, case, "C24"), NoticeState.ACCEPTED, at)

    until = datetime.fromisoformat(text(session, case, "C24").params["until"])

    assert until == at + 48 * HOUR
    assert [closes(session, case, until - HOUR), closes(session, case, until)] == [False, True]


@pytest.mark.parametrize("state", LOST)
@pytest.mark.parametrize("which", ["C23", "C24"])
def test_a_text_that_is_lost_turns_the_claim_into_a_call(
    session: Session, city: City, case: Case, which: str, state: NoticeState
) -> None:
    verifier = desk(session, "verifier", Role.VERIFIER, city.root)
    if which == "C24":
        reminded(session, case)
    provider(session, text(session, case, which), state, CLAIMED)
    at = due(case) + HOUR

    changed = [silence.follow(session, case, now=at) for _ in range(2)]

    assert changed == [True, False]
    assert why(session, case) == "text_lost"
    assert [row.code for row in call_list.calls(session, verifier, now=at)] == [case.tracking_code]
    assert not closes(session, case, CLAIMED + 5 * WEEK)


@pytest.mark.parametrize("when", ["before the reminder", "after it", "after closing"])
def test_a_no_works_as_it_does_after_a_call(session: Session, case: Case, when: str) -> None:
    at = CLAIMED + HOUR
    if when != "before the reminder":
        reminded(session, case)
        at = CLAIMED + WEEK
    if when == "after closing":
        assert closes(session, case, at)

    answer = service.sms_reply(session, INDEX, "2", at)

    reopened = when == "after closing"
    assert answer is (SmsAnswer.REOPENED if reopened else SmsAnswer.REFUTED)
    assert (case.state, case.false_fixes) == (CaseState.IN_PROGRESS, 0 if reopened else 1)
    assert not closes(session, case, at + 5 * WEEK)


def test_a_yes_by_text_closes_verified(session: Session, case: Case) -> None:
    assert service.sms_reply(session, INDEX, "۱", CLAIMED + HOUR) is SmsAnswer.CONFIRMED

    assert case.state is CaseState.CLOSED_VERIFIED


def test_a_citizen_whose_number_was_erased_has_a_week_on_the_page(
    session: Session, city: City
) -> None:
    case = claim(session, city, written(session, city))
    session.delete(session.get_one(Contact, case.feedback_id))
    session.flush()

    turns = [
        calls.close_unreached(session, case, now=CLAIMED + WEEK - gap) for gap in (HOUR, 0 * HOUR)
    ]

    assert turns == [False, True]


def test_the_clockwork_reminds_and_closes_each_once(database: Database) -> None:
    with database.writing() as session:
        case = by_text(session, make_city(session))
        provider(session, text(session, case, "C23"), NoticeState.ACCEPTED, CLAIMED)
        number, over = case.id, due(case)

    first = [jobs.close_unreached(database, now=at) for at in (over - HOUR, over, over + HOUR)]
    with database.writing() as session:
        case = session.get_one(Case, number)
        provider(session, text(session, case, "C24"), NoticeState.ACCEPTED, over)
    last = [jobs.close_unreached(database, now=CLAIMED + WEEK) for _ in range(2)]

    assert (first, last) == ([0, 1, 0], [1, 0])
