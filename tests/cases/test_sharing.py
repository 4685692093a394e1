"""Who is offered a case, and what becomes of the cases of who is away."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.cases import queries, service
from app.cases.absences import announce
from app.cases.queries import View
from app.errors import Invalid
from app.rights import Person
from tests.cases.city import City, make_city, open_case, told
from tests.cases.conftest import Desk
from tests.conftest import NOON

DAY = timedelta(days=1)


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def away(session: Session, who: Person, substitute: Person | None, *, by: Person) -> int:
    return announce(
        session,
        account_id=who.id,
        until=NOON + DAY,
        substitute_id=substitute.id if substitute else None,
        by=by,
        now=NOON,
    )


def test_a_new_case_is_offered_to_who_has_fewest_and_anybody_may_take_it(
    session: Session, city: City
) -> None:
    offered = [open_case(session, city).offered_id for _ in range(4)]

    assert sorted(filter(None, offered)) == sorted([city.handler.id, city.second.id] * 2)
    case = open_case(session, city)
    other = city.second if case.offered_id == city.handler.id else city.handler
    service.accept(session, case.tracking_code, by=other, now=NOON)
    assert case.handler_id == other.id
    assert queries.counts(session, other, now=NOON)[View.MINE] == 3


def test_who_is_away_is_offered_nothing(session: Session, city: City) -> None:
    away(session, city.handler, None, by=city.handler)

    assert {open_case(session, city).offered_id for _ in range(3)} == {city.second.id}


def test_open_cases_go_to_the_substitute_and_the_clock_runs_on(
    session: Session, city: City
) -> None:
    case = open_case(session, city)
    service.accept(session, case.tracking_code, by=city.handler, now=NOON)
    due = case.due_at

    assert away(session, city.handler, city.second, by=city.handler) == 1

    assert (case.handler_id, case.due_at) == (city.second.id, due)
    assert ("S01", f"account:{city.second.id}") in told(session)


@pytest.mark.parametrize("who", [None, "outsider", "clerk_desk"])
def test_without_a_substitute_who_may_have_it_the_manager_gets_it_at_once(
    session: Session, city: City, who: str | None
) -> None:
    case = open_case(session, city)
    service.accept(session, case.tracking_code, by=city.handler, now=NOON)

    away(session, city.handler, city.desks[who] if who else None, by=city.handler)

    assert case.handler_id is None
    assert told(session)[-1] == ("S01", f"account:{city.manager.id}")


def test_nobody_stands_in_for_oneself(session: Session, city: City) -> None:
    with pytest.raises(Invalid, match="substitute"):
        away(session, city.handler, city.handler, by=city.handler)


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_an_absence_is_announced_at_the_desk(at_desk: Desk, locale: str) -> None:
    at_desk.locale, city = locale, at_desk.city
    fields = {"account_id": str(city.handler.id), "substitute_id": str(city.second.id)}

    wrong = at_desk.post("/desk/absence", page="/desk/absence", days="کم", **fields)
    other = at_desk.post(
        "/desk/absence", page="/desk/absence", days="1", **{**fields, "account_id": "9999"}
    )
    done = at_desk.post("/desk/absence", page="/desk/absence", days="۳", **fields)

    assert (wrong.status_code, other.status_code, done.status_code) == (422, 422, 303)
