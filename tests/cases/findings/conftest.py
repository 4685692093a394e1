"""A city and a complaint about manners in it, on both engines."""

import pytest
from sqlmodel import Session

from tests.cases.city import City, make_city
from tests.cases.findings.track import Track


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


@pytest.fixture
def track(session: Session, city: City) -> Track:
    return Track(session, city)
