"""Plain SQL of the driver for the requests citizens make most: a scan, a tap, words.

Their statements never change in shape, so each is compiled once a process (``app.prepared_sql``)
and sent as it stands, on the connection of the same unit of work (tests hold what is written and
read against the models on both databases).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict, manager_of_class, set_committed_value
from sqlmodel import Session, SQLModel

from app.db import Rows
from app.prepared_sql import Prepared, change_of, columns_of, insert_of, select_of

__all__ = ["Store", "change", "first_row", "insert_each", "insert_unless_known"]
__all__ += ["keep_unless_known", "new_row", "select_rows"]

Store = Session | Rows
Row = TypeVar("Row", bound=SQLModel)

_ROWS = "rows"


def insert_unless_known(store: Store, model: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Insert a row unless a unique key of it is there; return whether it was new.

    Args:
        store: Open unit of work, by its session or by rows alone.
        model: Table of the row.
        values: Every column but a drawn primary key.
    """
    rows = _rows(store)
    _send(rows, insert_of(model, rows.dialect, tuple(values)), values)
    return bool(rows.cursor.rowcount == 1)


def insert_each(store: Store, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert several rows of the same columns unless their unique keys are there; return how many.

    Args:
        store: Open unit of work.
        model: Table of the rows.
        rows: Every column of each but a drawn primary key.
    """
    if not rows:
        return 0
    own = _rows(store)
    prepared = insert_of(model, own.dialect, tuple(rows[0]))
    _send(own, prepared, *rows)
    return own.cursor.rowcount


def new_row(model: type[Row], **given: Any) -> Row:
    """Return a row that is not stored yet, its other columns as the model starts them.

    Made as the models' own loading makes it; their constructors take ten times as long.
    """
    return _made(model, _defaults(model) | given)


def keep_unless_known(store: Store, row: SQLModel) -> bool:
    """Insert a row unless a unique key of it is there; return whether it was new.

    A new row has its drawn key and belongs to the session, as if it had just been read.

    Args:
        store: Open unit of work.
        row: Not stored yet, of a table whose primary key ``id`` is drawn.
    """
    rows, names = _rows(store), columns_of(type(row))
    told = {name: getattr(row, name) for name in names}
    _send(rows, insert_of(type(row), rows.dialect, names, drawing=True), told)
    drawn = rows.cursor.fetchall()
    if not drawn:
        return False
    set_committed_value(row, "id", drawn[0][0])
    if isinstance(store, Session):
        make_transient_to_detached(row)
        store.add(row)
    return True


def change(store: Store, row: SQLModel, values: Mapping[str, Any]) -> None:
    """Write columns of a stored row in one statement; the row has them from then on.

    Args:
        store: Open unit of work, by whose session or rows the row was read.
        row: Locked or not contended; of a table whose primary key is ``id``.
        values: New values by column.
    """
    rows = _rows(store)
    told = {f"new_{name}": value for name, value in values.items()}
    own = {"own": row.id}  # type: ignore[attr-defined]
    _send(rows, change_of(type(row), rows.dialect, tuple(values)), told | own)
    for name, value in values.items():
        set_committed_value(row, name, value)


def first_row(
    store: Store, model: type[Row], query: Select[Any], **given: Any
) -> tuple[Any, ...] | None:
    """Return the first row of a query for a model and further columns: the model's row, the rest.

    Args:
        store: A session, to which the row belongs then, or rows alone.
        model: What stands first in the query.
        query: As for ``select_rows``.
        given: As for ``select_rows``.
    """
    if isinstance(store, Session):
        found = store.execute(query, given).first()
        return tuple(found) if found else None
    rows = select_rows(store, query, **given)
    if not rows:
        return None
    names = ("id", *columns_of(model))
    return _made(model, dict(zip(names, rows[0], strict=False))), *rows[0][len(names) :]


def select_rows(store: Store, query: Select[Any], **given: Any) -> Sequence[Sequence[Any]]:
    """Return the rows of a query; what a session has not written yet is written before.

    Args:
        store: A session, or rows alone.
        query: Built once a process: it is what its compiled form is remembered by.
        given: Values of its parameters, by name; a list for one that expands.
    """
    if isinstance(store, Session):
        store.flush()
    rows = _rows(store)
    lengths = tuple([(name, len(v)) for name, v in given.items() if isinstance(v, (list, tuple))])
    prepared = select_of(query, rows.dialect, lengths)
    _send(rows, prepared, given)
    return [prepared.read(row) for row in rows.cursor.fetchall()]


def _rows(store: Store) -> Rows:
    """Return the driver's side of a unit of work; a session keeps one for each transaction."""
    if isinstance(store, Rows):
        return store
    within, kept = store.get_transaction(), store.info.get(_ROWS)
    if kept is not None and within is not None and kept[0] is within:
        rows: Rows = kept[1]
        return rows
    connection = store.connection()
    rows = Rows(connection.dialect, connection.connection.cursor())
    store.info[_ROWS] = (store.get_transaction(), rows)
    return rows


def _made(model: type[Row], values: dict[str, Any]) -> Row:
    row: Row = manager_of_class(model).new_instance()
    instance_dict(row).update(values)
    return row


@cache
def _defaults(model: type[SQLModel]) -> dict[str, Any]:
    """Return the columns a model starts by itself; none of them may be a list or the like."""
    return {n: f.get_default() for n, f in model.model_fields.items() if not f.is_required()}


def _send(rows: Rows, prepared: Prepared, *given: Mapping[str, Any]) -> None:
    """Send a statement once, or in one go once for each of several sets of values."""
    if len(given) == 1:
        rows.cursor.execute(prepared.text, prepared.told(given[0]))
    else:
        rows.cursor.executemany(prepared.text, [prepared.told(one) for one in given])
