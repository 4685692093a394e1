"""Hearing the employee, confirming, and the second person of an adverse step."""

from datetime import datetime

from sqlmodel import Session

from app.directory.models import Subject
from app.errors import Denied, Missing, Refused
from app.people.models import Account
from app.rights import Person
from app.scores import queries as scores
from app.scores.decisions.conflicts import is_below
from app.scores.decisions.models import Decision
from app.scores.decisions.own_words import check_words
from app.scores.decisions.records import check_no_appeal, locked, move, note, own, unit_path
from app.scores.decisions.rules import DecisionState
from app.scores.decisions.seen import check_usable, remember_score
from app.scores.decisions.telling import tell_employee, tell_signers, tell_writer

__all__ = ["confirm", "decline", "second", "state_own"]


def state_own(session: Session, person: Person, number: str, *, words: str, now: datetime) -> None:
    """Store what the employee says to a decision about them; empty words mean nothing to add.

    Raises:
        Missing: No such decision about this person.
        Refused: ``decision_state``: said already, or confirmed after ten working days.
    """
    decision = own(session, person, number)
    move(decision, DecisionState.HEARD)
    decision.statement, decision.statement_at = words.strip(), now
    tell_writer(session, "S25", decision, event=f"decision:{decision.id}:heard", now=now)
    note(session, decision, "statement", actor_id=person.id, now=now)


def confirm(session: Session, by: Person, number: str, *, considered: str, now: datetime) -> bool:
    """Stand by a decision after the employee was heard; return whether it is in force.

    An adverse one waits for a second person.  The score is stored as it is seen now.

    Args:
        session: Open unit of work.
        by: Who wrote the decision.
        number: Of the decision.
        considered: What the writer says to the employee's statement, at least 20 letters.
        now: Aware instant.

    Raises:
        Missing: No such decision for this person.
        Denied: ``not_writer``.
        Refused: ``not_heard`` before the statement or the end of ten working days; ``frozen``
            while an appeal of the employee is open; ``not_usable``; ``decision_state``.
        Invalid: ``words_short``.
    """
    decision = locked(session, by, number)
    if decision.decided_by != by.id:
        raise Denied("not_writer")
    _check_heard(decision, now)
    check_no_appeal(session, decision)
    shown = scores.shown(session, _subject(session, decision))
    check_usable(decision.measure, shown)
    said = check_words(considered, "considered")
    move(decision, DecisionState.CONFIRMED if decision.adverse else DecisionState.IN_FORCE)
    flag = decision.flag
    remember_score(decision, shown)
    decision.flag = flag or decision.flag
    decision.considered, decision.confirmed_at = said, now
    if decision.adverse:
        tell_signers(session, decision, unit_path(session, decision.unit_id), now=now)
        note(session, decision, "confirm", actor_id=by.id, now=now)
        return False
    _in_force(session, decision, now)
    note(session, decision, "confirm", actor_id=by.id, now=now)
    return True


def second(session: Session, by: Person, number: str, *, words: str, now: datetime) -> None:
    """Sign an adverse decision as the second person; with this it is in force.

    Raises:
        Missing: No such decision for this person.
        Denied: ``same_person`` wrote it; ``below``: the writer stands above this person.
        Refused: ``decision_state``, ``frozen``, ``not_usable``.
        Invalid: ``words_short``.
    """
    decision = _for_second(session, by, number)
    check_no_appeal(session, decision)
    check_usable(decision.measure, scores.shown(session, _subject(session, decision)))
    said = check_words(words, "words")
    move(decision, DecisionState.IN_FORCE)
    decision.second_by, decision.second_at, decision.second_words = by.id, now, said
    _in_force(session, decision, now)
    note(session, decision, "second", actor_id=by.id, now=now)


def decline(session: Session, by: Person, number: str, *, words: str, now: datetime) -> None:
    """Refuse to sign as the second person; the decision is withdrawn.

    Raises:
        As ``second``.
    """
    decision = _for_second(session, by, number)
    said = check_words(words, "words")
    move(decision, DecisionState.WITHDRAWN)
    decision.second_by, decision.second_at, decision.second_words = by.id, now, said
    decision.ended_at, decision.ended_words = now, said
    event = f"decision:{decision.id}:end"
    tell_employee(session, "S26", decision.subject_id, event=event, now=now)
    tell_writer(session, "S26", decision, event=event, now=now)
    note(session, decision, "decline", actor_id=by.id, now=now, words=said)


def _for_second(session: Session, by: Person, number: str) -> Decision:
    decision = locked(session, by, number)
    if decision.decided_by == by.id:
        raise Denied("same_person")
    writer = session.get(Account, decision.decided_by)
    if is_below(by, writer.subject_id if writer else None):
        raise Denied("below")
    if decision.state is not DecisionState.CONFIRMED:
        raise Refused("decision_state")
    return decision


def _check_heard(decision: Decision, now: datetime) -> None:
    due = decision.answer_due_at
    if decision.statement_at is None and (due is None or now < due):
        raise Refused("not_heard")


def _in_force(session: Session, decision: Decision, now: datetime) -> None:
    decision.in_force_at = now
    event = f"decision:{decision.id}:force"
    tell_employee(session, "S23", decision.subject_id, event=event, now=now)


def _subject(session: Session, decision: Decision) -> Subject:
    subject = session.get(Subject, decision.subject_id)
    if subject is None:
        raise Missing("unknown")
    return subject
