"""Units of work and the insert that cannot race, on both engines."""

from sqlmodel import Session, select

from app.calendar.models import Calendar
from app.db import Database, ensure


def test_a_row_is_new_once_and_keeps_what_it_had(session: Session) -> None:
    assert ensure(session, Calendar(code="A", name_fa="یک")) is True
    assert ensure(session, Calendar(code="A", name_fa="دو")) is False

    assert session.exec(select(Calendar.name_fa)).all() == ["یک"]


def test_a_read_by_rows_that_is_not_read_to_its_end_stops_no_writer(
    sqlite_database: Database,
) -> None:
    db = sqlite_database
    with db.reading_rows() as rows:
        kept = rows  # as the frame of a thread keeps it until its next turn
        rows.cursor.execute("SELECT name FROM sqlite_master").fetchone()
    other = Database(str(db.engine.url))
    with other.writing() as session:
        ensure(session, Calendar(code="A", name_fa="یک"))
    other.dispose()

    with db.writing() as session:
        ensure(session, Calendar(code="B", name_fa="دو"))

    with db.reading() as session:
        assert len(session.exec(select(Calendar.code)).all()) == 2
    assert kept.dialect.name == "sqlite"


def test_reads_by_rows_one_after_another_share_a_line_on_sqlite(sqlite_database: Database) -> None:
    lines = []
    for _ in range(2):
        with sqlite_database.reading_rows() as rows:
            lines.append(rows.cursor.connection)

    assert lines[0] is lines[1]


def test_two_reads_by_rows_at_once_have_a_line_each(sqlite_database: Database) -> None:
    with sqlite_database.reading_rows() as one, sqlite_database.reading_rows() as other:
        assert one.cursor.connection is not other.cursor.connection


def test_a_read_after_a_write_sees_it_on_the_line_that_waited(sqlite_database: Database) -> None:
    with sqlite_database.reading_rows() as rows:
        rows.cursor.execute("SELECT count(*) FROM organisation").fetchone()
    with sqlite_database.writing_rows() as rows:
        rows.cursor.execute("CREATE TABLE said (word TEXT)")
    with sqlite_database.reading_rows() as rows:
        assert rows.cursor.execute("SELECT count(*) FROM said").fetchone() == (0,)
