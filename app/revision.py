"""Whether a database has the newest schema: asked at every start, so without the migrations."""

from functools import cache
from pathlib import Path

from sqlalchemy import Engine, inspect, text

import migrations

__all__ = ["at_head", "newest"]

_TABLE = "alembic_version"


@cache
def newest() -> str:
    """Return the newest revision this version of the product knows.

    Migrations are numbered files, ``0014_evidence_of_decisions.py``, chained in that order.
    """
    folder = Path(migrations.__file__).parent / "versions"
    return max(file.name.partition("_")[0] for file in folder.glob("[0-9]*_*.py"))


def at_head(engine: Engine) -> bool:
    """Return whether the database has the newest schema this version knows."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(_TABLE):
            return False
        found = connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalars().all()  # noqa: S608  nosec B608
    return found == [newest()]
