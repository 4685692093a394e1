"""The part of a case its citizen may read, never who did it."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from app.cases.history import history
from app.cases.models import Case
from app.cases.rating import may_rate
from app.cases.rules import CaseRole, CaseState
from app.cases.shown import TOLD, CitizenCase, PublicStep
from app.cases.verbs import citizen_ways

__all__ = ["citizen_case"]

_ANSWERS = frozenset({"fix_claimed", "declined", "transferred", "appeal_refused"})


def citizen_case(
    session: Session, feedback_id: int, *, now: datetime | None = None
) -> CitizenCase | None:
    """Return the public part of the case a message opened, oldest step first; else ``None``.

    With ``now`` it also says which ways are open; whether the reader may see more than the state
    is decided by whoever calls.
    """
    found = sa.select(Case).where(col(Case.feedback_id) == feedback_id)
    case = session.execute(found).scalar_one_or_none()
    if case is None:
        return None
    steps = tuple(
        PublicStep(
            s.at,
            s.type,
            s.role == CaseRole.CIT.value,
            s.to_state,
            s.public_text or left or "",
            s.reason.partition(">")[2] if s.type == "recoded" else "",
        )
        for s, left in session.execute(history(case.id))
        if s.type in TOLD and (s.public_text or not s.type.startswith("finding_"))
    )
    said = [s.text for s in steps if s.kind in _ANSWERS]
    asked = [s.text for s in steps if s.kind == "question"]
    return CitizenCase(
        case.state,
        case.promised_at or case.due_at,
        case.answered_at,
        case.closed_at,
        case.category,
        case.remedy,
        said[-1] if said and case.answered_at else "",
        steps,
        asked[-1] if asked and case.state is CaseState.WAITING_CITIZEN else "",
        _ways(session, case, now) if now else frozenset(),
    )


def _ways(session: Session, case: Case, now: datetime) -> frozenset[str]:
    return citizen_ways(case, now) | ({"rate"} if may_rate(session, case) else frozenset())
