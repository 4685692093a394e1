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
