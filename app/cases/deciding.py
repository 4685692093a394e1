"""How the answer clock stops: a claimed fix, a reasoned decision, another body."""

from datetime import datetime

from sqlmodel import Session

from app.cases import clocks
from app.cases.models import Case
from app.cases.moving import check_other_handler
from app.cases.rules import CaseState, DeclineReason, Remedy, check_answer
from app.cases.sampling.rules import CallWhy
from app.cases.sampling.service import ASKED_BY_TEXT, draw, write_down
from app.cases.turn import said, take
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
    (``refute``).  Where calls are a sample, it is drawn here whether the citizen is called.

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
    turn = take(session, code, CaseState.FIX_CLAIMED, by=by, now=now, version=version)
    case = turn.case
    check_other_handler(case, by.id)
    words = check_answer(answer)
    turn.stop_clock()
    case.remedy, case.claimant_id = remedy, by.id
    case.handler_id = case.handler_id or by.id
    case.verify_due_at = clocks.verify_due(session, now)
    why = draw(session, case, now=now)
    by_text = why is CallWhy.BY_TEXT
    case.call_from_at = None if by_text else now
    notice = ASKED_BY_TEXT if by_text else ""
    turn.move("fix_claimed", reason=remedy.value, public=words, notice=notice)
    write_down(session, case, why, now=now)
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
    turn = take(session, code, CaseState.DECLINED, by=by, now=now, version=version)
    words = check_answer(answer)
    turn.stop_clock()
    return turn.move("declined", reason=reason.value, public=words)


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
    turn = take(session, code, CaseState.TRANSFERRED, by=by, now=now, version=version)
    body, number = " ".join(organisation.split()), " ".join(reference.split())
    said(body, code="organisation_missing", field="organisation")
    said(number, code="reference_missing", field="reference")
    turn.stop_clock()
    return turn.move("transferred", public=f"{body} ({number})", org=body, ext=number)
