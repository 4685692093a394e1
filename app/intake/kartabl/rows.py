"""What a proof opens all at once: the own messages with everything the city has of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.cases.models import Case, CaseStep
from app.cases.shown import TOLD
from app.feedback.erasing.models import Erasure
from app.feedback.models import Attachment, Contact, Feedback
from app.feedback.rules import PhotoState
from app.feedback.words import contact_place
from app.notices.models import Notice
from app.vault import Vault

__all__ = ["Told", "everything", "notices_of", "own_ids"]


@dataclass(frozen=True, slots=True)
class Told:
    """One message that was sent to the citizen."""

    template: str
    locale: str
    params: dict[str, str]
    at: datetime
    state: str


def own_ids(session: Session, *, phone_index: str = "", receipt_hash: str = "") -> list[int]:
    """Return the messages a proven number or a receipt stands for; one statement."""
    found = select(col(Feedback.id))
    if receipt_hash:
        found = found.where(col(Feedback.receipt_hash) == receipt_hash)
    else:
        found = found.join(Contact, col(Contact.feedback_id) == col(Feedback.id)).where(
            col(Contact.phone_index) == phone_index
        )
    return list(session.execute(found.order_by(col(Feedback.id))).scalars())


def notices_of(session: Session, ids: Sequence[int], *, limit: int = 100) -> list[Told]:
    """Return what was sent to the citizen, newest first, codes for signing in left out."""
    found = (
        select(*(col(c) for c in (Notice.template, Notice.locale, Notice.params,
                                  Notice.created_at, Notice.state)))
        .where(
            col(Notice.recipient).in_([f"feedback:{number}" for number in ids]),
            col(Notice.template) != "C17",
        )
        .order_by(col(Notice.id).desc())
        .limit(limit)
    )  # fmt: skip
    return [Told(*row) for row in session.execute(found)]


def everything(session: Session, ids: Sequence[int], vault: Vault) -> list[dict[str, Any]]:
    """Return all the city has of these messages, plain enough for JSON; three statements.

    Device and network are left out: they are keyed hashes and name nobody.
    """
    found = (
        select(Feedback, Contact, Case, col(Erasure.at))
        .outerjoin(Contact, col(Contact.feedback_id) == col(Feedback.id))
        .outerjoin(Case, col(Case.feedback_id) == col(Feedback.id))
        .outerjoin(Erasure, col(Erasure.feedback_id) == col(Feedback.id))
        .where(col(Feedback.id).in_(ids))
        .order_by(col(Feedback.id))
    )
    rows = [tuple(row) for row in session.execute(found)]
    steps = _steps(session, [case.id for _said, _contact, case, _at in rows if case])
    names = _photos(session, ids)
    return [
        _message(said, contact, case, erased_at, vault)
        | {"history": steps.get(case.id if case else 0, []), "photos": names.get(said.id, [])}
        for said, contact, case, erased_at in rows
    ]


def _message(
    said: Feedback, contact: Contact | None, case: Case | None, erased: Any, vault: Vault
) -> dict[str, Any]:
    def opened(column: str, sealed: bytes) -> str:
        place = contact_place(column, said.id or 0)
        return vault.unseal(sealed, place=place) if sealed else ""

    return {
        "tracking_code": said.tracking_code,
        "at": said.created_at.isoformat(),
        "channel": said.channel,
        "rating": said.mood,
        "kind": said.kind,
        "category": said.category,
        "topics": said.topics,
        "text": said.text,
        "identity": said.identity,
        "language": said.locale,
        "mobile": opened("phone", contact.phone_sealed) if contact else "",
        "name": opened("name", contact.name_sealed) if contact else "",
        "erased_at": erased.isoformat() if erased else None,
        "case": None if case is None else {
            "state": case.state,
            "due_at": case.due_at.isoformat(),
            "answered_at": case.answered_at.isoformat() if case.answered_at else None,
        },
    }  # fmt: skip


def _steps(session: Session, case_ids: Sequence[int | None]) -> dict[int, list[dict[str, Any]]]:
    found = select(CaseStep).where(
        col(CaseStep.case_id).in_(case_ids), col(CaseStep.type).in_(TOLD)
    )
    told: dict[int, list[dict[str, Any]]] = {}
    for step in session.execute(found.order_by(col(CaseStep.id))).scalars():
        line = {"at": step.at.isoformat(), "what": step.type, "text": step.public_text}
        told.setdefault(step.case_id, []).append(line)
    return told


def _photos(session: Session, ids: Sequence[int]) -> dict[int | None, list[str]]:
    found = select(col(Attachment.feedback_id), col(Attachment.name)).where(
        col(Attachment.feedback_id).in_(ids), col(Attachment.state) == PhotoState.READY
    )
    names: dict[int | None, list[str]] = {}
    for number, name in session.execute(found.order_by(col(Attachment.id))):
        names.setdefault(number, []).append(f"photos/{name}.jpg")
    return names
