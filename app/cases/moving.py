"""The one way a case changes: locked, checked against the table of moves, written to its history.

Every verb of ``service`` goes through here, so nothing can move a case without a row in its chain,
nor a member of staff without a row in the staff log.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app import audit
from app.cases import chain, clocks
from app.cases.children import hear_end
from app.cases.conflicts import coded, roles_on, visible
from app.cases.hops.service import follow
from app.cases.models import Case, CaseStep
from app.cases.rules import CLOSED, CaseRole, CaseState, Move, check_move
from app.errors import Missing, Refused
from app.rights import Person

__all__ = [
    "Hand",
    "check_other_handler",
    "hand_of",
    "last_step",
    "locked",
    "locked_for_citizen",
    "move",
    "permitted",
    "record",
    "role_for",
]

_ENDS = CLOSED | {
    CaseState.DECLINED,
    CaseState.TRANSFERRED,
    CaseState.MERGED,
    CaseState.WITHDRAWN,
    CaseState.CLOSED_FINAL,
}
_LEAVES_OTHERS = {CaseState.MERGED, CaseState.WITHDRAWN}  # those joined to it go on
_DESK_GUARDS = {"own_desk", "third_bounce"}


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts: a role, and the account behind it; the citizen and the product have none."""

    role: CaseRole
    actor_id: int | None = None


def locked(session: Session, code: str, person: Person, version: int | None = None) -> Case:
    """Return a case for writing; locked for the rest of the unit of work.

    Args:
        session: Open unit of work.
        code: Tracking code.
        person: The member of staff who acts.
        version: What the person saw; ``None`` for what cannot clash.

    Raises:
        Missing: No such case, or none this person may know of.
        Refused: ``changed_meanwhile``: somebody was faster.
    """
    found = select(Case).where(coded(code), visible(person))
    case = session.exec(
        found.with_for_update(of=Case).execution_options(populate_existing=True)
    ).first()
    if case is None:
        raise Missing("unknown")
    if version is not None and case.version != version:
        raise Refused("changed_meanwhile", f"saw {version}, is {case.version}")
    return case


def locked_for_citizen(session: Session, feedback_id: int) -> Case:
    """Return the case of a message for writing, once the citizen has shown the right to it.

    Raises:
        Missing: The message opened no case.
    """
    found = select(Case).where(Case.feedback_id == feedback_id)
    case = session.exec(
        found.with_for_update(of=Case).execution_options(populate_existing=True)
    ).first()
    if case is None:
        raise Missing("unknown")
    return case


def role_for(case: Case, new: CaseState, person: Person) -> Hand:
    """Return the person's role that may make a move.

    Raises:
        Refused: ``move``: none of the person's roles may.
    """
    refusal = Refused("move", "no role on this case")
    for role in roles_on(person, case):
        try:
            permitted(case, new, role)
        except Refused as error:
            refusal = error
            continue
        return Hand(role, person.id)
    raise refusal


def permitted(case: Case, new: CaseState, role: CaseRole) -> Move:
    """Return the row of the table that lets this role move this case.

    Inspection takes over or binds only what lies at its own desk.

    Raises:
        Refused: ``move``: no row does; ``own_desk``: the row's guard does not hold.
    """
    allowed = check_move(case.state, new, role)
    if role is CaseRole.INS and not case.inspection_owns and _DESK_GUARDS & set(allowed.guards):
        raise Refused("own_desk")
    return allowed


def check_other_handler(case: Case, account_id: int) -> None:
    """Refuse whoever answered before the case came back (T11, T17).

    Raises:
        Refused: ``other_handler``.
    """
    if case.barred_id == account_id:
        raise Refused("other_handler", "the case came back from this person's answer")


def hand_of(case: Case, person: Person) -> Hand:
    """Return the role in which a person does what moves nothing: a note, a look, a step back.

    Raises:
        Refused: ``read_only``: the case is not theirs to work on.
    """
    roles = roles_on(person, case)
    if not roles:
        raise Refused("read_only")
    return Hand(roles[0], person.id)


def move(
    session: Session,
    case: Case,
    new: CaseState,
    hand: Hand,
    kind: str,
    *,
    now: datetime,
    reason: str = "",
    public: str = "",
    internal: str = "",
) -> Move:
    """Move a locked case and write it down; return the row of the table that allowed it.

    Raises:
        Refused: ``move``: no row allows it for this role.
    """
    old = case.state
    allowed = check_move(old, new, hand.role)
    case.state, case.version = new, case.version + 1
    case.closed_at = now if new in _ENDS else None
    record(
        session,
        case,
        hand,
        kind,
        now=now,
        old=old,
        new=new,
        reason=reason,
        public=public,
        internal=internal,
    )
    follow(session, case, now=now)
    if new in _ENDS - _LEAVES_OTHERS:
        hear_end(session, case, now=now)
    return allowed


def record(
    session: Session,
    case: Case,
    hand: Hand,
    kind: str,
    *,
    now: datetime,
    old: CaseState | None = None,
    new: CaseState | None = None,
    reason: str = "",
    public: str = "",
    internal: str = "",
) -> CaseStep:
    """Write an event to the history of the case, and to the staff log if a person acted."""
    session.add(case)
    minutes = int(clocks.used(session, case, now).total_seconds()) // 60
    step = chain.append(
        session,
        case,
        kind,
        role=hand.role,
        actor_id=hand.actor_id,
        now=now,
        old=old,
        new=new,
        reason=reason,
        public=public,
        internal=internal,
        used_minutes=minutes,
    )
    if hand.actor_id is not None:
        detail = {"from": step.from_state, "to": step.to_state, "reason": reason, "step": step.seq}
        audit.append(
            session,
            f"case.{kind}",
            actor_id=hand.actor_id,
            now=now,
            object=f"case:{case.tracking_code}",
            detail=detail,
        )
    return step


def last_step(session: Session, case: Case) -> CaseStep | None:
    """Return the newest event of a case."""
    newest = select(CaseStep).where(CaseStep.case_id == case.id)
    return session.exec(newest.order_by(col(CaseStep.seq).desc()).limit(1)).first()
