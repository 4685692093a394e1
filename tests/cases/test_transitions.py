"""The table of moves against a second reading of the rules, pair by pair."""

from itertools import product

import pytest

from app.cases.rules import MOVES, CaseRole, CaseState, check_move
from app.errors import Refused

S = CaseState
OPEN = "registered referred in_progress waiting_citizen"
CLOSED = "closed_verified closed_unverified closed_no_reply"
TABLE = [
    ("registered", "quarantine", "product special_team"),
    ("quarantine", "registered", "special_team product"),
    ("quarantine", "declined", "special_team"),
    ("registered", "referred", "product special_team inspector"),
    ("referred", "in_progress", "handler unit_manager special_team inspector"),
    ("referred", "registered", "handler unit_manager"),
    ("referred in_progress", "registered", "product"),
    ("in_progress", "waiting_citizen", "handler special_team inspector"),
    ("waiting_citizen", "in_progress", "citizen handler product"),
    ("waiting_citizen", "closed_no_reply", "product"),
    (
        "registered referred in_progress",
        "fix_claimed",
        "special_team handler unit_manager inspector",
    ),
    ("fix_claimed", "closed_verified in_progress", "citizen verifier"),
    ("fix_claimed", "closed_unverified", "product"),
    (OPEN, "declined transferred merged", "special_team inspector"),
    ("merged", OPEN, "special_team inspector product"),
    (f"{OPEN} fix_claimed", "withdrawn", "citizen"),
    (f"{CLOSED} declined transferred", "in_progress", "citizen inspector"),
    ("withdrawn closed_final", "in_progress", "inspector"),
    (f"{CLOSED} declined", "under_appeal", "citizen"),
    ("under_appeal", "in_progress closed_final", "appeal_reviewer"),
]
ALLOWED = {
    (S(old), S(new), CaseRole(role))
    for olds, news, roles in TABLE
    for old, new, role in product(olds.split(), news.split(), roles.split())
}


def may(old: CaseState | None, new: CaseState, role: CaseRole) -> bool:
    try:
        check_move(old, new, role)
    except Refused:
        return False
    return True


def test_exactly_the_moves_of_the_table_are_allowed() -> None:
    found = {triple for triple in product(S, S, CaseRole) if may(*triple)}

    assert found == ALLOWED


@pytest.mark.parametrize("role", CaseRole)
def test_a_case_begins_registered_by_citizen_operator_or_import(role: CaseRole) -> None:
    begins = {state for state in S if may(None, state, role)}

    beginner = role in {CaseRole.CIT, CaseRole.OP, CaseRole.SYS}
    assert begins == ({S.REGISTERED} if beginner else set())


def test_the_person_named_can_move_nothing() -> None:
    assert not any(CaseRole.SUB in move.roles for move in MOVES)


def test_every_row_of_the_rules_stands_in_the_table() -> None:
    assert {move.name for move in MOVES} == {f"T{n}" for n in range(1, 20)}
