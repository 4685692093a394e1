"""Migrations from inside the product: upgrade, downgrade, drift.

This loads the whole tool of migrations; whether the schema is at head asks ``app.revision``.
"""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

import migrations
from app.tables import METADATA

__all__ = ["downgrade", "drift", "upgrade"]


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to ``revision``; a run killed half way can simply be repeated."""
    with engine.execution_options(writing=True).connect() as connection:
        command.upgrade(_config(connection), revision)
        connection.commit()


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to ``revision`` (``base`` empties the database)."""
    with engine.execution_options(writing=True).connect() as connection:
        command.downgrade(_config(connection), revision)
        connection.commit()


def drift(engine: Engine) -> list[object]:
    """Return where tables and models disagree; empty is right."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))


def _config(connection: object | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
