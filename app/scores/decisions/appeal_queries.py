"""Reads of the appeal reviewer: appeals by the day they are due, and what one is about."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.errors import Missing
from app.feedback.models import Feedback, Release
from app.feedback.queries import week_of
from app.feedback.rules import Kind, ReleaseState
from app.rights import Person
from app.scores.decisions.appeals.models import Appeal
from app.scores.decisions.conflicts import answerable
from app.scores.decisions.models import Decision
from app.scores.decisions.page_query import DecisionPage, page_of
from app.scores.decisions.queries import rows_about
from app.scores.decisions.rules import AppealState
from app.scores.models import AnswerWeight
from app.scores.queries import current_run

__all__ = ["PAGE", "AppealPage", "AppealRow", "WeighedAnswer", "appeal_page", "appeal_rows"]

PAGE = 50
ANSWERS = 60


@dataclass(frozen=True, slots=True)
class AppealRow:
    """One appeal and whose it is."""

    appeal: Appeal
    public_id: str
    name_fa: str
    name_en: str
    unit_fa: str
    unit_en: str


@dataclass(frozen=True, slots=True)
class WeighedAnswer:
    """One answer as the reviewer may weigh it: the week, what it weighs and why; never whose."""

    feedback_id: int
    week: date
    kind: Kind
    mood: int | None
    text: str
    weight: float
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AppealPage:
    """What the reviewer needs to answer one appeal."""

    row: AppealRow
    decision: DecisionPage | None
    answers: tuple[WeighedAnswer, ...]


def appeal_rows(
    session: Session, person: Person, *, answered: bool = False, limit: int = PAGE
) -> list[AppealRow]:
    """Return the appeals this reviewer may answer, the first due first; one statement."""
    state = AppealState.ANSWERED if answered else AppealState.OPEN
    query = _rows().where(answerable(person), col(Appeal.state) == state)
    order = (col(Appeal.answered_at).desc(),) if answered else (col(Appeal.due_at),)
    query = query.order_by(*order, col(Appeal.id)).limit(limit)
    return [AppealRow(*found) for found in session.execute(query)]


def appeal_page(session: Session, person: Person, number: str, *, zone: ZoneInfo) -> AppealPage:
    """Return one appeal with the decision or the answers it is about; eight statements at most.

    Raises:
        Missing: Unknown, or not for this reviewer: part in it, in the line, out of reach.
    """
    query = _rows().where(answerable(person), col(Appeal.number) == number)
    found = session.execute(query).first()
    if found is None:
        raise Missing("unknown")
    row = AppealRow(*found)
    return AppealPage(row, _decision(session, row.appeal), _answers(session, row.appeal, zone))


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Appeal,
            col(Subject.public_id),
            col(Subject.name_fa),
            col(Subject.name_en),
            col(Unit.name_fa),
            col(Unit.name_en),
        )
        .join(Subject, col(Subject.id) == col(Appeal.subject_id))
        .join(Unit, col(Unit.id) == col(Appeal.unit_id))
        .outerjoin(Decision, col(Decision.id) == col(Appeal.decision_id))
    )


def _decision(session: Session, appeal: Appeal) -> DecisionPage | None:
    if appeal.decision_id is None:
        return None
    rows = rows_about(session, appeal.subject_id)
    return next(page_of(session, r) for r in rows if r.decision.id == appeal.decision_id)


def _answers(session: Session, appeal: Appeal, zone: ZoneInfo) -> tuple[WeighedAnswer, ...]:
    """The answer appealed, or all that the newest run did not count fully, newest first."""
    run = current_run(session)
    weighed = (col(AnswerWeight.feedback_id) == col(Feedback.id)) & (
        col(AnswerWeight.run_id) == (run.id if run else 0)
    )
    about = (
        col(Feedback.id) == appeal.feedback_id
        if appeal.feedback_id is not None
        else or_(col(AnswerWeight.weight) < 1, col(AnswerWeight.suspect).is_(True))
    )
    query = (
        select(Feedback, Release, AnswerWeight)
        .outerjoin(AnswerWeight, weighed)
        .outerjoin(Release, col(Release.feedback_id) == col(Feedback.id))
        .where(
            col(Feedback.subject_id) == appeal.subject_id, col(Feedback.mood).is_not(None), about
        )
        .order_by(col(Feedback.id).desc())
        .limit(ANSWERS)
    )
    return tuple(_answer(row, zone) for row in session.execute(query))


def _answer(row: Any, zone: ZoneInfo) -> WeighedAnswer:
    said, release, weight = row
    open_words = release and release.state in {ReleaseState.RELEASED, ReleaseState.MASKED}
    return WeighedAnswer(
        feedback_id=said.id,
        week=week_of(said.created_at, zone),
        kind=said.kind,
        mood=said.mood,
        text=release.text if open_words else "",
        weight=round(weight.weight, 2) if weight else 1.0,
        rules=tuple(filter(None, weight.rules.replace(",", " ").split())) if weight else (),
    )
