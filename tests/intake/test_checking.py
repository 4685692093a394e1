"""Check a badge by its number: whose it is, whether it is valid, and nothing to be guessed."""

import re
from datetime import timedelta

import pytest

from app import jobs
from app.badges.rules import BadgeStatus
from app.badges.suspicion.queries import codes
from app.badges.suspicion.rows import Sight, Wanted
from app.intake.failed_scans import spool
from qr import payload
from qr.codes import new_typed_code
from tests.feedback.making import NOON
from tests.statements import statements

ALL = Wanted(Sight(("/",), words=True))
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def check(web, code: str):
    return web.post("/check", data={"code": code})


def unknown_code(city) -> str:
    taken = {city.desk.typed_code, city.station.typed_code}
    return next(code for code in iter(new_typed_code, "") if code not in taken)


def watched(city) -> list[tuple[str, str, int]]:
    jobs.count_failed_scans(city.instance)
    with city.db.reading() as session:
        return [(row.code, row.kind.value, row.scans) for row in codes(session, ALL)]


@pytest.mark.parametrize(
    "spelled",
    [
        lambda c: c,
        lambda c: c.translate(PERSIAN),
        lambda c: f"{c[:3]}-{c[3:6]} {c[6:]}",
        lambda c: c.replace("0", "O").replace("1", "l"),
    ],
)
def test_a_valid_number_in_any_spelling_shows_name_unit_and_the_way_to_speak(web, city, spelled):
    page = check(web, spelled(city.desk.typed_code))

    assert page.status_code == 200
    assert "مریم سادات حسینی‌نژاد" in page.text
    assert "معتبر" in page.text
    opened = web.get(re.search(r'href="(/n/[^"/]+)"', page.text)[1])
    assert opened.status_code == 200
    assert "حسینی‌نژاد" in opened.text


def test_letters_and_addresses_of_a_symbol_are_read_too(web, city):
    url = city.url(city.station)

    assert "تئاتر شهر" in check(web, url.removeprefix("/B/").lower()).text
    assert "تئاتر شهر" in check(web, f"https://tk.example{url}").text


@pytest.mark.parametrize(
    "status", [BadgeStatus.REVOKED, BadgeStatus.REPLACED, BadgeStatus.SUSPENDED]
)
def test_a_badge_that_ended_shows_no_name_and_no_photo(web, city, status):
    city.end(city.desk, status=status, ended_at=NOON)

    page = check(web, city.desk.typed_code)

    assert page.status_code == 410
    assert "حسینی‌نژاد" not in page.text
    assert "data:image/jpeg" not in page.text
    assert "/false" in page.text


def test_an_expired_badge_is_not_valid(web, city):
    city.end(city.desk, expires_at=NOON - timedelta(days=900))

    assert check(web, city.desk.typed_code).status_code == 410


def test_an_unknown_number_costs_the_same_one_read_and_misses_run_out(web, city):
    with statements(city.db.engine) as known:
        check(web, city.desk.typed_code)
    with statements(city.db.engine) as missed:
        page = check(web, unknown_code(city))

    assert page.status_code == 404
    assert len([s for s in known if s.startswith("SELECT")]) == 1
    assert len([s for s in missed if s.startswith("SELECT")]) == 1
    answers = [check(web, unknown_code(city)).status_code for _ in range(12)]
    assert answers[-1] == 429
    assert 500 not in answers


def test_what_is_no_number_is_refused_and_kept(web):
    page = check(web, "<b>12345")

    assert page.status_code == 422
    assert 'value="&lt;b&gt;12345"' in page.text


def test_a_forged_symbol_and_an_unknown_number_reach_the_list_of_the_desk(web, city):
    good = city.url(city.desk).removeprefix("/B/")
    forged = ("0" if good[0] != "0" else "1") + good[1:]
    number = unknown_code(city)

    for _ in range(3):
        web.get(f"/B/{forged}")
    check(web, number)

    found = watched(city)
    assert (number, "unknown", 1) in found
    (strange,) = [row for row in found if row[1] == "forged"]
    assert strange[2] == 3
    assert forged not in str(found)


def test_scans_of_a_revoked_badge_are_counted_and_a_look_never_writes_to_the_database(web, city):
    city.end(city.desk, status=BadgeStatus.REVOKED, ended_at=NOON)
    with statements(city.db.engine) as seen:
        for _ in range(4):
            assert web.get(city.url(city.desk)).status_code == 410

    assert {s.split()[0] for s in seen} == {"BEGIN", "SELECT"}
    assert watched(city) == [(city.desk.typed_code, "revoked", 4)]
    assert spool(city.instance).read() == []


def test_a_genuine_symbol_without_a_badge_is_unknown(web, city):
    token = payload.sign(b"\x01\x02\x03\x04\x05", city.instance.keys.ring)

    assert web.get(f"/B/{token}").status_code == 404
    assert [row[1] for row in watched(city)] == ["unknown"]


def test_no_address_stands_in_the_spool(web, city):
    web.get("/B/" + "0" * 26, environ_base={"REMOTE_ADDR": "198.51.100.77"})

    raw = b"".join(p.read_bytes() for p in city.instance.settings.instance.glob("failed-scans*"))
    assert raw
    assert b"198.51.100" not in raw


def test_the_letters_of_a_strange_symbol_are_counted_like_its_scan(web, city):
    check(web, "0" * 26)
    web.get("/B/" + "0" * 26)

    (found,) = watched(city)
    assert (found[1], found[2]) == ("forged", 2)
