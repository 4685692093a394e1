"""The outbox from the worker's side: lease, send, settle.

The worker leases a notice in one unit of work, sends it outside any, and settles it in another.  A
lease is an update that must change exactly one row; the number of the try fences it, so a late
worker cannot settle another's try.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Update, and_, or_, update
from sqlalchemy.engine import CursorResult
from sqlmodel import Session, col, select

from app.notices.models import Notice
from app.notices.rules import LEASE, NoticeChannel, NoticeState, next_try, outlived

__all__ = ["Lease", "accept", "fail", "lease", "suppress"]


@dataclass(frozen=True, slots=True)
class Lease:
    """One notice in the hands of one worker for two minutes; ``attempt`` counts from 1."""

    id: int
    attempt: int
    event: str
    recipient: str
    channel: NoticeChannel
    template: str
    locale: str
    params: Mapping[str, str]
    created_at: datetime
    first_tried_at: datetime

    @property
    def key(self) -> str:
        """The same word on each try, by which a provider knows a repetition."""
        return f"notice-{self.id}"


def lease(
    session: Session, *, now: datetime, limit: int = 1, quiet_until: datetime | None = None
) -> list[Lease]:
    """Claim due notices for two minutes; another worker gets others, never the same.

    In the quiet hours (``quiet_until`` is given) an SMS that is not urgent is put off to their end.
    A notice whose worker died is claimed again when its two minutes have passed.
    """
    if quiet_until is not None:
        _put_off(session, now=now, until=quiet_until)
    due = _due(now, quiet=quiet_until is not None)
    found = select(Notice).where(due).order_by(col(Notice.not_before), col(Notice.id)).limit(limit)
    return [
        _leased(row, now) for row in session.exec(found).all() if _claim(session, row, due, now)
    ]


def accept(
    session: Session,
    held: Lease,
    *,
    now: datetime,
    reference: str = "",
    delivered: bool = False,
    rendered: str = "",
    version: int = 0,
) -> bool:
    """Record that the provider took it, or that it arrived; return whether the lease still held.

    The sentence that left is kept with its version.  A sign-in code is wiped from the row, and so
    is its sentence: nobody needs it any more.
    """
    state = NoticeState.DELIVERED if delivered else NoticeState.ACCEPTED
    kept = {name: value for name, value in held.params.items() if name != "otp"}
    changed = {"state": state, "sent_at": now, "reference": reference[:80], "error": ""}
    words = "" if "otp" in held.params else rendered
    return _settle(session, held, **changed, params=kept, rendered=words, text_version=version)


def fail(
    session: Session, held: Lease, *, now: datetime, error: str, for_good: bool = False
) -> NoticeState | None:
    """Record a failed try and when to try again; return the state, ``None`` if the lease was lost.

    Args:
        session: Open unit of work.
        held: The lease under which it was tried.
        now: When it failed; the ladder of tries ends 24 hours after the first one.
        error: Stable word for the operator, without personal data.
        for_good: Another try has no sense: the provider does not know such a number.
    """
    again = None if for_good else next_try(held.attempt, first=held.first_tried_at, now=now)
    if outlived(held.template, created=held.created_at, now=again or now):
        state = NoticeState.EXPIRED
    else:
        state = NoticeState.QUEUED if again else NoticeState.FAILED
    later = {"not_before": again} if state is NoticeState.QUEUED else {}
    return state if _settle(session, held, state=state, error=error[:200], **later) else None


def suppress(session: Session, held: Lease, *, reason: str) -> bool:
    """Record that it will not be sent: there is no address, or no longer one."""
    return _settle(session, held, state=NoticeState.SUPPRESSED, error=reason[:200])


def _due(now: datetime, *, quiet: bool) -> ColumnElement[bool]:
    waiting = and_(col(Notice.state) == NoticeState.QUEUED, col(Notice.not_before) <= now)
    left = and_(col(Notice.state) == NoticeState.SENDING, col(Notice.lease_until) <= now)
    due = or_(waiting, left)
    return and_(due, ~_hushed()) if quiet else due


def _hushed() -> ColumnElement[bool]:
    return and_(col(Notice.channel) == NoticeChannel.SMS, col(Notice.urgent).is_(False))


def _put_off(session: Session, *, now: datetime, until: datetime) -> None:
    waiting = and_(col(Notice.state) == NoticeState.QUEUED, col(Notice.not_before) <= now)
    _run(session, update(Notice).where(waiting, _hushed()).values(not_before=until))


def _claim(session: Session, row: Notice, due: ColumnElement[bool], now: datetime) -> bool:
    return _one(
        session,
        update(Notice)
        .where(col(Notice.id) == row.id, col(Notice.attempts) == row.attempts, due)
        .values(
            state=NoticeState.SENDING,
            attempts=row.attempts + 1,
            lease_until=now + LEASE,
            first_tried_at=row.first_tried_at or now,
        ),
    )


def _leased(row: Notice, now: datetime) -> Lease:
    return Lease(
        id=row.id or 0,
        attempt=row.attempts + 1,
        event=row.event,
        recipient=row.recipient,
        channel=row.channel,
        template=row.template,
        locale=row.locale,
        params=row.params,
        created_at=row.created_at,
        first_tried_at=row.first_tried_at or now,
    )


def _settle(session: Session, held: Lease, **values: object) -> bool:
    return _one(
        session,
        update(Notice)
        .where(
            col(Notice.id) == held.id,
            col(Notice.state) == NoticeState.SENDING,
            col(Notice.attempts) == held.attempt,
        )
        .values(lease_until=None, **values),
    )


def _one(session: Session, statement: Update) -> bool:
    return _run(session, statement) == 1


def _run(session: Session, statement: Update) -> int:
    result = session.connection().execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0
