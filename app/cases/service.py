"""What people do with a case: one verb of the trade each.

Staff verbs take the tracking code and the person: a case that is not visible to them is
``Missing``, a move the table forbids is ``Refused`` (and logged by ``log_refusal``, since the unit
of work that failed stores nothing).  The citizen's verbs take the message whose receipt was shown.
"""

from datetime import datetime

from sqlmodel import Session

from app.cases.asking import ask, cancel_question, reply
from app.cases.calls import Call, dial, record_call
from app.cases.checking import confirm_hold, hold, let_through
from app.cases.citizen import confirm, refute, withdraw
from app.cases.conflicts import roles_on
from app.cases.contact import reveal
from app.cases.deciding import claim_fixed, decline, transfer
from app.cases.handing import accept, assign, bounce, recuse, refer, team_of
from app.cases.merging import merge, unmerge
from app.cases.models import Case
from app.cases.moving import Hand, hand_of, locked, record
from app.cases.opening import Filing, open
from app.cases.planning import plan
from app.cases.rating import rate
from app.cases.recoding.service import recode
from app.cases.returning import appeal, decide_appeal, inspect_again, reopen
from app.cases.rules import OPEN, CaseRole, check_answer
from app.cases.sms import SmsAnswer, sms_reply
from app.errors import Invalid, Missing, Refused
from app.rights import Person

__all__ = [
    "Call",
    "Filing",
    "SmsAnswer",
    "accept",
    "appeal",
    "ask",
    "assign",
    "bounce",
    "cancel_question",
    "claim_fixed",
    "confirm",
    "confirm_hold",
    "decide_appeal",
    "decline",
    "dial",
    "hold",
    "inform",
    "inspect_again",
    "let_through",
    "log_refusal",
    "merge",
    "note",
    "open",
    "plan",
    "rate",
    "recode",
    "record_call",
    "recuse",
    "refer",
    "refute",
    "reopen",
    "reply",
    "reveal",
    "sms_reply",
    "team_of",
    "transfer",
    "unmerge",
    "withdraw",
]


def note(session: Session, code: str, *, text: str, by: Person, now: datetime) -> Case:
    """Add an internal note; it never leaves the desks by any channel, and is never lost.

    Raises:
        Missing: No such case.
        Invalid: ``text_missing``.
        Refused: ``read_only``.
    """
    case = locked(session, code, by)
    hand = hand_of(case, by)
    if not text.strip():
        raise Invalid("text_missing", field="note")
    record(session, case, hand, "note", now=now, internal=text.strip())
    return case


def inform(
    session: Session,
    code: str,
    *,
    text: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Tell the citizen how it goes, on the tracking page; no clock stops.

    Raises:
        Missing: No such case.
        Invalid: ``answer_short``.
        Refused: ``closed``, ``read_only``, ``changed_meanwhile``.
    """
    case = locked(session, code, by, version)
    hand = hand_of(case, by)
    if case.state not in OPEN:
        raise Refused("closed")
    record(session, case, hand, "news", now=now, public=check_answer(text))
    return case


def log_refusal(
    session: Session, code: str, *, verb: str, reason: str, by: Person, now: datetime
) -> None:
    """Write down that a verb was refused; in a unit of work of its own, after the one that failed.

    A case the person may not know of leaves no trace under their name.
    """
    try:
        case = locked(session, code, by)
    except Missing:
        return
    roles = roles_on(by, case)
    hand = Hand(roles[0] if roles else CaseRole.HND, by.id)
    record(session, case, hand, "refused_transition", now=now, reason=f"{verb}: {reason}"[:60])
