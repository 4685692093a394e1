"""The finding track against a second reading of the rules, pair by pair."""

from itertools import product

import pytest

from app.cases.findings.states import FindingState
from app.cases.findings.transitions import STEPS, check_step
from app.cases.states import CaseRole
from app.errors import Refused

S, R = FindingState, CaseRole
OWNERS = "special_team inspector"
TABLE = [
    ("alleged", "notified", OWNERS),
    ("notified", "replied", f"person_named {OWNERS}"),
    ("notified", "expired", "product"),
    ("alleged notified replied expired", "proposed", f"handler {OWNERS}"),
    ("proposed", "alleged notified replied expired", "inspector"),
    ("proposed", "decided", OWNERS),
    ("decided", "staff_appeal", f"person_named {OWNERS}"),
    ("decided", "final", "product"),
    ("staff_appeal", "final", "appeal_reviewer"),
]
ALLOWED = {
    (S(old), S(new), R(role))
    for olds, news, roles in TABLE
    for old, new, role in product(olds.split(), news.split(), roles.split())
}


@pytest.mark.parametrize("old", S)
@pytest.mark.parametrize("role", R)
def test_every_pair_of_state_and_role_is_allowed_by_the_table_or_refused(
    old: FindingState, role: CaseRole
) -> None:
    for new in S:
        if (old, new, role) in ALLOWED:
            assert check_step(old, new, role).new is new
        else:
            with pytest.raises(Refused) as refused:
                check_step(old, new, role)
            assert refused.value.code == "finding_step"


@pytest.mark.parametrize("role", R)
def test_a_finding_is_opened_by_the_special_team_or_inspection_alone(role: CaseRole) -> None:
    may_open = role in {R.TRI, R.INS}

    assert any(None in step.olds and role in step.roles for step in STEPS) is may_open


def test_nothing_leads_out_of_the_last_word() -> None:
    assert not [step for step in STEPS if S.FINAL in step.olds]


def test_the_citizen_and_the_unit_manager_have_no_part_in_a_finding() -> None:
    parts = {role for step in STEPS for role in step.roles}

    assert not parts & {R.CIT, R.MGR, R.OP, R.VER}
