"""Which categories a case may be put under by the desk; pure."""

from collections.abc import Iterable

from app.cases.states import CaseRole
from app.cases.taxonomy import CATEGORIES, Category

__all__ = ["JUDGES", "fitting", "judging"]

JUDGES = (CaseRole.TRI, CaseRole.INS)
_JOINED = "FUP"  # an earlier message without an answer is joined to its case, not renamed


def fitting(subject_kind: str, current: str) -> list[Category]:
    """Return what a case about this kind of subject may be put under, in the official order.

    A message without a badge may be about anything: whoever reads its words decides.

    >>> [entry.slug for entry in fitting("metro_line", "OTH")]
    ['SYS', 'BRB', 'MIS', 'CLN', 'ACC', 'SAF', 'CRW', 'DRV']
    """
    return [
        entry
        for entry in CATEGORIES.values()
        if entry.slug not in {current, _JOINED} and (not subject_kind or entry.suits(subject_kind))
    ]


def judging(roles: Iterable[CaseRole]) -> CaseRole | None:
    """Return in which role somebody may change a category: the special team's, else inspection's.

    >>> judging([CaseRole.HND, CaseRole.MGR]) is None
    True
    """
    held = set(roles)
    return next((role for role in JUDGES if role in held), None)
