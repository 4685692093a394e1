"""The database: its engine and its units of work.

``Database`` holds the engine and opens units of work.  ``with db.writing()`` is the only commit of
the product: end of block = stored, exception = nothing stored.  ``ensure`` inserts a row unless
its unique key is there already, so that "get, else insert" cannot race.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    PoolProxiedConnection,
    create_engine,
    event,
    exc,
    inspect,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlmodel import Session, SQLModel

from app.errors import Unwritable

__all__ = ["Database", "Rows", "ensure"]

_PATIENCE_S = 5


@dataclass(frozen=True, slots=True)
class Rows:
    """A unit of work without models: the driver's cursor and the dialect it speaks.

    ``info`` remembers what is asked for twice, as that of a session does.
    """

    dialect: Dialect
    cursor: DBAPICursor
    info: dict[Any, Any] = field(default_factory=dict)


class Database:
    """One engine and its units of work.

    Args:
        url: ``sqlite:///FILE`` or ``postgresql+psycopg://...``.
        synchronous: SQLite only: ``FULL`` (an answered request survives a power cut) or ``NORMAL``.

    ``written`` counts the units of work stored by this process, about: threads may lose one.
    """

    def __init__(self, url: str, *, synchronous: str = "FULL") -> None:
        self.engine = _engine(url, synchronous)
        self._for_writing = self.engine.execution_options(writing=True)
        self._told = _AsUnwritable(*_faults_of(self.engine.dialect))
        self._alone = self.engine.dialect.name == "sqlite"
        self._turn: AbstractContextManager[object] = _Turn() if self._alone else nullcontext()
        self._writers: list[PoolProxiedConnection] = []
        self._readers: list[PoolProxiedConnection] = []
        self.written = 0

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a unit of work that is stored when the block ends well.

        Raises:
            Unwritable: The store is locked, full or away; nothing was stored.
        """
        with (
            self._told,
            self._turn,
            Session(self._for_writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session
        self.written += 1

    @contextmanager
    def writing_rows(self) -> Iterator[Rows]:
        """Open a unit of work as ``writing``, on the driver's own connection.

        Raises:
            Unwritable: The store is locked, full or away; nothing was stored.
        """
        with (
            self._told,
            self._turn,
            self._line(self._writers) as line,
        ):
            cursor = line.cursor()
            if self._alone:
                cursor.execute("BEGIN IMMEDIATE")
            yield Rows(self.engine.dialect, cursor)
            line.commit()
        self.written += 1

    @contextmanager
    def _line(self, idle: list[PoolProxiedConnection]) -> Iterator[PoolProxiedConnection]:
        """Lend a driver's connection; on SQLite it waits in ``idle`` for who asks next."""
        try:
            line = idle.pop()
        except IndexError:
            line = self.engine.raw_connection()
        try:
            yield line
        except BaseException:
            line.close()
            raise
        if self._alone:
            idle.append(line)
        else:
            line.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reads; whatever it holds is forgotten at the end."""
        with self._told, Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def reading_rows(self) -> Iterator[Rows]:
        """Lend the driver's own connection for a read, as ``reading`` does with models."""
        with (
            self._told,
            self._line(self._readers) as line,
            closing(line.cursor()) as cursor,  # one left open holds its moment of the log
        ):
            yield Rows(self.engine.dialect, cursor)

    def dispose(self) -> None:
        """Close every connection."""
        for idle in (self._writers, self._readers):
            while idle:
                idle.pop().close()
        self.engine.dispose()


class _AsUnwritable:
    """Tells in the product's words when the store is locked, full, read-only or away."""

    def __init__(self, *faults: type[Exception]) -> None:
        self._faults = faults

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        told = getattr(error, "orig", None) or error
        if isinstance(told, self._faults):
            raise Unwritable("store", type(told).__name__) from error


class _Turn:
    """Lets the threads of a process write to SQLite one by one.

    SQLite has one writer; threads that collide on its lock would sleep and try again.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=_PATIENCE_S):
            raise Unwritable("store", "busy")

    def __exit__(self, *_error: object) -> None:
        self._lock.release()


def _faults_of(dialect: Dialect) -> tuple[type[Exception], ...]:
    """Return what a driver raises, by itself or inside of an error of the engine."""
    driver = dialect.loaded_dbapi
    busy = (exc.OperationalError, exc.TimeoutError, driver.OperationalError)
    if dialect.name != "postgresql":
        return busy
    return (*busy, driver.errors.ReadOnlySqlTransaction)  # a server that gave its place away


def ensure(session: Session, row: SQLModel) -> bool:
    """Insert ``row`` unless a unique key of it exists; return whether it was new.

    Columns left empty take their defaults; a primary key of ``None`` is drawn by the engine.
    Works under concurrency: the second of two workers gets ``False``, never an error.
    """
    mapper = inspect(type(row))
    values = {
        a.key: getattr(row, a.key)
        for a in mapper.column_attrs
        if not (a.columns[0].primary_key and getattr(row, a.key) is None)
    }
    dialect = session.get_bind().dialect.name
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = make(mapper.local_table).values(values).on_conflict_do_nothing()
    # PostgreSQL adds RETURNING for a drawn key, and the count would be lost without asking for it
    kept = statement.execution_options(preserve_rowcount=True)
    return bool(session.connection().execute(kept).rowcount == 1)


def _engine(url: str, synchronous: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_pre_ping=True, pool_size=5, max_overflow=10, hide_parameters=True
        )
    engine = create_engine(
        url, connect_args={"timeout": _PATIENCE_S, "check_same_thread": False}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            f"busy_timeout={_PATIENCE_S * 1000}",
            "secure_delete=ON",
            "wal_autocheckpoint=4000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """Take the write lock at once; the driver would wait for the first write, and race."""
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
