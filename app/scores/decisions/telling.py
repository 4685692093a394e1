"""Notices of decisions: in-app rows of the outbox, written in the unit of work of the event."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from app.directory.models import Unit
from app.notices import service as notices
from app.notices.rules import NoticeChannel
from app.people.models import Account, RoleGrant
from app.rights import Role
from app.scores.decisions.conflicts import signers
from app.scores.decisions.models import Appeal, Decision

__all__ = ["account_of", "tell_employee", "tell_reviewers", "tell_signers", "tell_writer"]


def account_of(session: Session, subject_id: int) -> Account | None:
    """Return the account an employee can sign in with, if it is in use."""
    own = select(Account).where(
        Account.subject_id == subject_id,
        col(Account.disabled_at).is_(None),
        Account.password_hash != "",
    )
    return session.exec(own).first()


def tell_employee(
    session: Session, template: str, subject_id: int, *, event: str, now: datetime, **params: str
) -> bool:
    """Tell the employee; return whether there is an account to tell it to."""
    account = account_of(session, subject_id)
    if account is None:
        return False
    who = [(account.id or 0, account.locale)]
    _tell(session, template, who, event=event, now=now, params=params)
    return True


def tell_writer(
    session: Session, template: str, decision: Decision, *, event: str, now: datetime
) -> None:
    """Tell who wrote a decision."""
    account = session.get(Account, decision.decided_by)
    if account is not None:
        who = [(account.id or 0, account.locale)]
        _tell(session, template, who, event=event, now=now, params={})


def tell_signers(session: Session, decision: Decision, unit_path: str, *, now: datetime) -> None:
    """Tell everybody who may be the second person of an adverse decision."""
    who = signers(session, decision, unit_path)
    event = f"decision:{decision.id}:second"
    _tell(session, "S22", who, event=event, now=now, params={})


def tell_reviewers(session: Session, appeal: Appeal, unit_path: str, *, now: datetime) -> None:
    """Tell the appeal reviewers of the unit; who stands in the line does not see it there."""
    found = session.exec(
        select(Account.id, Account.locale, Unit.path)
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .where(
            RoleGrant.role == Role.APPEAL_REVIEWER,
            col(RoleGrant.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
            col(Account.subject_id).is_distinct_from(appeal.subject_id),
        )
    )
    who = {number or 0: locale for number, locale, path in found if unit_path.startswith(path)}
    params = {"due": appeal.due_at.isoformat()}
    event = f"appeal:{appeal.id}"
    _tell(session, "S24", sorted(who.items()), event=event, now=now, params=params)


def _tell(
    session: Session,
    template: str,
    who: Iterable[tuple[int, str]],
    *,
    event: str,
    now: datetime,
    params: dict[str, str],
) -> None:
    for account_id, locale in who:
        notices.enqueue(
            session,
            template,
            event=event,
            recipient=f"account:{account_id}",
            channel=NoticeChannel.IN_APP,
            now=now,
            locale=locale,
            params=params,
        )
