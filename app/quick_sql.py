"""Plain SQL of the driver for the requests citizens make most: a scan, a tap, words.

Their statements never change in shape.  Built anew through the expression language each costs ten
times what the database needs, so a statement is built and compiled once a process and sent as it
stands.  Values go through the column types of the models, so rows are written and read as the
models would (tests hold both against each other on both databases).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Dialect, Select, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from app.db import Rows

__all__ = ["Store", "columns_of", "insert_each", "insert_unless_known", "select_rows"]

Store = Session | Rows


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A compiled insert: names in the order of the statement, what each value goes through."""

    statement: str
    names: tuple[str, ...]
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    positional: bool

    def told(self, given: Mapping[str, Any]) -> Any:
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
        store.cursor.execute(prepared.statement, prepared.told(values))
        return bool(store.cursor.rowcount == 1)
    connection = store.connection()
    prepared = _prepared(model, connection.dialect, tuple(values))
    result = connection.exec_driver_sql(prepared.statement, prepared.told(values))
    return bool(result.rowcount == 1)


def insert_each(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert several rows of the same columns unless their unique keys are there; return how many.

    Args:
        session: Open unit of work.
        model: Table of the rows.
        rows: Every column of each but a drawn primary key.
    """
    if not rows:
        return 0
    connection = session.connection()
    prepared = _prepared(model, connection.dialect, tuple(rows[0]))
    told = [prepared.told(row) for row in rows]
    return connection.exec_driver_sql(prepared.statement, told).rowcount


def columns_of(row: SQLModel) -> dict[str, Any]:
    """Return every column of a row that is not stored yet, but a primary key still to be drawn."""
    return {
        name: value
        for name, drawn in _names(type(row))
        if (value := getattr(row, name)) is not None or not drawn
    }


def select_rows(store: Store, query: Select[Any], **given: Any) -> Sequence[Sequence[Any]]:
    """Return the rows of a query; what a session has not written yet is written before.

    Args:
        store: A session, or rows alone.
        query: Built once a process: it is what its compiled form is remembered by.
        given: Values of its parameters, by name.
    """
    if not isinstance(store, Rows):
        store.flush()
        return store.connection().execute(query, given).all()
    statement, constants, order, through = _asked(query, store.dialect)
    told = constants | given
    store.cursor.execute(statement, [told[name] for name in order] if order else told)
    return [
        [read(v) if read else v for v, read in zip(row, through, strict=True)]
        for row in store.cursor.fetchall()
    ]


@cache
def _names(model: type[SQLModel]) -> tuple[tuple[str, bool], ...]:
    """Return the columns of a table, and whether each is its primary key."""
    return tuple((a.key, a.columns[0].primary_key) for a in inspect(model).column_attrs)


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
