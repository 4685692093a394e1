"""What follows when a notice did not arrive: another road, else a person (S09), and another try."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from app import audit
from app.errors import Missing, Refused
from app.notices.models import Notice
from app.notices.rules import LIFETIME, NoticeChannel, NoticeState
from app.notices.service import enqueue

__all__ = ["fall_back", "retry"]

Told = tuple[int, str]


def fall_back(
    session: Session,
    notice_id: int,
    *,
    other: NoticeChannel | None,
    operators: Iterable[Told],
    now: datetime,
) -> None:
    """Send a failed notice by another road, or tell the operators that somebody must call.

    Args:
        session: Unit of work in which the notice became ``failed``.
        notice_id: The notice.
        other: A road on which the recipient can be reached, ``None`` if there is no other.
        operators: Account ids of the operators with the language of each.
        now: Instant of the failure.
    """
    row = session.exec(select(Notice).where(Notice.id == notice_id)).one()
    if row.state is not NoticeState.FAILED or row.template in LIFETIME:
        return  # a sign-in code is asked for anew, by whoever waits for it
    if other is not None:
        enqueue(
            session,
            row.template,
            event=row.event,
            recipient=row.recipient,
            channel=other,
            now=now,
            locale=row.locale,
            params=row.params,
            urgent=row.urgent,
        )
    elif row.recipient.startswith("feedback:"):
        for account_id, locale in operators:
            enqueue(
                session,
                "S09",
                event=f"notice:{notice_id}:failed",
                recipient=f"account:{account_id}",
                channel=NoticeChannel.IN_APP,
                now=now,
                locale=locale,
                params={"id": str(notice_id)},
            )


def retry(session: Session, notice_id: int, *, actor_id: int, now: datetime) -> None:
    """Put a notice that was given up back in the outbox for another day of tries.

    Raises:
        Missing: No such notice.
        Refused: ``not_failed``: it is under way or arrived; ``outlived``: it has no sense any more.
    """
    row = session.exec(
        select(Notice)
        .where(col(Notice.id) == notice_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise Missing("notice", str(notice_id))
    if row.template in LIFETIME:
        raise Refused("outlived", row.template)
    if row.state is not NoticeState.FAILED:
        raise Refused("not_failed", row.state.value)
    row.state, row.not_before, row.first_tried_at, row.error = NoticeState.QUEUED, now, None, ""
    session.add(row)
    audit.append(session, "notice.retry", actor_id=actor_id, now=now, object=f"notice:{notice_id}")
