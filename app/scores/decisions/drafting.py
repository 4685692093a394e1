"""Writing a decision down, telling the employee, taking it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.calendar.queries import working_calendar
from app.calendar.rules import day_window
from app.directory.models import Subject, Unit
from app.directory.rules import EMPLOYEE, SubjectStatus
from app.directory.service import new_public_id
from app.errors import Denied, Missing
from app.rights import Person
from app.scores import queries as scores
from app.scores.decisions.conflicts import decidable
from app.scores.decisions.evidence import (
    Evidence,
    Upholding,
    check_evidence,
    keep_evidence,
    no_findings,
)
from app.scores.decisions.models import Decision
from app.scores.decisions.own_words import check_reasons, check_words
from app.scores.decisions.records import locked, move, note, unit_path
from app.scores.decisions.rules import ADVERSE, ANSWER_DAYS, DecisionState, Measure
from app.scores.decisions.seen import check_usable, remember_score
from app.scores.decisions.telling import tell_employee
from app.scores.rules import Shown

__all__ = ["Draft", "Evidence", "draft", "employee", "tell", "withdraw"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form of a decision says; ``told`` is what its page told the writer."""

    measure: Measure
    reasons: str
    evidence: tuple[Evidence, ...]
    told: tuple[str, ...] = ()


def employee(session: Session, by: Person, public_id: str) -> Subject:
    """Return an employee this person may decide about.

    Raises:
        Missing: Nobody, out of reach, no longer there, or the reader or a superior.
    """
    found = session.exec(
        select(Subject)
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(
            Subject.public_id == public_id,
            Subject.kind == EMPLOYEE,
            Subject.status == SubjectStatus.ACTIVE,
            decidable(by, col(Subject.id)),
        )
    ).first()
    if found is None:
        raise Missing("unknown")
    return found


def draft(
    session: Session,
    by: Person,
    public_id: str,
    written: Draft,
    *,
    upheld: Upholding = no_findings,
    now: datetime,
) -> Decision:
    """Write a decision down; nobody is told yet and nothing is in force.

    Args:
        session: Open unit of work; flushed, never committed.
        by: The named person who decides.
        public_id: Of the employee.
        written: The measure, the person's own reasons, evidence besides the score.
        upheld: Reads the upheld findings about an employee; without it none can be named.
        now: Aware instant; the score is stored as it is shown at this moment.

    Raises:
        Missing: No such employee for this person.
        Invalid: ``reasons_short``, ``reasons_copied``, ``no_evidence``, ``finding_unknown`` or
            ``words_short``.
        Refused: ``not_usable``: an adverse step on a score that does not carry one.
    """
    subject = employee(session, by, public_id)
    shown = scores.shown(session, subject)
    reasons = check_reasons(written.reasons, (*written.told, *_earlier_reasons(session, by)))
    check_evidence(written.evidence, upheld(session, subject.id or 0))
    check_usable(written.measure, shown)
    decision = _written(subject, written.measure, reasons, shown, by=by.id, now=now)
    session.add(decision)
    session.flush()
    keep_evidence(session, decision, written.evidence)
    note(session, decision, "draft", actor_id=by.id, now=now)
    return decision


def _written(
    subject: Subject, measure: Measure, reasons: str, shown: Shown, *, by: int, now: datetime
) -> Decision:
    """Return a decision with the score as its writer saw it."""
    decision = Decision(
        number=new_public_id(),
        subject_id=subject.id or 0,
        unit_id=subject.unit_id,
        measure=measure,
        adverse=measure in ADVERSE,
        reasons=reasons,
        decided_by=by,
        drafted_at=now,
        seen_band=shown.band,
    )
    remember_score(decision, shown)
    return decision


def tell(session: Session, by: Person, number: str, *, now: datetime) -> bool:
    """Tell the employee and start the ten working days; return whether there is an account.

    Without one the writer hands over the printed page; the days count all the same.

    Raises:
        Missing: No such decision for this person.
        Denied: ``not_writer``: somebody else wrote it.
        Refused: ``decision_state``.
    """
    decision = _written_by(session, by, number)
    move(decision, DecisionState.TOLD)
    hours = working_calendar(session, unit_path=unit_path(session, decision.unit_id))
    due = day_window(hours, now, ANSWER_DAYS)
    decision.told_at, decision.answer_due_at = now, due
    event = f"decision:{decision.id}:told"
    told = tell_employee(
        session, "S21", decision.subject_id, event=event, now=now, due=due.isoformat()
    )
    note(session, decision, "tell" if told else "tell_paper", actor_id=by.id, now=now)
    return told


def withdraw(session: Session, by: Person, number: str, *, words: str, now: datetime) -> None:
    """Take a decision back, at any time before or after it is in force.

    Raises:
        Missing: No such decision for this person.
        Denied: ``not_writer``.
        Refused: ``decision_state`` or ``frozen``.
        Invalid: ``words_short``.
    """
    decision = _written_by(session, by, number)
    said = check_words(words, "words")
    move(decision, DecisionState.WITHDRAWN)
    decision.ended_at, decision.ended_words = now, said
    if decision.told_at is not None:
        event = f"decision:{decision.id}:end"
        tell_employee(session, "S26", decision.subject_id, event=event, now=now)
    note(session, decision, "withdraw", actor_id=by.id, now=now, words=said)


def _earlier_reasons(session: Session, by: Person) -> tuple[str, ...]:
    """The writer's own last decisions: a paragraph that serves everybody is nobody's reason."""
    last = (
        select(Decision.reasons)
        .where(Decision.decided_by == by.id)
        .order_by(col(Decision.id).desc())
        .limit(20)
    )
    return tuple(session.exec(last))


def _written_by(session: Session, by: Person, number: str) -> Decision:
    decision = locked(session, by, number)
    if decision.decided_by != by.id:
        raise Denied("not_writer")
    return decision
