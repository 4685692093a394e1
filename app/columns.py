"""The column types every table uses, and the names of constraints."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import DateTime, Dialect, Enum, Index, String, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

__all__ = ["UtcDateTime", "byte_order", "index_where", "value_enum"]

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class _SqliteInstant(sqlite.DATETIME):
    """An instant as SQLite keeps it, in a quarter of the time the library takes to write it."""

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what writes an instant as ``2026-11-22 09:15:00.000000``."""

        def written(at: datetime | None) -> str | None:
            return at.replace(tzinfo=None).isoformat(" ", "microseconds") if at else None

        return written


_ON_SQLITE: TypeEngine[datetime] = cast(Any, _SqliteInstant)()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant on every engine; SQLite alone would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """Return how the engine keeps it."""
        return _ON_SQLITE if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time has no place in the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def value_enum(kind: type[StrEnum]) -> TypeEngine[Any]:
    """Return a column type that stores an enum by value, with a CHECK named after it.

    The column is 40 wide whatever the longest value, so that a new value needs a new CHECK only.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
        values_callable=lambda e: [member.value for member in e],
    )


def byte_order(length: int) -> TypeEngine[str]:
    """Return a text column that sorts and matches prefixes by its letters' numbers everywhere.

    PostgreSQL would else order it by the language of the server, and use no index for prefixes.
    """
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def index_where(name: str, *columns: str, only: str, unique: bool = False) -> Index:
    """Return an index of the rows for which the condition ``only`` holds, on every engine."""
    told = text(only)
    return Index(name, *columns, unique=unique, sqlite_where=told, postgresql_where=told)
