"""Coached answers are a note for the integrity desk and for HR, and nothing more."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.scores.integrity.coaching import coached_people
from app.scores.queries import shown
from tests.conftest import NOON
from tests.feedback.making import make_subject, make_unit
from tests.scores.nights import night
from tests.statements import statements


@pytest.mark.parametrize("extra", [0, 12])
def test_the_desk_reads_whom_the_newest_night_notes_in_one_statement(
    session: Session, extra: int
) -> None:
    unit = make_unit(session)
    one, other = make_subject(session, unit), make_subject(session, unit)
    more = [(make_subject(session, unit), {}) for _ in range(extra)]
    night(session, (other, {"coached": True}), at=NOON - timedelta(days=1))
    night(session, (one, {"coached": True, "score": 80.0}), (other, {"score": 80.0}), *more)

    with statements(session) as made:
        found = coached_people(session, [unit.path])

    assert [row.name_fa for row in found] == [one.name_fa]
    assert len(made) == 1
    assert coached_people(session, [unit.path], hidden=frozenset({one.id or 0})) == []
    assert coached_people(session, ["/elsewhere/"]) == coached_people(session, []) == []


def test_the_note_takes_nothing_from_the_score(session: Session) -> None:
    unit = make_unit(session)
    one, other = make_subject(session, unit), make_subject(session, unit)
    night(session, (one, {"coached": True, "score": 80.0}), (other, {"score": 80.0}))

    noted, plain = shown(session, one), shown(session, other)

    assert (noted.coached, plain.coached) == (True, False)
    assert (noted.score, noted.low, noted.high) == (plain.score, plain.low, plain.high)
    assert noted.parts == plain.parts
