"""One consistent copy of the database as a stream of bytes, and back: SQLite and PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Engine, NullPool, create_engine, make_url, text
from sqlmodel import Session

from app.errors import Refused
from app.sealed_stream import pieces

__all__ = ["Dump", "dump", "load", "sqlite_file"]

Check = Callable[[Session], None]


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite address, ``None`` for PostgreSQL."""
    address = make_url(url)
    return Path(address.database or "") if address.drivername.startswith("sqlite") else None


@dataclass(frozen=True, slots=True)
class Dump:
    """A frozen moment of the database: a session that reads it, and its bytes."""

    session: Session
    stream: Iterable[bytes]


@contextmanager
def dump(url: str) -> Iterator[Dump]:
    """Open a consistent copy of the whole database while others go on writing.

    Raises:
        Refused: ``pg_dump`` is missing or failed.
    """
    file = sqlite_file(url)
    with _pg_dump(url) if file is None else _sqlite_dump(file) as moment:
        yield moment


def load(url: str, stream: Iterable[bytes], check: Check) -> None:
    """Put a copy in the place of the database; the old SQLite file is kept as ``*.replaced``.

    On SQLite nothing is changed before the copy was read to its end and ``check`` passed.

    Raises:
        Refused: The copy is damaged, or ``pg_restore`` is missing or failed.
    """
    file = sqlite_file(url)
    if file is None:
        _pg_restore(url, stream)
        with _reading(create_engine(url, poolclass=NullPool)) as session:
            check(session)
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_name(f"{file.name}.restoring")
    try:
        _write(fresh, stream)
        _check_whole(fresh)
        with _reading(_engine(fresh)) as session:
            check(session)
        _swap(fresh, file)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def _sqlite_dump(file: Path) -> Iterator[Dump]:
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        copy = Path(folder) / "copy.db"
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        with copy.open("rb") as handle, _reading(_engine(copy)) as session:
            yield Dump(session, pieces(handle))


def _engine(file: Path) -> Engine:
    return create_engine(f"sqlite:///{file}", poolclass=NullPool)


@contextmanager
def _reading(engine: Engine) -> Iterator[Session]:
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def _write(path: Path, stream: Iterable[bytes]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.writelines(stream)
        out.flush()
        os.fsync(out.fileno())


def _check_whole(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        try:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError:
            found = "not a database"
    if found != "ok":
        raise Refused("backup", f"the copy is not whole: {found}")


def _swap(fresh: Path, file: Path) -> None:
    if file.exists():
        with closing(sqlite3.connect(file)) as old:  # take what is still in the log
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.replace(file.with_name(f"{file.name}.replaced"))
    for leftover in ("-wal", "-shm"):
        file.with_name(file.name + leftover).unlink(missing_ok=True)
    fresh.replace(file)


@contextmanager
def _pg_dump(url: str) -> Iterator[Dump]:
    engine = create_engine(url, poolclass=NullPool, isolation_level="REPEATABLE READ")
    with _reading(engine) as session:
        moment = session.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        command = [_tool("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
        with subprocess.Popen(  # noqa: S603  our own arguments
            [*command, f"--snapshot={moment}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(make_url(url)),
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            yield Dump(session, pieces(process.stdout))
            said = process.stderr.read()
            if process.wait() != 0:
                raise Refused("pg_dump", f"pg_dump failed: {_last_line(said)}")


def _pg_restore(url: str, stream: Iterable[bytes]) -> None:
    with tempfile.TemporaryDirectory(prefix="takrim-restore-") as folder:
        copy = Path(folder) / "copy.dump"
        _write(copy, stream)
        command = [_tool("pg_restore"), "--clean", "--if-exists", "--no-owner", "--no-privileges"]
        command += ["--single-transaction", "--exit-on-error"]
        done = subprocess.run(  # noqa: S603  our own arguments
            [*command, f"--dbname={make_url(url).database}", str(copy)],
            capture_output=True,
            env=_environment(make_url(url)),
            check=False,
        )
    if done.returncode != 0:
        raise Refused("pg_restore", f"pg_restore failed: {_last_line(done.stderr)}")


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it gave no reason"


def _tool(name: str) -> str:
    if found := shutil.which(name):
        return found
    raise Refused(name, f"{name} is not installed: it comes with the PostgreSQL client")


def _environment(url: URL) -> dict[str, str]:
    """Hand the address over where no process list shows the password."""
    given = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": url.port and str(url.port),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    return os.environ | {name: str(value) for name, value in given.items() if value}
