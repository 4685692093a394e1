"""A reviewer who always follows the score is asked to look again."""

import pytest

from app.errors import Refused
from app.scores.decisions import second_looks
from app.scores.decisions.models import Decision
from app.scores.decisions.rules import (
    DecisionState,
    Measure,
)
from app.scores.reviews.models import ScoreReview
from app.scores.reviews.rules import Queue
from tests.conftest import NOON
from tests.scores.decisions.house import (
    LATER,
    REASONS,
    WORDS,
    in_force,
)


def test_a_reviewer_who_always_follows_is_asked_to_look_at_a_sample_again(session, house):
    for n in range(20):
        session.add(
            Decision(
                number=f"d{n}", subject_id=house.clerk.id, unit_id=house.desk.id,
                measure=Measure.TALK, state=DecisionState.IN_FORCE, reasons=REASONS,
                decided_by=house.hr.id, drafted_at=NOON, told_at=NOON, statement_at=NOON,
                confirmed_at=NOON, flag="attention", seen_band="usable",
            )
        )  # fmt: skip
        session.flush()
        assert second_looks.following(session, house.hr.id).prompted is (n == 19)

    assert second_looks.ask_again(session, house.hr, now=LATER) == 5
    waiting = second_looks.waiting_looks(session, house.hr.id)
    assert len({number for _, number in waiting}) == 5
    for look_id, _ in waiting:
        second_looks.look_again(session, house.hr, look_id, same=True, words=WORDS, now=LATER)
    after = second_looks.following(session, house.hr.id)
    assert (after.of, after.waiting, after.prompted) == (0, 0, False)
    with pytest.raises(Refused):
        second_looks.ask_again(session, house.hr, now=LATER)


def test_an_entry_closed_without_a_decision_was_not_followed(session, house):
    for n, subject in enumerate((house.clerk, house.chief)):
        session.add(
            ScoreReview(
                queue=Queue.ATTENTION, subject_id=subject.id, reviewer_id=house.hr.id,
                taken_at=NOON, closed_at=LATER, reason=f"{WORDS} {n}",
            )
        )  # fmt: skip
    session.flush()
    in_force(session, house)

    found = second_looks.following(session, house.hr.id)

    assert (found.followed, found.of) == (1, 2)
