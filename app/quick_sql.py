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

from sqlalchemy import Dialect, Select, Table, bindparam, inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel

from app.db import Rows

__all__ = ["Store", "change", "insert_each", "insert_unless_known", "keep_unless_known"]
__all__ += ["select_rows"]

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


def keep_unless_known(session: Session, row: SQLModel) -> bool:
    """Insert a row unless a unique key of it is there; return whether it was new.

    A new row has its drawn key and belongs to the session, as if it had just been read.

    Args:
        session: Open unit of work.
        row: Not stored yet, of a table whose primary key ``id`` is drawn.
    """
    connection, model = session.connection(), type(row)
    names = _names(model)
    prepared = _prepared(model, connection.dialect, names, drawing=True)
    told = prepared.told({name: getattr(row, name) for name in names})
    drawn = connection.exec_driver_sql(prepared.statement, told).scalar()
    if drawn is None:
        return False
    set_committed_value(row, "id", drawn)
    make_transient_to_detached(row)
    session.add(row)
    return True


def change(session: Session, row: SQLModel, values: Mapping[str, Any]) -> None:
    """Write columns of a stored row in one statement; the row has them from then on.

    Args:
        session: Open unit of work, to which the row belongs.
        row: Locked or not contended; of a table whose primary key is ``id``.
        values: New values by column.
    """
    told = {f"new_{name}": value for name, value in values.items()}
    statement = _change(type(row), tuple(values))
    session.connection().execute(statement, told | {"own": row.id})  # type: ignore[attr-defined]
    for name, value in values.items():
        set_committed_value(row, name, value)


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
def _names(model: type[SQLModel]) -> tuple[str, ...]:
    """Return the columns of a table but its drawn key."""
    return tuple(a.key for a in inspect(model).column_attrs if a.key != "id")


@cache
def _change(model: type[SQLModel], names: tuple[str, ...]) -> Any:
    table = cast(Table, inspect(model).local_table)
    return (
        update(table)
        .where(table.c.id == bindparam("own"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )


@cache
def _asked(query: Select[Any], dialect: Dialect) -> tuple[str, dict[str, Any], Any, Any]:
    """Return statement, constants, order of its parameters if they have one, and readers."""
    compiled = query.compile(dialect=dialect)
    types = [column.type.dialect_impl(dialect) for column in query.selected_columns]
    through = tuple(kind.result_processor(dialect, None) for kind in types)
    order = getattr(compiled, "positiontup", None)
    return str(compiled), dict(compiled.params), order, through


@cache
def _prepared(
    model: type[SQLModel], dialect: Dialect, names: tuple[str, ...], *, drawing: bool = False
) -> _Prepared:
    """Return the insert of these columns; ``drawing`` lets it answer with the key it drew.

    Raises:
        ValueError: A column is missing; here nothing fills in the defaults of a model.
    """
    table = cast(Table, inspect(model).local_table)
    if missing := {column.name for column in table.c} - {*names, "id"}:
        raise ValueError(f"{table.name} lacks {sorted(missing)}")
    make = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    insert: Any = make(table).on_conflict_do_nothing().inline()
    if drawing:
        insert = insert.returning(table.c.id)
    compiled = insert.compile(dialect=dialect, column_keys=list(names))
    changes = {n: table.c[n].type.dialect_impl(dialect).bind_processor(dialect) for n in names}
    order = tuple(getattr(compiled, "positiontup", None) or names)
    columns = tuple((name, changes[name]) for name in order)
    return _Prepared(str(compiled), order, columns, positional=dialect.positional)
