"""Appeals: the employee objects, the use of the score stops, somebody outside the line answers."""

from datetime import datetime

from sqlmodel import Session, select

from app.calendar.queries import working_calendar
from app.calendar.rules import day_window
from app.directory.models import Subject
from app.directory.service import new_public_id
from app.errors import Missing, Refused
from app.feedback.models import Feedback
from app.rights import Person
from app.scores.decisions.appeals.models import Appeal
from app.scores.decisions.models import Decision
from app.scores.decisions.own_words import check_words
from app.scores.decisions.records import log_appeal, note, own, unit_path
from app.scores.decisions.rules import ANSWER_DAYS, AppealAbout, AppealState, DecisionState
from app.scores.decisions.telling import tell_reviewers, tell_writer

__all__ = ["appeal_answer", "appeal_decision", "appeal_weights"]


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
    log_appeal(session, "appeal.file", found, person, now, about=about.value)
    return found
