"""Inspection's legal hold: a case is kept as it is until the hold is lifted, both with reasons."""

from datetime import datetime

from sqlmodel import Session

from app.cases.keeping.models import LegalHold
from app.cases.keeping.queries import hold_of
from app.cases.models import Case
from app.cases.moving import hand_of, locked, record
from app.cases.rules import CaseRole
from app.errors import Invalid, Refused
from app.rights import Person

__all__ = ["REASON_LEAST", "lift", "put_on_hold"]

REASON_LEAST = 10


def put_on_hold(session: Session, code: str, *, reason: str, by: Person, now: datetime) -> None:
    """Keep number, name, words and photos of a case beyond their term.

    Args:
        session: Open unit of work; the case is locked for the rest of it.
        code: Tracking code.
        reason: Which court or authority asks, at least ten letters.
        by: Inspection.
        now: Aware instant.

    Raises:
        Missing: No such case for this person.
        Invalid: ``hold_reason``.
        Refused: ``hold_inspection``; ``held_already``.
    """
    case, said = _case(session, code, reason, by)
    if hold_of(session, case.id) is not None:
        raise Refused("held_already")
    session.add(LegalHold(case_id=case.id or 0, reason=said, held_by=by.id, held_at=now))
    record(session, case, hand_of(case, by), "legal_hold", now=now, internal=said)
    session.flush()


def lift(session: Session, code: str, *, reason: str, by: Person, now: datetime) -> None:
    """Let the term of a held case run again.

    Raises:
        Missing: No such case for this person.
        Invalid: ``hold_reason``.
        Refused: ``hold_inspection``; ``not_held``.
    """
    case, said = _case(session, code, reason, by)
    row = hold_of(session, case.id)
    if row is None:
        raise Refused("not_held")
    row.lifted_by, row.lifted_at = by.id, now
    session.add(row)
    record(session, case, hand_of(case, by), "legal_hold_lifted", now=now, internal=said)
    session.flush()


def _case(session: Session, code: str, reason: str, by: Person) -> tuple[Case, str]:
    case = locked(session, code, by)
    if hand_of(case, by).role is not CaseRole.INS:
        raise Refused("hold_inspection")
    said = reason.strip()[:2000]
    if len(said) < REASON_LEAST:
        raise Invalid("hold_reason", field="reason")
    return case, said
