"""The figures: what a fake fix costs, working and wall time, nothing hidden, nothing below five."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlmodel import Session

from app.cases import service
from app.cases.models import Case
from app.cases.report import Figures, report
from app.cases.rules import Remedy
from app.rights import Person
from tests.cases.city import ANSWER, City, make_city, open_case
from tests.cases.conftest import Desk
from tests.conftest import NOON

SUNDAY_9 = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def answered(session: Session, city: City, minutes: int) -> Case:
    case = open_case(session, city, now=SUNDAY_9)
    return service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.REPAIRED,
        answer=ANSWER,
        by=city.handler,
        now=SUNDAY_9 + timedelta(minutes=minutes),
    )


def figures(session: Session, person: Person, *, now: datetime = SUNDAY_9 + DAY) -> list[Figures]:
    since, until = SUNDAY_9 - DAY, SUNDAY_9 + DAY
    return report(session, person, by="unit", since=since, until=until, now=now)


def test_a_fake_fix_takes_the_credit_back_and_so_does_reopening(
    session: Session, city: City
) -> None:
    good, fake, again = (answered(session, city, 60) for _ in range(3))
    service.confirm(session, good.feedback_id, now=SUNDAY_9 + DAY)
    service.confirm(session, again.feedback_id, now=SUNDAY_9 + DAY)
    (before,) = figures(session, city.team)

    service.refute(session, fake.feedback_id, now=SUNDAY_9 + DAY)
    service.reopen(session, again.feedback_id, now=SUNDAY_9 + DAY)
    (after,) = figures(session, city.team)

    assert (before.in_time, after.in_time) == (3, 1)
    assert (after.answered, after.false_fixed, after.verified) == (3, 1, 1)


def test_working_and_wall_time_stand_side_by_side(session: Session, city: City) -> None:
    answered(session, city, 60)
    answered(session, city, 24 * 60)  # Monday 09:00: eight working hours, a day on the wall
    open_case(session, city, now=SUNDAY_9)

    (line,) = figures(session, city.team)

    assert (line.cases, line.answered, line.in_time, line.overdue) == (3, 2, 1, 1)
    assert line.minutes == ((60 + 480) / 2, 480)
    assert line.hours == (12.5, 24)


def test_the_person_named_and_everybody_below_count_nothing(session: Session, city: City) -> None:
    open_case(session, city, city.boss, now=SUNDAY_9)

    assert figures(session, city.manager) == figures(session, city.handler) == []
    assert len(figures(session, city.team)) == 1


def test_satisfaction_is_shown_from_five_answers(session: Session, city: City) -> None:
    shown = []
    for score in (5, 4, 3, 5, 3):
        case = answered(session, city, 60)
        service.confirm(session, case.feedback_id, now=SUNDAY_9 + DAY)
        service.rate(session, case.feedback_id, score, now=SUNDAY_9 + DAY)
        shown.append(figures(session, city.team)[0].rating)

    assert shown == [None, None, None, None, 4.0]


@pytest.mark.parametrize("locale", ["fa", "en"])
@pytest.mark.parametrize("query", ["", "by=category", "month=1405-08", "month=9999-99", "month=x"])
def test_every_month_opens(at_desk: Desk, locale: str, query: str) -> None:
    at_desk.locale = locale

    assert at_desk.get(f"/desk/report?{query}").status_code == 200


def test_the_files_say_what_the_page_says(at_desk: Desk) -> None:
    csv = at_desk.get("/desk/report?format=csv").get_data(as_text=True).splitlines()
    sheet = load_workbook(BytesIO(at_desk.get("/desk/report?format=xlsx").get_data())).active

    assert len(csv) == sheet.max_row == 2
    assert [cell.value for cell in sheet[2]][1:4] == [1, 0, 0]


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_the_paper_says_the_same_and_twice_the_same_bytes(at_desk: Desk, locale: str) -> None:
    at_desk.person, at_desk.locale = at_desk.city.team, locale
    with at_desk.instance.db.writing() as session:
        open_case(session, at_desk.city, at_desk.city.station, category="CLN")

    first, second = (at_desk.get("/desk/report?format=pdf&by=category") for _ in range(2))

    assert first.mimetype == "application/pdf"
    assert first.get_data()[:5] == b"%PDF-"
    assert first.get_data() == second.get_data()


def test_a_period_of_three_months_ends_with_the_month_asked_for(at_desk: Desk) -> None:
    at_desk.person = at_desk.city.team

    page = at_desk.get("/desk/report?month=1405-09&months=3").get_data(as_text=True)

    assert "Mehr 1405 to Azar 1405" in page
    assert at_desk.get("/desk/report?months=7&month=x").status_code == 200


EARLIER = "No case of the current month is closed yet"


def test_the_first_days_of_a_month_open_on_the_newest_month_with_a_closed_case(
    at_desk: Desk,
) -> None:
    last_month = SUNDAY_9 - 8 * DAY  # Saturday, Aban 23, 1405
    with at_desk.instance.db.writing() as session:
        case = open_case(session, at_desk.city, now=last_month)
        service.claim_fixed(
            session, case.tracking_code, remedy=Remedy.REPAIRED, answer=ANSWER,
            by=at_desk.city.handler, now=last_month + timedelta(hours=1),
        )  # fmt: skip
        service.confirm(session, case.feedback_id, now=last_month + DAY)
    at_desk.person = at_desk.city.team

    opened = at_desk.get("/desk/report").text
    asked = at_desk.get("/desk/report?month=1405-09").text
    at_desk.person = at_desk.city.outsider
    without = at_desk.get("/desk/report").text

    assert "Figures of the cases: Aban 1405" in opened
    assert EARLIER in opened
    assert "Figures of the cases: Azar 1405" in asked
    assert EARLIER not in asked + without
    assert "Figures of the cases: Azar 1405" in without
    assert at_desk.get("/desk/report?format=csv").status_code == 200


def test_the_current_month_is_shown_from_its_first_closed_case(at_desk: Desk) -> None:
    with at_desk.instance.db.writing() as session:
        case = service.claim_fixed(
            session, at_desk.code, remedy=Remedy.REPAIRED, answer=ANSWER,
            by=at_desk.city.handler, now=NOON,
        )  # fmt: skip
        service.confirm(session, case.feedback_id, now=NOON)

    opened = at_desk.get("/desk/report").text

    assert "Figures of the cases: Azar 1405" in opened
    assert EARLIER not in opened
