"""Whose answers look coached: a note for the integrity desk, never a penalty."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import false, or_, select
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.scores.models import Score, ScoreRun
from app.scores.rules import About, RunState

__all__ = ["Coached", "coached_people"]

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Coached:
    """One person whose answers and best answers jumped together."""

    name_fa: str
    name_en: str
    unit_fa: str
    unit_en: str


def coached_people(
    session: Session, paths: Sequence[str], *, hidden: frozenset[int] = frozenset()
) -> list[Coached]:
    """Return the people of these subtrees the newest run notes, by unit; one statement.

    Args:
        session: For reading.
        paths: Unit paths the reader reaches.
        hidden: Subjects the reader must not judge.
    """
    reached = or_(*(col(Unit.path).startswith(path) for path in paths)) if paths else false()
    done = (col(ScoreRun.about) == About.EMPLOYEES, col(ScoreRun.state) == RunState.DONE)
    newest = select(col(ScoreRun.id)).where(*done).order_by(col(ScoreRun.id).desc()).limit(1)
    names = (col(Subject.name_fa), col(Subject.name_en), col(Unit.name_fa), col(Unit.name_en))
    query = (
        select(*names)
        .join(Score, col(Score.subject_id) == col(Subject.id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(
            col(Score.run_id) == newest.scalar_subquery(),
            col(Score.coached).is_(True),
            col(Subject.id).not_in(hidden),
            reached,
        )
        .order_by(col(Unit.path), col(Subject.sort_key), col(Subject.id))
        .limit(_SHOWN)
    )
    return [Coached(*row) for row in session.execute(query)]
