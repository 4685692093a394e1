import csv
import re
from io import StringIO

import pytest
from sqlalchemy import event
from sqlmodel import select
from werkzeug.test import TestResponse

from app import keystore
from app.badges import service
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.badges.views import starting
from app.directory.models import Subject
from app.rights import Role
from printables.reading import read_back
from qr.codes import group_typed
from tests.badges.city import RING, badge_of, person
from tests.badges.conftest import Desk
from tests.conftest import NOON


def serial_of(desk: Desk, subject: Subject) -> str:
    with desk.db.reading() as session:
        return badge_of(session, subject).serial


def newest(desk: Desk, subject: Subject) -> Badge:
    with desk.db.reading() as session:
        return badge_of(session, subject)


def pdf_of(desk: Desk, run: str) -> TestResponse:
    """Click the download of a run's page."""
    found = re.search(r'href="([^"]+\.pdf)"', desk.client.get(run).text)
    assert found is not None
    return desk.client.get(found.group(1), buffered=True)


PAGES = ["/", "/issue", "/print", "/runs", "/runs/nothing", "/runs/nothing/1.pdf", "/0011223344"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ISSUING_OFFICER}))
def test_no_other_role_opens_the_desk(desk: Desk, path: str, role: Role) -> None:
    assert desk.sit(desk.city.root, role=role).get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_nobody_signed_in_is_led_to_the_door(desk: Desk, path: str) -> None:
    desk.person = None

    assert desk.get(path).status_code == 303


def test_the_list_shows_names_in_order_with_their_numbers(desk: Desk) -> None:
    page = desk.get("/?kind=employee").text

    order = [page.index(name) for name in ("سارا رضایی", "علی کریمی", "رضا نوری")]
    assert order == sorted(order)
    assert group_typed(newest(desk, desk.city.ali).typed_code) in page


@pytest.mark.parametrize("way", ["name", "part", "number", "typed", "serial", "digits"])
def test_a_badge_is_found_by_whatever_is_known_of_it(desk: Desk, way: str) -> None:
    badge = newest(desk, desk.city.ali)
    grouped = group_typed(badge.typed_code)
    asked = {
        "name": "علي كريمي",
        "part": "کریم",
        "number": "0012",
        "typed": grouped,
        "serial": badge.serial,
        "digits": grouped.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
    }[way]

    page = desk.get(f"/?q={asked}").text

    assert "علی کریمی" in page
    assert "رضا نوری" not in page


def test_an_empty_list_says_why_and_what_next(desk: Desk) -> None:
    answer = desk.get("/?q=nobody")

    assert answer.status_code == 200
    assert "No badge found" in answer.text


def test_each_view_counts_what_it_shows(desk: Desk) -> None:
    with desk.db.writing() as session:
        lost = badge_of(session, desk.city.ali).serial
        service.revoke(session, lost, "lost", now=NOON, actor_id=None)

    counts = dict(re.findall(r">(\w[\w ]*) <bdi class=\"n\">(\d+)</bdi></a>", desk.get("/").text))

    assert counts == {
        "All": "6", "Working": "5", "Never printed": "5", "Printed before": "0",
        "Suspended": "0", "Ended": "1",
    }  # fmt: skip
    assert "علی کریمی" in desk.get("/?view=ended").text
    assert "علی کریمی" not in desk.get("/?view=working").text


def test_badges_of_a_retired_key_have_a_view_of_their_own(desk: Desk) -> None:
    house = desk.app.extensions["takrim"]
    ring = RING.rotate(bytes(32), now=NOON).retire(1, now=NOON)
    keystore.save(house.settings.instance, house.keys.with_ring(ring))

    assert "علی کریمی" in desk.get("/?view=dead").text
    page = desk.get(f"/{serial_of(desk, desk.city.ali)}").text
    assert "The key of this badge is retired." in page
    assert "<figure" not in page


def test_pages_follow_each_other_without_gap_or_repeat(desk: Desk) -> None:
    with desk.db.writing() as session:
        for n in range(120):
            person(session, desk.city.south, f"7{n:03d}", "زهرا", f"موسوی {n % 7}")
        service.issue(session, RING, service.Scope(), now=NOON, actor_id=None)
    seen: list[str] = []
    url: str | None = "/desk/badges/"
    while url:
        page = desk.client.get(url).text
        seen += re.findall(r'href="/desk/badges/([0-9a-f]{10})"', page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        url = found.group(1).replace("&amp;", "&") if found else None

    assert len(seen) == len(set(seen)) == 126


def test_the_list_takes_as_many_statements_for_many_badges_as_for_few(desk: Desk) -> None:
    with desk.db.writing() as session:
        for n in range(60):
            person(session, desk.city.south, f"7{n:03d}", "زهرا", f"موسوی {n}")
        service.issue(session, RING, service.Scope(), now=NOON, actor_id=None)
    said: list[str] = []
    event.listen(desk.db.engine, "before_cursor_execute", lambda *a: said.append(a[2]))

    desk.get("/?q=موسوی&kind=employee")

    assert len([one for one in said if one.startswith("SELECT")]) == 4


def test_another_unit_sees_nothing_of_it(desk: Desk) -> None:
    city = desk.city
    with desk.db.writing() as session:
        service.revoke(
            session, badge_of(session, city.sara).serial, "lost", now=NOON, actor_id=None
        )
    desk.sit(city.south)
    serial = serial_of(desk, city.ali)

    assert "علی کریمی" not in desk.get("/").text
    assert desk.get("/?unit=101").status_code == 404
    assert desk.get(f"/{serial}").status_code == 404
    assert desk.post(f"/{serial}/end", what="lost", act="replace").status_code == 404
    assert desk.post(f"/{serial_of(desk, city.sara)}/replace").status_code == 404
    assert desk.post(f"/{serial}/print", stock="cr80").status_code == 404
    assert desk.post("/issue", unit="101", kind="all").status_code == 404
    assert desk.post("/print", unit="101", kind="all", stock="cr80").status_code == 404


@pytest.mark.parametrize("path", ["/?view=nonsense", "/runs?before=x", "/nonsense", "/00112233zz"])
def test_an_address_changed_by_hand_leads_nowhere(desk: Desk, path: str) -> None:
    assert desk.get(path).status_code == 404


def test_the_exported_list_is_inert_and_whole(desk: Desk) -> None:
    with desk.db.writing() as session:
        found = session.get(Subject, desk.city.ali.id)
        assert found is not None
        found.name_fa = "=1+1"

    answer = desk.get("/?format=csv")

    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 7
    assert "'=1+1" in {row[2] for row in rows}


def test_one_badge_shows_its_symbol_its_address_and_its_history(desk: Desk) -> None:
    page = desk.get(f"/{serial_of(desk, desk.city.ali)}").text

    assert 'aria-label="Symbol of the badge"' in page
    assert re.search(r"HTTPS://QR\.CITY\.IR/B/[0-9A-Z]{26}", page)
    assert "style=" not in page


def test_a_lost_badge_is_revoked_replaced_and_printed_in_three_steps(desk: Desk) -> None:
    old = serial_of(desk, desk.city.ali)

    first = desk.post(f"/{old}/end", what="lost", note="در اتوبوس", act="replace")
    new = first.location.rpartition("/")[2]
    second = desk.post(f"/{new}/print", stock="cr80")
    third = pdf_of(desk, second.location)

    assert [first.status_code, second.status_code, third.status_code] == [303, 303, 200]
    assert third.mimetype == "application/pdf"
    texts = {seen.text for seen in read_back(third.data)}
    assert len(texts) == 1
    assert new == newest(desk, desk.city.ali).serial != old
    page = desk.get(f"/{old}").text
    assert "Lost: در اتوبوس" in page
    assert "Show the new badge" in page
    with desk.db.reading() as session:
        ended = session.exec(select(Badge).where(Badge.serial == old)).one()
        assert (ended.status, ended.replaced_by is None) == (BadgeStatus.REVOKED, False)


def test_a_spoiled_badge_is_replaced_and_a_returned_one_only_revoked(desk: Desk) -> None:
    ali, reza = serial_of(desk, desk.city.ali), serial_of(desk, desk.city.reza)

    desk.post(f"/{ali}/end", what="spoiled", act="replace")
    desk.post(f"/{reza}/end", what="returned", act="revoke")

    assert newest(desk, desk.city.reza).status is BadgeStatus.REVOKED
    with desk.db.reading() as session:
        old = session.exec(select(Badge).where(Badge.serial == ali)).one()
    assert old.status is BadgeStatus.REPLACED
    assert desk.post(f"/{reza}/replace").status_code == 303
    assert newest(desk, desk.city.reza).status is BadgeStatus.ACTIVE


def test_what_happened_must_be_said_and_what_was_typed_stays(desk: Desk) -> None:
    serial = serial_of(desk, desk.city.ali)

    answer = desk.post(f"/{serial}/end", note="در خیابان", act="revoke")

    assert answer.status_code == 422
    assert answer.text.count("Say what happened to the badge.") == 2
    assert "در خیابان" in answer.text
    assert desk.post(f"/{serial}/end", what="eaten", act="revoke").status_code == 422
    assert desk.post(f"/{serial}/end", what="lost", note="x" * 301).status_code == 422


def test_what_the_state_forbids_is_a_conflict(desk: Desk) -> None:
    serial = serial_of(desk, desk.city.ali)
    desk.post(f"/{serial}/end", what="lost", act="revoke")

    assert desk.post(f"/{serial}/end", what="lost", act="revoke").status_code == 409
    assert desk.post(f"/{serial}/print", stock="cr80").status_code == 409
    assert desk.post(f"/{serial_of(desk, desk.city.reza)}/replace").status_code == 303


def test_issuing_says_first_how_many(desk: Desk) -> None:
    with desk.db.writing() as session:
        person(session, desk.city.counter, "0099", "نرگس", "طاهری")

    page = desk.get("/issue?unit=101&kind=employee").text
    answer = desk.post("/issue", unit="101", kind="employee")

    assert "Issue badges: 1" in page
    assert answer.status_code == 303
    assert "unit=101" in answer.location
    assert "نرگس" in desk.client.get(answer.location).text


@pytest.mark.parametrize("path", ["/issue", "/print"])
def test_a_foreign_choice_is_refused_in_words(desk: Desk, path: str) -> None:
    answer = desk.post(path, kind="dogs", stock="cr80")

    assert answer.status_code == 422
    assert "Choose one of these." in answer.text
    assert desk.get(f"{path}?kind=dogs").status_code == 200


def test_a_run_is_printed_listed_and_handed_out(desk: Desk) -> None:
    answer = desk.post("/print", unit="102", kind="all", stock="a4-10up", changed="y")
    page = desk.client.get(answer.location).text
    pdf = pdf_of(desk, answer.location).data
    listed = list(
        csv.DictReader(
            StringIO(desk.client.get(f"{answer.location}/list.csv").text.removeprefix("\ufeff"))
        )
    )

    assert {seen.text for seen in read_back(pdf)} == {row["url"] for row in listed}
    assert len(listed) == 4
    assert "A4, ten cards" in desk.get("/runs").text
    assert "Print run 1" in page


def test_nothing_new_is_said_at_the_field_and_printing_again_is_counted(desk: Desk) -> None:
    desk.post("/print", kind="employee", stock="cr80", changed="y")

    again = desk.post("/print", kind="employee", stock="cr80", changed="y")
    asked = desk.post("/print", kind="employee", stock="cr80")
    forced = desk.post("/print", kind="employee", stock="cr80", again="y")

    assert [again.status_code, asked.status_code] == [422, 422]
    assert asked.text.count("Some were printed before: tick this to print them again.") == 2
    assert "There is nothing to print here." in again.text
    assert "printed before: 3" in desk.client.get(forced.location).text


def test_counting_prints_nothing_and_keeps_the_choice(desk: Desk) -> None:
    answer = desk.post("/print", unit="101", kind="employee", stock="a4-10up", act="count")
    page = desk.client.get(answer.location).text

    assert answer.status_code == 303
    assert "csrf" not in answer.location
    assert '<option selected value="a4-10up">' in page
    assert re.search(r'<dt>Working badges here</dt><dd><bdi class="n">2</bdi>', page)
    assert "Nothing was printed yet" in desk.get("/runs").text


def test_a_long_run_is_written_down_and_left_to_the_worker(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "AT_ONCE", 5)

    location = desk.post("/print", kind="all", stock="cr80", changed="y").location
    page = desk.client.get(location).text

    assert "0 of 6 badges are made and read back." in page
    assert '<meta http-equiv="refresh"' in page
    assert desk.client.get(f"{location}/1.pdf").status_code == 409


def test_a_run_of_others_does_not_exist(desk: Desk) -> None:
    location = desk.post("/print", unit="101", kind="all", stock="cr80", changed="y").location
    desk.sit(desk.city.south)
    assert desk.person is not None
    desk.person = type(desk.person)(2, "other", "دیگری", desk.person.grants)

    assert [desk.client.get(location + end).status_code for end in ("", "/1.pdf", "/list.csv")] == [
        404, 404, 404,
    ]  # fmt: skip
    assert "Nothing was printed yet" in desk.get("/runs").text


def test_a_file_that_is_not_here_is_missing_not_an_error(desk: Desk) -> None:
    location = desk.post("/print", unit="101", kind="all", stock="cr80", changed="y").location

    assert desk.client.get(f"{location}/2.pdf").status_code == 404


@pytest.mark.parametrize("path", ["/", "/issue?unit=101", "/print", "/runs"])
def test_the_desk_speaks_persian(desk: Desk, path: str) -> None:
    answer = desk.get(f"{path}{'&' if '?' in path else '?'}lang=fa")

    assert 'lang="fa" dir="rtl"' in answer.text
    main = answer.text.split("<main", 1)[1].partition(">")[2]
    main = re.sub(r"<kbd>.*?</kbd>|<[^>]+>", " ", main)  # keys are named as they are labelled
    assert re.findall(r"[A-Za-z]{4,}", main) == []
