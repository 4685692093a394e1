"""What the manager of a unit reads of the own people: ranges in tens, never a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select, tuple_
from sqlmodel import Session, col

from app.directory.models import Employee, Subject, Unit
from app.directory.rules import EMPLOYEE, SubjectStatus
from app.errors import Missing
from app.scores.models import Score
from app.scores.queries import UnitBand, current_run
from app.scores.rules import Band, Shown, coarse
from app.scores.showing import shown_of
from app.scores.trends import within

__all__ = ["UnitPerson", "unit_people"]


@dataclass(frozen=True, slots=True)
class UnitPerson:
    """One of the own people; the range is absent under five answers that count."""

    public_id: str
    name_fa: str
    name_en: str
    title: str
    unit_fa: str
    unit_en: str
    band: UnitBand


def unit_people(
    session: Session, paths: Sequence[str], *, after: str = "", limit: int = 50, apart: int = 0
) -> list[UnitPerson]:
    """Return the people of these subtrees in the order of their names, one more than ``limit``.

    ``apart`` is the reader's own subject, left out.  Two statements, three on a later page.

    Raises:
        Missing: No such last row.
    """
    run = current_run(session)
    own = and_(
        col(Score.subject_id) == col(Subject.id), col(Score.run_id) == (run.id if run else 0)
    )
    query = (
        select(Subject, Employee, Unit, Score)
        .join(Employee, col(Employee.subject_id) == col(Subject.id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Score, own)
        .where(
            col(Subject.kind) == EMPLOYEE,
            col(Subject.status) == SubjectStatus.ACTIVE,
            col(Subject.id) != apart,
            within(paths),
        )
    )
    if after:
        query = query.where(tuple_(col(Subject.sort_key), col(Subject.id)) > _last(session, after))
    rows = session.execute(query.order_by(col(Subject.sort_key), col(Subject.id)).limit(limit + 1))
    return [
        UnitPerson(
            s.public_id, s.name_fa, s.name_en, e.job_title, u.name_fa, u.name_en,
            _band(shown_of(score, run)),
        )
        for s, e, u, score in rows
    ]  # fmt: skip


def _band(told: Shown) -> UnitBand:
    if told.review_first or told.band is Band.TOO_FEW or told.low is None or told.high is None:
        return UnitBand(False, review_first=told.review_first)
    return UnitBand(True, *coarse(told.low, told.high))


def _last(session: Session, public_id: str) -> Any:
    query = select(col(Subject.sort_key), col(Subject.id))
    row = session.execute(query.where(col(Subject.public_id) == public_id)).first()
    if row is None:
        raise Missing("unknown")
    return tuple_(*row)
