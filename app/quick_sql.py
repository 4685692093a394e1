"""Plain SQL of the driver for the two requests citizens make most: a scan and a tap.

A scan is one read and a tap two inserts, and their shapes never change.  Through the expression
language each costs five times what the database needs, so a statement is compiled once a process
and sent as it stands.  Values go through the column types of the models, so rows are written and
read as the models would (tests hold both against each other on both databases).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Dialect, Select, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from app.db import Rows

__all__ = ["Store", "insert_unless_known", "select_rows"]

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


def select_rows(store: Store, query: Select[Any], wanted: str) -> Sequence[Sequence[Any]]:
    """Return the rows of a query with the one parameter ``wanted``.

    Args:
        store: A session, or rows alone.
        query: Built once a process: it is what its compiled form is remembered by.
        wanted: The value asked for.
    """
    if not isinstance(store, Rows):
        return store.connection().execute(query, {"wanted": wanted}).all()
    statement, constants, order, through = _asked(query, store.dialect)
    told = constants | {"wanted": wanted}
    store.cursor.execute(statement, [told[name] for name in order] if order else told)
    return [
        [read(v) if read else v for v, read in zip(row, through, strict=True)]
        for row in store.cursor.fetchall()
    ]


@cache
def _asked(query: Select[Any], dialect: Dialect) -> tuple[str, dict[str, Any], Any, Any]:
    """Return statement, constants, order of its parameters if they have one, and readers."""
    compiled = query.compile(dialect=dialect)
    types = [column.type.dialect_impl(dialect) for column in query.selected_columns]
    through = tuple(kind.result_processor(dialect, None) for kind in types)
    order = getattr(compiled, "positiontup", None)
    return str(compiled), dict(compiled.params), order, through


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
