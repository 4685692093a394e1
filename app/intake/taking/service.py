"""Taking a message for a citizen: the same record, case and notices as if they had sent it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from app import audit
from app.cases.taking.models import TakenMessage
from app.cases.taking.rules import LINES, Medium
from app.db import ensure
from app.errors import Invalid, Refused
from app.feedback import service as feedback
from app.feedback.models import Feedback
from app.feedback.service import Rating
from app.feedback.words import Words
from app.intake import service as intake
from app.intake.submission import Submission
from app.intake.taking.queries import About
from app.rights import Person
from app.vault import Vault

__all__ = ["Slip", "take"]


@dataclass(frozen=True, slots=True)
class Slip:
    """How the message reached the call centre; ``reference`` numbers the call or the letter."""

    medium: Medium
    line: str = ""
    reference: str = ""
    started_at: datetime | None = None


def take(
    session: Session,
    key: Submission,
    about: About,
    words: Words,
    slip: Slip,
    *,
    by: Person,
    vault: Vault,
    now: datetime,
    zone: ZoneInfo,
) -> str:
    """Store what a citizen said on the telephone or in a letter; return the form's nonce.

    Message, case, first steps, notices and the slip are stored together or not at all; the clock
    of the case runs from ``now``, when the operator saves it, not from the start of the call.
    Harmless when repeated: the same form is stored once.

    Args:
        session: Open unit of work.
        key: The form's submission key.
        about: Whom, what or which unit; empty for the city.
        words: What was said; a letter gives no rating.
        slip: Line, number of the call, when it began.
        by: The operator, who may not take a message about themself.
        vault: Seals the contact, derives the receipt.
        now: Instant of the operator's saving.
        zone: The city's zone.

    Raises:
        Invalid: ``line_unknown``, ``started_late``: the call began after now.
        Refused: ``about_yourself``; ``already_told``: other words were stored with this form.
    """
    _check(slip, now)
    if about.subject_id is not None and about.subject_id == by.subject_id:
        raise Refused("about_yourself")
    feedback.record(session, _rating(key, about, words), now=now, zone=zone)
    intake.tell(session, key.nonce, words, vault=vault, now=now, zone=zone)
    number = session.exec(select(Feedback.id).where(Feedback.submission == key.nonce)).one() or 0
    row = TakenMessage(
        feedback_id=number,
        operator_id=by.id,
        medium=slip.medium,
        line=slip.line,
        reference=" ".join(slip.reference.split())[:60],
        started_at=slip.started_at,
        taken_at=now,
    )
    if ensure(session, row):
        detail = {"medium": slip.medium.value, "line": slip.line, "reference": row.reference}
        audit.append(
            session,
            "message.taken",
            actor_id=by.id,
            now=now,
            object=f"feedback:{number}",
            detail=detail,
        )
    return key.nonce


def _check(slip: Slip, now: datetime) -> None:
    if slip.medium is Medium.CALL and slip.line not in LINES:
        raise Invalid("line_unknown", field="line")
    if slip.started_at is not None and slip.started_at > now:
        raise Invalid("started_late", field="started")


def _rating(key: Submission, about: About, words: Words) -> Rating:
    return Rating(
        submission=key.nonce,
        channel=key.channel,
        mood=words.mood,
        subject_id=about.subject_id,
        unit_id=about.unit_id,
        badge_id=about.badge_id,
        site=about.site,
        service_type=about.service_type,
        locale=words.locale,
    )
