"""Notices of a case: rows of the outbox, written in the unit of work of the event.

The citizen is told by text message, save the anonymous, who read their page.  No notice carries a
name, a number or anybody's words; instants travel as ISO 8601 and are worded when sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.cases.models import Case
from app.cases.routing import Colleague, concerned, nearest
from app.cases.rules import Policy
from app.cases.sharing import least_loaded
from app.feedback.models import Feedback
from app.feedback.rules import Identity
from app.notices import service as notices
from app.notices.rules import NoticeChannel
from app.notices.service import Addressed
from app.quick_sql import Store, select_rows
from app.rights import Role

__all__ = ["Team", "team_at", "tell_citizen", "tell_desk", "tell_staff", "tell_team"]


@dataclass(frozen=True, slots=True)
class Team:
    """Who hears of a case at its desk: the desk itself, inspection, and who is offered the case."""

    desk: tuple[Colleague, ...]
    inspection: tuple[Colleague, ...]
    offered_id: int | None


def tell_citizen(
    store: Store,
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
        locale = _locale_of(store, case)
    return notices.enqueue(
        store,
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
    team = team_at(session, case, now=now, duty_id=duty_id)
    if not case.to_inspection:
        case.offered_id = team.offered_id
        session.add(case)
    tell_team(session, case, team, event=event, now=now)


def team_at(
    store: Store,
    case: Case,
    *,
    now: datetime,
    duty_id: int | None = None,
    managed: tuple[str, ...] | None = None,
) -> Team:
    """Return whom ``tell_desk`` tells; nothing is written.

    ``managed`` is what the person named manages, if that is known already.
    """
    roles = (Role.HANDLER, Role.SPECIAL_TEAM, Role.UNIT_MANAGER, Role.INSPECTOR)
    people = concerned(store, case, roles, managed=managed)
    inspection = tuple(who for who in people if who.role is Role.INSPECTOR)
    if case.to_inspection:
        return Team((), inspection, None)
    handlers = nearest(people, Role.HANDLER) if case.unit_path else []
    offered_id = least_loaded(store, handlers, barred_id=case.barred_id, now=now)
    desk = handlers or nearest(people, Role.SPECIAL_TEAM)
    desk += nearest(people, Role.UNIT_MANAGER) if case.unit_path else []
    desk += [who for who in people if who.account_id == duty_id]
    return Team(tuple(desk), inspection, offered_id)


def tell_team(store: Store, case: Case, team: Team, *, event: str, now: datetime) -> None:
    """Tell the desk (S01) and inspection (S02), each in one statement."""
    tell_staff(store, case, "S01", team.desk, event=event, now=now)
    tell_staff(store, case, "S02", team.inspection, event=f"{event}:copy", now=now)


def tell_staff(
    store: Store,
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
    told = {**_params(case), **params}
    recipients = [
        Addressed(f"case:{case.id}:{event}", f"account:{account_id}", locale, told)
        for account_id, locale in {person.account_id: person.locale for person in people}.items()
    ]
    notices.enqueue_each(
        store, template, recipients, now=now, channel=channel, not_before=not_before
    )


def _locale_of(store: Store, case: Case) -> str | None:
    found = select_rows(store, _written(), message=case.feedback_id)
    return found[0][0] if found else None


@cache
def _written() -> Any:
    return sa.select(col(Feedback.locale)).where(col(Feedback.id) == sa.bindparam("message"))


def _params(case: Case) -> dict[str, str]:
    return {"code": case.tracking_code, "due": case.due_at.isoformat()}
