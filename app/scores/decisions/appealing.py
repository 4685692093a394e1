"""Appeals: the employee objects, the use of the score stops, somebody outside the line answers."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from app import audit
from app.calendar.queries import working_calendar
from app.calendar.rules import day_window
from app.directory.models import Subject, Unit
from app.directory.service import new_public_id
from app.errors import Missing, Refused
from app.feedback.models import Feedback
from app.rights import Person
from app.scores.decisions.conflicts import answerable
from app.scores.decisions.models import Appeal, Decision
from app.scores.decisions.records import note, own, unit_path
from app.scores.decisions.rules import (
    ANSWER_DAYS,
    AppealAbout,
    AppealState,
    DecisionState,
    Outcome,
    check_reasons,
    check_words,
)
from app.scores.decisions.telling import tell_employee, tell_reviewers, tell_writer
from app.scores.integrity.verdicts import overrule

__all__ = ["answer", "appeal_answer", "appeal_decision", "appeal_weights"]


def appeal_decision(
    session: Session, person: Person, number: str, *, words: str, now: datetime
) -> Appeal:
    """Object to a decision in force; until the answer it may not be used.

    Raises:
        Missing: No such decision about this person.
        Refused: ``decision_state`` when it is not in force, ``appealed`` a second time.
        Invalid: ``words_short``.
    """
    decision = own(session, person, number)
    if decision.state is not DecisionState.IN_FORCE:
        raise Refused("decision_state")
    before = select(Appeal.id).where(Appeal.decision_id == decision.id)
    if session.exec(before).first():
        raise Refused("appealed")
    said = check_words(words, "words")
    decision.frozen = True
    found = _file(session, person, AppealAbout.DECISION, said, now, decision=decision)
    tell_writer(session, "S27", decision, event=f"appeal:{found.id}:frozen", now=now)
    note(session, decision, "appeal", actor_id=person.id, now=now)
    return found


def appeal_answer(
    session: Session, person: Person, feedback_id: int, *, words: str, now: datetime
) -> Appeal:
    """Object to one answer that counts in the own score.

    Raises:
        Missing: No such answer about this person.
        Refused: ``appealed``: this answer before.
        Invalid: ``words_short``.
    """
    mine = select(Feedback.id).where(
        Feedback.id == feedback_id, Feedback.subject_id == (person.subject_id or 0)
    )
    if session.exec(mine).first() is None:
        raise Missing("unknown")
    before = select(Appeal.id).where(
        Appeal.feedback_id == feedback_id, Appeal.subject_id == person.subject_id
    )
    if session.exec(before).first():
        raise Refused("appealed")
    said = check_words(words, "words")
    return _file(session, person, AppealAbout.ANSWER, said, now, feedback_id=feedback_id)


def appeal_weights(session: Session, person: Person, *, words: str, now: datetime) -> Appeal:
    """Object to how the answers were weighed.

    Raises:
        Missing: The account belongs to no employee.
        Refused: ``appealed``: one about the weights is open already.
        Invalid: ``words_short``.
    """
    before = select(Appeal.id).where(
        Appeal.subject_id == (person.subject_id or 0),
        Appeal.about == AppealAbout.WEIGHT,
        Appeal.state == AppealState.OPEN,
    )
    if session.exec(before).first():
        raise Refused("appealed")
    said = check_words(words, "words")
    return _file(session, person, AppealAbout.WEIGHT, said, now)


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
    _log(session, "appeal.answer", found, by, now, outcome=outcome.value, **_said(verdicts))


def _file(
    session: Session,
    person: Person,
    about: AppealAbout,
    words: str,
    now: datetime,
    *,
    decision: Decision | None = None,
    feedback_id: int | None = None,
) -> Appeal:
    subject = session.get(Subject, person.subject_id or 0)
    if subject is None:
        raise Missing("no_subject")
    path = unit_path(session, subject.unit_id)
    found = Appeal(
        number=new_public_id(),
        subject_id=subject.id or 0,
        unit_id=subject.unit_id,
        about=about,
        decision_id=decision.id if decision else None,
        feedback_id=feedback_id,
        words=words,
        filed_at=now,
        due_at=day_window(working_calendar(session, unit_path=path), now, ANSWER_DAYS),
    )
    session.add(found)
    session.flush()
    tell_reviewers(session, found, path, now=now)
    _log(session, "appeal.file", found, person, now, about=about.value)
    return found


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


def _log(
    session: Session, action: str, found: Appeal, by: Person, now: datetime, **detail: str
) -> None:
    about = f"appeal:{found.number}"
    audit.append(session, action, actor_id=by.id, now=now, object=about, detail=detail)
