"""The answer to an appeal: outcome, reasons, and what single answers weigh from then on."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from app.directory.models import Unit
from app.errors import Missing, Refused
from app.feedback.models import Feedback
from app.rights import Person
from app.scores.decisions.appeals.models import Appeal
from app.scores.decisions.conflicts import answerable
from app.scores.decisions.models import Decision
from app.scores.decisions.own_words import check_reasons
from app.scores.decisions.records import log_appeal, note
from app.scores.decisions.rules import AppealState, DecisionState, Outcome
from app.scores.decisions.telling import tell_employee, tell_writer
from app.scores.integrity.verdicts import overrule

__all__ = ["answer"]


def answer(
    session: Session,
    by: Person,
    number: str,
    *,
    outcome: Outcome,
    words: str,
    verdicts: Mapping[int, bool] | None = None,
    now: datetime,
) -> None:
    """Answer an appeal; the next nightly run counts with the verdicts.

    An appeal that is upheld, also in part, ends the decision it was against; rejected, the
    decision may be used again.

    Args:
        session: Open unit of work; the appeal is locked.
        by: A reviewer without part in it, outside the employee's line.
        number: Of the appeal.
        outcome: What was found.
        words: Why, at least 100 letters; the employee reads it.
        verdicts: Answers of this employee by feedback id: true counts fully, false not at all.
        now: Aware instant.

    Raises:
        Missing: No such appeal for this reviewer, or an answer about somebody else.
        Refused: ``answered`` already.
        Invalid: ``reasons_short``.
    """
    found = _locked(session, by, number)
    if found.state is AppealState.ANSWERED:
        raise Refused("answered")
    said = check_reasons(words)
    found.state, found.outcome, found.answer = AppealState.ANSWERED, outcome, said
    found.reviewer_id, found.answered_at = by.id, now
    session.add(found)
    _judge(session, found, verdicts or {}, by=by, said=said, now=now)
    if found.decision_id is not None:
        _settle(session, found, outcome, by=by, now=now)
    tell_employee(session, "S28", found.subject_id, event=f"appeal:{found.id}:answer", now=now)
    log_appeal(session, "appeal.answer", found, by, now, outcome=outcome.value, **_said(verdicts))


def _locked(session: Session, by: Person, number: str) -> Appeal:
    found = session.exec(
        select(Appeal)
        .join(Unit, col(Unit.id) == col(Appeal.unit_id))
        .outerjoin(Decision, col(Decision.id) == col(Appeal.decision_id))
        .where(Appeal.number == number, answerable(by))
        .with_for_update(of=Appeal)
    ).first()
    if found is None:
        raise Missing("unknown")
    return found


def _judge(
    session: Session,
    found: Appeal,
    verdicts: Mapping[int, bool],
    *,
    by: Person,
    said: str,
    now: datetime,
) -> None:
    for feedback_id, honest in sorted(verdicts.items()):
        row = session.get(Feedback, feedback_id)
        if row is None or row.subject_id != found.subject_id:
            raise Missing("unknown")
        overrule(session, feedback_id, honest=honest, actor_id=by.id, reason=said, now=now)


def _settle(
    session: Session, found: Appeal, outcome: Outcome, *, by: Person, now: datetime
) -> None:
    decision = session.get(Decision, found.decision_id)
    if decision is None:
        raise Missing("unknown")
    decision.frozen = False
    if outcome is not Outcome.REJECTED:
        decision.state = DecisionState.WITHDRAWN
        decision.ended_at, decision.ended_words = now, found.answer
    note(session, decision, f"appeal_{outcome.value}", actor_id=by.id, now=now)
    tell_writer(session, "S28", decision, event=f"appeal:{found.id}:writer", now=now)


def _said(verdicts: Mapping[int, bool] | None) -> dict[str, str]:
    return {
        f"answer {number}": "1" if honest else "0" for number, honest in (verdicts or {}).items()
    }
