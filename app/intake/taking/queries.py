"""Reads of the call centre: whom a message can be about, and what an operator took today."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.cases.models import Case
from app.cases.states import CaseState
from app.cases.taking.models import TakenMessage
from app.cases.taking.rules import Medium
from app.directory.models import FacilityKind, Subject, Unit
from app.directory.rules import EMPLOYEE, SubjectStatus
from app.feedback.models import Feedback
from app.intake.rules import StatusWord, status_word
from app.text import fold, latin_digits

__all__ = ["FOUND", "About", "TakenRow", "about_subject", "about_unit", "find", "taken_lately"]

FOUND = 12
_UNITS = 5
_TYPED = 9


@dataclass(frozen=True, slots=True)
class About:
    """Whom or what a message is about; without ``subject_id`` a unit, without both the city."""

    subject_id: int | None = None
    public_id: str = ""
    kind: str = ""
    code: str = ""
    name_fa: str = ""
    name_en: str = ""
    site: str = ""
    service_type: str | None = None
    unit_id: int | None = None
    unit_code: str = ""
    unit_name_fa: str = ""
    unit_name_en: str = ""
    badge_id: int | None = None
    serial: str = ""
    typed_code: str = ""
    kind_name_fa: str = ""
    kind_name_en: str = ""


@dataclass(frozen=True, slots=True)
class TakenRow:
    """One message the operator took, with the one word its code tells."""

    code: str
    secret: bool
    medium: Medium
    line: str
    reference: str
    taken_at: datetime
    word: StatusWord
    name_fa: str
    name_en: str


def find(session: Session, words: str) -> list[About]:
    """Return people, places and units by badge number, name or code, the exact ones first.

    Two statements: subjects (places before people), then units.  Every word must occur, in any
    spelling; a place is found by the name of its kind too.
    """
    typed = latin_digits(words).replace("-", "").replace(" ", "")
    if typed.isdecimal() and len(typed) == _TYPED:
        return _subjects(session, col(Badge.typed_code) == typed)
    said = fold(words).split()
    if not said:
        return []
    named = [
        sa.or_(
            col(Subject.search).contains(word, autoescape=True),
            col(FacilityKind.name_fa).contains(word, autoescape=True),
        )
        for word in said
    ]
    units = [col(Unit.search).contains(word, autoescape=True) for word in said]
    return [*_subjects(session, *named), *_units(session, *units)]


def about_subject(session: Session, public_id: str) -> About | None:
    """Return one person or place by its random id; one statement."""
    return next(iter(_subjects(session, col(Subject.public_id) == public_id)), None)


def about_unit(session: Session, code: str) -> About | None:
    """Return one unit by its code; one statement."""
    return next(iter(_units(session, col(Unit.code) == code)), None)


def taken_lately(session: Session, operator_id: int, *, limit: int = 8) -> list[TakenRow]:
    """Return what this operator took last, newest first; one statement."""
    rows = session.execute(
        sa.select(
            col(Feedback.tracking_code),
            col(Feedback.receipt_hash).is_not(None),
            col(TakenMessage.medium),
            col(TakenMessage.line),
            col(TakenMessage.reference),
            col(TakenMessage.taken_at),
            col(Case.state),
            sa.func.coalesce(col(Subject.name_fa), col(Unit.name_fa), ""),
            sa.func.coalesce(sa.func.nullif(col(Subject.name_en), ""), col(Unit.name_en), ""),
        )
        .join(Feedback, col(Feedback.id) == col(TakenMessage.feedback_id))
        .outerjoin(Case, col(Case.feedback_id) == col(Feedback.id))
        .outerjoin(Subject, col(Subject.id) == col(Feedback.subject_id))
        .outerjoin(Unit, col(Unit.id) == col(Feedback.unit_id))
        .where(col(TakenMessage.operator_id) == operator_id)
        .order_by(col(TakenMessage.taken_at).desc())
        .limit(limit)
    )
    return [_taken(row) for row in rows]


def _taken(row: Any) -> TakenRow:
    code, secret, medium, line, reference, at, state, name_fa, name_en = row
    word = status_word(CaseState(state) if state else None)
    return TakenRow(code, secret, medium, line, reference, at, word, name_fa, name_en)


def _subjects(session: Session, *wanted: sa.ColumnElement[bool]) -> list[About]:
    working = sa.and_(
        col(Badge.subject_id) == col(Subject.id), col(Badge.status) == BadgeStatus.ACTIVE
    )
    rows = session.execute(
        sa.select(
            *_columns(Subject, "id public_id kind code name_fa name_en site service_type"),
            *_columns(Unit, "id code name_fa name_en"),
            col(Badge.id),
            sa.func.coalesce(col(Badge.serial), ""),
            sa.func.coalesce(col(Badge.typed_code), ""),
            sa.func.coalesce(col(FacilityKind.name_fa), ""),
            sa.func.coalesce(col(FacilityKind.name_en), ""),
        )
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Badge, working)
        .outerjoin(FacilityKind, col(FacilityKind.code) == col(Subject.kind))
        .where(col(Subject.status) == SubjectStatus.ACTIVE, *wanted)
        .order_by(col(Subject.kind) == EMPLOYEE, col(Subject.sort_key), col(Subject.id))
        .limit(FOUND)
    )
    return [About(*row) for row in rows]


def _units(session: Session, *wanted: sa.ColumnElement[bool]) -> list[About]:
    rows = session.execute(
        sa.select(*_columns(Unit, "id code name_fa name_en"))
        .where(col(Unit.active).is_(True), *wanted)
        .order_by(col(Unit.path))
        .limit(_UNITS)
    )
    return [
        About(
            kind="unit",
            unit_id=number,
            unit_code=code,
            unit_name_fa=fa,
            unit_name_en=en,
            name_fa=fa,
            name_en=en,
        )
        for number, code, fa, en in rows
    ]


def _columns(table: Any, names: str) -> list[Any]:
    return [col(getattr(table, name)) for name in names.split()]
