"""Notices of decisions: in-app rows of the outbox, written in the unit of work of the event."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from app.notices import service as notices
from app.notices.rules import NoticeChannel
from app.people.models import Account
from app.scores.decisions.appeals.models import Appeal
from app.scores.decisions.asked import reviewers, signers
from app.scores.decisions.models import Decision

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
    """Tell the appeal reviewers who may answer: outside the line, without a part in it."""
    params = {"due": appeal.due_at.isoformat()}
    event = f"appeal:{appeal.id}"
    who = reviewers(session, appeal, unit_path)
    _tell(session, "S24", who, event=event, now=now, params=params)


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
