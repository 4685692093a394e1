"""Whose desk a case lies on: taken, given, referred, sent back, stepped back from."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, select

from app.cases import telling
from app.cases.conflicts import managed_paths
from app.cases.models import Case, Recusal
from app.cases.moving import check_other_handler, hand_of, locked, move, record, role_for
from app.cases.routing import Colleague, concerned, nearest
from app.cases.rules import CaseRole, CaseState
from app.cases.turn import said, take
from app.db import ensure
from app.directory.models import Unit
from app.directory.rules import within
from app.errors import Missing, Refused
from app.rights import Person, Role

__all__ = ["accept", "assign", "bounce", "recuse", "refer", "team_of"]

_BINDING_BOUNCE = 3


def accept(
    session: Session, code: str, *, by: Person, now: datetime, version: int | None = None
) -> Case:
    """Take a case as one's own (T4), or take over one that lies without a handler.

    Raises:
        Missing: No such case.
        Refused: ``move``, ``taken``, ``other_handler`` (who claimed a fix that was none may not
            take it again), ``changed_meanwhile``.
    """
    case = locked(session, code, by, version)
    check_other_handler(case, by.id)
    _hand_to(session, case, "accepted", handler_id=by.id, by=by, now=now)
    return case


def assign(
    session: Session,
    code: str,
    *,
    handler_id: int,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Give a case to a colleague who covers its unit and may know of it (T4).

    Raises:
        Missing: No such case, or no such colleague for it.
        Refused: As ``accept``.
    """
    case = locked(session, code, by, version)
    check_other_handler(case, handler_id)
    chosen = [who for who in team_of(session, case) if who.account_id == handler_id]
    if not chosen:
        raise Missing("unknown")
    _hand_to(session, case, "assigned", handler_id=handler_id, by=by, now=now)
    telling.tell_staff(session, case, "S01", chosen, event=f"assigned:{case.version}", now=now)
    return case


def refer(
    session: Session,
    code: str,
    *,
    unit_id: int,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Send a registered case to the unit that must answer it (T3), with a copy to inspection.

    Raises:
        Missing: No such case, no such unit.
        Refused: ``move``; ``conflict``: the person named manages that unit; ``changed_meanwhile``.
    """
    turn = take(session, code, CaseState.REFERRED, by=by, now=now, version=version)
    case = turn.case
    unit = session.get(Unit, unit_id)
    if unit is None or not unit.active:
        raise Missing("unknown")
    if within(unit.path, managed_paths(session, case.named_subject_id)):
        raise Refused("conflict", "the named person manages that unit")
    case.unit_id, case.unit_path, case.handler_id = unit.id, unit.path, None
    turn.move("referred", quiet=True)
    telling.tell_citizen(session, case, "C03", event=f"referred:{case.version}", now=now)
    telling.tell_desk(session, case, event=f"referred:{case.version}", now=now)
    return case


def bounce(
    session: Session,
    code: str,
    *,
    reason: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Send a case back as not this unit's (T5); the clock runs on, the third time inspection binds.

    Raises:
        Missing: No such case.
        Invalid: ``reason_missing``.
        Refused: ``move``, ``changed_meanwhile``.
    """
    turn = take(session, code, CaseState.REGISTERED, by=by, now=now, version=version)
    case, words = turn.case, said(reason)
    case.handler_id, case.bounces = None, case.bounces + 1
    case.inspection_owns = case.inspection_owns or case.bounces >= _BINDING_BOUNCE
    turn.move("bounced", internal=words)
    _tell(session, case, "S01", (Role.SPECIAL_TEAM,), now=now)
    if case.inspection_owns:
        _tell(session, case, "S02", (Role.INSPECTOR,), now=now)
    return case


def recuse(session: Session, code: str, *, by: Person, now: datetime) -> None:
    """Step back from a case in one step: it is gone for this person, the clock runs on.

    Raises:
        Missing: No such case.
        Refused: ``read_only``.
    """
    case = locked(session, code, by)
    hand = hand_of(case, by)
    held = case.handler_id == by.id
    case.handler_id = None if held else case.handler_id
    case.offered_id = None if case.offered_id == by.id else case.offered_id
    case.version += 1
    record(session, case, hand, "recused", now=now)
    ensure(session, Recusal(case_id=case.id or 0, account_id=by.id, at=now))
    if held:
        roles = (Role.INSPECTOR,) if case.to_inspection else (Role.HANDLER, Role.UNIT_MANAGER)
        _tell(session, case, "S01", roles, now=now, but=by.id)


def team_of(session: Session, case: Case) -> list[Colleague]:
    """Return who may be given a case: covers its unit, may know of it, did not step back."""
    unit_roles = (Role.HANDLER, Role.UNIT_MANAGER) if case.unit_path else ()
    roles = (
        (Role.INSPECTOR,)
        if case.to_inspection or case.inspection_owns
        else (Role.SPECIAL_TEAM, *unit_roles)
    )
    stepped_back = set(session.exec(select(Recusal.account_id).where(Recusal.case_id == case.id)))
    people = concerned(session, case, roles)
    return [person for person in people if person.account_id not in stepped_back]


def _hand_to(
    session: Session, case: Case, kind: str, *, handler_id: int, by: Person, now: datetime
) -> None:
    """Move a referred case on, or hand over one that is in progress without a handler."""
    if case.handler_id is not None:
        raise Refused("taken")
    case.handler_id = handler_id
    if case.state is CaseState.IN_PROGRESS:
        hand = hand_of(case, by)
        if hand.role is CaseRole.INS and not case.inspection_owns:
            raise Refused("own_desk")
        case.version += 1
        record(session, case, hand, kind, now=now, old=case.state, new=case.state)
        return
    hand = role_for(case, CaseState.IN_PROGRESS, by)
    move(session, case, CaseState.IN_PROGRESS, hand, kind, now=now)


def _tell(
    session: Session,
    case: Case,
    template: str,
    roles: Iterable[Role],
    *,
    now: datetime,
    but: int = 0,
) -> None:
    """Tell those of these roles whose desks are nearest to the case."""
    people = concerned(session, case, roles)
    told = [who for role in roles for who in nearest(people, role) if who.account_id != but]
    event = f"again:{template}:{case.version}"
    telling.tell_staff(session, case, template, told, event=event, now=now)
