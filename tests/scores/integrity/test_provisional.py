"""Between two nights an answer costs O(1) and orders one queue; nobody is shown the figure."""

import pytest
from sqlmodel import select

from app.feedback.models import Feedback
from app.scores import queries, showing
from app.scores.integrity.models import SuspectGroup
from app.scores.integrity.provisional import moved
from app.scores.integrity.queries import groups
from tests.conftest import NOON
from tests.feedback.making import make_subject, make_unit
from tests.insights.city import hear
from tests.scores.nights import night
from tests.statements import statements


@pytest.fixture
def two(session):
    unit = make_unit(session)
    people = [make_subject(session, unit) for _ in range(2)]
    for one in people:
        hear(session, one, *[4] * 20)
    last = session.exec(select(Feedback.id).order_by(Feedback.id.desc())).first()
    night(session, *((one, {"n_effective": 20.0}) for one in people), last_feedback_id=last)
    return unit, people


def test_nobody_moves_without_a_new_answer(session, two):
    assert set(moved(session, {one.id for one in two[1]}).values()) == {0.0}


def test_a_new_answer_moves_by_no_more_than_one_answer_can(session, two):
    _, (calm, stirred) = two
    hear(session, stirred, 1)

    found = moved(session, {calm.id, stirred.id})

    assert found[calm.id] == 0.0
    assert 0.0 < found[stirred.id] <= 100 / (20 + 1 + 10)


def test_the_queue_opens_with_whoever_moved_most(session, two):
    unit, people = two
    for one in people:
        session.add(
            SuspectGroup(
                subject_id=one.id,
                rule="W4",
                answers=5,
                first_at=NOON,
                last_at=NOON,
                opened_at=NOON,
            )
        )
    session.flush()
    hear(session, people[1], *[1] * 6)

    with statements(session) as seen:
        rows = groups(session, [unit.path])

    assert [row.name_en for row in rows] == [people[1].name_en, people[0].name_en]
    assert rows[0].id > rows[1].id
    assert len(seen) == 2


def test_no_reader_of_scores_knows_the_provisional_figure():
    for module in (queries, showing):
        assert "provisional" not in vars(module)
        assert not any("moved" in name for name in vars(module))
