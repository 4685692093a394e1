"""The whole table of moves as data, and the one function that reads it."""

from dataclasses import dataclass

from app.cases.states import CLOSED, OPEN, CaseRole, CaseState
from app.errors import Refused

__all__ = ["MOVES", "Move", "check_move"]

_S, _R = CaseState, CaseRole


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move.

    Attributes:
        name: Row of the table, ``T9``.
        olds: States it starts from; ``None`` is a case that does not exist yet.
        new: State it ends in.
        roles: Who may make it.
        guards: What else must hold; the service function of the verb checks it.
        notice: What the citizen is told, if anything.
    """

    name: str
    olds: frozenset[CaseState | None]
    new: CaseState
    roles: frozenset[CaseRole]
    guards: tuple[str, ...] = ()
    notice: str = ""


def _move(
    name: str,
    olds: set[CaseState | None] | frozenset[CaseState],
    new: CaseState,
    roles: set[CaseRole],
    *guards: str,
    notice: str = "",
) -> Move:
    return Move(name, frozenset(olds), new, frozenset(roles), guards, notice)


_JUDGES = {_R.TRI, _R.INS}
_DESKS = {_R.TRI, _R.HND, _R.MGR, _R.INS}

MOVES: tuple[Move, ...] = (
    _move("T1", {None}, _S.REGISTERED, {_R.CIT, _R.OP, _R.SYS}, "category", notice="C01"),
    _move("T2", {_S.REGISTERED}, _S.QUARANTINE, {_R.SYS, _R.TRI}),
    # Nobody confirmed within a working day: the product lets it through.
    _move("T2", {_S.QUARANTINE}, _S.REGISTERED, {_R.TRI, _R.SYS}, "second_person"),
    _move("T2", {_S.QUARANTINE}, _S.DECLINED, {_R.TRI}, "second_person", notice="C10"),
    _move("T3", {_S.REGISTERED}, _S.REFERRED, {_R.SYS, _R.TRI}, "unconflicted", notice="C03"),
    # After the third bounce inspection binds a unit (the guard of T5).
    _move("T5", {_S.REGISTERED}, _S.REFERRED, {_R.INS}, "third_bounce", "unconflicted"),
    # The special team and inspection are handlers of what is referred to their own desks.
    _move("T4", {_S.REFERRED}, _S.IN_PROGRESS, _DESKS, "unconflicted", "own_desk"),
    _move("T5", {_S.REFERRED}, _S.REGISTERED, {_R.HND, _R.MGR}, "reason"),
    # A message for the city that was inspection's under its first category.
    _move("T5", {_S.REFERRED, _S.IN_PROGRESS}, _S.REGISTERED, {_R.SYS}, "recoded", "no_unit"),
    _move(
        "T6",
        {_S.IN_PROGRESS},
        _S.WAITING_CITIZEN,
        {_R.HND, _R.TRI, _R.INS},
        "question",
        "two_a_cycle",
        "forty_hours",
        notice="C04",
    ),
    _move("T7", {_S.WAITING_CITIZEN}, _S.IN_PROGRESS, {_R.CIT, _R.HND, _R.SYS}),
    _move("T8", {_S.WAITING_CITIZEN}, _S.CLOSED_NO_REPLY, {_R.SYS}, "week_over", "not_bribe"),
    _move(
        "T9",
        {_S.REGISTERED, _S.REFERRED, _S.IN_PROGRESS},
        _S.FIX_CLAIMED,
        _DESKS,
        "remedy",
        "answer",
        "not_named",
        notice="C06",
    ),
    _move(
        "T10",
        {_S.FIX_CLAIMED},
        _S.CLOSED_VERIFIED,
        {_R.CIT, _R.VER},
        "not_claimants_unit",
        notice="C08",
    ),
    _move(
        "T11",
        {_S.FIX_CLAIMED},
        _S.IN_PROGRESS,
        {_R.CIT, _R.VER},
        "other_handler",
        "not_claimants_unit",
        notice="C15",
    ),
    _move("T12", {_S.FIX_CLAIMED}, _S.CLOSED_UNVERIFIED, {_R.SYS}, "attempts", notice="C09"),
    _move("T13", OPEN, _S.DECLINED, _JUDGES, "reason_code", notice="C10"),
    _move("T14", OPEN, _S.TRANSFERRED, _JUDGES, "receiving_body", notice="C11"),
    _move("T15", OPEN, _S.MERGED, _JUDGES, "open_master", notice="C12"),
    *(_move("T15", {_S.MERGED}, old, _JUDGES | {_R.SYS}, "undo_7_days") for old in sorted(OPEN)),
    _move("T16", OPEN | {_S.FIX_CLAIMED}, _S.WITHDRAWN, {_R.CIT}),
    _move(
        "T17",
        CLOSED | {_S.DECLINED, _S.TRANSFERRED},
        _S.IN_PROGRESS,
        {_R.CIT},
        "once",
        "week",
        notice="C15",
    ),
    _move(
        "T17",
        CLOSED | {_S.DECLINED, _S.TRANSFERRED, _S.WITHDRAWN, _S.CLOSED_FINAL},
        _S.IN_PROGRESS,
        {_R.INS},
        "reason",
        notice="C15",
    ),
    _move(
        "T18", CLOSED | {_S.DECLINED}, _S.UNDER_APPEAL, {_R.CIT}, "once", "30_days", notice="C16"
    ),
    _move("T19", {_S.UNDER_APPEAL}, _S.IN_PROGRESS, {_R.APP}, "reason", notice="C15"),
    _move("T19", {_S.UNDER_APPEAL}, _S.CLOSED_FINAL, {_R.APP}, "reason", notice="C10"),
)


def check_move(old: CaseState | None, new: CaseState, role: CaseRole) -> Move:
    """Return the row of the table that allows this role to move a case so.

    >>> check_move(CaseState.FIX_CLAIMED, CaseState.CLOSED_VERIFIED, CaseRole.CIT).name
    'T10'

    Raises:
        Refused: ``move``: no row allows it.  The caller logs it (``service.log_refusal``).
    """
    for move in MOVES:
        if old in move.olds and new is move.new and role in move.roles:
            return move
    raise Refused("move", f"{old or 'nothing'} -> {new} by {role}")
