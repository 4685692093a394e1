"""An employee's own page: thanks first, then the same score words HR reads."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.errors import Missing
from app.feedback.queries import Count, ReleasedWords, released_words, subject_counts
from app.feedback.rules import Kind
from app.insights.queries.employees import kind_cells
from app.insights.rules import SMALLEST_CELL, veiled
from app.scores.queries import shown
from app.scores.rules import Shown

__all__ = ["MyPage", "my_page"]


@dataclass(frozen=True, slots=True)
class MyPage:
    """What one employee reads about the own work."""

    name_fa: str
    name_en: str
    unit_fa: str
    unit_en: str
    shown: Shown
    kinds: dict[str, int | None]
    thanks: tuple[ReleasedWords, ...]
    words: tuple[ReleasedWords, ...]


def my_page(session: Session, subject_id: int, *, zone: ZoneInfo) -> MyPage:
    """Return the page of the employee this account belongs to; at most six statements.

    Raises:
        Missing: The employee is no longer in the directory.
    """
    subject = session.get(Subject, subject_id)
    if subject is None:
        raise Missing("unknown")
    unit = session.execute(select(Unit).where(col(Unit.id) == subject.unit_id)).scalar_one()
    counts = subject_counts(session, subject_id)
    words = released_words(session, subject_id, zone=zone, limit=50)
    return MyPage(
        name_fa=subject.name_fa,
        name_en=subject.name_en,
        unit_fa=unit.name_fa,
        unit_en=unit.name_en,
        shown=shown(session, subject),
        kinds=veiled(kind_cells(counts)),
        thanks=tuple(w for w in words if w.kind is Kind.APPRECIATION),
        words=_among_others(words, counts),
    )


def _among_others(
    words: Sequence[ReleasedWords], counts: Sequence[Count]
) -> tuple[ReleasedWords, ...]:
    """Return words that are not thanks, of months with five answers or more.

    In a month with fewer the person could guess who wrote; thanks do no harm and need no five.
    """
    answers: Counter[str] = Counter()
    for count in counts:
        answers[count.month] += count.count if count.mood else 0
    return tuple(
        w for w in words if w.kind is not Kind.APPRECIATION and answers[w.month] >= SMALLEST_CELL
    )
