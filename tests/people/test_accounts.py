"""The administrator's desk: list, new account, roles, links, and where its reach ends.

ASVS 1.2.10 (CSV), 8.2.1-8.2.3 and 8.4.1 (rights).
"""

import re

import pytest
from sqlalchemy import event
from sqlmodel import select

from app.people import queries, service
from app.people.accounts import Filters, account_rows
from app.people.models import Account, RoleGrant
from app.rights import Grant, Person, Role
from tests.people.city import account_in, build
from tests.people.walk import get, give_password, post, sign_in

pytestmark = pytest.mark.usefixtures("at")


def administrator(unit) -> Person:
    return Person(1, "a", "A", (Grant(Role.ADMINISTRATOR, unit.id, unit.path),))


@pytest.fixture
def desk(client, instance, city, now):
    """A browser in which the administrator of the district is signed in."""
    with instance.db.writing() as session:
        account = account_in(session, city.district, Role.ADMINISTRATOR, now=now, name="admin")
        give_password(session, account, now)
        secret = service.enrol_totp()
        service.set_totp(session, instance.keys.vault, account, secret, actor_id=None, now=now)
    assert sign_in(client, "admin", secret, now).status_code == 303
    service_locale(instance, account)
    return client


def service_locale(instance, account: Account) -> None:
    with instance.db.writing() as session:
        service.set_locale(session, account.id, "en")


@pytest.fixture
def others(instance, city, now):
    """One account inside the district, one elsewhere, one with a foot in both."""
    with instance.db.writing() as session:
        inside = account_in(session, city.desk, Role.HANDLER, now=now, name="inside")
        outside = account_in(session, city.other, Role.HANDLER, now=now, name="outside")
        both = account_in(session, city.desk, Role.EXPERT, now=now, name="both")
        service.grant_role(session, both, Role.AUDITOR, city.other.id, actor_id=None, now=now)
    return inside, outside, both


def test_the_list_holds_the_accounts_of_the_subtree_in_two_statements(session, now):
    city = build(session, now)
    for number in range(4):
        account_in(session, city.desk, Role.HANDLER, Role.EXPERT, now=now, name=f"u{number}")
    account_in(session, city.other, Role.HANDLER, now=now, name="u9")
    seen = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *a: seen.append(a[2]))

    first = account_rows(session, administrator(city.district), Filters(), limit=3)
    rest = account_rows(session, administrator(city.district), Filters(), after=first[-1].cursor)

    assert [row.username for row in (*first, *rest)] == ["u0", "u1", "u2", "u3"]
    assert [grant.role for grant in first[0].grants] == [Role.HANDLER, Role.EXPERT]
    assert len(seen) == 4


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(words="U۱"), ["u1"]),
        (Filters(words="كاربر"), ["u0", "u1"]),
        (Filters(words="%"), []),
        (Filters(role=Role.AUDITOR), ["u1"]),
        (Filters(state="closed"), ["u0"]),
        (Filters(state="open"), ["u1"]),
    ],
)
def test_the_list_is_filtered_by_words_role_and_state(session, now, filters, found):
    city = build(session, now)
    closed = account_in(session, city.desk, Role.HANDLER, now=now, name="u0")
    account_in(session, city.desk, Role.AUDITOR, now=now, name="u1")
    service.disable(session, closed, actor_id=None, now=now)

    rows = account_rows(session, administrator(city.district), filters)
    assert [row.username for row in rows] == found


@pytest.mark.usefixtures("others")
def test_the_desk_shows_its_own_accounts_and_not_those_elsewhere(desk):
    body = get(desk, "/desk/accounts").get_data(as_text=True)

    assert ">inside<" in body
    assert ">both<" in body
    assert ">outside<" not in body
    assert "No account fits" in get(desk, "/desk/accounts?q=nobody").get_data(as_text=True)
    assert get(desk, "/desk/accounts?role=nonsense&state=x&after=%00").status_code == 200


@pytest.mark.parametrize("path", ["", "/roles", "/roles/end", "/link", "/state"])
def test_an_account_elsewhere_looks_like_an_unknown_one(desk, others, path):
    for public_id in (others[1].public_id, "made-up"):
        address = f"/desk/accounts/{public_id}{path}"
        if not path:
            assert get(desk, address).status_code == 404
        else:
            answer = post(
                desk, address, "/desk/accounts/new", role="auditor", unit="M11", act="close"
            )
            assert answer.status_code == 404


@pytest.mark.parametrize(("path", "act"), [("link", ""), ("state", "close"), ("state", "factor")])
def test_power_over_a_whole_account_takes_reach_over_all_its_roles(desk, others, path, act):
    both = others[2].public_id

    answer = post(desk, f"/desk/accounts/{both}/{path}", "/desk/accounts/new", act=act)

    assert answer.status_code == 403


def test_a_role_outside_the_reach_is_shown_and_cannot_be_taken(desk, others, instance):
    both = others[2].public_id
    body = get(desk, f"/desk/accounts/{both}").get_data(as_text=True)
    assert "outside your units" in body
    assert len(re.findall(r'name="grant"', body)) == 1
    with instance.db.reading() as session:
        beyond = session.exec(select(RoleGrant).where(RoleGrant.role == Role.AUDITOR)).one()

    answer = post(
        desk, f"/desk/accounts/{both}/roles/end", f"/desk/accounts/{both}", grant=str(beyond.id)
    )

    assert answer.status_code == 404


def test_a_new_account_gets_its_role_and_an_invitation_shown_once(desk, desk_app, instance):
    answer = post(
        desk,
        "/desk/accounts/new",
        username="0077",
        name_fa="سارا کریمی",
        name_en="",
        personnel="",
        role="expert",
        unit="m11",
    )

    assert answer.status_code == 200
    link = re.search(
        r'value="(https://qr\.example\.ir/invitation/[^"]+)"', answer.get_data(as_text=True)
    )
    path = link[1].removeprefix("https://qr.example.ir")
    newcomer = desk_app.test_client()
    words = "sabz-daryacheh-aram"
    assert post(newcomer, path, password=words, again=words).status_code == 303
    assert sign_in(newcomer, "0077", password=words).location == "/desk"
    with instance.db.reading() as session:
        found = queries.credentials(session, "0077")
        assert queries.roles_of(session, found.account_id) == {Role.EXPERT}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"username": ""}, "Enter a user name"),
        ({"username": "ADMIN"}, "is taken"),
        ({"unit": "T0"}, "no unit with this code"),
        ({"unit": ""}, "code of the unit"),
        ({"role": "emperor"}, "Role"),
        ({"personnel": "555"}, "no employee with this"),
        ({"personnel": "3"}, "no employee with this"),
    ],
)
def test_a_refused_account_keeps_what_was_typed_and_stores_nothing(desk, instance, changed, told):
    fields = {
        "username": "0077",
        "name_fa": "سارا",
        "name_en": "",
        "personnel": "",
        "role": "expert",
        "unit": "M11",
    } | changed

    answer = post(desk, "/desk/accounts/new", **fields)

    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert told in body
    assert 'value="سارا"' in body
    with instance.db.reading() as session:
        assert queries.credentials(session, "0077") is None


def test_an_account_of_an_employee_knows_its_subject(desk, instance, city):
    post(
        desk,
        "/desk/accounts/new",
        username="0077",
        name_fa="",
        name_en="",
        personnel="۴",
        role="employee",
        unit="M11",
    )

    with instance.db.reading() as session:
        found = queries.credentials(session, "0077")
        assert session.get(Account, found.account_id).subject_id == city.clerk.id


def test_roles_are_given_and_taken_on_the_page_of_the_account(desk, others, instance):
    page = f"/desk/accounts/{others[0].public_id}"
    assert post(desk, f"{page}/roles", page, role="expert", unit="M11").status_code == 303
    twice = post(desk, f"{page}/roles", page, role="expert", unit="M11")
    assert twice.status_code == 422
    assert "already holds" in twice.get_data(as_text=True)
    chosen = re.findall(r'name="grant" value="(\d+)"', get(desk, page).get_data(as_text=True))

    post(desk, f"{page}/roles/end", page, grant=chosen[0])

    with instance.db.reading() as session:
        assert queries.roles_of(session, others[0].id) == {Role.EXPERT}


def test_an_account_is_closed_and_reopened(desk, others, instance):
    page = f"/desk/accounts/{others[0].public_id}"
    for act, closed in (("close", True), ("open", False)):
        assert post(desk, f"{page}/state", page, act=act).status_code == 303
        with instance.db.reading() as session:
            assert (session.get(Account, others[0].id).disabled_at is not None) is closed
    assert post(desk, f"{page}/state", page, act="x").status_code == 422


def test_an_administrator_cannot_raise_or_close_the_own_account(desk, instance):
    with instance.db.reading() as session:
        own = session.get(Account, queries.credentials(session, "admin").account_id).public_id
    page = f"/desk/accounts/{own}"

    raised = post(desk, f"{page}/roles", page, role="auditor", unit="M1")
    assert raised.status_code == 422
    assert "another administrator" in raised.get_data(as_text=True)
    assert post(desk, f"{page}/state", page, act="close").status_code == 409


def test_the_file_for_a_spreadsheet_is_scoped_and_inert(desk, instance, city, now):
    with instance.db.writing() as session:
        account = service.create_account(
            session, "=cmd", name_fa="@SUM", name_en="+1", actor_id=None, now=now
        )
        service.grant_role(session, account, Role.EXPERT, city.desk.id, actor_id=None, now=now)
        account_in(session, city.other, Role.EXPERT, now=now, name="outside")

    answer = get(desk, "/desk/accounts.csv")

    text = answer.get_data().decode("utf-8-sig")
    assert answer.mimetype == "text/csv"
    assert "'=cmd,'@SUM,'+1," in text
    assert "outside" not in text


def test_others_do_not_come_in(client, instance, city, now):
    assert get(client, "/desk/accounts").status_code == 303
    with instance.db.writing() as session:
        give_password(session, account_in(session, city.desk, Role.EXPERT, now=now, name="x"), now)
    sign_in(client, "x")

    for path in ("", ".csv", "/new", "/anything"):
        assert get(client, f"/desk/accounts{path}").status_code == 403
