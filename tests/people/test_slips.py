"""The slip of a new badge: what its code is, how it opens an account, what it never tells."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.errors import Invalid
from app.people import queries, service
from app.people.models import Account, OneUseLink, StaffSession
from app.people.slip_code import ALPHABET, grouped, new_code, sound, typed
from app.people.slips import make_slip, open_slip, use_slip
from app.people.words import sentence
from app.rights import Role
from app.vault import Vault
from tests.people.city import City, account_in, build
from tests.people.walk import PASSWORD, get, post

VAULT = Vault.fresh()
pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
def small(session, now) -> City:
    return build(session, now)


@pytest.fixture
def account(session, small, now) -> Account:
    return account_in(session, small.desk, Role.EMPLOYEE, now=now, name="0042", subject=small.clerk)


@pytest.fixture
def code(session, account, now) -> str:
    return make_slip(session, VAULT, account, actor_id=1, now=now)


def test_a_code_is_twelve_letters_nobody_takes_for_another_and_all_differ():
    codes = {new_code() for _ in range(500)}

    assert len(codes) == 500
    assert all(len(code) == 12 and sound(code) for code in codes)
    assert not set("ILOU") & set(ALPHABET)


def test_the_last_letter_finds_each_wrong_letter_and_each_two_changed_over():
    code = new_code()
    wrong = [code[:at] + one + code[at + 1 :] for at in range(12) for one in ALPHABET]
    swapped = [code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(11)]

    assert [one for one in {*wrong, *swapped} if sound(one)] == [code]


@pytest.mark.parametrize("way", [grouped, str.lower, lambda c: f" {c[:5]}  {c[5:]} "])
def test_a_code_is_read_however_it_is_typed(session, code, now, way):
    assert typed(way(code)) == code
    assert open_slip(session, VAULT, "۰۰۴۲", way(code), now=now).username == "0042"


def test_the_personnel_number_opens_it_too_and_only_a_keyed_hash_is_stored(session, code, now):
    assert open_slip(session, VAULT, "4", code, now=now).username == "0042"

    stored = session.exec(select(OneUseLink)).one()
    assert code not in stored.token_hash
    with pytest.raises(Invalid):
        open_slip(session, Vault.fresh(), "0042", code, now=now)


def test_whatever_is_wrong_gets_the_same_word(session, account, code, now):
    late = now + timedelta(days=30)
    tries = [("0043", code, now), ("0042", new_code(), now), ("", code, now), ("0042", code, late)]
    told = set()
    for number, one, at in [*tries, ("0042", "", now), ("0042", "x" * 40, now)]:
        with pytest.raises(Invalid) as refusal:
            open_slip(session, VAULT, number, one, now=at)
        told.add(sentence(refusal.value))
    service.disable(session, account, actor_id=None, now=now)
    with pytest.raises(Invalid) as refusal:
        open_slip(session, VAULT, "0042", code, now=now)

    assert told == {sentence(refusal.value)}


def test_a_code_works_once_and_a_new_slip_ends_the_old_one(session, account, code, now):
    newer = make_slip(session, VAULT, account, actor_id=1, now=now)
    with pytest.raises(Invalid):
        open_slip(session, VAULT, "0042", code, now=now)

    found = open_slip(session, VAULT, "0042", newer, now=now)
    assert use_slip(session, found.link_id, now=now) is account
    with pytest.raises(Invalid):
        use_slip(session, found.link_id, now=now)


@pytest.fixture
def slip(instance, city, now) -> str:
    with instance.db.writing() as session:
        account = account_in(
            session, city.desk, Role.EMPLOYEE, now=now, name="0042", subject=city.clerk
        )
        return make_slip(session, instance.keys.vault, account, actor_id=None, now=now)


def test_number_and_code_lead_through_a_password_to_the_own_page(client, instance, slip):
    answer = post(client, "/start", number="۰۰۴۲", code=grouped(slip).lower())
    assert answer.location == "/start/password"

    answer = post(client, "/start/password", password=PASSWORD, again=PASSWORD)

    assert answer.location == "/desk"
    assert get(client, "/desk").location == "/desk/mine"
    with instance.db.reading() as session:
        assert len(session.exec(select(StaffSession)).all()) == 1


def test_the_symbol_fills_in_the_code_and_asks_for_the_number(client, slip):
    page = get(client, f"/start/{slip}").get_data(as_text=True)

    assert f'value="{grouped(slip)}"' in page
    assert 'value=""' in page
    assert get(client, "/start/nonsense").status_code == 200


def test_wrong_number_and_wrong_code_look_the_same_and_cost_a_growing_wait(client, slip):
    def told(number: str, code: str) -> str:
        answer = post(client, "/start", number=number, code=code)
        assert answer.status_code == 422
        body = answer.get_data(as_text=True)
        return (
            re.sub(r"nonce-?[^\s;]*|[A-Za-z0-9._-]{40,}", "", body)
            .replace(code, "")
            .replace(number, "")
        )

    assert told("0042", new_code()) == told("0999", slip)
    codes = [post(client, "/start", number="0042", code=new_code()).status_code for _ in range(6)]
    assert codes[-1] == 429


def test_a_short_password_is_refused_and_the_slip_still_works(client, slip):
    post(client, "/start", number="0042", code=slip)

    refused = post(client, "/start/password", password="kootah", again="kootah")

    assert refused.status_code == 422
    assert post(client, "/start/password", password=PASSWORD, again=PASSWORD).status_code == 303


def test_the_step_of_the_password_lives_ten_minutes(client, slip, at, now):
    post(client, "/start", number="0042", code=slip)
    at[0] = now + timedelta(minutes=11)

    assert get(client, "/start/password").location == "/start"


def test_who_holds_a_second_factor_role_signs_in_the_long_way(client, instance, city, now, slip):
    with instance.db.writing() as session:
        account = session.exec(select(Account)).one()
        service.grant_role(session, account, Role.HANDLER, city.desk.id, actor_id=None, now=now)
    post(client, "/start", number="0042", code=slip)

    answer = post(client, "/start/password", password=PASSWORD, again=PASSWORD)

    assert answer.location == "/sign-in"
    with instance.db.reading() as session:
        assert queries.credentials(session, "0042").password_hash
