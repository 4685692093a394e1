"""One's own account in a browser: password, devices, codes, language; and one-use links."""

import re
from datetime import timedelta

import pyotp
import pytest

from app import clock
from app.people import queries, service
from app.rights import Role
from tests.people.city import account_in
from tests.people.walk import PASSWORD, get, give_password, post, sign_in

NEW = "sabz-daryacheh-aram"


pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture(autouse=True)
def clerk(instance, city, now):
    with instance.db.writing() as session:
        account = account_in(session, city.desk, Role.EXPERT, now=now, name="0042")
        give_password(session, account, now)
        service.set_locale(session, account.id, "en")
    return account


def test_a_new_password_signs_the_other_devices_out_and_keeps_this_one(client, desk_app):
    other = desk_app.test_client()
    sign_in(client, "0042")
    sign_in(other, "0042")

    answer = post(
        client,
        "/desk/account/password",
        "/desk/account",
        current=PASSWORD,
        password=NEW,
        again=NEW,
    )

    assert answer.status_code == 303
    assert get(client, "/desk/account").status_code == 200
    assert get(other, "/desk/account").status_code == 303
    assert sign_in(other, "0042", password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("current", "password", "again", "told"),
    [
        ("wrong", NEW, NEW, "not your current password"),
        (PASSWORD, "short", "short", "at least 8"),
        (PASSWORD, "eleven-char", "eleven-char", "at least 15"),
        (PASSWORD, NEW, "else", "passwords differ"),
        ("", NEW, NEW, "Enter your password"),
    ],
)
def test_a_refused_password_says_why_and_changes_nothing(client, current, password, again, told):
    sign_in(client, "0042")

    answer = post(
        client,
        "/desk/account/password",
        "/desk/account",
        current=current,
        password=password,
        again=again,
    )

    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert get(client, "/desk/account").status_code == 200


def test_one_device_is_signed_out_from_another(client, desk_app):
    other = desk_app.test_client()
    sign_in(other, "0042")
    sign_in(client, "0042")
    body = get(client, "/desk/account").get_data(as_text=True)
    (chosen,) = re.findall(r'name="session" value="(\d+)"', body)

    post(client, "/desk/account/sessions/end", "/desk/account", session=chosen)

    assert get(other, "/desk/account").status_code == 303
    assert get(client, "/desk/account").status_code == 200


@pytest.mark.parametrize("chosen", ["0", "99999", "x", ""])
def test_a_device_that_is_not_ones_own_is_not_found(client, chosen):
    sign_in(client, "0042")

    answer = post(client, "/desk/account/sessions/end", "/desk/account", session=chosen)
    assert answer.status_code == 404


def test_a_phone_is_enrolled_after_the_password_is_given_again(client, now):
    sign_in(client, "0042")
    assert get(client, "/sign-in/second-factor").status_code == 303
    path, page = "/desk/account/codes", "/desk/account"
    wrong = {"codes-password": "wrong", "what": "phone"}
    assert post(client, path, page, **wrong).status_code == 422

    good = {"codes-password": PASSWORD, "what": "phone"}
    assert post(client, path, page, **good).location == "/sign-in/second-factor"
    body = get(client, "/sign-in/second-factor").get_data(as_text=True)
    secret = body.split('key-text">')[1].split("<")[0].replace(" ", "")
    done = post(client, "/sign-in/second-factor", code=pyotp.TOTP(secret).at(now))

    assert done.status_code == 200
    assert get(client, "/desk/account").status_code == 200
    codes = post(client, path, page, **{"codes-password": PASSWORD, "what": "codes"})
    assert codes.get_data(as_text=True).count("<li><bdi") == 10


def test_the_language_of_the_desks_is_remembered(client):
    def spoken() -> str:
        return get(client, "/desk/account").get_data(as_text=True)[:60]

    sign_in(client, "0042")
    assert 'lang="en" dir="ltr"' in spoken()

    answer = post(client, "/language", "/desk/account", locale="fa", next="/desk/account")

    assert answer.location == "/desk/account"
    assert 'lang="fa" dir="rtl"' in spoken()
    other = post(client, "/language", "/desk/account", locale="xx", next="//evil.example")
    assert other.location == "/desk"
    assert 'lang="fa"' in spoken()


@pytest.mark.parametrize(
    ("make", "path"), [(service.make_invitation, "invitation"), (service.make_reset, "reset")]
)
def test_a_link_sets_a_password_once(client, instance, clerk, make, path):
    now = clock.now()
    with instance.db.writing() as session:
        token = make(session, session.merge(clerk), actor_id=None, now=now)

    weak = post(client, f"/{path}/{token}", password="password1", again="password1")
    assert weak.status_code == 422
    done = post(client, f"/{path}/{token}", password=NEW, again=NEW)

    assert (done.status_code, done.location) == (303, "/sign-in")
    again = get(client, f"/{path}/{token}")
    assert again.status_code == 410
    assert "Ask the administrator" in again.get_data(as_text=True)
    assert sign_in(client, "0042", password=NEW).status_code == 303


def test_a_reset_link_is_over_after_twenty_minutes_and_an_unknown_one_is_not_found(
    client, instance, clerk, now, at
):
    with instance.db.writing() as session:
        token = service.make_reset(session, session.merge(clerk), actor_id=None, now=now)
    at[0] = now + timedelta(minutes=20)

    assert get(client, f"/reset/{token}").status_code == 410
    assert get(client, "/reset/made-up").status_code == 404
    with instance.db.reading() as session:
        assert queries.credentials(session, "0042") is not None
