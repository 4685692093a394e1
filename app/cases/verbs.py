"""What a person may do with a case now, so that the page offers nothing that would be refused."""

from collections.abc import Iterable

from app.cases.contact import may_reveal
from app.cases.models import Case
from app.cases.moving import permitted
from app.cases.rules import OPEN, CaseRole, CaseState
from app.errors import Refused

__all__ = ["verbs_for"]

_MOVES = {
    "refer": CaseState.REFERRED,
    "bounce": CaseState.REGISTERED,
    "fix": CaseState.FIX_CLAIMED,
    "decline": CaseState.DECLINED,
    "transfer": CaseState.TRANSFERRED,
}
_GIVERS = {CaseRole.MGR, CaseRole.TRI, CaseRole.INS}


def verbs_for(
    case: Case, roles: Iterable[CaseRole], person_id: int, *, has_contact: bool
) -> frozenset[str]:
    """Return the verbs open to somebody with these roles on a case that is visible to them."""
    held = list(roles)
    if not held:
        return frozenset()
    verbs = {verb for verb, new in _MOVES.items() if _allowed(case, new, held)}
    verbs |= {"note", "recuse"}
    if case.state in OPEN:
        verbs.add("news")
    if _free(case, held):
        verbs |= {"accept", "assign"} if _GIVERS & set(held) else {"accept"}
    if case.false_fixes and case.claimant_id == person_id:
        verbs -= {"accept", "fix"}
    if has_contact and any(may_reveal(case.identity, role) for role in held[:1]):
        verbs.add("reveal")
    return frozenset(verbs)


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
