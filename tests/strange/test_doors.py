"""Strange addresses, codes, hosts and methods (inputs P23 to P27, P30, P34 to P46)."""

import re
import secrets
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.db import Database
from app.directory.models import Unit
from app.people import passwords
from app.people import service as people
from tests.strange.stranger import WORDS, Stranger, stored, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("strange")]

LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
PART = 'Content-Disposition: form-data; name="text"'


@pytest.mark.parametrize("change", ["P23 first character", "P24 cut", "P25 four kilobytes long"])
def test_a_changed_token_shows_nobody(change: str, stranger: Stranger) -> None:
    token = stranger.city.token
    other = "A" if token[0] != "A" else "B"
    wrong = {"P23": other + token[1:], "P24": token[:-1], "P25": token * 160}[change[:3]]
    answer = stranger.ask("GET", f"/B/{wrong[:4096]}")

    assert 400 <= answer.status < 500
    assert "رستمی" not in answer.text


@pytest.mark.parametrize("how", ["P26 revoked", "P27 expired"])
def test_an_ended_badge_shows_no_name_and_no_text_field_but_takes_a_rating_and_a_report(
    how: str, stranger: Stranger, store: Database
) -> None:
    changes: dict[str, object] = {"status": BadgeStatus.REVOKED, "ended_at": clock.now()}
    if how.startswith("P27"):
        changes = {"expires_at": clock.now() - timedelta(days=1)}
    with store.writing() as session:
        row = session.exec(select(Badge)).one()
        before = {name: getattr(row, name) for name in changes}
        for name, value in changes.items():
            setattr(row, name, value)
    try:
        wait_for(lambda: stranger.ask("GET", stranger.badge).status == 410)
        answer = stranger.ask("GET", stranger.badge)
        assert "رستمی" not in answer.text
        assert "<textarea" not in answer.text
        assert 'name="tap"' in answer.text
        assert 'name="report"' in answer.text
    finally:
        with store.writing() as session:
            row = session.exec(select(Badge)).one()
            for name, value in before.items():
                setattr(row, name, value)
        wait_for(lambda: stranger.ask("GET", stranger.badge).status == 200)


def test_p30_a_wrong_value_in_the_form_is_refused_with_the_words(stranger: Stranger) -> None:
    answer = stranger.tell(key="Z" * 48)

    assert answer.status in {400, 403}
    assert WORDS in answer.text


def test_p34_another_host_is_refused_and_not_repeated(stranger: Stranger) -> None:
    answer = stranger.ask("GET", "/", X_Forwarded_Host="evil.example", Host="evil.example")

    assert answer.status in {400, 404, 421}
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("where", ["https://evil.example", "//evil.example", "/\\\\evil.example"])
@pytest.mark.parametrize("door", ["/sign-in", "/login"])
def test_p35_the_door_of_the_staff_sends_nobody_elsewhere(
    door: str, where: str, stranger: Stranger
) -> None:
    opened = stranger.ask("GET", f"{door}?next={where}")
    tried = stranger.post(f"{door}?next={where}", username="nobody", password="x", next=where)

    for answer in (opened, tried):
        assert answer.status in {200, 302, 303, 400, 404, 422}
        assert "evil.example" not in answer.headers.get("location", "")
        assert 'href="https://evil.example' not in answer.text
        assert 'href="//evil.example' not in answer.text


def test_p35_whoever_signs_in_by_such_an_address_lands_at_the_own_desk(
    stranger: Stranger, store: Database
) -> None:
    with store.writing() as session:
        account = people.create_account(
            session, "walker", name_fa="کسی", subject_id=None, locale="fa", actor_id=None,
            now=clock.now(),
        )  # fmt: skip
        secret = passwords.hashed("narenji-doost-kuh")
        people.set_password(session, account, secret, actor_id=None, now=clock.now())

    answer = stranger.sign_in("walker", "narenji-doost-kuh", query="?next=https://evil.example")

    assert answer.status == 303
    assert answer.headers["location"].startswith("/")
    assert "evil.example" not in answer.headers["location"]


def test_p36_the_badge_page_carries_a_policy_without_anything_unsafe(stranger: Stranger) -> None:
    for _ in range(2):  # drawn, and handed out again
        policy = stranger.ask("GET", stranger.badge).headers["content-security-policy"]

        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_p37_the_badge_page_carries_the_other_headers(stranger: Stranger) -> None:
    for _ in range(2):
        headers = stranger.ask("GET", stranger.badge).headers

        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert headers["strict-transport-security"].startswith("max-age=31536000")
        assert "permissions-policy" in headers


def test_p38_an_unknown_path_is_not_found(stranger: Stranger) -> None:
    assert stranger.ask("GET", "/nothing/here").status == 404


def test_p39_asking_at_an_address_for_sending_stores_nothing(
    stranger: Stranger, store: Database
) -> None:
    before = stored(store)

    assert stranger.ask("GET", "/thanks/" + "A" * 48).status == 404
    assert stranger.ask("GET", "/mine/open").status == 405
    assert stranger.ask("GET", f"{stranger.badge}?tap=1&key=" + "A" * 48).status == 200
    assert stranger.ask("HEAD", stranger.badge).status == 200
    assert stranger.ask("PUT", stranger.badge, "tap=1").status == 405
    assert stored(store) == before


def test_p40_trace_is_no_way_to_ask(stranger: Stranger) -> None:
    for place in ("/", stranger.badge, "/track", "/sign-in"):
        answer = stranger.ask("TRACE", place, X_Secret="not-to-be-repeated")

        assert answer.status == 405
        assert "not-to-be-repeated" not in answer.text


def test_p41_a_made_up_receipt_is_unknown(stranger: Stranger) -> None:
    answer = stranger.post("/track", code=_made_up())

    assert answer.status == 404


def test_p42_twenty_made_up_receipts_end_in_patience(stranger: Stranger) -> None:
    found = [stranger.post("/track", code=_made_up()) for _ in range(20)]

    assert [answer.status for answer in found] == [404] * 10 + [429] * 10
    wait = int(found[-1].headers["retry-after"])
    assert 0 < wait <= 600  # what is left of the pause, and the page says the same in minutes
    assert str(-(-wait // 60)) in found[-1].text.translate(LATIN)


def test_p43_an_unknown_user_hears_the_same_as_one_with_a_wrong_password(
    stranger: Stranger, store: Database
) -> None:
    with store.writing() as session:
        unit = session.exec(select(Unit)).first()
        assert unit is not None
        account = people.create_account(
            session, "real", name_fa="کسی", subject_id=None, locale="fa", actor_id=None,
            now=clock.now(),
        )  # fmt: skip
        secret = passwords.hashed("narenji-doost-kuh")
        people.set_password(session, account, secret, actor_id=None, now=clock.now())

    def told(name: str) -> str:
        answer = stranger.sign_in(name, "not-the-password-x")
        assert answer.status == 422
        words = answer.text[answer.text.index("<main") :].replace(name, "")
        return re.sub(r'value="[^"]*"', "", words)

    assert told("real") == told("nobody")


@pytest.mark.parametrize("where", ["thanks", "badge", "/track", "/mine", "/mine/open", "/check"])
def test_p44_json_is_no_form(where: str, stranger: Stranger, store: Database) -> None:
    known = {"thanks": stranger.tap, "badge": lambda: stranger.badge}
    address, before = known.get(where, lambda: where)(), stored(store)

    sent = stranger.ask(
        "POST", address, '{"text": "x", "tap": "1", "key": "x"}', Content_Type="application/json"
    )

    assert 400 <= sent.status < 500
    assert stored(store) == before


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("--x\r\nbroken", "multipart/form-data"),
        ("--x\r\nbr", "multipart/form-data; boundary=x"),
        (f"--x\r\n{PART}\r\n\r\nhalf", "multipart/form-data; boundary=x"),
    ],
    ids=["without a limit", "broken", "half"],
)
def test_p45_a_broken_form_of_parts_is_refused(body: str, kind: str, stranger: Stranger) -> None:
    answer = stranger.ask("POST", stranger.tap(), body, Content_Type=kind)

    assert 400 <= answer.status < 500


def test_p46_the_source_of_the_badge_page_holds_no_number_of_anybody(stranger: Stranger) -> None:
    for _ in range(2):
        page = stranger.ask("GET", stranger.badge).text.replace(stranger.city.token, "")
        assert not re.search(r"\d{10}|09\d{9}", page)


def _made_up() -> str:
    return "".join(str(secrets.randbelow(10)) for _ in range(16))
