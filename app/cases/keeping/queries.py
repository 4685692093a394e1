"""Whether a case is under a legal hold, for one case and as a condition of a query."""

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.cases.keeping.models import LegalHold
from app.cases.models import Case

__all__ = ["held", "hold_of"]


def hold_of(session: Session, case_id: int | None) -> LegalHold | None:
    """Return the hold a case is under, if any."""
    found = select(LegalHold).where(
        LegalHold.case_id == case_id, col(LegalHold.lifted_at).is_(None)
    )
    return session.exec(found).first()


def held() -> ColumnElement[bool]:
    """Return the condition that the case of a query is under a hold."""
    found = select(col(LegalHold.id)).where(
        col(LegalHold.case_id) == col(Case.id), col(LegalHold.lifted_at).is_(None)
    )
    return found.exists()
