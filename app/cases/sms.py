"""The citizen's answer by text message: 1 is yes, 2 is no, with the code where several wait."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from app.cases import telling
from app.cases.citizen import confirm, refute
from app.cases.models import Case
from app.cases.returning import REOPEN, reopen
from app.cases.rules import CaseState
from app.feedback.models import Contact
from app.text import latin_digits

__all__ = ["SmsAnswer", "Understood", "read_answer", "sms_reply"]

_CODE = 10


class SmsAnswer(StrEnum):
    """What became of a text message."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    REOPENED = "reopened"
    WHICH = "which"
    NOTHING_WAITS = "nothing_waits"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text says: yes or no, and about which code, empty for none."""

    solved: bool
    code: str = ""


def read_answer(text: str) -> Understood | None:
    """Read a text message; ``None`` if it says neither 1 nor 2.

    >>> read_answer("۲")
    Understood(solved=False, code='')
    >>> read_answer("483 902 7152: 1")
    Understood(solved=True, code='4839027152')
    >>> read_answer("12") is None
    True
    """
    groups = re.findall(r"[0-9]+", latin_digits(text))
    for place in (-1, 0):
        if groups and groups[place] in {"1", "2"}:
            rest = groups[:-1] if place else groups[1:]
            code = "".join(rest)
            if len(code) in {0, _CODE}:
                return Understood(groups[place] == "1", code)
    return None


def sms_reply(session: Session, phone_index: str, text: str, now: datetime) -> SmsAnswer:
    """Take a citizen's text message; the same message twice counts once.

    Args:
        session: Open unit of work.
        phone_index: Blind index of the sender's number (``Vault.blind_index``).
        text: As it came, Persian or Latin digits.
        now: Server receipt.

    Returns:
        What became of it.  ``WHICH`` has asked the citizen which case is meant (C19); an unknown
        number is ``NOTHING_WAITS`` like any other that has no case waiting.
    """
    said = read_answer(text)
    if said is None:
        return SmsAnswer.UNREADABLE
    cases = _of(session, phone_index, said.code)
    waiting = [case for case in cases if case.state is CaseState.FIX_CLAIMED]
    if len(waiting) > 1:
        _ask_which(session, waiting, now)
        return SmsAnswer.WHICH
    if waiting:
        (confirm if said.solved else refute)(session, waiting[0].feedback_id, now=now)
        return SmsAnswer.CONFIRMED if said.solved else SmsAnswer.REFUTED
    return _too_late(session, cases, said, now)


def _too_late(session: Session, cases: list[Case], said: Understood, now: datetime) -> SmsAnswer:
    """A "no" within a week after nobody could be reached opens the case again (C09)."""
    closed = [
        case
        for case in cases
        if case.state is CaseState.CLOSED_UNVERIFIED
        and case.closed_at is not None
        and now - case.closed_at <= REOPEN
    ]
    if said.solved or len(closed) != 1 or closed[0].reopens:
        return SmsAnswer.NOTHING_WAITS
    reopen(session, closed[0].feedback_id, now=now)
    return SmsAnswer.REOPENED


def _of(session: Session, phone_index: str, code: str) -> list[Case]:
    found = (
        select(Case)
        .join(Contact, col(Contact.feedback_id) == col(Case.feedback_id))
        .where(col(Contact.phone_index) == phone_index)
        .order_by(col(Case.id).desc())
    )
    if code:
        found = found.where(col(Case.tracking_code) == code)
    return list(session.exec(found))


def _ask_which(session: Session, waiting: list[Case], now: datetime) -> None:
    newest, *_others = waiting
    codes = " / ".join(case.tracking_code for case in waiting[:3])
    event = f"which:{newest.version}:{now.date().isoformat()}"
    telling.tell_citizen(session, newest, "C19", event=event, now=now, code=codes)
