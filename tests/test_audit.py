"""The staff log is one chain, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlmodel import func, select

from app import audit
from app.audit import START, AuditEntry
from app.db import Database
from tests.conftest import NOON


def write(database: Database, *actions: str) -> None:
    for action in actions:
        with database.writing() as session:
            audit.append(session, action, actor_id=1, now=NOON, detail={"why": action})


def fail(database: Database, action: str) -> None:
    with database.writing() as session:
        audit.append(session, action, actor_id=1, now=NOON)
        raise LookupError(action)


def tamper(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        for name in ("audit_entry_no_update", "audit_entry_no_delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        connection.execute(text(statement))


def test_each_row_holds_the_hash_of_the_one_before(session):
    first = audit.append(session, "one", actor_id=None, now=NOON)
    second = audit.append(session, "two", actor_id=1, now=NOON)

    assert (first.previous, second.previous) == (START, first.hash)
    assert audit.head(session) == second.hash
    assert audit.first_break(session) is None


def test_an_empty_log_holds(session):
    assert audit.head(session) == START
    assert audit.first_break(session) is None


def test_an_act_that_is_not_stored_leaves_no_row_and_no_gap(database):
    write(database, "one")
    with pytest.raises(LookupError):
        fail(database, "lost")
    write(database, "two")

    with database.reading() as session:
        assert session.exec(select(AuditEntry.action).order_by(AuditEntry.id)).all() == [
            "one",
            "two",
        ]
        assert audit.first_break(session) is None


def test_writers_at_the_same_time_make_one_chain(database):
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(write, database, *["act"] * 8) for _ in range(4)]:
            done.result()

    with database.reading() as session:
        assert session.exec(select(func.count(AuditEntry.id))).one() == 32
        assert audit.first_break(session) is None


@pytest.mark.parametrize(
    ("statement", "row", "reason"),
    [
        ("DELETE FROM audit_entry WHERE id = 2", 3, "missing"),
        ("DELETE FROM audit_entry WHERE id = 1", 2, "missing"),
        ("UPDATE audit_entry SET detail = '{}' WHERE id = 2", 2, "detail"),
        ("UPDATE audit_entry SET object = 'x' WHERE id = 3", 3, "content"),
        ("UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE id = 1", 1, "content"),
    ],
)
def test_verify_names_the_first_row_that_does_not_hold(sqlite_database, statement, row, reason):
    write(sqlite_database, "one", "two", "three", "four")
    tamper(sqlite_database, statement)

    with sqlite_database.reading() as session:
        broken = audit.first_break(session)

    assert broken is not None
    assert broken.row == row
    assert reason in broken.reason


def test_the_digest_of_a_word_cannot_be_guessed_without_its_salt(session):
    one = audit.append(session, "act", actor_id=1, now=NOON, detail={"why": "گم شد"})
    two = audit.append(session, "act", actor_id=1, now=NOON, detail={"why": "گم شد"})

    assert one.detail == two.detail
    assert one.detail_digest != two.detail_digest
