"""Behaviours 9 to 12: the citizen decides whether it is fixed, and lateness climbs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.cases import call_list, calls, jobs, service
from app.cases.models import Case, CaseRung, CaseStep
from app.cases.rules import CallOutcome, CaseState
from app.cases.service import Call, SmsAnswer
from app.db import Database
from app.errors import Refused
from app.notices.models import Notice
from app.rights import Grant, Person, Role
from tests.cases.city import City, desk, make_city, open_case, told
from tests.cases.test_verifying import HOUR, INDEX, SUNDAY_9, claimed
from tests.conftest import NOON


@pytest.fixture
def verifier(session: Session, city: City) -> Person:
    """Somebody of the call centre, of no unit that claims."""
    return desk(session, "verifier", Role.VERIFIER, city.root)


@pytest.mark.parametrize("one", ["1", "۱"])
def test_one_by_text_closes_verified_and_a_second_one_changes_nothing(
    session: Session, city: City, one: str
) -> None:
    """Behaviour 9, the yes."""
    case = claimed(session, city)

    answers = [service.sms_reply(session, INDEX, one, NOON) for _ in range(2)]

    assert answers == [SmsAnswer.CONFIRMED, SmsAnswer.NOTHING_WAITS]
    assert case.state is CaseState.CLOSED_VERIFIED


@pytest.mark.parametrize("two", ["2", "۲"])
@pytest.mark.parametrize(("used", "left"), [(170, 60), (90, 90)])
def test_two_by_text_resumes_with_what_was_left_but_an_hour_at_least(
    session: Session, city: City, two: str, used: int, left: int
) -> None:
    """Behaviour 9, the no (examples 19 and 20)."""
    case, now = claimed(session, city, minutes=used), SUNDAY_9 + timedelta(minutes=210)

    for _ in range(2):
        service.sms_reply(session, INDEX, two, now)

    assert (case.state, case.false_fixes, case.level) == (CaseState.IN_PROGRESS, 1, 1)
    assert case.due_at == now + timedelta(minutes=left)


@pytest.mark.parametrize(
    ("verb", "state", "no"),
    [
        (service.confirm, CaseState.CLOSED_VERIFIED, 0),
        (service.refute, CaseState.IN_PROGRESS, 1),
    ],
)
def test_the_same_word_twice_on_the_page_counts_once(
    session: Session, city: City, verb: Callable[..., Case], state: CaseState, no: int
) -> None:
    """Behaviour 9, a second touch: no second step, no second notice, the same deadline."""
    case = claimed(session, city)
    verb(session, case.feedback_id, now=NOON)
    once = (case.due_at, case.version, told(session))

    verb(session, case.feedback_id, now=NOON + HOUR)

    assert (case.due_at, case.version, told(session)) == once
    assert (case.state, case.false_fixes) == (state, no)


@pytest.mark.parametrize("tie", ["claimed it", "belongs there", "works there", "works above"])
def test_a_verifier_of_the_claimants_unit_is_refused(
    session: Session, city: City, verifier: Person, tie: str
) -> None:
    """Behaviour 10: each tie to the unit by itself."""
    case, grants = claimed(session, city), verifier.grants
    own = [Grant(Role.HANDLER, unit.id or 0, unit.path) for unit in (city.office, city.district)]
    person = {
        "claimed it": Person(city.handler.id, "h", "h", grants),
        "belongs there": Person(999, "u", "u", grants, unit_path=city.office.path),
        "works there": Person(998, "w", "w", (*grants, own[0])),
        "works above": Person(997, "a", "a", (*grants, own[1])),
    }[tie]
    fixed, code = Call(CallOutcome.FIXED), case.tracking_code

    with pytest.raises(Refused, match="claimants_unit"):
        service.record_call(session, code, fixed, by=person, now=NOON)
    assert call_list.calls(session, person, now=NOON) == []
    assert case.state is CaseState.FIX_CLAIMED
    assert [row.code for row in call_list.calls(session, verifier, now=NOON)] == [code]


def test_three_tries_in_two_half_days_a_call_back_hour_and_a_text_that_ends_the_call(
    session: Session, city: City, verifier: Person
) -> None:
    """Behaviour 11."""
    case = claimed(session, city)
    code, closed = case.tracking_code, []

    def listed(hours: int) -> int:
        return len(call_list.calls(session, verifier, now=NOON + hours * HOUR))

    for outcome in (CallOutcome.NO_ANSWER, CallOutcome.BUSY):
        service.record_call(session, code, Call(outcome), by=verifier, now=NOON)
    later = Call(CallOutcome.CALL_BACK, again_at=NOON + 3 * HOUR)
    service.record_call(session, code, later, by=verifier, now=NOON)
    assert (listed(2), listed(3)) == (0, 1)
    assert service.sms_reply(session, INDEX, "2", NOON + 3 * HOUR) is SmsAnswer.REFUTED
    assert listed(4) == 0

    other = claimed(session, city)
    due = other.verify_due_at
    assert due is not None
    for hours in (2, 2.5, 2.75, 7):  # three of one morning are no two half-days
        closed.append(calls.close_unreached(session, other, now=due))
        miss(session, other, verifier, hours)
    closed.append(calls.close_unreached(session, other, now=due))
    assert closed == [False, False, False, False, True]
    assert ("C09", f"feedback:{other.feedback_id}") in told(session)

    twice = claimed(session, city)
    for hours in (2, 7):  # two half-days, but only two tries
        miss(session, twice, verifier, hours)
    assert not calls.close_unreached(session, twice, now=due)
    miss(session, twice, verifier, 7.5)
    assert not calls.close_unreached(session, twice, now=due - timedelta(seconds=1))
    assert calls.close_unreached(session, twice, now=due)


def miss(session: Session, case: Case, verifier: Person, hours: float) -> None:
    """A call nobody answers, so many hours after nine in the morning."""
    call, when = Call(CallOutcome.NO_ANSWER), SUNDAY_9 + hours * HOUR
    service.record_call(session, case.tracking_code, call, by=verifier, now=when)


def test_the_ladder_fires_once_a_level_past_the_conflicted_and_survives_a_restart(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behaviour 12: a worker that dies leaves all or nothing, the next one does the rest once."""
    with database.writing() as session:
        city = make_city(session)
        case_id = open_case(session, city, city.boss, now=SUNDAY_9).id
        session.expunge_all()
    level_two = SUNDAY_9 + timedelta(minutes=270)

    with monkeypatch.context() as dying:
        dying.setattr("app.cases.ladder._tell", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            jobs.climb_ladders(database, now=level_two)
    with database.reading() as session:
        assert session.exec(select(CaseRung)).all() == []
        assert session.get_one(Case, case_id).level == 0
    climbed = [jobs.climb_ladders(database, now=level_two) for _ in range(2)]

    with database.reading() as session:
        rungs = select(CaseRung.clock, CaseRung.percent).order_by(CaseRung.percent)
        fired = list(session.exec(rungs))
        told = select(Notice.recipient, Notice.channel).where(Notice.template == "S04")
        letters = list(session.exec(told))
        steps = select(CaseStep.reason).where(CaseStep.type == "escalated")
        levels = sorted(session.exec(steps))
        assert session.get_one(Case, case_id).level == 2
    assert climbed == [1, 0]
    assert fired == [("K2", 0), ("K3", 50), ("K3", 75), ("K3", 100), ("K3", 150)]
    assert levels == ["level 1", "level 2"]
    assert len(letters) == len(set(letters))
    people = {recipient for recipient, _channel in letters}
    below = {city.manager, city.handler, city.second, city.clerk_desk}
    assert people
    assert not people & {f"account:{person.id}" for person in below}
