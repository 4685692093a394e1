"""Slips of many at once: the same accounts, roles, codes and log as one after the other."""

import pytest
from sqlmodel import select

from app import audit
from app.audit import first_break
from app.people import service
from app.people.models import Account, OneUseLink, RoleGrant
from app.people.slip_batch import Holder, make_slips
from app.people.slip_code import sound
from app.people.slips import make_slip, open_slip
from app.rights import Role
from app.vault import Vault
from tests.people.city import City, build
from tests.statements import statements

VAULT = Vault.fresh()


@pytest.fixture
def small(session, now) -> City:
    return build(session, now)


@pytest.fixture
def clerk(small) -> Holder:
    return Holder("0042", "سارا رضایی", "Sara Rezaei", small.clerk.id, small.desk.id, "10107")


def log(session) -> list[tuple[str, str]]:
    rows = session.exec(select(audit.AuditEntry).order_by(audit.AuditEntry.id)).all()
    return [(row.action, row.detail) for row in rows]


def test_who_has_no_account_gets_one_with_the_role_of_an_employee_and_a_code(session, clerk, now):
    [code] = make_slips(session, VAULT, [clerk], actor_id=None, now=now)

    account = session.exec(select(Account).where(Account.username == "0042")).one()
    grant = session.exec(select(RoleGrant).where(RoleGrant.account_id == account.id)).one()
    assert sound(code)
    assert open_slip(session, VAULT, "۰۰۴۲", code, now=now).account_id == account.id
    assert (account.subject_id, account.name_en) == (clerk.subject_id, "Sara Rezaei")
    assert (grant.role, grant.unit_id) == (Role.EMPLOYEE, clerk.unit_id)


def test_the_log_says_what_it_says_one_by_one(session, clerk, now):
    make_slips(session, VAULT, [clerk], actor_id=None, now=now)
    at_once = log(session)

    account = service.create_account(session, "0043", actor_id=None, now=now)
    service.grant_role(session, account, Role.EMPLOYEE, clerk.unit_id, actor_id=None, now=now)
    make_slip(session, VAULT, account, actor_id=None, now=now)

    one_by_one = log(session)[len(at_once) :]
    assert [row[0] for row in at_once[-3:]] == [row[0] for row in one_by_one]
    assert first_break(session) is None


def test_a_second_slip_ends_the_first_and_opens_no_second_account(session, clerk, now):
    make_slips(session, VAULT, [clerk], actor_id=None, now=now)
    there = session.exec(select(Account).where(Account.username == "0042")).one()
    again = Holder(
        clerk.number, clerk.name_fa, clerk.name_en, clerk.subject_id, clerk.unit_id,
        clerk.unit_code, there.id, there.public_id,
    )  # fmt: skip

    make_slips(session, VAULT, [again], actor_id=None, now=now)

    links = session.exec(select(OneUseLink).where(OneUseLink.account_id == there.id)).all()
    assert sorted(link.used_at is None for link in links) == [False, True]
    assert len(session.exec(select(Account).where(Account.username == "0042")).all()) == 1


def test_a_user_name_of_somebody_else_gets_no_code_and_nothing_is_logged(session, small, now):
    service.create_account(session, "۴۲", actor_id=None, now=now)
    before = log(session)
    theirs = Holder("42", "علی", "", small.clerk.id, small.desk.id, "10107")

    assert make_slips(session, VAULT, [theirs], actor_id=None, now=now) == [""]
    assert log(session) == before
    assert make_slips(session, VAULT, [], actor_id=None, now=now) == []


def test_the_statements_do_not_grow_with_the_people(session, small, now):
    def cost(ids: list[int]) -> int:
        people = [Holder(f"{at}{n}", "علی", "", n, desk, "10107") for n in ids]
        with statements(session) as seen, session.begin_nested() as nested:
            make_slips(session, VAULT, people, actor_id=None, now=now)
            nested.rollback()
        return sum("SAVEPOINT" not in statement for statement in seen)

    at, desk = 9, small.desk.id
    subjects = [small.district_chief, small.desk_chief, small.other_chief, small.clerk]
    ids = [subject.id for subject in subjects]
    assert cost(ids) == cost(ids[:1]) <= 9
