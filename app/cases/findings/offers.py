"""What a person may do with a finding now, so that the page offers nothing that is refused."""

from collections.abc import Iterable
from datetime import datetime

from app.cases.findings.models import Finding
from app.cases.findings.states import SANCTIONS, FindingState
from app.cases.findings.transitions import check_step
from app.cases.rules import CaseRole
from app.errors import Refused

__all__ = ["offers"]

_VERBS = {
    "notify": (FindingState.NOTIFIED, "F2"),
    "reply_on_paper": (FindingState.REPLIED, "F3"),
    "propose": (FindingState.PROPOSED, "F5"),
    "decide": (FindingState.DECIDED, "F7"),
    "appeal_on_paper": (FindingState.STAFF_APPEAL, "F8"),
    "review": (FindingState.FINAL, "F10"),
}


def offers(
    finding: Finding, roles: Iterable[CaseRole], person_id: int, *, now: datetime
) -> frozenset[str]:
    """Return the verbs open to somebody with these roles on the finding of a visible case."""
    held = list(roles)
    verbs = {verb for verb, (new, row) in _VERBS.items() if _allowed(finding.state, new, row, held)}
    inspects = CaseRole.INS in held
    if inspects and finding.state is FindingState.ALLEGED and finding.held_until is None:
        verbs.add("delay")
    if inspects and finding.state is FindingState.PROPOSED:
        verbs.add("send_back")
    if not finding.on_paper:
        verbs -= {"reply_on_paper", "appeal_on_paper"}
    if finding.held_until is not None and now < finding.held_until and not inspects:
        verbs.discard("notify")
    if finding.measure in SANCTIONS and finding.proposed_by == person_id:
        verbs.discard("decide")
    return frozenset(verbs)


def _allowed(old: FindingState, new: FindingState, row: str, roles: Iterable[CaseRole]) -> bool:
    for role in roles:
        try:
            check_step(old, new, role, row=row)
        except Refused:
            continue
        return True
    return False
