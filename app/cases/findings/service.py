"""What people do with a finding: one verb each, and the log of what was refused.

Staff verbs take the tracking code; the verbs of the person named take the finding's own id.  A
case or finding one may not know of is ``Missing``, a step the table forbids is ``Refused``.
"""

from datetime import datetime

from sqlmodel import Session, select

from app.cases.findings.alleging import allege, delay, notify
from app.cases.findings.deciding import decide, propose, send_back
from app.cases.findings.hearing import appeal, appeal_on_paper, reply, reply_on_paper
from app.cases.findings.models import Finding
from app.cases.findings.reviewing import review
from app.cases.models import Case
from app.cases.moving import Hand, record
from app.cases.states import CaseRole
from app.rights import Person

__all__ = [
    "allege",
    "appeal",
    "appeal_on_paper",
    "decide",
    "delay",
    "log_refusal",
    "notify",
    "propose",
    "reply",
    "reply_on_paper",
    "review",
    "send_back",
]


def log_refusal(
    session: Session, public_id: str, *, verb: str, reason: str, by: Person, now: datetime
) -> None:
    """Write down that the person named was refused something; what a desk tried is logged there.

    A finding the person was not told of leaves no trace under their name.
    """
    found = session.exec(select(Finding).where(Finding.public_id == public_id)).first()
    if found is None or found.subject_id != by.subject_id or found.notified_at is None:
        return
    case = session.exec(select(Case).where(Case.id == found.case_id).with_for_update()).one()
    hand = Hand(CaseRole.SUB, by.id)
    word = f"finding.{verb}: {reason}"[:60]
    record(session, case, hand, "refused_transition", now=now, reason=word)
