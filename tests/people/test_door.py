"""Signing in and out in a browser: what is told, what is counted, what ends.

ASVS 3.3.1-3.3.4 (cookie), 3.5.1 (CSRF), 6.3.1 and 6.3.3 (guessing, second factor), 6.5.1 (one
use), 7.2.3, 7.2.4, 7.3.1, 7.3.2, 7.4.1, 7.4.2 (sessions).
"""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import event
from sqlmodel import select

from app.audit import AuditEntry
from app.people import queries, service
from app.people.factors import new_recovery_codes
from app.people.models import StaffSession
from app.rights import Role
from tests.people.city import account_in
from tests.people.walk import BASE, PASSWORD, get, give_password, post, sign_in

pytestmark = pytest.mark.usefixtures("at", "clerk")


@pytest.fixture
def clerk(instance, city, now):
    """An expert: no second factor asked."""
    with instance.db.writing() as session:
        account = account_in(
            session, city.desk, Role.EXPERT, now=now, name="0042", subject=city.clerk
        )
        give_password(session, account, now)
    return account


@pytest.fixture
def handler(instance, city, now):
    """A case handler with a phone; ``secret`` is its second factor."""
    with instance.db.writing() as session:
        account = account_in(session, city.desk, Role.HANDLER, now=now, name="handler")
        give_password(session, account, now)
        secret = service.enrol_totp()
        service.set_totp(session, instance.keys.vault, account, secret, actor_id=None, now=now)
    return account, secret


def test_the_right_password_opens_the_desk_without_a_second_step_where_none_is_asked(client):
    answer = sign_in(client, "۰۰۴۲")

    assert (answer.status_code, answer.location) == (303, "/desk")
    assert "کسی منتظر پاسخ شما نیست." in get(client, "/desk").get_data(as_text=True)
    assert "۰۰۴۲" in get(client, "/desk/account").get_data(as_text=True)


@pytest.mark.usefixtures("handler")
def test_the_doors_keep_the_chosen_language_until_somebody_is_signed_in(client):
    late = get(client, "/sign-in/code?lang=fa")
    asked = post(client, "/sign-in?lang=fa", username="handler", password=PASSWORD)

    assert (late.location, asked.location) == ("/sign-in?lang=fa", "/sign-in/code?lang=fa")
    assert 'href="/reset?lang=fa"' in get(client, "/sign-in?lang=fa").get_data(as_text=True)
    assert 'href="/reset"' in get(client, "/sign-in").get_data(as_text=True)


def test_a_wrong_password_an_unknown_user_and_a_closed_account_get_the_same_answer(
    client, clerk, instance, now
):
    def told(name: str, password: str) -> str:
        answer = post(client, "/sign-in", username=name, password=password)
        assert answer.status_code == 422
        body = answer.get_data(as_text=True)
        assert f'value="{name}"' in body
        assert password not in body
        return body[body.index("<main") :].replace(name, "").split("csrf_token")[0]

    wrong, unknown = told("0042", "wrong-password-x"), told("9999", "wrong-password-x")
    with instance.db.writing() as session:
        service.disable(session, session.merge(clerk), actor_id=None, now=now)
    assert wrong == unknown == told("0042", PASSWORD)
    assert "not right" in wrong


def test_a_handler_signs_in_with_password_and_code(client, handler, now):
    answer = sign_in(client, "handler", handler[1], now)

    assert answer.status_code == 303
    assert get(client, "/desk/account").status_code == 200


@pytest.mark.usefixtures("handler")
def test_the_password_alone_opens_nothing_for_a_handler(client):
    answer = sign_in(client, "handler")

    assert answer.location == "/sign-in/code"
    assert get(client, "/desk/account").location.startswith("/sign-in?next=")


def test_a_code_works_once(client, desk_app, handler, now):
    sign_in(client, "handler", handler[1], now)

    again = sign_in(desk_app.test_client(), "handler", handler[1], now)

    assert again.status_code == 422
    assert "was used before" in again.get_data(as_text=True)


def test_the_code_of_half_a_minute_ago_still_fits_and_an_older_one_does_not(client, handler, now):
    late = sign_in(client, "handler", handler[1], now - timedelta(seconds=90))
    assert late.status_code == 422

    assert (
        post(
            client, "/sign-in/code", code=pyotp.TOTP(handler[1]).at(now - timedelta(seconds=30))
        ).status_code
        == 303
    )


def test_a_recovery_code_opens_once_in_place_of_the_phone(client, desk_app, instance, handler, now):
    with instance.db.writing() as session:
        codes = new_recovery_codes(session, instance.keys.vault, session.merge(handler[0]), now=now)
    for browser, status in ((client, 303), (desk_app.test_client(), 422)):
        sign_in(browser, "handler")
        assert post(browser, "/sign-in/code", code=codes[0].upper()).status_code == status
    with instance.db.reading() as session:
        assert queries.recovery_codes_left(session, handler[0].id) == 9


@pytest.mark.usefixtures("handler")
def test_half_a_sign_in_is_over_after_five_minutes(client, at, now):
    sign_in(client, "handler")
    at[0] = now + timedelta(minutes=5)

    assert get(client, "/sign-in/code").location == "/sign-in"


def test_a_role_that_needs_a_second_factor_must_enrol_before_anything_else(
    client, instance, city, now
):
    with instance.db.writing() as session:
        account = account_in(session, city.desk, Role.AUDITOR, now=now, name="auditor")
        give_password(session, account, now)
    assert sign_in(client, "auditor").location == "/sign-in/second-factor"
    assert get(client, "/desk/account").status_code == 303
    body = get(client, "/sign-in/second-factor").get_data(as_text=True)
    secret = body.split('key-text">')[1].split("<")[0].replace(" ", "")
    assert post(client, "/sign-in/second-factor", code="000000").status_code == 422

    done = post(client, "/sign-in/second-factor", code=pyotp.TOTP(secret).at(now))

    assert done.status_code == 200
    assert done.get_data(as_text=True).count("<li><bdi") == 10
    assert get(client, "/desk/account").status_code == 200


def test_five_failures_cost_a_wait_and_ten_a_quarter_of_an_hour(client):
    waits = []
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        for _ in range(30):
            answer = post(client, "/sign-in", username="0042", password="wrong-password-x")
            if answer.status_code == 429:
                waits.append(int(answer.headers["Retry-After"]))
                assert "not locked" in answer.get_data(as_text=True)
                clock.shift(waits[-1])
                if waits[-1] > 60:
                    break
        assert waits == [2, 4, 8, 16, 32, 900]
        assert sign_in(client, "0042").status_code == 303


def test_failures_from_one_network_do_not_lock_the_person_out_elsewhere(client):
    for _ in range(5):
        post(client, "/sign-in", username="0042", password="wrong-password-x")
    assert post(client, "/sign-in", username="0042", password=PASSWORD).status_code == 429

    client.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    assert post(client, "/sign-in", username="0042", password=PASSWORD).status_code == 303


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_signing_in_never_leads_to_another_site(client, target):
    page = get(client, "/sign-in", query_string={"next": target})
    token = page.get_data(as_text=True).split('csrf_token" value="')[1].split('"')[0]
    answer = client.post(
        "/sign-in",
        base_url=BASE,
        query_string={"next": target},
        data={"csrf_token": token, "username": "0042", "password": PASSWORD},
    )

    assert answer.location == "/desk"


def test_signing_in_leads_to_the_page_that_was_asked_for(client):
    asked = get(client, "/desk/account?lang=fa").location
    token = get(client, asked).get_data(as_text=True).split('csrf_token" value="')[1].split('"')[0]
    answer = client.post(
        asked,
        base_url=BASE,
        data={"csrf_token": token, "username": "0042", "password": PASSWORD},
    )

    assert answer.location == "/desk/account?lang=fa"


def test_signing_in_gives_a_new_cookie_with_all_its_guards(client):
    before = get(client, "/sign-in").headers.get("Set-Cookie", "")
    cookie = sign_in(client, "0042").headers["Set-Cookie"]

    assert cookie.split(";")[0] != before.split(";")[0]
    assert cookie.startswith("__Host-takrim=")
    for guard in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert guard in cookie


def test_signing_out_ends_every_session(client, desk_app, instance):
    other = desk_app.test_client()
    sign_in(client, "0042")
    sign_in(other, "0042")

    post(client, "/sign-out", "/desk/account")

    assert get(other, "/desk/account").status_code == 303
    with instance.db.reading() as session:
        assert all(row.ended_at for row in session.exec(select(StaffSession)))
        assert "session.sign_out" in session.exec(select(AuditEntry.action)).all()


def test_signing_out_takes_a_post_with_the_forms_own_value(client):
    sign_in(client, "0042")

    assert get(client, "/sign-out").status_code == 405
    assert client.post("/sign-out", base_url=BASE).status_code == 400
    assert get(client, "/desk/account").status_code == 200


def test_closing_the_account_ends_its_sessions_at_once(client, clerk, instance, now):
    sign_in(client, "0042")
    with instance.db.writing() as session:
        service.disable(session, session.merge(clerk), actor_id=None, now=now)

    assert get(client, "/desk/account").status_code == 303


def test_a_role_change_asks_to_sign_in_again(client, clerk, instance, city, now):
    sign_in(client, "0042")
    with instance.db.writing() as session:
        account = session.merge(clerk)
        service.grant_role(session, account, Role.INSPECTOR, city.desk.id, actor_id=None, now=now)

    assert get(client, "/desk/account").status_code == 303
    assert sign_in(client, "0042").location == "/sign-in/second-factor"


def test_a_session_is_over_after_half_an_hour_of_silence(client, at, now):
    sign_in(client, "0042")
    at[0] = now + timedelta(minutes=29)
    assert get(client, "/desk/account").status_code == 200
    at[0] = now + timedelta(minutes=58)
    assert get(client, "/desk/account").status_code == 200
    at[0] = now + timedelta(minutes=88)
    assert get(client, "/desk/account").status_code == 303


def test_a_reader_without_a_cookie_costs_no_statement_and_a_signed_in_one_two(client, instance):
    seen = []
    event.listen(instance.db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    get(client, "/reset")
    assert seen == []

    sign_in(client, "0042")
    seen.clear()
    get(client, "/desk")
    assert len([one for one in seen if not one.startswith("BEGIN")]) == 2


@pytest.mark.parametrize("path", ["/sign-in", "/reset", "/sign-in/code"])
def test_the_door_speaks_persian_when_asked(client, path):
    body = get(client, f"{path}?lang=fa", follow_redirects=True).get_data(as_text=True)

    assert 'dir="rtl"' in body or path == "/sign-in/code"
