"""What lacks due process cannot even be stored."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlmodel import col

from app.scores.decisions import drafting
from app.scores.decisions.models import Decision, DecisionEvidence
from app.scores.decisions.rules import (
    DecisionState,
)
from tests.conftest import NOON
from tests.scores.decisions.house import (
    OTHER,
    draft,
)


@pytest.mark.parametrize(
    "values",
    [
        {"reasons": "کوتاه"},
        {"state": DecisionState.IN_FORCE},
        {
            "state": DecisionState.IN_FORCE,
            "confirmed_at": NOON,
            "told_at": NOON,
            "statement_at": NOON,
        },
        {"confirmed_at": NOON},
        {"seen_band": "indicative"},
    ],
)
def test_the_database_itself_refuses_what_lacks_due_process(session, house, values):
    decision = draft(session, house)

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Decision).where(col(Decision.id) == decision.id).values(**values))


def test_no_road_leads_past_evidence_besides_the_score(session, house):
    rests_on = col(DecisionEvidence.decision_id)
    bare, told = draft(session, house), draft(session, house, reasons=OTHER)
    session.execute(delete(DecisionEvidence).where(rests_on == bare.id))  # a draft may change
    drafting.tell(session, house.hr, told.number, now=NOON)
    session.flush()
    of_bare = update(Decision).where(col(Decision.id) == bare.id)
    refused = [
        of_bare.values(state=DecisionState.TOLD),
        delete(DecisionEvidence).where(rests_on == told.id),
        update(DecisionEvidence).where(rests_on == told.id).values(words="چیز دیگری نوشته شد"),
    ]
    for statement in refused:
        with pytest.raises(DatabaseError, match="evidence"), session.begin_nested():
            session.execute(statement)

    session.execute(of_bare.values(state=DecisionState.WITHDRAWN))
