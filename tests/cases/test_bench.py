"""The settings of the desks: posts are set, and the bench says what a complaint would meet."""

import pytest
from sqlmodel import Session

from app.cases import bench
from app.cases.routing import Why
from app.cases.rules import Policy
from app.rights import Role
from tests.cases.city import City, desk, make_city, open_case
from tests.cases.conftest import Desk
from tests.conftest import NOON


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


@pytest.mark.parametrize(
    ("filed", "why", "told"),
    [
        (("clerk", "DLY"), Why.UNIT, {"handler", "second", "manager", "inspector"}),
        (("clerk", "BRB"), Why.INSPECTION, {"inspector"}),
        (("boss", "DIS"), Why.ABOVE, {"root_handler", "inspector"}),
        (("station", "SAF"), Why.DANGER, {"outsider", "inspector"}),
        ((None, "OTH"), Why.CITY, {"team", "inspector"}),
    ],
)
def test_the_bench_says_what_really_happens(
    session: Session, city: City, filed: tuple[str | None, str], why: Why, told: set[str]
) -> None:
    about, category = filed
    subject = getattr(city, about) if about else None

    seen = bench.would_happen(session, subject, category_key=category, now=NOON)

    assert seen.why is why
    names = {
        name
        for name, person in city.desks.items()
        if person.id in {who.account_id for who in seen.told}
    }
    assert names == told
    if subject is not None:
        case = open_case(session, city, subject, category=category)
        assert case.due_at == seen.due_at
        assert seen.policy is Policy(case.policy)


def test_a_subject_is_found_by_code_or_name_and_nobody_by_nothing(
    session: Session, city: City
) -> None:
    assert bench.find_subject(session, "MS1") is city.station
    assert bench.find_subject(session, "مدیر منطقه") is city.boss
    assert bench.find_subject(session, " ") is None


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_the_administrator_sets_a_post_and_asks_the_bench(at_desk: Desk, locale: str) -> None:
    city, at_desk.locale = at_desk.city, locale
    with at_desk.instance.db.writing() as session:
        at_desk.person = desk(session, "admin", Role.ADMINISTRATOR, city.root)
    fields = {
        "unit_id": str(city.root.id),
        "post": "independent_reviewer",
        "account_id": str(city.inspector.id),
    }

    warned = at_desk.get("/desk/routing").get_data(as_text=True)
    wrong = at_desk.post("/desk/routing", page="/desk/routing", **{**fields, "unit_id": "99"})
    done = at_desk.post("/desk/routing", page="/desk/routing", **fields)
    after = at_desk.get("/desk/routing?about=0002&category=DLY").get_data(as_text=True)

    assert (wrong.status_code, done.status_code) == (422, 303)
    assert warned.count('class="warn"') == after.count('class="warn"') + 1
    assert city.handler.name in after
