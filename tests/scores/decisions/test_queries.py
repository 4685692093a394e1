"""A decision is read with every step it took; lists cost the same whatever their length."""

import pytest
from sqlmodel import select

from app.scores.decisions.looking import looks, record_look
from app.scores.decisions.models import Decision, DecisionStep
from app.scores.decisions.page_query import decision_page
from app.scores.decisions.queries import decision_rows
from app.scores.decisions.rules import (
    Measure,
)
from tests.conftest import NOON
from tests.scores.decisions.house import (
    LATER,
    OTHER,
    in_force,
)
from tests.statements import statements


def test_steps_are_kept_in_order_with_who_took_them(session, house):
    decision = in_force(session, house)

    steps = session.exec(select(DecisionStep.event).order_by(DecisionStep.id)).all()
    assert list(steps) == ["draft", "tell", "statement", "confirm", "second"]
    page = decision_page(session, house.hr, decision.number)
    assert page.steps[-1].name_fa == "نام hr2"


@pytest.mark.parametrize("count", [1, 12])
def test_a_list_of_decisions_costs_one_statement_and_a_page_five(session, house, count):
    for n in range(count):
        words = f"{OTHER} " + " ".join(f"شاهد{n}{k}" for k in range(20))
        session.add(
            Decision(
                number=f"n{n}", subject_id=house.clerk.id, unit_id=house.desk.id,
                measure=Measure.TALK, reasons=words, decided_by=house.hr.id, drafted_at=NOON,
                seen_band="usable",
            )
        )  # fmt: skip
    session.flush()
    session.expunge_all()

    with statements(session) as seen:
        assert len(decision_rows(session, house.hr)) == count
    assert len(seen) == 1
    with statements(session) as seen:
        decision_page(session, house.hr, "n0")
    assert len(seen) <= 5


def test_every_opening_of_the_file_is_told_by_name_and_time(session, house):
    record_look(session, house.hr, house.clerk.public_id, "score", now=NOON)
    record_look(session, house.reviewer, house.clerk.public_id, "appeal", now=LATER)

    found = looks(session, house.clerk.public_id)

    assert [(look.name_en, look.what) for look in found] == [
        ("Name appeals", "appeal"),
        ("Name hr", "score"),
    ]
