"""The events of a case with what is left of blackened words."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.cases.desk.models import WordsRedaction
from app.cases.models import CaseStep
from app.cases.rules import CaseRole
from app.cases.shown import StepRow
from app.people.models import Account

__all__ = ["desk_steps", "history"]


def history(case_id: int | None) -> Any:
    """Return the events with what is left of blackened words, if any were."""
    own = sa.and_(
        col(WordsRedaction.case_id) == col(CaseStep.case_id),
        col(WordsRedaction.seq) == col(CaseStep.seq),
    )
    return (
        sa.select(CaseStep, col(WordsRedaction.shown))
        .outerjoin(WordsRedaction, own)
        .where(col(CaseStep.case_id) == case_id)
        .order_by(col(CaseStep.seq))
    )


def desk_steps(session: Session, case_id: int | None) -> tuple[StepRow, ...]:
    named = history(case_id).outerjoin(Account, col(Account.id) == col(CaseStep.actor_id))
    found = session.execute(named.add_columns(col(Account.name_fa), col(Account.name_en)))
    return tuple(
        StepRow(
            step.at,
            step.type,
            CaseRole(step.role),
            name_fa or "",
            name_en or "",
            step.to_state,
            step.reason,
            step.public_text or shown or "",
            step.internal_text,
            seq=step.seq,
            blackened=shown is not None,
        )
        for step, shown, name_fa, name_en in found
    )
