"""The table of the finding track as data, and the one function that reads it.

The named person (SUB) speaks twice: in reply to the summary, and in appeal.  Nothing is decided
before the reply has come or its two working days are over, save what clears the person.
"""

from dataclasses import dataclass

from app.cases.findings.states import FindingState
from app.cases.states import CaseRole
from app.errors import Refused

__all__ = ["STEPS", "Step", "check_step"]

_S, _R = FindingState, CaseRole


@dataclass(frozen=True, slots=True)
class Step:
    """One allowed step.

    Attributes:
        name: Row of the table, ``F2``.
        olds: States it starts from; ``None`` is a finding that does not exist yet.
        new: State it ends in.
        roles: Who may take it.
        guards: What else must hold; the function of the verb checks it.
    """

    name: str
    olds: frozenset[FindingState | None]
    new: FindingState
    roles: frozenset[CaseRole]
    guards: tuple[str, ...] = ()


def _step(
    name: str,
    olds: set[FindingState | None],
    new: FindingState,
    roles: set[CaseRole],
    *guards: str,
) -> Step:
    return Step(name, frozenset(olds), new, frozenset(roles), guards)


_OWNERS = {_R.TRI, _R.INS}
_PROPOSERS = {_R.HND, _R.TRI, _R.INS}

STEPS: tuple[Step, ...] = (
    _step("F1", {None}, _S.ALLEGED, _OWNERS, "person_named", "conduct"),
    _step("F2", {_S.ALLEGED}, _S.NOTIFIED, _OWNERS, "neutral_summary", "not_delayed"),
    # What a person without an account says is handed in on paper.
    _step("F3", {_S.NOTIFIED}, _S.REPLIED, {_R.SUB} | _OWNERS, "two_days", "paper_if_not_sub"),
    _step("F4", {_S.NOTIFIED}, _S.EXPIRED, {_R.SYS}, "two_days_over"),
    _step("F5", {_S.REPLIED, _S.EXPIRED}, _S.PROPOSED, _PROPOSERS, "reasons"),
    _step("F5", {_S.ALLEGED, _S.NOTIFIED}, _S.PROPOSED, _PROPOSERS, "reasons", "clears_only"),
    *(
        _step("F6", {_S.PROPOSED}, old, {_R.INS}, "reason", "as_it_stood")
        for old in (_S.ALLEGED, _S.NOTIFIED, _S.REPLIED, _S.EXPIRED)
    ),
    _step("F7", {_S.PROPOSED}, _S.DECIDED, _OWNERS, "second_signature_for_sanctions"),
    _step("F8", {_S.DECIDED}, _S.STAFF_APPEAL, {_R.SUB} | _OWNERS, "ten_days", "paper_if_not_sub"),
    _step("F9", {_S.DECIDED}, _S.FINAL, {_R.SYS}, "ten_days_over"),
    _step("F10", {_S.STAFF_APPEAL}, _S.FINAL, {_R.APP}, "had_no_part", "not_heavier"),
)


def check_step(
    old: FindingState | None, new: FindingState, role: CaseRole, *, row: str = ""
) -> Step:
    """Return the row of the table that allows this role to take a finding so far.

    ``row`` asks for one row alone: a proposal sent back (F6) ends in the states of other rows.

    >>> check_step(FindingState.NOTIFIED, FindingState.REPLIED, CaseRole.SUB).name
    'F3'

    Raises:
        Refused: ``finding_step``: no row allows it.  The caller logs it (``service.log_refusal``).
    """
    for step in STEPS:
        fits = row in {"", step.name}
        if fits and old in step.olds and new is step.new and role in step.roles:
            return step
    raise Refused("finding_step", f"{old or 'nothing'} -> {new} by {role}")
