"""Reads of the outbox: an inbox, what failed, what is stuck."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.notices.models import Notice
from app.notices.rules import LIFETIME, NoticeChannel, NoticeState

__all__ = ["FailedRow", "InboxRow", "failed", "inbox", "stuck", "unread"]

_STUCK_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One notice on a desk; the sentence is said from ``template`` and ``params``."""

    id: int
    event: str
    template: str
    params: Mapping[str, str]
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedRow:
    """One notice that did not arrive, for the operator; ids only."""

    id: int
    event: str
    recipient: str
    channel: NoticeChannel
    template: str
    state: NoticeState
    attempts: int
    error: str
    created_at: datetime
    code: str
    may_retry: bool


def stuck(session: Session, *, now: datetime) -> int:
    """Return how many notices have been due for over five minutes and were never tried."""
    late = select(func.count()).where(
        col(Notice.state) == NoticeState.QUEUED,
        col(Notice.attempts) == 0,
        col(Notice.not_before) < now - _STUCK_AFTER,
    )
    return session.exec(late).one()


def inbox(
    session: Session, account_id: int, *, limit: int = 25, before: int | None = None
) -> list[InboxRow]:
    """Return this account's notices on the desk, newest first; ``before`` is the last id shown."""
    found = select(Notice).where(*_own(account_id)).order_by(col(Notice.id).desc()).limit(limit)
    if before is not None:
        found = found.where(col(Notice.id) < before)
    return [
        InboxRow(row.id or 0, row.event, row.template, row.params, row.created_at, row.read_at)
        for row in session.exec(found)
    ]


def unread(session: Session, account_id: int) -> int:
    """Return how many notices of this account's inbox are unread."""
    count = select(func.count()).where(*_own(account_id), col(Notice.read_at).is_(None))
    return session.exec(count).one()


def failed(session: Session, *, limit: int = 25, before: int | None = None) -> list[FailedRow]:
    """Return what was given up, newest first: somebody has to call or correct the contact."""
    given_up = col(Notice.state).in_([NoticeState.FAILED, NoticeState.EXPIRED])
    found = select(Notice).where(given_up).order_by(col(Notice.id).desc()).limit(limit)
    if before is not None:
        found = found.where(col(Notice.id) < before)
    return [_failed(row) for row in session.exec(found)]


def _own(account_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Notice.recipient) == f"account:{account_id}",
        col(Notice.channel) == NoticeChannel.IN_APP,
    )


def _failed(row: Notice) -> FailedRow:
    return FailedRow(
        id=row.id or 0,
        event=row.event,
        recipient=row.recipient,
        channel=row.channel,
        template=row.template,
        state=row.state,
        attempts=row.attempts,
        error=row.error,
        created_at=row.created_at,
        code=row.params.get("code", ""),
        may_retry=row.state is NoticeState.FAILED and row.template not in LIFETIME,
    )
