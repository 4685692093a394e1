"""Counting SQL statements, as the bars of the lists and pages ask for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event
from sqlmodel import Session

from app import quick_sql
from app.db import Database, Rows
from app.prepared_sql import Prepared

__all__ = ["sent_to_sqlite", "statements"]


@contextmanager
def statements(target: Session | Engine) -> Iterator[list[str]]:
    """Collect every statement a session or an engine sends while the block runs, plain ones too."""
    engine = target if isinstance(target, Engine) else target.get_bind().engine
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    send = quick_sql._send

    def note_plain(rows: Rows, prepared: Prepared, *given: Any) -> None:
        seen.append(prepared.text)
        send(rows, prepared, *given)

    event.listen(engine, "before_cursor_execute", note)
    try:
        with patch.object(quick_sql, "_send", note_plain):
            yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def sent_to_sqlite(db: Database) -> Iterator[list[str]]:
    """Collect what SQLite itself is asked, also by the driver alone; without BEGIN and COMMIT."""
    db.dispose()  # lines that wait for their next use are asked for anew, and heard
    engine = db.engine
    seen: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    def listen(connection: Any, *_rest: object) -> None:
        connection.set_trace_callback(note)

    event.listen(engine.pool, "checkout", listen)
    try:
        yield seen
    finally:
        event.remove(engine.pool, "checkout", listen)
        with engine.connect() as connection:
            connection.connection.dbapi_connection.set_trace_callback(None)
