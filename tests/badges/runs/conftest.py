"""A small city with badges, and a press of two cards a part, on both engines."""

from pathlib import Path

import pytest

from app import clock
from app.badges import drafting
from app.badges.making import Press
from app.db import Database
from tests.badges.city import RING, City, issue, make_city
from tests.badges.runs.made import IMPRINT
from tests.conftest import NOON


@pytest.fixture
def city(database: Database) -> City:
    with database.writing() as session:
        city = make_city(session)
        issue(session)
    return city


@pytest.fixture
def press(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Press:
    monkeypatch.setattr(drafting, "part_size", lambda _sheet: 2)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return Press(database, RING, IMPRINT, tmp_path / "runs")
