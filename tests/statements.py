"""Counting SQL statements, as the bars of the lists and pages ask for."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlmodel import Session

__all__ = ["statements"]


@contextmanager
def statements(target: Session | Engine) -> Iterator[list[str]]:
    """Collect every statement a session or an engine sends while the block runs."""
    engine = target if isinstance(target, Engine) else target.get_bind().engine
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
