"""A false badge is reported: the message, its photo and the desk's row, in one unit of work."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from app.badges.queries import SubjectPage
from app.badges.suspicion.reporting import Report, report
from app.badges.suspicion.rules import ReportReason
from app.db import ensure
from app.feedback.models import Attachment, Feedback
from app.intake import service
from app.intake.service import Tap
from app.intake.submission import Submission

__all__ = ["Said", "report_false"]


@dataclass(frozen=True, slots=True)
class Said:
    """What the form said; ``typed`` or ``strange`` names a code that is no badge of ours."""

    reason: ReportReason
    place: str = ""
    text: str = ""
    photo: str = ""
    typed: str = ""
    strange: str = ""


def report_false(
    session: Session,
    key: Submission,
    tap: Tap,
    said: Said,
    page: SubjectPage | None,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> bool:
    """Store a report exactly once; return whether it was new.

    The words reach the issuing desk and inspection alone: they wait on no release queue, since
    they speak of a badge and nobody has to hear them.

    Args:
        session: Open unit of work.
        key: The form's submission key.
        tap: Who sends it, as keyed hashes.
        said: The report.
        page: The badge, if there is one.
        now: Instant of server receipt.
        zone: The city's zone.
    """
    stored = service.submit(session, key, tap, page, now=now, zone=zone)
    if not stored.new:
        return False
    if said.photo:
        mine = select(Feedback.id).where(Feedback.submission == key.nonce)
        feedback_id = session.exec(mine).one()
        ensure(session, Attachment(feedback_id=feedback_id or 0, name=said.photo, stored_at=now))
    return report(
        session,
        Report(
            submission=key.nonce,
            reason=said.reason,
            serial=page.serial if page else "",
            typed="" if page else said.typed,
            strange="" if page else said.strange,
            place=said.place,
            text=said.text,
            photo=said.photo,
            network=tap.network,
        ),
        now=now,
    )
