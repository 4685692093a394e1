"""Writes of the outbox: enqueue, lease, settle.

A notice is enqueued in the unit of work that caused it.  The worker leases one in a second unit
of work, sends it outside any, and settles it in a third.  A lease is an update that must change
exactly one row; the number of the try fences it, so a late worker cannot settle another's try.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, or_, update
from sqlalchemy.engine import CursorResult
from sqlmodel import Session, col, select

from app.notices.models import Notice
from app.notices.rules import (
    ALWAYS_URGENT,
    LEASE,
    NoticeChannel,
    NoticeState,
    next_try,
    outlived,
)
from app.notices.texts import check_params
from app.quick_sql import Store, insert_each, insert_unless_known

__all__ = [
    "Addressed",
    "Lease",
    "accept",
    "enqueue",
    "enqueue_each",
    "fail",
    "lease",
    "mark_all_read",
    "suppress",
]


@dataclass(frozen=True, slots=True)
class Addressed:
    """What differs from one recipient to the next when many are told the same."""

    event: str
    recipient: str
    locale: str
    params: Mapping[str, str]
    urgent: bool = False


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


def enqueue(
    store: Store,
    template: str,
    *,
    event: str,
    recipient: str,
    channel: NoticeChannel,
    now: datetime,
    locale: str = "fa",
    params: Mapping[str, str] | None = None,
    not_before: datetime | None = None,
    urgent: bool = False,
) -> bool:
    """Put one notice in the outbox; return whether it was new.

    Args:
        store: Open unit of work; the row is inserted, never committed here.
        template: ``C01``-``C25`` or ``S01``-``S33``.
        event: What happened, unique with recipient and channel: ``case:12:claim:1``.
        recipient: ``feedback:12`` for the citizen who wrote it, ``account:7`` for staff.
        channel: By which road.
        now: Instant of the event.
        locale: Language of the recipient.
        params: Values of the template's names (``due`` and ``until`` as ISO 8601 instants with
            offset, ``date`` as ISO day); no phone, no name of staff, no citizen's words.
        not_before: Earliest sending, ``now`` if empty.
        urgent: Whether it may be sent in the quiet hours (safety cases; C01 and C17 always may).

    Raises:
        Refused: No such text, or its names and ``params`` do not fit.
    """
    one = Addressed(event, recipient, locale, params or {}, urgent)
    row = _queued(template, one, channel=channel, now=now, not_before=not_before or now)
    return insert_unless_known(store, Notice, row)


def enqueue_each(
    store: Store,
    template: str,
    recipients: Iterable[Addressed],
    *,
    now: datetime,
    channel: NoticeChannel = NoticeChannel.SMS,
    not_before: datetime | None = None,
) -> int:
    """Put the same notice for many in the outbox, in one statement; return how many are new.

    Raises:
        Refused: As ``enqueue``.
    """
    rows = [
        _queued(template, one, channel=channel, now=now, not_before=not_before or now)
        for one in recipients
    ]
    return insert_each(store, Notice, rows)


def _queued(
    template: str, one: Addressed, *, channel: NoticeChannel, now: datetime, not_before: datetime
) -> dict[str, Any]:
    """Return every column of a notice that waits.

    Raises:
        Refused: As ``enqueue``.
    """
    check_params(template, one.params)
    return {
        "event": one.event,
        "recipient": one.recipient,
        "channel": channel,
        "template": template,
        "locale": one.locale,
        "params": dict(one.params),
        "state": NoticeState.QUEUED,
        "attempts": 0,
        "not_before": not_before,
        "lease_until": None,
        "urgent": one.urgent or template in ALWAYS_URGENT,
        "created_at": now,
        "first_tried_at": None,
        "sent_at": None,
        "read_at": None,
        "reference": "",
        "error": "",
        "text_version": 0,
        "rendered": "",
    }


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


def mark_all_read(session: Session, account_id: int, *, up_to: int, now: datetime) -> int:
    """Mark this account's own notices up to one id as read; return how many changed."""
    return _run(
        session,
        update(Notice)
        .where(
            col(Notice.id) <= up_to,
            col(Notice.recipient) == f"account:{account_id}",
            col(Notice.channel) == NoticeChannel.IN_APP,
            col(Notice.read_at).is_(None),
        )
        .values(read_at=now),
    )


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
