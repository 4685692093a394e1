"""What was acknowledged is stored exactly once, whatever dies."""

import hashlib
import os
import random
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app import keystore
from app.intake.submission import read
from tests.faults import Client, FoundCity, found_city, served, workers_of
from tests.writers import Writer

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def city(request: pytest.FixtureRequest, tmp_path: Path) -> FoundCity:
    url = ""
    if request.param == "postgres":
        request.getfixturevalue("postgres_database")
        url = request.getfixturevalue("postgres_url")
    return found_city(tmp_path / "instance", url)


def nonces(city: FoundCity) -> list[str]:
    engine = create_engine(city.database)
    with engine.connect() as connection:
        stored = list(connection.execute(text("SELECT submission FROM feedback")).scalars())
    engine.dispose()
    return stored


def photos(city: FoundCity) -> dict[str, list[str]]:
    """Return the digests of the photos of every message with words, as they lie in the store."""
    engine = create_engine(city.database)
    told = "SELECT f.text, a.name FROM feedback f JOIN attachment a ON a.feedback_id = f.id"
    bare = "SELECT count(*), count(DISTINCT text) FROM feedback WHERE text <> ''"
    with engine.connect() as connection:
        rows = connection.execute(text(told)).all()
        assert len({*connection.execute(text(bare)).one()}) == 1
    engine.dispose()
    raw = next(Path(city.env["TAKRIM_INSTANCE"]).glob("**/photos/raw"))
    found: dict[str, list[str]] = {}
    for words, name in rows:
        digest = hashlib.sha256((raw / name).read_bytes()).hexdigest()
        found.setdefault(words, []).append(digest)
    return found


def _more(clients: Sequence[Client | Writer], count: int) -> None:
    """Wait until so many were answered since just now, so that each kill meets work."""
    before, end = sum(len(one.acknowledged) for one in clients), time.monotonic() + 600
    while sum(len(one.acknowledged) for one in clients) < before + count:
        assert time.monotonic() < end, "nobody is answered any more"
        time.sleep(0.01)


def test_ten_killed_web_workers_lose_and_double_nothing_under_eight_clients(
    city: FoundCity,
) -> None:
    stop = threading.Event()
    with served(city) as (port, server):
        clients = [Client(port, city.token, stop) for _ in range(8)]
        for client in clients:
            client.start()
        for _ in range(10):
            _more(clients, 5)
            os.kill(random.choice(workers_of(server.pid)), signal.SIGKILL)
        _more(clients, 5)
        stop.set()
        for client in clients:
            client.join(60)

    vault = keystore.load(Path(city.env["TAKRIM_INSTANCE"])).vault
    acknowledged = [read(key, vault.submission).nonce for c in clients for key in c.acknowledged]
    stored = nonces(city)
    assert len(acknowledged) >= 55
    assert len(stored) == len(set(stored))
    assert set(acknowledged) <= set(stored)
    unanswered = {read(key, vault.submission).nonce for c in clients for key in c.unanswered}
    assert set(stored) - set(acknowledged) <= unanswered


def test_ten_killed_web_workers_lose_no_word_and_no_photo_of_four_writers(
    city: FoundCity,
) -> None:
    stop = threading.Event()
    with served(city) as (port, server):
        writers = [Writer(port, city, stop) for _ in range(4)]
        for writer in writers:
            writer.start()
        for _ in range(10):
            _more(writers, 1)
            os.kill(random.choice(workers_of(server.pid)), signal.SIGKILL)
        _more(writers, 1)
        stop.set()
        for writer in writers:
            writer.join(60)

    acknowledged = [said for writer in writers for said in writer.acknowledged]
    maybe = {said.words for writer in writers for said in writer.unanswered}
    stored = photos(city)
    assert len(acknowledged) > 10
    assert [said for said in acknowledged if stored.get(said.words) != [said.photo]] == []
    assert set(stored) - {said.words for said in acknowledged} <= maybe
    assert all(len(kept) == 1 for kept in stored.values())


def test_a_server_told_to_stop_ends_with_status_nought(city: FoundCity) -> None:
    with served(city) as (port, server):
        stop = threading.Event()
        client = Client(port, city.token, stop)
        client.start()
        _more([client], 1)
        stop.set()
        client.join(60)
        server.terminate()
        status = server.wait(60)

    assert status == 0
    assert client.acknowledged
    assert not client.unanswered
