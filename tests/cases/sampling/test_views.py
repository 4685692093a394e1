"""The settings of the calls at the desk of an administrator, and what other desks see of them."""

import pytest
from sqlmodel import select

from app.cases.sampling.models import CallRule
from app.rights import Role
from tests.cases.city import desk
from tests.cases.conftest import Desk
from tests.cases.sampling.sample import by_text, claim, key_that, sample, written
from tests.statements import statements

PLACE = "/desk/call-rules"
SAID = {"organisation_id": "0", "way": "sample", "share": "۲۵", "reason": "دو نفر در مرخصی‌اند"}


@pytest.fixture
def office(at_desk: Desk) -> Desk:
    with at_desk.instance.db.writing() as session:
        at_desk.person = desk(session, "admin", Role.ADMINISTRATOR, at_desk.city.root)
    return at_desk


def stored(office: Desk) -> list[tuple[int | None, int | None]]:
    with office.instance.db.reading() as session:
        rows = session.exec(select(CallRule).order_by(CallRule.id))  # type: ignore[arg-type]
        return [(row.organisation_id, row.share) for row in rows]


@pytest.mark.parametrize(("locale", "share"), [("fa", "۲۰"), ("en", "20")])
def test_the_usual_share_stands_in_the_digits_of_the_reader(
    office: Desk, locale: str, share: str
) -> None:
    office.locale = locale

    assert f'value="{share}"' in office.get(PLACE).get_data(as_text=True)


@pytest.mark.parametrize(("locale", "shown"), [("fa", "۲۵ درصد از بقیه"), ("en", "25 percent")])
def test_an_administrator_sets_a_sample_and_reads_it_with_its_reason(
    office: Desk, locale: str, shown: str
) -> None:
    office.locale = locale

    answer = office.post(PLACE, page=PLACE, **SAID)
    body = office.get(PLACE).get_data(as_text=True)

    assert (answer.status_code, stored(office)) == (303, [(None, 25)])
    assert shown in body
    assert SAID["reason"] in body


def test_an_organisation_has_its_own_rule_or_follows_the_city(office: Desk) -> None:
    with office.instance.db.reading() as session:
        session.add(office.city.root)
        body = office.city.root.organisation_id
    own = {**SAID, "organisation_id": str(body)}

    office.post(PLACE, page=PLACE, **{**own, "way": "every"})
    office.post(PLACE, page=PLACE, **{**own, "way": "city"})

    assert stored(office) == [(body, 100), (body, None)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"way": ""},
        {"way": "city"},
        {"share": "19"},
        {"share": "۹۱"},
        {"share": "many"},
        {"from_day": "1405-13-40"},
        {"from_day": "tomorrow"},
        {"reason": " "},
        {"organisation_id": "999"},
        {"organisation_id": "x"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    office: Desk, wrong: dict[str, str]
) -> None:
    answer = office.post(PLACE, page=PLACE, **{**SAID, **wrong})

    assert (answer.status_code, stored(office)) == (422, [])
    if "reason" not in wrong:
        assert SAID["reason"] in answer.get_data(as_text=True)


def test_a_day_to_come_is_said_to_come(office: Desk) -> None:
    office.post(PLACE, page=PLACE, **{**SAID, "from_day": "۱۴۰۵-۰۹-۱۲"})

    body = office.get(PLACE).get_data(as_text=True)

    assert "to come" in body
    assert "Every claimed fix" in body


def test_the_page_takes_the_same_statements_however_many_versions(office: Desk) -> None:
    counted = []
    for _ in range(2):
        office.post(PLACE, page=PLACE, **SAID)
        with statements(office.instance.db.engine) as seen:
            office.get(PLACE)
        counted.append(len(seen))

    assert counted[0] == counted[1] <= 4


@pytest.mark.parametrize(
    ("locale", "drawn", "spared"),
    [
        ("en", "In the sample of calls", "Asked by text message and page, without a call"),
        ("fa", "در نمونهٔ تماس‌ها", "پرسش با پیامک و صفحهٔ پیگیری، بدون تماس"),
    ],
)
def test_the_case_page_and_the_call_list_say_which_way_was_taken(
    at_desk: Desk, locale: str, drawn: str, spared: str
) -> None:
    at_desk.locale, city = locale, at_desk.city
    with at_desk.instance.db.writing() as session:
        one = by_text(session, city)
        other = written(session, city)
        sample(session, key_that(other, draws=True))
        claim(session, city, other)
        codes = one.tracking_code, other.tracking_code
        verifier = desk(session, "verifier", Role.VERIFIER, city.root)
    at_desk.person = city.team

    pages = [at_desk.get(f"/desk/cases/{code}").get_data(as_text=True) for code in codes]
    at_desk.person = verifier
    listed = at_desk.get("/desk/calls").get_data(as_text=True)

    assert [(spared in page, drawn in page) for page in pages] == [(True, False), (False, True)]
    assert drawn in listed
    assert [f"/desk/calls/{code}" in listed for code in codes] == [False, True]
    assert at_desk.get(f"/desk/calls/{codes[0]}").status_code == 404
