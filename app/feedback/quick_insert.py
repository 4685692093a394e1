"""One insert in plain SQL of the driver, on the connection of the open unit of work.

A tap is stored by two inserts whose shape never changes.  Through the expression language each
costs five times what the database needs, so the statement of a table is compiled once a process
and sent as it stands.  Values go through the column types of the model, so a row is the same as
the model would write (tests hold both against each other on both databases).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Dialect, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from app.db import Rows

__all__ = ["Store", "insert_unless_known"]

Store = Session | Rows


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A compiled insert: names in the order of the statement, what each value goes through."""

    statement: str
    names: tuple[str, ...]
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    positional: bool

    def values(self, given: Mapping[str, Any]) -> Any:
        """Return what the driver takes."""
        told = [change(given[name]) if change else given[name] for name, change in self.columns]
        return tuple(told) if self.positional else dict(zip(self.names, told, strict=True))


def insert_unless_known(store: Store, model: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Insert a row unless a unique key of it is there; return whether it was new.

    Args:
        store: Open unit of work, by its session or by rows alone.
        model: Table of the row.
        values: Every column but a drawn primary key.
    """
    if isinstance(store, Rows):
        prepared = _prepared(model, store.dialect, tuple(values))
        store.cursor.execute(prepared.statement, prepared.values(values))
        return bool(store.cursor.rowcount == 1)
    connection = store.connection()
    prepared = _prepared(model, connection.dialect, tuple(values))
    result = connection.exec_driver_sql(prepared.statement, prepared.values(values))
    return bool(result.rowcount == 1)


@cache
def _prepared(model: type[SQLModel], dialect: Dialect, names: tuple[str, ...]) -> _Prepared:
    table = cast(Table, inspect(model).local_table)
    make = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    insert = make(table).on_conflict_do_nothing().inline()
    compiled = insert.compile(dialect=dialect, column_keys=list(names))
    changes = {n: table.c[n].type.dialect_impl(dialect).bind_processor(dialect) for n in names}
    order = tuple(getattr(compiled, "positiontup", None) or names)
    columns = tuple((name, changes[name]) for name in order)
    return _Prepared(str(compiled), order, columns, positional=dialect.positional)
