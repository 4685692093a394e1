"""What is written reaches the file of SQLite beside the requests."""

import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app import checkpoints
from app.checkpoints import keep_log_short, run_beside
from app.db import Database

PATIENCE_S = 60


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'takrim.db'}")
    with made.writing_rows() as rows:
        rows.cursor.execute("CREATE TABLE said (word TEXT)")
    yield made
    made.dispose()


@contextmanager
def kept_short(db: Database) -> Iterator[None]:
    stop = threading.Event()
    beside = threading.Thread(target=keep_log_short, args=(db, stop))
    beside.start()
    try:
        yield
    finally:
        stop.set()
        beside.join()


def write(db: Database, count: int) -> None:
    for _ in range(count):
        with db.writing_rows() as rows:
            rows.cursor.execute("INSERT INTO said VALUES ('salaam')")


def in_the_file_alone(db: Database, tmp_path: Path) -> int:
    """Count what is there without the log."""
    alone = tmp_path / "alone.db"
    shutil.copy(str(db.engine.url.database), alone)
    with closing(sqlite3.connect(alone)) as line:
        try:
            return int(line.execute("SELECT count(*) FROM said").fetchone()[0])
        except sqlite3.DatabaseError:
            return 0


def test_what_is_written_reaches_the_file_while_the_city_is_open(
    db: Database, tmp_path: Path
) -> None:
    with kept_short(db):
        deadline = time.monotonic() + PATIENCE_S
        while in_the_file_alone(db, tmp_path) == 0:
            assert time.monotonic() < deadline, "the log was never written back"
            write(db, 200)


def test_the_lines_alone_leave_few_units_of_work_in_the_log(db: Database, tmp_path: Path) -> None:
    write(db, 100)
    assert in_the_file_alone(db, tmp_path) == 0


def test_a_store_that_is_away_for_a_moment_ends_nothing(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def away() -> None:
        asked.set()
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(db.engine, "raw_connection", away)
    with kept_short(db):
        deadline = time.monotonic() + PATIENCE_S
        while not asked.wait(0.01):
            db.written += 200
            assert time.monotonic() < deadline
        asked.clear()
        while not asked.wait(0.01):
            db.written += 200
            assert time.monotonic() < deadline, "it gave up"


def test_another_engine_is_left_alone(monkeypatch: pytest.MonkeyPatch, db: Database) -> None:
    monkeypatch.setattr(db.engine.dialect, "name", "postgresql")
    monkeypatch.setattr(checkpoints.threading, "Thread", None)
    run_beside(db)
