"""How long a case lay at each desk, in working time."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from app.cases import service
from app.cases.hops.models import CaseHop
from app.cases.hops.queries import stays
from app.cases.models import Case
from app.cases.rules import Remedy
from tests.cases.city import ANSWER, City, make_city, open_case
from tests.conftest import NOON
from tests.statements import statements

HOUR = timedelta(hours=1)


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def hops(session: Session, case: Case) -> list[tuple[int | None, bool, int, bool]]:
    rows = select(CaseHop).where(CaseHop.case_id == case.id).order_by(col(CaseHop.id))
    return [
        (hop.unit_id, hop.inspection, hop.worked_seconds // 60, hop.until_at is not None)
        for hop in session.exec(rows)
    ]


def test_each_desk_a_case_passes_has_its_own_working_time(session: Session, city: City) -> None:
    case = open_case(session, city)
    code, office, other = case.tracking_code, city.office.id, city.other.id

    service.bounce(session, code, reason="کار ما نیست", by=city.handler, now=NOON + HOUR)
    service.refer(session, code, unit_id=other or 0, by=city.team, now=NOON + HOUR * 1.5)
    service.claim_fixed(
        session,
        code,
        remedy=Remedy.SERVED_NOW,
        answer=ANSWER,
        by=city.outsider,
        now=NOON + HOUR * 2,
    )

    assert hops(session, case) == [
        (office, False, 60, True),
        (None, False, 30, True),
        (other, False, 30, True),
    ]


def test_taking_a_case_within_the_desk_begins_no_new_stay(session: Session, city: City) -> None:
    case = open_case(session, city)

    service.accept(session, case.tracking_code, by=city.handler, now=NOON + HOUR)

    assert hops(session, case) == [(city.office.id, False, 0, False)]


def test_a_case_of_inspection_stays_there_and_nights_do_not_count(
    session: Session, city: City
) -> None:
    case = open_case(session, city, category="BRB")
    tomorrow = NOON + timedelta(days=1)

    service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.SERVED_NOW,
        answer=ANSWER,
        by=city.inspector,
        now=tomorrow,
    )

    assert hops(session, case) == [(case.unit_id, True, 480, True)]


def test_the_report_of_stays_counts_by_desk_without_hidden_cases_in_one_statement(
    session: Session, city: City
) -> None:
    case = open_case(session, city)
    service.bounce(session, case.tracking_code, reason="نه", by=city.handler, now=NOON + HOUR)
    until = NOON + timedelta(days=1)

    with statements(session) as seen:
        rows = stays(session, city.inspector, since=NOON, until=until)

    assert len(seen) == 1
    assert [(row.unit_en, row.stays, row.mean_minutes) for row in rows] == [("Office", 1, 60)]
    assert stays(session, city.clerk_desk, since=NOON, until=until) == []
