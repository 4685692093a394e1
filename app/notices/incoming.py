"""What the gateway tells: how a message ended, and that a citizen wrote.

A state only goes forward: accepted, failed, delivered.  Calls may come twice, late or in any
order; each has its effect once.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from app.db import ensure
from app.errors import Invalid, Missing
from app.notices.failing import fall_back
from app.notices.models import InboundMessage, Notice
from app.notices.rules import NoticeState
from app.text import latin_digits

__all__ = ["STATUS", "e164", "note_status", "remember"]

STATUS = {
    6: NoticeState.FAILED,
    10: NoticeState.DELIVERED,
    11: NoticeState.FAILED,
    13: NoticeState.FAILED,
    14: NoticeState.FAILED,
}
"""States by the gateway's numbers; those left out (queued, sent on) change nothing here."""

_FORWARD = {
    NoticeState.ACCEPTED: {NoticeState.FAILED, NoticeState.DELIVERED},
    NoticeState.FAILED: {NoticeState.DELIVERED},
}


def note_status(
    session: Session,
    reference: str,
    status: int,
    *,
    operators: Iterable[tuple[int, str]],
    now: datetime,
) -> bool:
    """Record how a message ended; return whether its state went forward.

    Args:
        session: Open unit of work; the row is locked.
        reference: The gateway's own number of the message.
        status: The gateway's number of the state.
        operators: Who is told if it did not arrive.
        now: Server receipt.

    Raises:
        Missing: ``notice``: no message of this number was handed over.
    """
    row = session.exec(
        select(Notice)
        .where(col(Notice.reference) == reference)
        .order_by(col(Notice.id).desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None or not reference:
        raise Missing("notice")
    new = STATUS.get(status)
    if new is None or new not in _FORWARD.get(row.state, set()):
        return False
    row.state, row.error = new, f"gateway_{status}" if new is NoticeState.FAILED else ""
    session.add(row)
    session.flush()
    fall_back(session, row.id or 0, other=None, operators=operators, now=now)
    return True


def remember(session: Session, message_id: str, *, now: datetime) -> bool:
    """Note that a citizen's message came; return whether it is the first time."""
    return ensure(session, InboundMessage(message_id=message_id, received_at=now))


def e164(text: str) -> str:
    """Return an Iranian mobile number as it is stored.

    >>> e164("09123456789"), e164("+98 912 345 6789"), e164("۹۸۹۱۲۳۴۵۶۷۸۹")
    ('+989123456789', '+989123456789', '+989123456789')

    Raises:
        Invalid: ``phone``: it is none.
    """
    digits = re.sub(r"[\s+-]", "", latin_digits(text))
    found = re.fullmatch(r"(?:0098|98|0)?(9\d{9})", digits)
    if found is None:
        raise Invalid("phone", field="from")
    return f"+98{found[1]}"
