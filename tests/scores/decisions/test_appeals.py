"""An appeal freezes what it is against, and somebody without part in it answers."""

import pytest
from sqlmodel import select

from app.errors import Missing, Refused
from app.feedback.models import Feedback
from app.people.models import Account
from app.people.queries import person_named
from app.people.service import grant_role
from app.rights import Role
from app.scores.decisions import answering, appealing, drafting, signing
from app.scores.decisions.appeal_queries import appeal_page, appeal_rows
from app.scores.decisions.own_queries import own_appeals
from app.scores.decisions.rules import (
    DecisionState,
    Outcome,
)
from app.scores.integrity.models import Verdict
from tests.conftest import NOON
from tests.feedback.making import TEHRAN
from tests.insights.city import hear
from tests.scores.decisions.house import (
    LATER,
    REASONS,
    TEN_DAYS,
    WORDS,
    draft,
    in_force,
    person,
    told,
)


def test_an_appeal_freezes_the_decision_and_goes_to_somebody_outside(session, house):
    decision = in_force(session, house)

    found = appealing.appeal_decision(session, house.own, decision.number, words=WORDS, now=NOON)

    assert decision.frozen
    assert found.due_at == TEN_DAYS
    assert ("S24", f"account:{house.reviewer.id}") in told(session)
    assert ("S27", f"account:{house.hr.id}") in told(session)
    with pytest.raises(Refused) as refusal:
        drafting.withdraw(session, house.hr, decision.number, words=WORDS, now=NOON)
    assert refusal.value.code == "frozen"
    with pytest.raises(Refused):
        appealing.appeal_decision(session, house.own, decision.number, words=WORDS, now=NOON)


def test_an_open_appeal_about_weights_stops_every_use_of_the_score(session, house):
    decision = draft(session, house)
    drafting.tell(session, house.hr, decision.number, now=NOON)
    appealing.appeal_weights(session, house.own, words=WORDS, now=NOON)

    with pytest.raises(Refused) as refusal:
        signing.confirm(session, house.hr, decision.number, considered=WORDS, now=LATER)

    assert refusal.value.code == "frozen"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.UPHELD, DecisionState.WITHDRAWN),
        (Outcome.PARTLY, DecisionState.WITHDRAWN),
        (Outcome.REJECTED, DecisionState.IN_FORCE),
    ],
)
def test_the_answer_ends_the_decision_or_frees_it(session, house, outcome, state):
    decision = in_force(session, house)
    number = appealing.appeal_decision(
        session, house.own, decision.number, words=WORDS, now=NOON
    ).number

    answering.answer(session, house.reviewer, number, outcome=outcome, words=REASONS, now=LATER)

    assert (decision.state, decision.frozen) == (state, False)
    assert ("S28", f"account:{house.own.id}") in told(session)
    with pytest.raises(Refused):
        answering.answer(session, house.reviewer, number, outcome=outcome, words=REASONS, now=LATER)


def test_who_decided_signed_or_leads_the_employee_cannot_answer_the_appeal(session, house):
    decision = in_force(session, house)
    boss = person(session, "boss", Role.APPEAL_REVIEWER, house.root, house.chief)
    number = appealing.appeal_decision(
        session, house.own, decision.number, words=WORDS, now=NOON
    ).number
    assert [who for name, who in told(session) if name == "S24"] == [f"account:{house.reviewer.id}"]
    for who in (house.hr, house.other_hr):
        account = session.get(Account, who.id)
        grant_role(session, account, Role.APPEAL_REVIEWER, house.root.id, actor_id=None, now=NOON)
    parties = [person_named(session, name) for name in ("hr", "hr2")]
    parties.append(boss)

    for party in parties:
        assert appeal_rows(session, party) == []
        with pytest.raises(Missing):
            answering.answer(
                session, party, number, outcome=Outcome.REJECTED, words=REASONS, now=NOON
            )
    assert len(appeal_rows(session, house.reviewer)) == 1


def test_an_answer_appealed_gets_a_verdict_that_the_next_night_counts_by(session, house):
    hear(session, house.clerk, 1)
    answer = session.exec(select(Feedback.id)).one()
    number = appealing.appeal_answer(session, house.own, answer, words=WORDS, now=NOON).number
    page = appeal_page(session, house.reviewer, number, zone=TEHRAN)
    assert [(one.feedback_id, one.weight) for one in page.answers] == [(answer, 1.0)]

    answering.answer(
        session, house.reviewer, number,
        outcome=Outcome.UPHELD, words=REASONS, verdicts={answer: False}, now=LATER,
    )  # fmt: skip

    verdict = session.exec(select(Verdict)).one()
    assert (verdict.feedback_id, verdict.honest) == (answer, False)
    assert own_appeals(session, house.clerk.id)[0].outcome is Outcome.UPHELD


def test_an_answer_about_somebody_else_is_unknown(session, house):
    hear(session, house.chief, 1)
    answer = session.exec(select(Feedback.id)).one()
    with pytest.raises(Missing):
        appealing.appeal_answer(session, house.own, answer, words=WORDS, now=NOON)
    number = appealing.appeal_weights(session, house.own, words=WORDS, now=NOON).number
    with pytest.raises(Missing):
        answering.answer(
            session, house.reviewer, number,
            outcome=Outcome.UPHELD, words=REASONS, verdicts={answer: True}, now=NOON,
        )  # fmt: skip
