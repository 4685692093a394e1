"""Thanks reach the person and the manager in the unit of work that lets them through (S07).

What was told is a copy of the words: whoever takes words out of a message, or erases them, calls
``retell_thanks``.  A handler's word is due within one working day of the message; who releases
words is reminded of those that wait longer.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from app.calendar.rules import WorkingCalendar, day_window
from app.directory.models import Subject, Unit
from app.directory.rules import EMPLOYEE
from app.feedback.masking import without_traces
from app.feedback.models import Feedback, Release
from app.feedback.rules import Kind, ReleaseState
from app.notices import service as notices
from app.notices.models import Notice
from app.notices.rules import NoticeChannel
from app.people.models import Account, RoleGrant
from app.rights import Role

__all__ = ["deliver_thanks", "late_thanks", "remind_of_thanks", "retell_thanks"]

_LONGEST = 300


def deliver_thanks(session: Session, feedback_id: int, words: str, *, now: datetime) -> int:
    """Tell the person thanked and their nearest manager; return how many were told.

    Nothing for other kinds of words and for places; who has no account reads it later.
    """
    found = session.exec(
        select(Subject, Unit.path)
        .join(Feedback, col(Feedback.subject_id) == col(Subject.id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(
            Feedback.id == feedback_id,
            Feedback.kind == Kind.APPRECIATION,
            Subject.kind == EMPLOYEE,
        )
    ).first()
    if found is None or not words.strip():
        return 0
    subject, path = found
    said = _told_as(words)
    return sum(
        notices.enqueue(
            session,
            "S07",
            event=_event(feedback_id),
            recipient=f"account:{account_id}",
            channel=NoticeChannel.IN_APP,
            now=now,
            locale=locale,
            params={"text": said},
        )
        for account_id, locale in _told(session, subject.id or 0, path).items()
    )


def retell_thanks(session: Session, feedback_id: int, words: str) -> int:
    """Let what was told of a message say what is left of its words; return how many changed."""
    told = select(Notice).where(Notice.template == "S07", Notice.event == _event(feedback_id))
    rows = session.exec(told).all()
    for row in rows:
        before, now = row.params["text"], _told_as(words) or "…"
        row.params = {**row.params, "text": now}
        row.rendered = row.rendered.replace(before, now) if before else row.rendered
        session.add(row)
    return len(rows)


def late_thanks(session: Session, calendar: WorkingCalendar, *, now: datetime) -> int:
    """Return how many thanks wait for a handler although their working day is over."""
    waiting = (
        select(Release.queued_at)
        .join(Feedback, col(Feedback.id) == col(Release.feedback_id))
        .where(
            Release.state == ReleaseState.WAITING,
            Feedback.kind == Kind.APPRECIATION,
            Release.queued_at < now,
        )
    )
    return sum(day_window(calendar, at, 1) <= now for at in session.exec(waiting))


def remind_of_thanks(
    session: Session,
    calendar: WorkingCalendar,
    desk: Sequence[tuple[int, str]],
    *,
    now: datetime,
) -> int:
    """Tell the desk that releases words of late thanks, once a day (S31); return how many wait.

    Args:
        session: Open unit of work.
        calendar: By which the working day is counted.
        desk: Account and language of those who release words.
        now: Aware instant.
    """
    late = late_thanks(session, calendar, now=now)
    for account_id, locale in desk if late else ():
        notices.enqueue(
            session,
            "S31",
            event=f"thanks:late:{calendar.local_day(now).isoformat()}",
            recipient=f"account:{account_id}",
            channel=NoticeChannel.IN_APP,
            now=now,
            locale=locale,
            params={"left": str(late)},
        )
    return late


def _event(feedback_id: int) -> str:
    return f"thanks:{feedback_id}"


def _told_as(words: str) -> str:
    return " ".join(without_traces(words).split())[:_LONGEST]


def _told(session: Session, subject_id: int, path: str) -> dict[int, str]:
    """Return account and language of the person, who leads above, and who manages nearest.

    Who leads is named on the unit; who manages holds the role there.  Often it is the same person.
    """
    rows = session.exec(
        select(Account.id, Account.locale).where(
            or_(col(Account.subject_id) == subject_id, _leads(subject_id, path)),
            col(Account.disabled_at).is_(None),
        )
    )
    people = {account_id or 0: locale for account_id, locale in rows}
    return people | _managers(session, subject_id, path)


def _leads(subject_id: int, path: str) -> ColumnElement[bool]:
    lead = aliased(Unit)
    nearest = (
        select(lead.manager_subject_id)
        .where(
            col(lead.manager_subject_id).is_not(None),
            col(lead.manager_subject_id) != subject_id,
            _above(path, lead),
        )
        .order_by(func.length(col(lead.path)).desc())
        .limit(1)
        .scalar_subquery()
    )
    return col(Account.subject_id) == nearest


def _managers(session: Session, subject_id: int, path: str) -> dict[int, str]:
    """Return those who hold the manager's role nearest to a unit, the person apart."""
    rows = session.exec(
        select(Account.id, Account.locale, Unit.path)
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .where(
            col(RoleGrant.role) == Role.UNIT_MANAGER,
            col(RoleGrant.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
            func.coalesce(Account.subject_id, 0) != subject_id,
            _above(path, Unit),
        )
    ).all()
    deepest = max((len(of) for _id, _locale, of in rows), default=0)
    return {number or 0: locale for number, locale, of in rows if len(of) == deepest}


def _above(path: str, unit: type[Unit]) -> ColumnElement[bool]:
    return func.substr(path, 1, func.length(col(unit.path))) == col(unit.path)
