"""The migrations against the models, on both engines."""

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import exc, text

import migrations
from app import audit, revision, schema
from app.db import Database
from tests.conftest import NOON


def test_the_newest_revision_is_the_head_of_the_chain() -> None:
    head = ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head()

    assert revision.newest() == head


def test_a_database_that_says_an_older_or_no_revision_is_not_at_head(
    sqlite_database: Database,
) -> None:
    engine = sqlite_database.engine
    assert revision.at_head(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert not revision.at_head(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    assert not revision.at_head(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert not revision.at_head(engine)


def test_models_and_tables_agree_after_going_up_down_and_up_again(database: Database) -> None:
    schema.downgrade(database.engine, "base")
    assert not revision.at_head(database.engine)
    schema.upgrade(database.engine)

    assert revision.at_head(database.engine)
    assert schema.drift(database.engine) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'other'",
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET detail = 'x'",
    ],
)
def test_the_staff_log_refuses_every_change(database: Database, statement: str) -> None:
    with database.writing() as session:
        audit.append(session, "badge.revoke", actor_id=1, now=NOON, detail={"why": "گم شد"})

    with (
        pytest.raises(exc.DatabaseError, match="append-only"),
        database.engine.begin() as connection,
    ):
        connection.execute(text(statement))


def test_words_of_the_staff_log_can_be_erased_and_the_chain_still_holds(database: Database) -> None:
    with database.writing() as session:
        audit.append(session, "contact.view", actor_id=1, now=NOON, detail={"why": "تماس"})
        audit.append(session, "badge.revoke", actor_id=1, now=NOON)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET detail = '', salt = '' WHERE id = 1"))

    with database.reading() as session:
        assert audit.first_break(session) is None


def test_verify_names_the_first_broken_row(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        for action in ("one", "two", "three"):
            audit.append(session, action, actor_id=1, now=NOON)
    with sqlite_database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_update"))
        connection.execute(text("UPDATE audit_entry SET actor_id = 9 WHERE id = 2"))

    with sqlite_database.reading() as session:
        broken = audit.first_break(session)

    assert broken is not None
    assert broken.row == 2
