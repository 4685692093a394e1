"""Appreciation goes straight to person and manager, once its words were read (CASES.md 3.2).

The words leave the content check as released, and with them the notice S07; it names nobody.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from app.cases.routing import Colleague, colleagues, nearest
from app.directory.models import Subject, Unit
from app.directory.rules import EMPLOYEE
from app.feedback.models import Feedback, Release
from app.feedback.rules import Kind, ReleaseState
from app.notices import service as notices
from app.notices.rules import NoticeChannel
from app.people.models import Account
from app.rights import Role

__all__ = ["LONGEST", "hand_thanks_on"]

LONGEST = 280
_OPEN = {ReleaseState.RELEASED, ReleaseState.MASKED}


def hand_thanks_on(session: Session, feedback_id: int, *, now: datetime) -> int:
    """Tell the thanked person and the manager, once; return how many were told.

    Args:
        session: The unit of work in which the words were released.
        feedback_id: An appreciation of a person; anything else tells nobody.
        now: Aware instant.
    """
    found = (
        select(Release, Subject, Unit)
        .join(Feedback, col(Feedback.id) == col(Release.feedback_id))
        .join(Subject, col(Subject.id) == col(Feedback.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(
            col(Release.feedback_id) == feedback_id,
            col(Feedback.kind) == Kind.APPRECIATION,
            col(Subject.kind) == EMPLOYEE,
        )
    )
    row = session.exec(found).first()
    if row is None or row[0].state not in _OPEN:
        return 0
    release, subject, unit = row
    words = release.text if len(release.text) <= LONGEST else f"{release.text[:LONGEST]}…"
    told = 0
    for account_id, locale in _thanked(session, subject, unit).items():
        told += notices.enqueue(
            session,
            "S07",
            event=f"thanks:{feedback_id}",
            recipient=f"account:{account_id}",
            channel=NoticeChannel.IN_APP,
            now=now,
            locale=locale,
            params={"text": words},
        )
    return told


def _thanked(session: Session, subject: Subject, unit: Unit) -> dict[int, str]:
    """Return the accounts of the person and of the nearest manager, with their languages."""
    own = select(Account).where(
        col(Account.subject_id) == subject.id, col(Account.disabled_at).is_(None)
    )
    people = {account.id or 0: account.locale for account in session.exec(own)}
    above: list[Colleague] = nearest(
        colleagues(session, unit_path=unit.path, roles=(Role.UNIT_MANAGER,), named_subject_id=None),
        Role.UNIT_MANAGER,
    )
    return people | {who.account_id: who.locale for who in above}
