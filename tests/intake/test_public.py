"""Public pages: you said, we did; the figures of a month; nothing of anybody."""

import csv
from io import StringIO

import pytest
from sqlmodel import select

from app.cases.publishing.models import PublicAction
from app.clock import now
from app.directory.models import Subject
from tests.intake.conftest import tap_face
from tests.statements import statements


@pytest.fixture
def address(city) -> str:
    with city.db.reading() as session:
        found = select(Subject.public_id).where(Subject.id == city.station_id)
        return f"/place/{session.exec(found).one()}"


def publish(city, count: int = 1) -> None:
    with city.db.writing() as session:
        for number in range(count):
            session.add(
                PublicAction(
                    public_id=f"action-{number}", subject_id=city.station_id,
                    said_fa="پله‌برقی چند روز کار نمی‌کرد.", done_fa=f"تعمیر شد. نوبت {number}",
                    said_en="The escalator stood still.", done_en=f"Repaired, turn {number}",
                    published_at=now(),
                )
            )  # fmt: skip


def test_a_place_says_what_was_said_and_done_in_both_languages(web, city, address):
    publish(city)

    persian, english = web.get(address).text, web.get(f"{address}?lang=en").text

    assert "شما گفتید" in persian
    assert "نوبت ۰" in persian
    assert "Repaired, turn 0" in english
    assert "escalator" not in persian


def test_an_empty_place_says_so_and_an_unknown_or_a_persons_is_none(web, city, address):
    assert "هنوز چیزی اینجا منتشر نشده" in web.get(address).text
    assert web.get("/place/nowhere").status_code == 404
    with city.db.reading() as session:
        person = session.exec(select(Subject.public_id).where(Subject.id == city.desk_id)).one()
    assert web.get(f"/place/{person}").status_code == 404


def test_pages_of_a_place_follow_each_other_with_three_statements_each(web, city, address):
    publish(city, 25)
    with statements(city.db.engine) as seen:
        first = web.get(address).text

    assert len([s for s in seen if s.startswith("SELECT")]) == 3
    assert first.count("<li>") == 20
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert web.get(following).text.count("<li>") == 5


def test_fewer_than_five_messages_are_not_counted_out(web, city, address):
    for _ in range(4):
        tap_face(web, city.url(city.station))
    assert web.get(address).text.count("کمتر از پنج پیام") == 2

    tap_face(web, city.url(city.station))

    assert web.get(address).text.count("کمتر از پنج پیام") == 1


def test_figures_are_kept_for_ten_minutes_and_read_as_csv(web, city):
    with statements(city.db.engine) as first:
        page = web.get("/figures")
    with statements(city.db.engine) as second:
        again = web.get("/figures?format=csv")

    assert page.status_code == 200
    assert "کمتر از پنج" in page.text
    assert len([s for s in first if s.startswith("SELECT")]) <= 8
    assert second == []
    assert again.mimetype == "text/csv"
    assert len(list(csv.reader(StringIO(again.text)))) == 1


@pytest.mark.parametrize("month", ["1405-13", "x", "9999-99", "1450-01", "<script>"])
def test_a_strange_month_shows_the_current_one(web, month):
    page = web.get("/figures", query_string={"month": month})

    assert page.status_code == 200
    assert "<script>" not in page.text.split("<main>")[1]


def test_the_badge_page_of_a_place_leads_to_what_was_said_and_done(web, city, address):
    page = web.get(city.url(city.station))
    link = f"{city.url(city.station)}/said"

    assert link in page.text
    assert web.get(link).location == address
    assert "/said" not in web.get(city.url(city.desk)).text
    assert web.get(f"{city.url(city.desk)}/said").status_code == 404
    assert web.get(f"/b/{'0' * 26}/said").status_code == 404
