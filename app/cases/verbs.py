"""What a person may do with a case now, so that the page offers nothing that would be refused."""

from collections.abc import Iterable
from datetime import datetime

from app.cases.adding import may_add
from app.cases.contact import may_reveal
from app.cases.models import Case
from app.cases.moving import permitted
from app.cases.pausing import QUESTIONS_MOST
from app.cases.planning import PLAN_LEVEL
from app.cases.recoding.rules import judging
from app.cases.returning import APPEAL, REOPEN
from app.cases.rules import CLOSED, OPEN, CaseRole, CaseState
from app.errors import Refused
from app.feedback.rules import Kind

__all__ = ["citizen_ways", "verbs_for"]

_MOVES = {
    "refer": CaseState.REFERRED,
    "bounce": CaseState.REGISTERED,
    "fix": CaseState.FIX_CLAIMED,
    "decline": CaseState.DECLINED,
    "transfer": CaseState.TRANSFERRED,
    "ask": CaseState.WAITING_CITIZEN,
    "hold": CaseState.QUARANTINE,
    "merge": CaseState.MERGED,
}
_ASIDE = {CaseState.MERGED, CaseState.QUARANTINE}
_JUDGES = {CaseRole.TRI, CaseRole.INS}
_GIVERS = {CaseRole.MGR, CaseRole.TRI, CaseRole.INS}


def verbs_for(
    case: Case, roles: Iterable[CaseRole], person_id: int, *, has_contact: bool
) -> frozenset[str]:
    """Return the verbs open to somebody with these roles on a case that is visible to them."""
    held = list(roles)
    if not held:
        return frozenset()
    if CaseRole.APP in held:
        return frozenset({"judge", "recuse"})
    verbs = {
        verb
        for verb, new in _MOVES.items()
        if case.state not in _ASIDE and _allowed(case, new, held)
    }
    verbs |= {"note", "recuse"} | _turns(case, held, person_id)
    if case.state in OPEN:
        verbs.add("news")
    if case.state in OPEN and case.level >= PLAN_LEVEL:
        verbs.add("plan")
    if case.state in OPEN and case.kind is Kind.COMPLAINT and judging(held):
        verbs.add("recode")
    if _free(case, held):
        verbs |= {"accept", "assign"} if _GIVERS & set(held) else {"accept"}
    if case.barred_id == person_id:
        verbs -= {"accept", "fix"}
    if case.questions >= QUESTIONS_MOST:
        verbs.discard("ask")
    if has_contact and any(may_reveal(case.identity, role) for role in held[:1]):
        verbs.add("reveal")
    return frozenset(verbs)


def citizen_ways(case: Case, now: datetime) -> frozenset[str]:
    """Return the verbs of the service open to the citizen of a case now."""
    ways = {"add", "ask_redaction"} if may_add(case) else {"ask_redaction"}
    if case.state in OPEN | {CaseState.FIX_CLAIMED}:
        ways.add("withdraw")
    if case.state is CaseState.WAITING_CITIZEN:
        ways.add("reply")
    if case.state is CaseState.FIX_CLAIMED:
        ways |= {"confirm", "refute"}
    since = now - case.closed_at if case.closed_at else None
    if since is None:
        return frozenset(ways)
    again = case.state in CLOSED | {CaseState.DECLINED, CaseState.TRANSFERRED}
    if again and since <= REOPEN and (not case.reopens or case.state is CaseState.CLOSED_NO_REPLY):
        ways.add("reopen")
    if case.state in CLOSED | {CaseState.DECLINED} and since <= APPEAL and not case.appealed_at:
        ways.add("appeal")
    return frozenset(ways)


def _turns(case: Case, held: list[CaseRole], person_id: int) -> set[str]:
    """Return what only a case in a special state allows."""
    if case.state is CaseState.QUARANTINE:
        judged = case.held_by != person_id and CaseRole.TRI in held
        return {"let_through", "confirm_hold"} if judged else set()
    if case.state is CaseState.MERGED:
        return {"unmerge"} if _JUDGES & set(held) else set()
    if case.state is CaseState.WAITING_CITIZEN:
        return {"cancel_question"} if CaseRole.HND in held else set()
    ended = case.closed_at is not None and CaseRole.INS in held
    return {"open_again"} if ended else set()


def _free(case: Case, roles: list[CaseRole]) -> bool:
    if case.handler_id is not None:
        return False
    if case.state is CaseState.IN_PROGRESS:
        return case.inspection_owns or roles != [CaseRole.INS]
    return _allowed(case, CaseState.IN_PROGRESS, roles)


def _allowed(case: Case, new: CaseState, roles: list[CaseRole]) -> bool:
    for role in roles:
        try:
            permitted(case, new, role)
        except Refused:
            continue
        return True
    return False
