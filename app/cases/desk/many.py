"""Many cases at once: each in a unit of work of its own, each with its own answer.

One refusal does not stop the others; what was taken or given can be put back for ten minutes, as
long as nothing else happened to the case.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from app.cases import service
from app.cases.models import Case
from app.cases.moving import hand_of, last_step, locked, record
from app.cases.rules import CaseState
from app.errors import Missing, Refused, TakrimError
from app.rights import Person

__all__ = ["MOST", "UNDO", "VERBS", "Done", "Wanted", "do_many", "put_back"]

MOST = 50
UNDO = timedelta(minutes=10)
VERBS = ("accept", "assign", "refer", "note")
_TAKEN = {"accepted", "assigned"}
Unit = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with each case: a verb, and whom, where or what it needs."""

    verb: str
    handler_id: int = 0
    unit_id: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one case; ``refusal`` is empty when it was done, ``version`` its new one."""

    code: str
    refusal: str = ""
    version: int = 0
    undoable: bool = False


def do_many(
    writing: Unit,
    seen: Iterable[tuple[str, int]],
    wanted: Wanted,
    *,
    by: Person,
    clock: Callable[[], datetime],
) -> list[Done]:
    """Do one thing with up to fifty cases; return what became of each, in their order.

    Args:
        writing: Opens a unit of work.
        seen: Tracking codes with the versions the reader saw.
        wanted: Verb and what it needs.
        by: Who acts; a case this person may not know of is ``unknown``.
        clock: Gives the instant of each.
    """
    return [_one(writing, pair, wanted, by, clock()) for pair in list(seen)[:MOST]]


def put_back(
    session: Session, code: str, *, by: Person, now: datetime, version: int | None = None
) -> Case:
    """Take an accepting or giving back: the case lies unassigned again, its clock runs on.

    Raises:
        Missing: No such case.
        Refused: ``changed_meanwhile``; ``too_late``: ten minutes are over, somebody else did it,
            or something happened since.
    """
    case = locked(session, code, by, version)
    hand, last = hand_of(case, by), last_step(session, case)
    fresh = last is not None and last.type in _TAKEN and last.actor_id == by.id
    if not fresh or last is None or now - last.at > UNDO or case.handler_id is None:
        raise Refused("too_late")
    case.handler_id, case.version = None, case.version + 1
    record(session, case, hand, "put_back", now=now, old=case.state, new=case.state)
    return case


def _one(writing: Unit, seen: tuple[str, int], wanted: Wanted, by: Person, now: datetime) -> Done:
    code, version = seen
    try:
        with writing() as session:
            case = _do(session, code, version, wanted, by=by, now=now)
            undoable = wanted.verb in {"accept", "assign"}
            undoable = undoable and case.state is CaseState.IN_PROGRESS
            return Done(code, version=case.version, undoable=undoable)
    except Missing:
        return Done(code, refusal="unknown")
    except TakrimError as error:
        with writing() as session:
            service.log_refusal(session, code, verb=wanted.verb, reason=error.code, by=by, now=now)
        return Done(code, refusal=error.code)


def _do(
    session: Session, code: str, version: int, wanted: Wanted, *, by: Person, now: datetime
) -> Case:
    if wanted.verb == "accept":
        return service.accept(session, code, by=by, now=now, version=version)
    if wanted.verb == "assign":
        return service.assign(
            session, code, handler_id=wanted.handler_id, by=by, now=now, version=version
        )
    if wanted.verb == "refer":
        return service.refer(session, code, unit_id=wanted.unit_id, by=by, now=now, version=version)
    if wanted.verb == "note":
        return service.note(session, code, text=wanted.text, by=by, now=now)
    raise Refused("move", "no such verb for many")
