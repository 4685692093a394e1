"""An employee's own page: thanks first, then the same score words HR reads, then every right."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.cases.findings.queries import OwnRow, of_person
from app.directory.models import Subject, Unit
from app.errors import Missing
from app.feedback.queries import ReleasedWords, released_words, subject_counts
from app.feedback.rules import Kind
from app.insights.queries.employees import kind_cells
from app.insights.rules import SMALLEST_CELL
from app.scores.decisions.appeals.models import Appeal
from app.scores.decisions.looking import Look, looks
from app.scores.decisions.own_queries import own_appeals, own_decisions
from app.scores.decisions.queries import DecisionRow
from app.scores.decisions.replying import replies
from app.scores.queries import shown
from app.scores.rules import Shown
from app.scores.trends import Point, history

__all__ = ["MyPage", "my_page", "readable_words"]

WORDS = 50


@dataclass(frozen=True, slots=True)
class MyPage:
    """What one employee reads about the own work, and what was done with it."""

    name_fa: str
    name_en: str
    unit_fa: str
    unit_en: str
    badge: str
    shown: Shown
    points: tuple[Point, ...]
    kinds: dict[str, int | None]
    thanks: tuple[ReleasedWords, ...]
    words: tuple[ReleasedWords, ...]
    replies: dict[int, str]
    decisions: tuple[DecisionRow, ...]
    appeals: tuple[Appeal, ...]
    findings: tuple[OwnRow, ...]
    looks: tuple[Look, ...]


def my_page(session: Session, subject_id: int, *, zone: ZoneInfo) -> MyPage:
    """Return the page of the employee this account belongs to; at most fourteen statements.

    Raises:
        Missing: The employee is no longer in the directory.
    """
    subject = _subject(session, subject_id)
    unit = session.execute(select(Unit).where(col(Unit.id) == subject.unit_id)).scalar_one()
    words = released_words(session, subject_id, zone=zone, limit=WORDS)
    return MyPage(
        name_fa=subject.name_fa,
        name_en=subject.name_en,
        unit_fa=unit.name_fa,
        unit_en=unit.name_en,
        badge=_badge(session, subject_id),
        shown=shown(session, subject),
        points=tuple(history(session, subject)),
        kinds=kind_cells(session, subject_id),
        thanks=tuple(w for w in words if w.kind is Kind.APPRECIATION),
        words=_among_others(session, subject_id, words),
        replies=replies(session, [w.feedback_id for w in words]),
        decisions=tuple(own_decisions(session, subject_id)),
        appeals=tuple(own_appeals(session, subject_id)),
        findings=tuple(of_person(session, subject_id)),
        looks=tuple(looks(session, subject.public_id, limit=WORDS)),
    )


def readable_words(
    session: Session, subject_id: int, feedback_id: int, *, zone: ZoneInfo
) -> ReleasedWords:
    """Return one text the employee may read: thanks, or words of a month with five answers.

    Raises:
        Missing: No such words for this employee.
    """
    words = released_words(session, subject_id, zone=zone, before=feedback_id + 1, limit=1)
    thanks = [w for w in words if w.kind is Kind.APPRECIATION]
    for one in (*thanks, *_among_others(session, subject_id, words)):
        if one.feedback_id == feedback_id:
            return one
    raise Missing("unknown")


def _subject(session: Session, subject_id: int) -> Subject:
    subject = session.get(Subject, subject_id)
    if subject is None:
        raise Missing("unknown")
    return subject


def _badge(session: Session, subject_id: int) -> str:
    active = select(col(Badge.typed_code)).where(
        col(Badge.subject_id) == subject_id, col(Badge.status) == BadgeStatus.ACTIVE
    )
    return session.execute(active).scalar() or ""


def _among_others(
    session: Session, subject_id: int, words: Sequence[ReleasedWords]
) -> tuple[ReleasedWords, ...]:
    """Return words that are not thanks, of months with five answers or more.

    In a month with fewer the person could guess who wrote; thanks do no harm and need no five.
    """
    others = [w for w in words if w.kind is not Kind.APPRECIATION]
    if not others:
        return ()
    first = min(w.month for w in others)
    answers: Counter[str] = Counter()
    for (month, mood), n in subject_counts(
        session, subject_id, "month", "mood", since=first
    ).items():
        answers[month] += n if mood else 0
    return tuple(w for w in others if answers[w.month] >= SMALLEST_CELL)
