"""What every verb of a decision shares: find it under a lock, move it, write the step down."""

from datetime import datetime

from sqlmodel import Session, col, select

from app import audit
from app.directory.models import Subject, Unit
from app.errors import Missing, Refused
from app.rights import Person
from app.scores.decisions.appeals.models import Appeal
from app.scores.decisions.conflicts import decidable
from app.scores.decisions.models import Decision, DecisionStep
from app.scores.decisions.rules import AppealState, DecisionState, check_move

__all__ = ["check_no_appeal", "locked", "log_appeal", "move", "note", "own", "unit_path"]


def locked(session: Session, by: Person, number: str) -> Decision:
    """Return a decision this person may know of, locked for the rest of the unit of work.

    Raises:
        Missing: Unknown, out of reach, or about the reader or a superior.
    """
    found = session.exec(
        select(Decision)
        .join(Subject, col(Subject.id) == col(Decision.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(Decision.number == number, decidable(by, col(Decision.subject_id)))
        .with_for_update(of=Decision)
    ).first()
    if found is None:
        raise Missing("unknown")
    return found


def own(session: Session, person: Person, number: str) -> Decision:
    """Return a decision about the person that they were told of, locked.

    Raises:
        Missing: No such decision about this person, or not told yet.
    """
    found = session.exec(
        select(Decision)
        .where(
            Decision.number == number,
            Decision.subject_id == (person.subject_id or 0),
            col(Decision.told_at).is_not(None),
        )
        .with_for_update()
    ).first()
    if found is None:
        raise Missing("unknown")
    return found


def move(decision: Decision, new: DecisionState) -> None:
    """Move a decision to another state.

    Raises:
        Refused: ``decision_state``, or ``frozen`` while an appeal against it is open.
    """
    if decision.frozen:
        raise Refused("frozen")
    check_move(decision.state, new)
    decision.state = new


def check_no_appeal(session: Session, decision: Decision) -> None:
    """Refuse to use a score that the employee objects to.

    Raises:
        Refused: ``frozen``: an appeal of this employee is open.
    """
    waiting = select(Appeal.id).where(
        Appeal.subject_id == decision.subject_id, Appeal.state == AppealState.OPEN
    )
    if session.exec(waiting).first():
        raise Refused("frozen")


def note(
    session: Session,
    decision: Decision,
    event: str,
    *,
    actor_id: int | None,
    now: datetime,
    words: str = "",
) -> None:
    """Store the changed decision with its step, and write the act to the staff log."""
    session.add(decision)
    session.flush()
    step = DecisionStep(
        decision_id=decision.id or 0, at=now, actor_id=actor_id, event=event, words=words
    )
    session.add(step)
    session.flush()
    about = f"decision:{decision.number}"
    detail = {"measure": decision.measure.value}
    audit.append(
        session, f"decision.{event}", actor_id=actor_id, now=now, object=about, detail=detail
    )


def unit_path(session: Session, unit_id: int) -> str:
    """Return the path of a unit."""
    return session.exec(select(Unit.path).where(Unit.id == unit_id)).one()


def log_appeal(
    session: Session, action: str, found: Appeal, by: Person, now: datetime, **detail: str
) -> None:
    """Write an act about an appeal to the staff log."""
    about = f"appeal:{found.number}"
    audit.append(session, action, actor_id=by.id, now=now, object=about, detail=detail)
