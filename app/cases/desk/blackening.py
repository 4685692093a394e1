"""Who may blacken and who may look behind it, and for how long the originals are kept.

What is blackened is words (``redacting``) or a part of a photo (``picturing``); these rules are
the same for both.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session, col, select

from app.cases.desk.models import PhotoRedaction, WordsRedaction
from app.cases.keeping.queries import held
from app.cases.models import Case
from app.cases.moving import Hand, hand_of, locked
from app.cases.rules import CaseRole
from app.errors import Invalid, Refused
from app.rights import Person

__all__ = ["KEPT", "behind", "outlived", "to_blacken"]

KEPT = timedelta(days=90)
_MAY = frozenset({CaseRole.HND, CaseRole.TRI, CaseRole.INS})
_REASON_LEAST = 5
Kept = TypeVar("Kept", WordsRedaction, PhotoRedaction)


def to_blacken(session: Session, code: str, by: Person) -> tuple[Case, Hand]:
    """Lock a case for somebody who blackens a part of what its citizen sent.

    Raises:
        Missing: No such case.
        Refused: ``read_only``: not this role's to do.
    """
    case = locked(session, code, by)
    hand = hand_of(case, by)
    if hand.role not in _MAY:
        raise Refused("read_only")
    return case, hand


def behind(session: Session, code: str, reason: str, by: Person) -> tuple[Case, Hand]:
    """Lock a case for inspection, which looks at an original with a reason.

    Raises:
        Missing: No such case.
        Invalid: ``reason_missing``.
        Refused: ``inspection_only``.
    """
    case = locked(session, code, by)
    hand = hand_of(case, by)
    if hand.role is not CaseRole.INS:
        raise Refused("inspection_only")
    if len(reason.strip()) < _REASON_LEAST:
        raise Invalid("reason_missing", field="reason")
    return case, hand


def outlived(session: Session, table: type[Kept], *, now: datetime, limit: int) -> Sequence[Kept]:
    """Return blackened things whose originals go: of cases closed ninety days ago, not held."""
    old = (
        select(table)
        .join(Case, col(Case.id) == col(table.case_id))
        .where(col(table.erased_at).is_(None), col(Case.closed_at) <= now - KEPT, ~held())
        .limit(limit)
    )
    return session.exec(old).all()
