"""Reads of the citizen's pages after the tap: thanks, receipt, status by code, case by receipt."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlmodel import Session, col

from app.cases.models import Case
from app.cases.queries import CitizenCase, citizen_case
from app.cases.states import CaseState
from app.directory.models import Subject, Unit
from app.feedback.models import Contact, Feedback
from app.feedback.rules import Identity, Kind
from app.feedback.words import contact_place
from app.intake.rules import StatusWord, gets_receipt, status_word
from app.notices.models import Notice
from app.quick_sql import Store, select_rows
from app.vault import Vault
from qr import codes

__all__ = [
    "Own",
    "Slip",
    "Status",
    "Tapped",
    "own_case",
    "own_messages",
    "slip",
    "status",
    "tapped",
]


@dataclass(frozen=True, slots=True)
class Tapped:
    """A stored tap as the thanks page shows it; empty names mean the unit's or the city's.

    ``about`` tells badges apart where messages are counted; empty for what came without one.
    """

    nonce: str
    mood: int | None
    tracking_code: str
    topics: tuple[str, ...]
    created_at: datetime
    told_at: datetime | None
    kind: str
    name_fa: str
    name_en: str
    unit_name_fa: str
    unit_name_en: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """What the receipt page hands over: one of two codes, and the promise if there is one.

    ``unsent`` says that no text message was sent at once: too many had been asked for.
    """

    tracking_code: str
    receipt: str
    told_at: datetime
    phone: str
    due_at: datetime | None
    to_inspection: bool
    unsent: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """All a tracking code tells by itself."""

    tracking_code: str
    word: StatusWord
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Own:
    """A message as its own citizen reads it, opened by the receipt or a proven number."""

    feedback_id: int
    tracking_code: str
    kind: Kind
    text: str
    created_at: datetime
    mood: int | None
    word: StatusWord
    case: CitizenCase | None
    unit_name_fa: str
    unit_name_en: str


def tapped(store: Store, nonce: str) -> Tapped | None:
    """Return the tap of this form; one statement."""
    row = next(iter(select_rows(store, _tapped_by(), nonce=nonce)), None)
    if row is None:
        return None
    mood, code, topics, created_at, told_at, badge_id, *names = row
    kind, name_fa, name_en, unit_fa, unit_en = (name or "" for name in names)
    return Tapped(
        nonce,
        mood,
        code,
        tuple(topics),
        created_at,
        told_at,
        kind,
        name_fa,
        name_en,
        unit_fa,
        unit_en,
        about=str(badge_id or ""),
    )


@cache
def _tapped_by() -> Select[Any]:
    """Return the statement of ``tapped``, built once a process."""
    return (
        select(
            *_columns(Feedback, "mood tracking_code topics created_at told_at badge_id"),
            *_columns(Subject, "kind name_fa name_en"),
            *_columns(Unit, "name_fa name_en"),
        )
        .select_from(Feedback)
        .outerjoin(Subject, col(Subject.id) == col(Feedback.subject_id))
        .outerjoin(Unit, col(Unit.id) == col(Feedback.unit_id))
        .where(col(Feedback.submission) == bindparam("nonce"))
    )


def slip(store: Store, nonce: str, vault: Vault) -> Slip | None:
    """Return what the receipt page shows after words; one statement, two with a number."""
    row = next(iter(select_rows(store, _slip_by(), nonce=nonce)), None)
    if row is None:
        return None
    own, code, told_at, kind, identity, wants, sealed, due_at, to_inspection = row
    phone = vault.unseal(sealed, place=contact_place("phone", own)) if sealed else ""
    secret = gets_receipt(Kind(kind), Identity(identity), wants_answer=wants)
    return Slip(
        tracking_code=code,
        receipt=codes.receipt(vault.receipt, nonce) if secret else "",
        told_at=told_at,
        phone=masked(phone),
        due_at=due_at,
        to_inspection=bool(to_inspection),
        unsent=bool(phone) and not _told(store, own),
    )


@cache
def _slip_by() -> Select[Any]:
    """Return the statement of ``slip``, built once a process."""
    return (
        select(
            *_columns(Feedback, "id tracking_code told_at kind identity wants_answer"),
            col(Contact.phone_sealed),
            *_columns(Case, "due_at to_inspection"),
        )
        .select_from(Feedback)
        .outerjoin(Contact, col(Contact.feedback_id) == col(Feedback.id))
        .outerjoin(Case, col(Case.feedback_id) == col(Feedback.id))
        .where(col(Feedback.submission) == bindparam("nonce"), col(Feedback.told_at).is_not(None))
    )


def _told(store: Store, feedback_id: int) -> bool:
    """Return whether a text message answers a message, sent or about to be."""
    return bool(select_rows(store, _answers(), wanted=f"feedback:{feedback_id}"))


@cache
def _answers() -> Any:
    """Return the statement of ``_told``, built once a process."""
    template = col(Notice.template)
    return select(col(Notice.id)).where(
        col(Notice.recipient) == bindparam("wanted"), or_(template == "C01", template == "C02")
    )


def masked(phone: str) -> str:
    """Return an E.164 mobile number as its owner knows it again and nobody else.

    >>> masked("+989123456789")
    '0912•••6789'
    """
    return f"0{phone[3:6]}•••{phone[-4:]}" if phone else ""


def status(session: Session, code: str) -> Status | None:
    """Return what the ten digits tell by themselves; one statement."""
    row = session.execute(
        select(col(Case.state), col(Case.due_at), col(Case.answered_at))
        .select_from(Feedback)
        .outerjoin(Case, col(Case.feedback_id) == col(Feedback.id))
        .where(col(Feedback.tracking_code) == code)
    ).first()
    if row is None:
        return None
    state, due_at, answered_at = row
    word = status_word(CaseState(state) if state else None)
    return Status(code, word, None if answered_at else due_at)


def own_case(
    session: Session,
    *,
    now: datetime,
    receipt_hash: str = "",
    phone_index: str = "",
    code: str = "",
) -> Own | None:
    """Return one own message with its case: by receipt, or by a proven number and tracking code."""
    if receipt_hash:
        mine = [col(Feedback.receipt_hash) == receipt_hash]
    else:
        mine = [col(Contact.phone_index) == phone_index, col(Feedback.tracking_code) == code]
    row = session.execute(_own().where(*mine)).first()
    if row is None:
        return None
    case = citizen_case(session, row[0], now=now)
    return _owned(row, case)


def own_messages(session: Session, phone_index: str, *, limit: int = 50) -> list[Own]:
    """Return every message a number was left with, newest first; each with its state alone."""
    found = _own().where(col(Contact.phone_index) == phone_index)
    rows = session.execute(found.order_by(col(Feedback.id).desc()).limit(limit)).all()
    return [_owned(row, None) for row in rows]


def _own() -> Any:
    return (
        select(
            *_columns(Feedback, "id tracking_code kind text created_at mood"),
            col(Case.state),
            *_columns(Unit, "name_fa name_en"),
        )
        .select_from(Feedback)
        .outerjoin(Contact, col(Contact.feedback_id) == col(Feedback.id))
        .outerjoin(Case, col(Case.feedback_id) == col(Feedback.id))
        .outerjoin(Unit, col(Unit.id) == col(Feedback.unit_id))
    )


def _owned(row: Any, case: CitizenCase | None) -> Own:
    feedback_id, code, kind, text, created_at, mood, state, *names = row
    shown = status_word(CaseState(state) if state else None)
    return Own(
        feedback_id,
        code,
        Kind(kind),
        text,
        created_at,
        mood,
        shown,
        case,
        *(name or "" for name in names),
    )


def _columns(table: Any, names: str) -> list[Any]:
    return [col(getattr(table, name)) for name in names.split()]
