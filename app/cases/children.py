"""Cases that were joined to another one: their citizens hear how it ended, each in the own case.

Nobody learns whom they were joined with; an answer written to one citizen is not shown to another,
save where the case is about a place.
"""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, select

from app.cases import chain, telling
from app.cases.models import Case, CaseStep
from app.cases.states import CaseRole, CaseState
from app.feedback.models import Feedback

__all__ = ["hear", "hear_end"]

_ANSWERS = ("fix_claimed", "declined", "transferred", "appeal_refused")


def hear(
    session: Session,
    master: Case,
    template: str,
    *,
    kind: str,
    words: Callable[[str], str],
    now: datetime,
    reason: str = "",
) -> int:
    """Write an event of the master into every case joined to it, and tell its citizen.

    Args:
        session: Open unit of work.
        master: The case they were joined to, locked.
        template: Text for the citizens.
        kind: Event as it stands in the history.
        words: What each reads, by the language of the own message.
        now: Aware instant.
        reason: Stable word of the event.

    Returns:
        How many cases heard of it.
    """
    found = (
        select(Case, col(Feedback.locale))
        .join(Feedback, col(Feedback.id) == col(Case.feedback_id))
        .where(col(Case.master_id) == master.id, col(Case.state) == CaseState.MERGED)
        .order_by(col(Case.id))
        .with_for_update(of=Case)
    )
    children = session.exec(found).all()
    for child, locale in children:
        chain.append(
            session,
            child,
            kind,
            role=CaseRole.SYS,
            actor_id=None,
            now=now,
            reason=reason,
            public=words(locale),
        )
        event = f"{kind}:{master.id}:{master.version}"
        telling.tell_citizen(session, child, template, event=event, now=now, locale=locale)
    return len(children)


def hear_end(session: Session, master: Case, *, now: datetime) -> int:
    """Tell the citizens of joined cases that the case has ended, and with which answer."""
    answer = "" if master.named_subject_id else _answer(session, master)
    return hear(
        session,
        master,
        "C22",
        kind="outcome",
        words=lambda _locale: answer,
        now=now,
        reason=master.state.value,
    )


def _answer(session: Session, case: Case) -> str:
    said = (
        select(CaseStep.public_text)
        .where(col(CaseStep.case_id) == case.id, col(CaseStep.type).in_(_ANSWERS))
        .order_by(col(CaseStep.seq).desc())
        .limit(1)
    )
    return session.exec(said).first() or ""
