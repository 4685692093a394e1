"""The small city every test of decisions begins with."""

import pytest

from tests.scores.decisions.house import House, make_house


@pytest.fixture
def house(session) -> House:
    return make_house(session)
