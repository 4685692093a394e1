"""How the answer clock stops: a claimed fix, a reasoned decision, another body."""

from datetime import datetime

from sqlmodel import Session

from app.cases import clocks, telling
from app.cases.models import Case
from app.cases.moving import check_other_handler, locked, move, role_for
from app.cases.rules import CaseState, DeclineReason, Remedy, check_answer
from app.errors import Invalid
from app.rights import Person

__all__ = ["claim_fixed", "decline", "transfer"]


def claim_fixed(
    session: Session,
    code: str,
    *,
    remedy: Remedy,
    answer: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Record that the unit says it is fixed, and ask the citizen (T9).

    The case is not closed here: only the citizen's word closes it (``confirm``) or sends it back
    (``refute``).

    Args:
        session: Open unit of work; flushed, never committed here.
        code: Tracking code; the case is locked for the rest of the unit of work.
        remedy: What was done.
        answer: The same as the citizen will read it, at least 20 characters.
        by: Who claims it, never the person named.
        now: Stops the answer clock, starts the verify clock.
        version: What the person saw.

    Raises:
        Missing: No such case.
        Invalid: ``answer_short``.
        Refused: ``move``, ``changed_meanwhile``; ``other_handler``: the citizen said no to this
            person's last claim.
    """
    case = locked(session, code, by, version)
    hand = role_for(case, CaseState.FIX_CLAIMED, by)
    check_other_handler(case, by.id)
    words = check_answer(answer)
    clocks.stop(session, case, now)
    case.remedy, case.claimant_id = remedy, by.id
    case.handler_id = case.handler_id or by.id
    case.verify_due_at = clocks.verify_due(session, now)
    case.call_from_at = now
    made = move(
        session,
        case,
        CaseState.FIX_CLAIMED,
        hand,
        "fix_claimed",
        now=now,
        reason=remedy.value,
        public=words,
    )
    telling.tell_citizen(session, case, made.notice, event=f"claim:{case.version}", now=now)
    return case


def decline(
    session: Session,
    code: str,
    *,
    reason: DeclineReason,
    answer: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """End a case with a reasoned decision (T13); only the special team and inspection may.

    Raises:
        Missing: No such case.
        Invalid: ``answer_short``.
        Refused: ``move``, ``changed_meanwhile``.
    """
    case = locked(session, code, by, version)
    hand = role_for(case, CaseState.DECLINED, by)
    words = check_answer(answer)
    clocks.stop(session, case, now)
    made = move(
        session,
        case,
        CaseState.DECLINED,
        hand,
        "declined",
        now=now,
        reason=reason.value,
        public=words,
    )
    telling.tell_citizen(session, case, made.notice, event=f"declined:{case.version}", now=now)
    return case


def transfer(
    session: Session,
    code: str,
    *,
    organisation: str,
    reference: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Send a case to another public body, with that body's reference (T14).

    Raises:
        Missing: No such case.
        Invalid: ``organisation_missing``, ``reference_missing``.
        Refused: ``move``, ``changed_meanwhile``.
    """
    case = locked(session, code, by, version)
    hand = role_for(case, CaseState.TRANSFERRED, by)
    body, number = " ".join(organisation.split()), " ".join(reference.split())
    for field, value in (("organisation", body), ("reference", number)):
        if not value:
            raise Invalid(f"{field}_missing", field=field)
    clocks.stop(session, case, now)
    made = move(
        session,
        case,
        CaseState.TRANSFERRED,
        hand,
        "transferred",
        now=now,
        public=f"{body} ({number})",
    )
    telling.tell_citizen(
        session,
        case,
        made.notice,
        event=f"transferred:{case.version}",
        now=now,
        org=body,
        ext=number,
    )
    return case
