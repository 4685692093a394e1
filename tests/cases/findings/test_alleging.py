"""What may be alleged of whom: a question of conduct, of one person, once."""

import pytest
from sqlmodel import Session

from app.cases.findings import service
from app.cases.findings.states import FindingState
from app.errors import Refused
from tests.cases.city import City, open_case
from tests.cases.findings.track import Track
from tests.conftest import NOON

S = FindingState


@pytest.mark.parametrize("category", ["CLN", "SYS"])
def test_a_finding_needs_a_person_and_a_question_of_conduct(
    session: Session, city: City, category: str
) -> None:
    case = open_case(session, city, category=category)

    with pytest.raises(Refused) as refused:
        service.allege(session, case.tracking_code, by=city.team, now=NOON)
    assert refused.value.code == "no_conduct"


def test_a_place_has_no_finding(session: Session, city: City) -> None:
    case = open_case(session, city, city.station, category="HRS")

    with pytest.raises(Refused):
        service.allege(session, case.tracking_code, by=city.team, now=NOON)


def test_absence_is_conduct_only_where_inspection_says_so(session: Session, city: City) -> None:
    case = open_case(session, city, category="ABS")

    with pytest.raises(Refused):
        service.allege(session, case.tracking_code, by=city.team, now=NOON)
    found = service.allege(session, case.tracking_code, by=city.inspector, now=NOON)
    assert found.state is S.ALLEGED


def test_a_case_has_one_finding(track: Track) -> None:
    track.alleged()

    with pytest.raises(Refused) as refused:
        track.alleged()
    assert refused.value.code == "finding_step"
