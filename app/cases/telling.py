"""Notices of a case: rows of the outbox, written in the unit of work of the event.

The citizen is told by text message, save the anonymous, who read their page.  No notice carries a
name, a number or anybody's words; instants travel as ISO 8601 and are worded when sent.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, select

from app.cases.models import Case
from app.cases.routing import Colleague, concerned, nearest
from app.cases.rules import Policy
from app.cases.sharing import least_loaded
from app.feedback.models import Feedback
from app.feedback.rules import Identity
from app.notices import service as notices
from app.notices.rules import NoticeChannel
from app.rights import Role

__all__ = ["tell_citizen", "tell_desk", "tell_staff"]


def tell_citizen(
    session: Session,
    case: Case,
    template: str,
    *,
    event: str,
    now: datetime,
    locale: str | None = None,
    **params: str,
) -> bool:
    """Enqueue a text message to the citizen; return whether it was new.

    An anonymous citizen gets none.  Danger is told at night too.  Without ``locale`` the one of
    the message is looked up.
    """
    if not template or case.identity is Identity.ANONYMOUS:
        return False
    if locale is None:
        written = select(Feedback.locale).where(Feedback.id == case.feedback_id)
        locale = session.exec(written).first()
    return notices.enqueue(
        session,
        template,
        event=f"case:{case.id}:{event}",
        recipient=f"feedback:{case.feedback_id}",
        channel=NoticeChannel.SMS,
        now=now,
        locale=locale or "fa",
        params={**_params(case), "link": f"/t/{case.tracking_code}", **params},
        urgent=case.policy is Policy.SAFETY,
    )


def tell_desk(
    session: Session, case: Case, *, event: str, now: datetime, duty_id: int | None = None
) -> None:
    """Tell the handlers and manager of the desk (S01) and inspection (S02) of a referred case.

    Of the handlers the least loaded is offered the case.  ``duty_id`` is who holds the duty post
    of a place in danger; they are told as well.
    """
    team = concerned(
        session, case, (Role.HANDLER, Role.SPECIAL_TEAM, Role.UNIT_MANAGER, Role.INSPECTOR)
    )
    if not case.to_inspection:
        desk = nearest(team, Role.HANDLER) if case.unit_path else []
        case.offered_id = least_loaded(session, desk, barred_id=case.barred_id, now=now)
        session.add(case)
        desk = desk or nearest(team, Role.SPECIAL_TEAM)
        desk += nearest(team, Role.UNIT_MANAGER) if case.unit_path else []
        desk += [who for who in team if who.account_id == duty_id]
        tell_staff(session, case, "S01", desk, event=event, now=now)
    inspection = [person for person in team if person.role is Role.INSPECTOR]
    tell_staff(session, case, "S02", inspection, event=f"{event}:copy", now=now)


def tell_staff(
    session: Session,
    case: Case,
    template: str,
    people: Iterable[Colleague],
    *,
    event: str,
    now: datetime,
    channel: NoticeChannel = NoticeChannel.IN_APP,
    not_before: datetime | None = None,
    **params: str,
) -> None:
    """Enqueue a notice to each of these members of staff, once an event, in-app unless said."""
    for account_id, locale in {person.account_id: person.locale for person in people}.items():
        notices.enqueue(
            session,
            template,
            event=f"case:{case.id}:{event}",
            recipient=f"account:{account_id}",
            channel=channel,
            now=now,
            locale=locale,
            params={**_params(case), **params},
            not_before=not_before,
        )


def _params(case: Case) -> dict[str, str]:
    return {"code": case.tracking_code, "due": case.due_at.isoformat()}
