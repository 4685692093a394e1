"""Thanks reach the person and the manager when a handler lets them through, without a trace."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from app.calendar import service as calendar
from app.calendar.queries import working_calendar
from app.directory import service as directory
from app.feedback import releasing
from app.feedback.masking import GAP, without_traces
from app.feedback.queries import released_words
from app.feedback.rules import Kind
from app.feedback.service import record
from app.feedback.thanks import remind_of_thanks
from app.notices.models import Notice
from app.people import service as people
from tests.conftest import NOON
from tests.feedback.making import TEHRAN, follow_up, tap, words
from tests.insights.city import make_city, person, place

TEXT = "ممنونم؛ شمارهٔ من ۰۹۱۲-۳۴۵-۶۷۸۹ است"


@pytest.fixture
def city(session):
    return make_city(session)


@pytest.fixture
def clerk(session, city):
    return person(session, city.counter, "0012")


def account(session, subject, name: str) -> str:
    made = people.create_account(
        session, name, subject_id=subject.id, actor_id=None, now=NOON, locale="fa"
    )
    return f"account:{made.id}"


def waiting(session, subject, kind=Kind.APPRECIATION) -> int:
    stored = record(session, tap(subject), now=NOON, zone=TEHRAN)
    said = words(TEXT, kind=kind)
    row = follow_up(session, stored.submission, said)
    return row.id


def told(session) -> dict[str, str]:
    return {n.recipient: n.params["text"] for n in session.exec(select(Notice))}


def test_the_person_and_the_nearest_manager_are_told_at_once(session, city, clerk):
    chief = person(session, city.north, "0001")
    directory.set_manager(session, city.north, chief)
    far = person(session, city.root, "0002")
    directory.set_manager(session, city.root, far)
    mine, theirs = account(session, clerk, "0012"), account(session, chief, "0001")
    account(session, far, "0002")

    releasing.release(session, waiting(session, clerk), actor_id=1, now=NOON)

    assert set(told(session)) == {mine, theirs}
    assert all(GAP in text and "۰۹۱۲" not in text for text in told(session).values())


def test_masked_thanks_are_told_as_the_handler_left_them(session, clerk):
    mine = account(session, clerk, "0012")

    releasing.mask(session, waiting(session, clerk), "ممنونم", actor_id=1, now=NOON)

    assert told(session) == {mine: "ممنونم"}


def test_other_words_withheld_thanks_and_places_tell_nobody(session, city, clerk):
    account(session, clerk, "0012")
    releasing.release(session, waiting(session, clerk, Kind.COMMENT), actor_id=1, now=NOON)
    releasing.withhold(session, waiting(session, clerk), actor_id=1, now=NOON)
    park = place(session, city.south, "P1")
    releasing.release(session, waiting(session, park), actor_id=1, now=NOON)

    assert told(session) == {}


def test_who_leads_the_own_unit_is_told_once_and_the_manager_above_too(session, city):
    chief, boss = person(session, city.counter, "0003"), person(session, city.north, "0004")
    directory.set_manager(session, city.counter, chief)
    directory.set_manager(session, city.north, boss)
    mine, theirs = account(session, chief, "0003"), account(session, boss, "0004")

    releasing.release(session, waiting(session, chief), actor_id=1, now=NOON)

    assert set(told(session)) == {mine, theirs}


def test_thanks_that_wait_longer_than_a_working_day_are_told_to_the_desk_once(session, clerk):
    calendar.install(session)
    hours = working_calendar(session)
    waiting(session, clerk)
    desk = [(7, "fa")]
    monday = datetime.fromisoformat("2026-11-23T12:30:00+00:00")  # 16:00, closing

    early = remind_of_thanks(session, hours, desk, now=monday - timedelta(minutes=1))
    late = [remind_of_thanks(session, hours, desk, now=monday) for _ in range(2)]

    assert (early, late) == (0, [1, 1])
    said = session.exec(select(Notice)).all()
    assert [(n.template, n.recipient, n.params) for n in said] == [
        ("S31", "account:7", {"left": "1"})
    ]


def test_released_words_are_read_without_numbers_also_when_nobody_masked_them(session, clerk):
    releasing.release(session, waiting(session, clerk), actor_id=1, now=NOON)

    [said] = released_words(session, clerk.id, zone=TEHRAN)
    assert said.text == f"ممنونم؛ شمارهٔ من {GAP} است"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call +98 912 345 6789 now", f"call {GAP} now"),
        ("کد ملی 0012345678", f"کد ملی {GAP}"),
        ("my name is Ali Karimi and", f"my name is {GAP} and"),
        ("اسم من رضا نوری است", f"اسم من {GAP} است"),
        ("من خیلی راضی هستم", "من خیلی راضی هستم"),
        ("از خانم حسینی ممنونم", "از خانم حسینی ممنونم"),
        ("۳ بار، ۱۲۰۰۰ تومان", "۳ بار، ۱۲۰۰۰ تومان"),
    ],
)
def test_what_leads_to_the_writer_goes_and_the_rest_stays(text, shown):
    assert without_traces(text) == shown
