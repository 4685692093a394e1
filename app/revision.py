"""Whether a database has the newest schema: asked at every start, so without the migrations."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, inspect, text

import migrations

__all__ = ["at_head", "newest"]


@cache
def newest() -> str:
    """Return the newest revision this version of the product knows: the one none follows."""
    folder = Path(migrations.__file__).parent / "versions"
    texts = [file.read_text("utf-8") for file in folder.glob("[0-9]*_*.py")]
    (head,) = _named("revision", texts) - _named("down_revision", texts)
    return head


def at_head(engine: Engine) -> bool:
    """Return whether the database has the newest schema this version knows."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.execute(text("SELECT version_num FROM alembic_version"))
        return found.scalars().all() == [newest()]


def _named(word: str, texts: Iterable[str]) -> set[str]:
    """Return what migrations say after a word, as ``revision = "0014"``."""
    found = (re.search(rf'^{word} = "(\w+)"$', text, re.MULTILINE) for text in texts)
    return {match[1] for match in found if match}
