"""The employee is heard before a decision counts, and an adverse one needs two people."""

import pytest

from app.directory import service as directory
from app.errors import Denied, Refused
from app.rights import Role
from app.scores.decisions import drafting, signing
from app.scores.decisions.drafting import Draft
from app.scores.decisions.own_queries import own_decision
from app.scores.decisions.rules import (
    DecisionState,
    Measure,
)
from tests.conftest import NOON
from tests.scores.decisions.house import (
    EVIDENCE,
    LATER,
    REASONS,
    TEN_DAYS,
    WORDS,
    draft,
    person,
    told,
)


def test_the_employee_is_told_first_and_has_ten_working_days(session, house):
    decision = draft(session, house)

    assert drafting.tell(session, house.hr, decision.number, now=NOON) is True

    assert decision.answer_due_at == TEN_DAYS
    assert told(session) == [("S21", f"account:{house.own.id}")]
    assert own_decision(session, house.own, decision.number).row.decision is decision


def test_before_the_statement_or_ten_working_days_nothing_is_confirmed(session, house):
    number = draft(session, house, Measure.TALK).number
    for now in (NOON, TEN_DAYS):
        with pytest.raises(Refused):
            signing.confirm(session, house.hr, number, considered=WORDS, now=NOON)
        if now is NOON:
            drafting.tell(session, house.hr, number, now=NOON)
    early = TEN_DAYS.replace(minute=29)
    with pytest.raises(Refused) as refusal:
        signing.confirm(session, house.hr, number, considered=WORDS, now=early)

    assert refusal.value.code == "not_heard"
    assert signing.confirm(session, house.hr, number, considered=WORDS, now=TEN_DAYS) is True


def test_with_the_statement_it_may_be_confirmed_at_once_and_the_writer_hears_of_it(session, house):
    decision = draft(session, house, Measure.TRAINING)
    drafting.tell(session, house.hr, decision.number, now=NOON)

    signing.state_own(session, house.own, decision.number, words=" بودم. ", now=NOON)

    assert (decision.state, decision.statement) == (DecisionState.HEARD, "بودم.")
    assert ("S25", f"account:{house.hr.id}") in told(session)
    assert signing.confirm(session, house.hr, decision.number, considered=WORDS, now=NOON) is True
    assert ("S23", f"account:{house.own.id}") in told(session)


def test_an_adverse_step_waits_for_another_person_not_below_the_first(session, house):
    decision = draft(session, house)
    drafting.tell(session, house.hr, decision.number, now=NOON)
    signing.state_own(session, house.own, decision.number, words="", now=NOON)

    assert signing.confirm(session, house.hr, decision.number, considered=WORDS, now=NOON) is False
    assert ("S22", f"account:{house.other_hr.id}") in told(session)
    assert ("S22", f"account:{house.hr.id}") not in told(session)
    with pytest.raises(Denied) as same:
        signing.second(session, house.hr, decision.number, words=WORDS, now=NOON)
    assert (same.value.code, decision.state) == ("same_person", DecisionState.CONFIRMED)

    signing.second(session, house.other_hr, decision.number, words=WORDS, now=NOON)
    assert (decision.state, decision.second_by) == (DecisionState.IN_FORCE, house.other_hr.id)


def test_who_stands_below_the_writer_cannot_be_the_second_person(session, house):
    boss, junior = (
        directory.add_employee(session, house.root, number=n, first_fa="ن", last_fa="خ", now=NOON)
        for n in ("0001", "0002")
    )
    directory.set_manager(session, house.root, boss)
    writer = person(session, "boss", Role.HR_REVIEWER, house.root, boss)
    below = person(session, "junior", Role.HR_REVIEWER, house.root, junior)
    written = Draft(Measure.BOARD, REASONS, EVIDENCE)
    number = drafting.draft(session, writer, house.clerk.public_id, written, now=NOON).number
    drafting.tell(session, writer, number, now=NOON)
    signing.confirm(session, writer, number, considered=WORDS, now=LATER)

    with pytest.raises(Denied) as refusal:
        signing.second(session, below, number, words=WORDS, now=LATER)

    assert refusal.value.code == "below"
    assert ("S22", f"account:{below.id}") not in told(session)


def test_the_second_person_may_decline_and_then_it_ends(session, house):
    decision = draft(session, house)
    drafting.tell(session, house.hr, decision.number, now=NOON)
    signing.confirm(session, house.hr, decision.number, considered=WORDS, now=LATER)

    signing.decline(session, house.other_hr, decision.number, words=WORDS, now=LATER)

    assert decision.state is DecisionState.WITHDRAWN
    assert {("S26", f"account:{who.id}") for who in (house.hr, house.own)} <= set(told(session))
