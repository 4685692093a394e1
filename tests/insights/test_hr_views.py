"""The desks of HR, of unit managers and of the praised employee, through the whole application."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app import clock
from app.db import Database
from app.feedback.rules import Kind
from app.people.service import whole_city
from app.rights import Role
from app.scores.letters.models import Commendation
from app.scores.models import DeskLevel, GrowthAlarm
from printables.reading import read_back
from tests.conftest import NOON
from tests.insights.city import make_city, person, tell
from tests.insights.test_views import House
from tests.scores.nights import night
from tests.statements import statements
from tests.web import application, found

HR, MANAGER, OWN, AUDITOR = Role.HR_REVIEWER, Role.UNIT_MANAGER, Role.EMPLOYEE, Role.AUDITOR
EARLIER = NOON - timedelta(days=5)
REASON = "با ایشان گفت‌وگو شد و کار پیگیری می‌شود."
FILLED = {"language": "fa", "honorific": "ms", "quote": "", "own_words": "", "office": "دفتر"}
FILLED |= {"signer": "محمدرضا توکلی", "signer_title": "مدیر کل"}


@pytest.fixture
def house(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    instance = found(database, tmp_path)
    with instance.db.writing() as session:
        city = make_city(session)
        low = person(session, city.counter, "0012", "نیلوفر", "جعفری", title="متصدی")
        high = person(session, city.south, "0013", "مریم", "حسینی‌نژاد", title="کارشناس")
        plain = person(session, city.north, "0014", "علی", "کریمی", title="راننده")
        tell(session, high, "با حوصله توضیح دادند.", kind=Kind.APPRECIATION)
        run = night(
            session,
            (low, {"score": 30.0, "flagged": True, "queued_since": EARLIER}),
            (high, {"score": 85.0, "commendable": True, "queued_since": EARLIER}),
            (plain, {"n_effective": 7.0}),
        )
        known = {"run_id": run.id, "at": EARLIER, "since": EARLIER, "points": 18.0}
        session.add(GrowthAlarm(subject_id=low.id, **known))
        session.add(GrowthAlarm(unit_id=city.south.id, fallen=4, staff=9, **known))
        desk = {"run_id": run.id, "service": "", "level": 55.0, "answers": 40}
        session.add(DeskLevel(unit_id=city.south.id, devices=30, **desk))
        session.add(DeskLevel(unit_id=city.north.id, devices=4, **desk))
    return House(instance, application(instance), city, low, high)


def send(client, path, **form):
    """Post with the token that every desk page carries."""
    shown = client.get("/desk/mine" if "/mine" in path else "/desk/queues/unit").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown)[1]
    return client.post(path, data={"csrf_token": token, **form})


@pytest.fixture
def high(house):
    return house.park


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("attention", "نیلوفر جعفری"),
        ("praise", "مریم حسینی‌نژاد"),
        ("growth", "۱۸ امتیاز"),
        ("unit", "منطقهٔ جنوب"),
    ],
)
def test_each_queue_says_who_waits_and_why(house, name, words):
    page = house.sit(HR).get(f"/desk/queues/{name}")

    assert page.status_code == 200
    assert words in page.text


def test_an_unknown_queue_is_no_page(house):
    assert house.sit(HR).get("/desk/queues/best").status_code == 404


def test_an_entry_is_taken_closed_with_a_reason_and_listed_as_closed(house):
    client, at = house.sit(HR), f"/desk/queues/attention/{house.clerk.public_id}"

    assert send(client, f"{at}/take").status_code == 303
    assert "در دست شما" in client.get("/desk/queues/attention").text
    short = send(client, f"{at}/close", **{"reason": "خوب"})
    assert short.status_code == 422
    assert "خوب</textarea>" in short.text
    assert send(client, f"{at}/close", **{"reason": REASON}).status_code == 303

    assert "نیلوفر" not in client.get("/desk/queues/attention").text
    assert REASON in client.get("/desk/queues/attention?state=closed").text


def test_a_colleagues_entry_cannot_be_taken(house):
    at = f"/desk/queues/attention/{house.clerk.public_id}"
    send(house.sit(HR, name="one"), f"{at}/take")

    other = house.sit(HR, name="two")
    assert send(other, f"{at}/take").status_code == 409
    assert "در دست بررسی" in other.get("/desk/queues/attention").text


def test_hr_of_another_part_of_the_city_finds_nobody(house):
    client = house.sit(HR, unit=house.city.metro)

    assert "نیلوفر" not in client.get("/desk/queues/attention").text
    at = f"/desk/queues/attention/{house.clerk.public_id}/take"
    assert send(client, at).status_code == 404
    assert client.get(f"/desk/employees/{house.park.public_id}/commend").status_code == 404


def test_nobody_finds_themselves_in_a_queue(house):
    client = house.sit(HR, subject=house.clerk)

    assert "نیلوفر جعفری" not in client.get("/desk/queues/attention").text


@pytest.mark.parametrize("path", ["/desk/queues/attention", "/desk/funnel", "/desk/commendations"])
def test_a_desk_of_hr_costs_at_most_twelve_statements(house, path):
    client = house.sit(HR)
    client.get(path)

    with statements(house.db.engine) as seen:
        assert client.get(path).status_code == 200
    assert len([one for one in seen if one.startswith(("SELECT", "WITH"))]) <= 12


def test_the_funnel_names_only_who_lies_outside_it(house):
    page = house.sit(HR).get("/desk/funnel").text

    assert "نیلوفر جعفری" in page
    assert "علی کریمی" not in page
    assert page.index("حسینی‌نژاد") > 0


def test_the_table_beside_the_funnel_stands_by_unit_not_by_score(house):
    page = house.sit(HR).get("/desk/funnel").text
    table = page[page.index("<table") :]

    assert table.index("نیلوفر") < table.index("مریم")  # باجهٔ شمال before منطقهٔ جنوب
    assert "۳۰٫۰" not in table


def test_the_parts_on_an_employees_page_add_up_to_the_score(house):
    page = house.sit(HR, locale="en").get(f"/desk/employees/{house.clerk.public_id}?lang=en").text
    cells = re.findall(r'<td class="n(?: b)?"><bdi class="n">(.*?)</bdi>', page)
    figures = [
        float(re.sub("[^0-9.−]", "", re.sub("&#x206.;", "", one)).replace("−", "-"))
        for one in cells[:6]
    ]

    assert sum(figures[:5]) == pytest.approx(figures[5], abs=0.01)
    assert figures[5] == 30.0


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_the_explanation_on_paper_is_the_same_twice(house, locale):
    client = house.sit(HR, locale=locale)
    path = f"/desk/employees/{house.clerk.public_id}/explanation.pdf?lang={locale}"

    first, second = client.get(path), client.get(path)
    assert first.data.startswith(b"%PDF")
    assert first.data == second.data
    assert first.headers["Cache-Control"] == "no-store"


def test_an_employee_prints_the_own_explanation(house):
    client = house.sit(OWN, subject=house.clerk, unit=house.city.counter)

    assert client.get("/desk/mine/explanation.pdf").data.startswith(b"%PDF")


def test_a_manager_reads_ranges_in_tens_and_never_a_number(house):
    page = house.sit(MANAGER).get("/desk/unit").text

    assert "۷۰–۱۰۰" in page  # 85 -+ 12, outward to tens
    assert "۸۵" not in page
    assert "کمتر از ۵ دستگاه" in page
    assert "۴ نفر از ۹ نفر" in page


def test_a_manager_of_another_unit_sees_nobody_of_it(house):
    page = house.sit(MANAGER, unit=house.city.metro).get("/desk/unit").text

    assert "نیلوفر" not in page


@pytest.mark.parametrize("role", [MANAGER, OWN, Role.INSPECTOR, Role.INTEGRITY_HANDLER])
def test_other_roles_reach_no_queue(house, role):
    client = house.sit(role, subject=house.clerk if role is OWN else None)

    for path in ("/desk/queues/praise", "/desk/funnel", "/desk/commendations"):
        assert client.get(path).status_code == 403


def offered(house, client=None):
    client = client or house.sit(HR)
    path = f"/desk/employees/{house.park.public_id}/commend"
    answer = send(client, path, **FILLED)
    assert answer.status_code == 303
    return client, answer.location.rsplit("/", 1)[1]


def test_a_commendation_goes_from_offer_to_paper(house, high):
    hr, name = offered(house)
    own = house.sit(OWN, subject=high, unit=house.city.south)
    paper = f"/desk/commendations/{name}/letter.pdf"

    assert hr.get(paper).status_code == 409
    assert "سرکار خانم مریم حسینی‌نژاد" in own.get(f"/desk/mine/commendations/{name}").text
    answer = {"answer": "accept", "open_to_all": "y"}
    assert send(own, f"/desk/mine/commendations/{name}", **answer).status_code == 303

    first = hr.get(paper)
    assert (
        first.data
        == hr.get(paper).data
        == own.get(f"/desk/mine/commendations/{name}/letter.pdf").data
    )
    assert hr.get(f"/desk/commendations/{name}/certificate.pdf").data.startswith(b"%PDF")
    assert hr.get(f"/desk/commendations/{name}/medal.pdf").status_code == 404
    [seen] = read_back(first.data)
    token = seen.text.rsplit("/", 1)[1]
    told = house.app.test_client().get(f"/B/{token}", base_url="https://qr.city.ir")
    assert told.status_code == 200
    assert "مریم حسینی‌نژاد" in told.text
    assert "آذر ۱۴۰۵" in told.text


def test_a_declined_commendation_is_confirmed_to_nobody(house, high):
    hr, name = offered(house)
    own = house.sit(OWN, subject=high, unit=house.city.south)
    send(own, f"/desk/mine/commendations/{name}", **{"answer": "decline"})

    assert "نپذیرفت" in hr.get(f"/desk/commendations/{name}").text
    assert send(own, f"/desk/mine/commendations/{name}", **{"answer": "accept"}).status_code == 422


def test_an_answer_must_be_chosen(house, high):
    _, name = offered(house)
    own = house.sit(OWN, subject=high, unit=house.city.south)

    assert send(own, f"/desk/mine/commendations/{name}").status_code == 422


def test_a_colleague_does_not_see_the_commendation(house):
    _, name = offered(house)
    other = house.sit(OWN, subject=house.clerk, unit=house.city.counter)

    assert other.get(f"/desk/mine/commendations/{name}").status_code == 404


def test_without_proof_there_is_no_form_and_no_offer(house):
    client, path = house.sit(HR), f"/desk/employees/{house.clerk.public_id}/commend"

    assert "پشتوانهٔ سپاس‌نامه نیست" in client.get(path).text
    assert send(client, path, **FILLED).status_code == 422


def test_too_many_words_keep_what_was_typed(house):
    client, path = house.sit(HR), f"/desk/employees/{house.park.public_id}/commend"

    long = send(client, path, **FILLED | {"own_words": "واژه " * 160, "signer": "نام ماندگار"})

    assert long.status_code == 422
    assert "نام ماندگار" in long.text
    with house.db.reading() as session:
        assert session.exec(select(Commendation)).first() is None


def test_a_commendation_is_taken_back_with_a_reason(house, high):
    hr, name = offered(house)

    assert send(hr, f"/desk/commendations/{name}/withdraw", **{"reason": ""}).status_code == 422
    assert send(hr, f"/desk/commendations/{name}/withdraw", **{"reason": REASON}).status_code == 303
    own = house.sit(OWN, subject=high, unit=house.city.south)
    assert REASON in own.get(f"/desk/mine/commendations/{name}").text


@pytest.mark.parametrize("locale", ["fa", "en"])
@pytest.mark.parametrize("year", [1405, 1404])
def test_the_fairness_report_is_a_page_and_a_paper(house, locale, year):
    with house.db.writing() as session:
        city = whole_city(session, "شهر")
    client = house.sit(AUDITOR, unit=city, locale=locale)

    assert client.get(f"/desk/fairness?year={year}&lang={locale}").status_code == 200
    pdf = client.get(f"/desk/fairness/{year}.pdf?lang={locale}").data
    assert pdf.startswith(b"%PDF")
    assert pdf == client.get(f"/desk/fairness/{year}.pdf?lang={locale}").data


@pytest.mark.parametrize("year", ["1300", "1499", "abcd", "۱۴۰۵"])
def test_a_year_there_can_be_no_report_of_is_no_page(house, year):
    assert house.sit(AUDITOR).get(f"/desk/fairness?year={year}").status_code == 404


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_every_page_of_these_desks_is_there_in_both_languages(house, locale):
    hr, name = offered(house, house.sit(HR, locale=locale))
    paths = [f"/desk/queues/{one}" for one in ("attention", "praise", "growth", "unit")]
    paths += ["/desk/funnel", "/desk/funnel?unit=102", "/desk/commendations"]
    paths += [f"/desk/commendations/{name}", f"/desk/employees/{house.park.public_id}/commend"]

    for path in paths:
        page = hr.get(path)
        assert page.status_code == 200, path
        assert ('lang="en"' in page.text) == (locale == "en") or locale == "fa"
    assert hr.get("/desk/funnel?unit=nowhere").status_code == 404
