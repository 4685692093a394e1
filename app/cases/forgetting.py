"""A citizen has the own words erased from the history of a case; its chain of digests still holds.

What the desks wrote stays: it is their act, and names nobody.  Only a case nobody works on any
more is touched, because an answer still owed needs the words and the number.
"""

from sqlmodel import Session, select

from app.cases.desk.models import PhotoRedaction, WordsRedaction
from app.cases.keeping.queries import hold_of
from app.cases.models import Case, CaseStep
from app.cases.rules import CaseRole, CaseState

__all__ = ["forget_words", "still_needed"]


def still_needed(session: Session, feedback_id: int) -> bool:
    """Return whether the message has a case somebody still works on, or a court may ask for."""
    case = session.exec(select(Case).where(Case.feedback_id == feedback_id)).first()
    if case is None:
        return False
    worked_on = case.closed_at is None or case.state is CaseState.UNDER_APPEAL
    return worked_on or hold_of(session, case.id) is not None


def forget_words(session: Session, feedback_id: int) -> list[str]:
    """Erase the citizen's words from the history of an ended case, and what was blackened in it.

    Args:
        session: Open unit of work.
        feedback_id: The message; without a case nothing happens.

    Returns:
        Names of the photos as they were before they were blackened; their files go too.
    """
    case = session.exec(select(Case).where(Case.feedback_id == feedback_id)).first()
    if case is None:
        return []
    own = select(CaseStep).where(
        CaseStep.case_id == case.id, CaseStep.role == CaseRole.CIT.value, CaseStep.public_text != ""
    )
    for step in session.exec(own):
        step.public_text = step.internal_text = step.salt = ""
        session.add(step)
    for row in session.exec(select(WordsRedaction).where(WordsRedaction.case_id == case.id)):
        session.delete(row)
    drawn = session.exec(select(PhotoRedaction).where(PhotoRedaction.case_id == case.id)).all()
    for photo in drawn:
        session.delete(photo)
    session.flush()
    return [photo.original for photo in drawn if photo.original]
