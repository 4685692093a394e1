"""The auditor's screen: every act once, newest first."""

import pytest

from app import audit
from app.insights.queries.staff_log import staff_log
from app.people import service as people
from tests.conftest import NOON
from tests.statements import statements


@pytest.fixture
def clerk(session):
    return people.create_account(session, "karimi", name_fa="علی کریمی", actor_id=None, now=NOON)


def note(session, *actions, actor_id=None, **more):
    for action in actions:
        audit.append(session, action, actor_id=actor_id, now=NOON, **more)


def test_acts_stand_newest_first_with_who_did_what_to_what(session, clerk):
    note(session, "badge.revoke", actor_id=clerk.id, object="badge:1", detail={"why": "گم شد"})
    note(session, "import.units")

    first, second, *_rest = staff_log(session)

    assert (first.actor, first.action) == ("", "import.units")
    assert (second.actor, second.object, second.detail) == ("karimi", "badge:1", '{"why": "گم شد"}')
    assert second.at == NOON


def test_the_log_is_narrowed_by_user_and_by_the_beginning_of_the_act(session, clerk):
    note(session, "badge.revoke", "badge.issue", "badgeXother", actor_id=clerk.id)
    note(session, "badge.print")

    assert [r.action for r in staff_log(session, actor="karimi", action="badge.")] == [
        "badge.issue",
        "badge.revoke",
    ]
    assert staff_log(session, actor="nobody") == []
    assert staff_log(session, action="%") == staff_log(session, action="_") == []


def test_pages_hold_every_act_once(session):
    note(session, *(f"act.{n}" for n in range(130)))

    seen, before = [], 0
    while True:
        rows = staff_log(session, action="act.", before=before)
        seen += [row.action for row in rows[:50]]
        if len(rows) <= 50:
            break
        before = rows[49].id

    assert seen == [f"act.{n}" for n in reversed(range(130))]


@pytest.mark.parametrize("count", [3, 120])
def test_the_log_costs_one_statement_whatever_its_length(session, clerk, count):
    note(session, *["act.some"] * count, actor_id=clerk.id)

    with statements(session) as seen:
        staff_log(session, actor="karimi", action="act.", before=10**6)

    assert len(seen) == 1
