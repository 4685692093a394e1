"""Statements compiled once a process: the text the driver takes, and the way of each value.

Built anew through the expression language a statement costs ten times what the database needs for
it.  Values go through the column types of the models, so rows are written and read as the models
would.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Dialect, Select, Table, bindparam, inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert, Update
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

__all__ = ["Prepared", "change_of", "columns_of", "insert_of", "select_of"]

Way = Callable[[Any], Any] | None
Lengths = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A compiled statement.

    Attributes:
        text: As the driver takes it.
        order: Names of its parameters one after the other; empty if it takes them by name.
        ways: What a value given under a name goes through.
        lists: Under which names each value of a list is sent, by the name of the list.
        constants: Values that are part of the statement, as they are sent.
        straight: Names and ways in order, where nothing but single values is sent in an order.
        readers: By its place, what a column of a row that is read goes through.
    """

    text: str
    order: tuple[str, ...]
    ways: Mapping[str, Way]
    lists: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, Any]
    straight: tuple[tuple[str, Way], ...]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]

    def told(self, given: Mapping[str, Any]) -> Any:
        """Return what the driver takes."""
        if self.straight:
            return [way(given[name]) if way else given[name] for name, way in self.straight]
        told = dict(self.constants)
        for name, way in self.ways.items():
            value = given[name]
            if name in self.lists:
                told.update(zip(self.lists[name], map(way, value) if way else value, strict=True))
            else:
                told[name] = way(value) if way else value
        return [told[name] for name in self.order] if self.order else told

    def read(self, row: Sequence[Any]) -> list[Any]:
        """Return the columns of a row as the models have them."""
        told = list(row)
        for place, way in self.readers:
            told[place] = way(told[place])
        return told


@cache
def columns_of(model: type[SQLModel]) -> tuple[str, ...]:
    """Return the columns of a table but its drawn key."""
    return tuple(a.key for a in inspect(model).column_attrs if a.key != "id")


@cache
def insert_of(
    model: type[SQLModel], dialect: Dialect, names: tuple[str, ...], *, drawing: bool = False
) -> Prepared:
    """Return the insert of these columns unless a unique key is known.

    ``drawing`` lets it answer with the key it drew.

    Raises:
        ValueError: A column is missing; here nothing fills in the defaults of a model.
    """
    table = _table(model)
    if missing := {column.name for column in table.c} - {*names, "id"}:
        raise ValueError(f"{table.name} lacks {sorted(missing)}")
    make = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    insert: Any = make(table).on_conflict_do_nothing().inline()
    if drawing:
        insert = insert.returning(table.c.id)
    return _prepared(insert, dialect, names)


@cache
def change_of(model: type[SQLModel], dialect: Dialect, names: tuple[str, ...]) -> Prepared:
    """Return the update of these columns of the row whose key is given as ``own``."""
    table = _table(model)
    new: dict[Any, Any] = {table.c[n]: bindparam(f"new_{n}", type_=table.c[n].type) for n in names}
    changed = update(table).where(table.c.id == bindparam("own")).values(new)
    return _prepared(changed, dialect)


@cache
def select_of(query: Select[Any], dialect: Dialect, lengths: Lengths) -> Prepared:
    """Return a query; ``lengths`` says how long each list is that goes into it."""
    return _prepared(query, dialect, lengths=dict(lengths))


def _prepared(
    statement: Select[Any] | Insert | Update,
    dialect: Dialect,
    names: tuple[str, ...] = (),
    lengths: Mapping[str, int] | None = None,
) -> Prepared:
    compiled = cast(Any, statement.compile(dialect=dialect, column_keys=list(names) or None))
    binds, long = compiled.binds, lengths or {}
    given = [name for name, bind in binds.items() if bind.required]
    state = compiled.construct_expanded_state({name: [None] * long.get(name, 0) for name in given})
    lists = {name: tuple(state.parameter_expansion[name]) for name in given if name in long}
    ways = {name: _way(bind.type, dialect) for name, bind in binds.items()} | state.processors
    sent = {*given, *(one for each in lists.values() for one in each)}
    order = tuple(state.positiontup or ())
    constants = {
        name: ways[name](value) if ways.get(name) else value
        for name, value in state.parameters.items()
        if name not in sent
    }
    plain = not lists and not constants
    return Prepared(
        text=state.statement,
        order=order,
        ways={name: ways[name] for name in given},
        lists=lists,
        constants=constants,
        straight=tuple((name, ways[name]) for name in order) if plain else (),
        readers=_readers(statement, dialect),
    )


def _readers(statement: Any, dialect: Dialect) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    kinds = [column.type.dialect_impl(dialect) for column in columns]
    ways = [kind.result_processor(dialect, None) for kind in kinds]
    return tuple((place, way) for place, way in enumerate(ways) if way)


def _way(kind: TypeEngine[Any], dialect: Dialect) -> Way:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _table(model: type[SQLModel]) -> Table:
    return cast(Table, inspect(model).local_table)
