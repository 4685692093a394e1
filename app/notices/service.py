"""Writes of the outbox: a notice is enqueued in the unit of work that caused it."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from app.db import ensure
from app.notices.models import Notice
from app.notices.rules import NoticeChannel

__all__ = ["enqueue"]


def enqueue(
    session: Session, template: str, *, event: str, recipient: str, channel: NoticeChannel,
    now: datetime, locale: str = "fa", params: Mapping[str, str] | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Put one notice in the outbox; return whether it was new.

    Args:
        session: Open unit of work; the row is inserted, never committed here.
        template: ``C01``-``C18`` or ``S01``-``S10``.
        event: What happened, unique with recipient and channel: ``case:12:claim:1``.
        recipient: ``feedback:12`` for the citizen who wrote it, ``account:7`` for staff.
        channel: By which road.
        now: Instant of the event.
        locale: Language of the recipient.
        params: Values of the template's names; no phone, no name of staff, no citizen's words.
        not_before: Earliest sending, ``now`` if empty.
    """
    return ensure(
        session,
        Notice(
            event=event, recipient=recipient, channel=channel, template=template, locale=locale,
            params=dict(params or {}), not_before=not_before or now, created_at=now,
        ),
    )
