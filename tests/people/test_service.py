"""Accounts, roles, links and second factors, on both engines."""

from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from app.audit import AuditEntry, first_break
from app.errors import Gone, Invalid, Missing, Refused
from app.people import queries, service
from app.people.factors import use_code
from app.people.links import open_link
from app.people.models import Account, OneUseLink, RecoveryCode, RoleGrant, StaffSession
from app.people.rules import Purpose
from app.rights import Role
from app.vault import Vault
from tests.people.city import account_in, build


@pytest.fixture
def city(session, now):
    return build(session, now)


@pytest.fixture
def vault():
    return Vault.fresh()


@pytest.fixture
def account(session, city, now):
    return account_in(session, city.desk, Role.HANDLER, now=now)


def test_a_user_name_is_taken_in_every_spelling(session, now):
    service.create_account(session, "Ali 01", actor_id=None, now=now)

    with pytest.raises(Refused, match="username_taken"):
        service.create_account(session, "ali۰۱", actor_id=None, now=now)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_user_name_has_one_to_eighty_letters(session, now, name):
    with pytest.raises(Invalid, match="username"):
        service.create_account(session, name, actor_id=None, now=now)


def test_an_employee_has_one_account(session, city, now):
    account_in(session, city.desk, now=now, name="a", subject=city.clerk)

    with pytest.raises(Refused, match="subject_taken"):
        account_in(session, city.desk, now=now, name="b", subject=city.clerk)


def test_a_role_is_given_once_and_can_be_given_again_after_it_ended(session, city, account, now):
    with pytest.raises(Refused, match="role_held"):
        service.grant_role(session, account, Role.HANDLER, city.desk.id, actor_id=None, now=now)

    (held,) = session.exec(select(RoleGrant))
    service.end_role(session, account, held.id, actor_id=None, now=now)
    service.grant_role(session, account, Role.HANDLER, city.desk.id, actor_id=None, now=now)

    assert queries.roles_of(session, account.id) == {Role.HANDLER}


def test_nobody_gives_takes_or_closes_for_themselves(session, city, account, now):
    (held,) = session.exec(select(RoleGrant))
    with pytest.raises(Refused, match="own_roles"):
        service.grant_role(
            session, account, Role.AUDITOR, city.desk.id, actor_id=account.id, now=now
        )
    with pytest.raises(Refused, match="own_roles"):
        service.end_role(session, account, held.id, actor_id=account.id, now=now)
    with pytest.raises(Refused, match="own_account"):
        service.disable(session, account, actor_id=account.id, now=now)


def test_a_role_of_another_account_is_not_there_to_end(session, city, account, now):
    other = account_in(session, city.other, Role.EXPERT, now=now, name="other")
    (held,) = session.exec(select(RoleGrant).where(RoleGrant.account_id == other.id))

    with pytest.raises(Missing):
        service.end_role(session, account, held.id, actor_id=None, now=now)


@pytest.mark.parametrize(
    "act",
    [
        lambda s, a, _c, now: service.disable(s, a, actor_id=None, now=now),
        lambda s, a, _c, now: service.set_password(s, a, "hash", actor_id=None, now=now),
        lambda s, a, _c, now: service.reset_factor(s, a, actor_id=None, now=now),
        lambda s, a, _c, now: service.sign_out(s, a.id, now=now),
        lambda s, a, c, now: service.grant_role(
            s, a, Role.EXPERT, c.desk.id, actor_id=None, now=now
        ),
    ],
    ids=["disable", "password", "factor", "sign out", "role"],
)
def test_these_acts_end_every_session_of_the_account_and_no_other(session, city, account, now, act):
    other = account_in(session, city.other, Role.EXPERT, now=now, name="other")
    for one in (account, account, other):
        service.start_session(session, one.id, agent="", now=now)

    act(session, account, city, now)

    open_now = session.exec(select(StaffSession.account_id).where(StaffSession.ended_at == None))  # noqa: E711
    assert open_now.all() == [other.id]


def test_one_session_is_ended_by_its_own_person_alone(session, account, now):
    token = service.start_session(session, account.id, agent="", now=now)
    row = queries.signed_in(session, token, now=now)
    with pytest.raises(Missing):
        service.end_session(session, row.session_id, account_id=account.id + 1, now=now)

    service.end_session(session, row.session_id, account_id=account.id, now=now)

    assert queries.signed_in(session, token, now=now) is None


@pytest.mark.parametrize(
    ("make", "purpose"),
    [(service.make_invitation, Purpose.INVITATION), (service.make_reset, Purpose.RESET)],
)
def test_a_link_works_once_and_until_its_age(session, account, now, make, purpose):
    age = {"invitation": timedelta(days=7), "reset": timedelta(minutes=20)}[purpose]
    token = make(session, account, actor_id=None, now=now)
    with pytest.raises(Gone):
        open_link(session, purpose, token, now=now + age)

    assert (
        service.use_link(session, purpose, token, now=now + age - timedelta(seconds=1)) is account
    )
    with pytest.raises(Gone):
        service.use_link(session, purpose, token, now=now)


def test_a_link_is_stored_as_a_hash_and_serves_its_purpose_alone(session, account, now):
    token = service.make_reset(session, account, actor_id=None, now=now)

    (stored,) = session.exec(select(OneUseLink))
    assert token not in (stored.token_hash, stored.purpose)
    assert len(token) >= 43
    with pytest.raises(Missing):
        service.use_link(session, Purpose.INVITATION, token, now=now)


def test_a_new_link_takes_the_place_of_the_older_one(session, account, now):
    older = service.make_reset(session, account, actor_id=None, now=now)
    service.make_reset(session, account, actor_id=None, now=now)

    with pytest.raises(Gone):
        open_link(session, Purpose.RESET, older, now=now)


def test_no_link_opens_a_closed_account(session, account, now):
    token = service.make_reset(session, account, actor_id=None, now=now)
    service.disable(session, account, actor_id=None, now=now)

    with pytest.raises(Gone):
        open_link(session, Purpose.RESET, token, now=now)


def test_a_second_factor_counts_from_its_first_good_code_which_is_then_used(
    session, account, vault, now
):
    secret = service.enrol_totp()
    code = pyotp.TOTP(secret).at(now)
    with pytest.raises(Invalid):
        service.confirm_totp(session, vault, account, secret, "000000", now=now)
    assert account.totp_sealed == b""

    codes = service.confirm_totp(session, vault, account, secret, code, now=now)

    assert len(set(codes)) == 10
    assert secret.encode() not in account.totp_sealed
    with pytest.raises(Invalid):
        use_code(session, vault, account, code, now=now)
    use_code(session, vault, account, codes[3], now=now)
    with pytest.raises(Invalid):
        use_code(session, vault, account, codes[3], now=now)


def test_an_older_code_is_refused_after_a_newer_one(session, account, vault, now):
    secret = service.enrol_totp()
    service.set_totp(session, vault, account, secret, actor_id=None, now=now)
    use_code(session, vault, account, pyotp.TOTP(secret).at(now), now=now)
    session.refresh(account)

    before = pyotp.TOTP(secret).at(now - timedelta(seconds=30))
    with pytest.raises(Invalid):
        use_code(session, vault, account, before, now=now)


def test_recovery_codes_are_stored_as_keyed_hashes(session, account, vault, now):
    secret = service.enrol_totp()
    code = pyotp.TOTP(secret).at(now)
    codes = service.confirm_totp(session, vault, account, secret, code, now=now)

    stored = " ".join(session.exec(select(RecoveryCode.code_hash)))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


def test_the_first_administrator_can_sign_in_and_reaches_the_whole_city(session, vault, now):
    whole = service.whole_city(session, "شهر نمونه", "Sample City")
    secret = service.install_administrator(
        session, vault, "administrator", "kolah-ghermezi", unit=whole, now=now
    )
    city = build(session, now)

    found = queries.credentials(session, "Administrator")
    account = session.get(Account, found.account_id)
    use_code(session, vault, account, pyotp.TOTP(secret).at(now), now=now)
    token = service.start_session(session, account.id, agent="", now=now)
    (grant,) = queries.signed_in(session, token, now=now).person.grants
    assert grant.role is Role.ADMINISTRATOR
    assert all(unit.path.startswith(grant.path) for unit in (city.root, city.other))
    assert service.whole_city(session, "x") is whole


def test_every_act_is_in_the_staff_log_and_the_chain_holds(session, account, vault, now):
    service.set_totp(session, vault, account, service.enrol_totp(), actor_id=7, now=now)
    service.make_reset(session, account, actor_id=7, now=now)
    service.disable(session, account, actor_id=7, now=now)
    service.enable(session, account, actor_id=7, now=now)

    actions = session.exec(select(AuditEntry.action).where(AuditEntry.actor_id == 7)).all()
    assert actions == ["factor.enrol", "link.reset", "account.disable", "account.enable"]
    assert first_break(session) is None
