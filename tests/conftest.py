"""What every test may ask for: a database of each kind, a session, a city to speak of.

``session`` runs its test twice: on SQLite and on PostgreSQL.  The PostgreSQL server is the one
``DATABASE_URL`` names, else one that is started for the run and shared by its workers.
"""

import os
import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, make_url, text
from sqlmodel import Session

from app import schema
from app.db import Database
from app.tables import METADATA
from tests.postgres import server_url
from tests.redis_server import running_redis

settings.register_profile(
    "steady",  # the same examples on every machine, however slow
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")

NOON = datetime(2026, 11, 22, 8, 40, tzinfo=UTC)  # Sunday 1405-09-01, 12:10 in Tehran

_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: object) -> None:
    host = address[0] if isinstance(address, tuple) else "local"
    if host not in {"127.0.0.1", "::1", "localhost", "local"}:
        raise AssertionError(f"a test wanted to reach {host}")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def no_outside_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _loopback_only)


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty migrated SQLite file; each test gets a copy."""
    path = tmp_path_factory.mktemp("template") / "takrim.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database.engine)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> Iterator[str]:
    """A migrated PostgreSQL database of this worker's own."""
    server = server_url()
    name = f"takrim_{worker_id}_{os.getpid()}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    database = Database(url)
    schema.upgrade(database.engine)
    database.dispose()
    yield url
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis server of this test alone, empty; skipped where none is installed."""
    with running_redis(tmp_path) as url:
        yield url


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "takrim.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}", synchronous="NORMAL")
    yield database
    database.dispose()


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    database = Database(postgres_url)
    yield database
    try:
        names = ", ".join(f'"{table.name}"' for table in METADATA.sorted_tables)
        with database.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    finally:
        database.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Database:
    """The same test on both engines."""
    chosen: Database = request.getfixturevalue(f"{request.param}_database")
    return chosen


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """An open unit of work, rolled back at the end."""
    with Session(database.engine.execution_options(writing=True)) as session:
        yield session
        session.rollback()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The xdist worker, ``main`` without one."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


def pytest_configure(config: pytest.Config) -> None:
    """Start the shared PostgreSQL before xdist forks its workers, when any worker will need it."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    if getattr(config.option, "numprocesses", None) and config.option.markexpr != "not postgres":
        server_url()
