"""Reads of the person a decision is about: their decisions, their appeals, who looked."""

from sqlalchemy import select
from sqlmodel import Session, col

from app.errors import Missing
from app.rights import Person
from app.scores.decisions.appeals.models import Appeal
from app.scores.decisions.page_query import DecisionPage, page_of
from app.scores.decisions.queries import DecisionRow, rows_about

__all__ = ["own_appeals", "own_decision", "own_decisions"]


def own_decisions(session: Session, subject_id: int) -> list[DecisionRow]:
    """Return every decision an employee was told of, newest first, in one statement."""
    return rows_about(session, subject_id)


def own_decision(session: Session, person: Person, number: str) -> DecisionPage:
    """Return one decision about the reader, as soon as they were told; five statements.

    Raises:
        Missing: No such decision about the reader, or not told yet.
    """
    for row in rows_about(session, person.subject_id or 0):
        if row.decision.number == number:
            return page_of(session, row)
    raise Missing("unknown")


def own_appeals(session: Session, subject_id: int) -> list[Appeal]:
    """Return an employee's appeals, newest first, in one statement."""
    query = select(Appeal).where(col(Appeal.subject_id) == subject_id)
    return list(session.execute(query.order_by(col(Appeal.id).desc())).scalars())
