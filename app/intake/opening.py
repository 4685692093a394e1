"""How a citizen opens the own messages: a code by SMS, and the pass it is changed for.

A code of six digits is derived from the instant at which it was asked for, so nothing but the
notice in the outbox remembers it.  It lives for ten minutes and is spent once.  Whoever proves a
number gets a pass: a signed word, good for half an hour, carried in forms alone, never in an
address and never in a cookie.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from sqlmodel import Session, col

from app.feedback.models import Contact, Feedback
from app.notices import service as notices
from app.notices.models import Notice
from app.notices.rules import NoticeChannel
from app.vault import Vault

__all__ = [
    "CODE_LIFE",
    "NOBODY",
    "Asked",
    "grant",
    "holder",
    "newest_of",
    "phone_of",
    "send",
    "sent_code",
]

CODE_LIFE = timedelta(minutes=10)
_PASS_S = 30 * 60
_SALT = "takrim-pass-v1"


@dataclass(frozen=True, slots=True)
class Asked:
    """A number that may be sent a code: its blind index, and the message it is reached by."""

    phone_index: str
    feedback_id: int
    locale: str


NOBODY = Asked("", 0, "fa")
"""Stands for a number nobody left, so that a try at it costs what a wrong code costs."""


def phone_of(session: Session, tracking_code: str) -> Asked | None:
    """Return the number left with a message, ``None`` if there is none; one statement."""
    return _asked(session, col(Feedback.tracking_code) == tracking_code)


def newest_of(session: Session, phone_index: str) -> Asked | None:
    """Return a number by its index, reached by its newest message; one statement."""
    return _asked(session, col(Contact.phone_index) == phone_index)


def send(session: Session, asked: Asked, *, vault: Vault, now: datetime) -> None:
    """Queue the code of this second for a number (C17).

    Args:
        session: Open unit of work.
        asked: Whom to send it to.
        vault: Derives the code.
        now: Instant of the wish; asked twice in a second, it is sent once.
    """
    second = now.replace(microsecond=0)
    notices.enqueue(
        session,
        "C17",
        event=f"login:{asked.feedback_id}:{int(second.timestamp())}",
        recipient=f"feedback:{asked.feedback_id}",
        channel=NoticeChannel.SMS,
        now=second,
        locale=asked.locale,
        params={"otp": _code(vault, asked, second)},
    )


def sent_code(session: Session, asked: Asked, *, vault: Vault, now: datetime) -> str:
    """Return the newest code that still lives, empty if there is none; one statement."""
    at = session.execute(
        select(col(Notice.created_at))
        .where(
            col(Notice.recipient) == f"feedback:{asked.feedback_id}",
            col(Notice.template) == "C17",
            col(Notice.created_at) > now - CODE_LIFE,
        )
        .order_by(col(Notice.id).desc())
        .limit(1)
    ).scalar()
    code = _code(vault, asked, at or now)
    return code if at else ""


def grant(vault: Vault, phone_index: str) -> str:
    """Return a pass for whoever proved this number."""
    return _signer(vault).dumps(phone_index)


def holder(vault: Vault, word: str) -> str:
    """Return the index of the number a pass was granted to, empty if it is none of ours."""
    try:
        return str(_signer(vault).loads(word, max_age=_PASS_S))
    except BadSignature:
        return ""


def _asked(session: Session, wanted: object) -> Asked | None:
    row = session.execute(
        select(col(Contact.phone_index), col(Feedback.id), col(Feedback.locale))
        .join(Feedback, col(Feedback.id) == col(Contact.feedback_id))
        .where(wanted)  # type: ignore[arg-type]
        .order_by(col(Feedback.id).desc())
        .limit(1)
    ).first()
    return Asked(*row) if row else None


def _code(vault: Vault, asked: Asked, at: datetime) -> str:
    told = f"login|{asked.phone_index}|{asked.feedback_id}|{int(at.astimezone(UTC).timestamp())}"
    drawn = hmac.new(vault.receipt, told.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(drawn[:8], 'big') % 1_000_000:06d}"


def _signer(vault: Vault) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(vault.submission, salt=_SALT)
