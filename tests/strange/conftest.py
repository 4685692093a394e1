"""One running server for all strange inputs; the badge page must answer after each of them."""

from collections.abc import Iterator

import pytest

from app.db import Database
from tests.faults import FoundCity, found_city, served
from tests.strange.stranger import Stranger


@pytest.fixture(scope="package")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, FoundCity]]:
    city = found_city(tmp_path_factory.mktemp("strange"))
    city.env["TAKRIM_TRUSTED_PROXIES"] = "1"
    city.env["TAKRIM_TRUSTED_HOSTS"] = "qr.test.ir"
    with served(city, workers=1) as (port, _server):
        yield port, city


@pytest.fixture
def stranger(place: tuple[int, FoundCity]) -> Iterator[Stranger]:
    somebody = Stranger(*place)
    yield somebody
    again = Stranger(*place).ask("GET", somebody.badge)
    assert again.status in {200, 410}


@pytest.fixture
def store(place: tuple[int, FoundCity]) -> Iterator[Database]:
    database = Database(place[1].database)
    yield database
    database.dispose()
