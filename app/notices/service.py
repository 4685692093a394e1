"""Writes of the outbox: a notice is enqueued in the unit of work that caused it.

What the worker does with it is ``leasing``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from app.notices.models import Notice
from app.notices.rules import (
    ALWAYS_URGENT,
    NoticeChannel,
    NoticeState,
)
from app.notices.texts import check_params
from app.quick_sql import Store, insert_each, insert_unless_known

__all__ = [
    "Addressed",
    "enqueue",
    "enqueue_each",
    "mark_all_read",
]


@dataclass(frozen=True, slots=True)
class Addressed:
    """What differs from one recipient to the next when many are told the same."""

    event: str
    recipient: str
    locale: str
    params: Mapping[str, str]
    urgent: bool = False


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


def mark_all_read(session: Session, account_id: int, *, up_to: int, now: datetime) -> int:
    """Mark this account's own notices up to one id as read; return how many changed."""
    changed = session.connection().execute(
        update(Notice)
        .where(
            col(Notice.id) <= up_to,
            col(Notice.recipient) == f"account:{account_id}",
            col(Notice.channel) == NoticeChannel.IN_APP,
            col(Notice.read_at).is_(None),
        )
        .values(read_at=now)
    )
    return changed.rowcount
