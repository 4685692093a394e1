"""One running city: its settings, its database, its keys, opened together."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

import app.tables  # noqa: F401  a foreign key may name any table
from app import keystore, revision
from app.db import Database
from app.errors import BadSettings
from app.keystore import Keys
from app.limiting import Limiter
from app.photo_store import PhotoStore
from app.settings import Settings

__all__ = ["Instance", "open_instance"]

_SIGNED = "SELECT key_id FROM badge UNION SELECT key_id FROM commendation"


@dataclass(slots=True)
class Instance:
    """What views, jobs and commands are handed: settings, database, keys.

    ``keys`` is read again from the key file when it changed, so that a retired key stops its
    badges at once in every process.
    """

    settings: Settings
    db: Database
    _keys: Keys
    _read_at_ns: int = 0
    _limiter: Limiter | None = None

    @property
    def keys(self) -> Keys:
        """The keys as the file has them now."""
        changed = _changed_ns(self.settings.instance)
        if changed != self._read_at_ns:
            self._keys, self._read_at_ns = keystore.load(self.settings.instance), changed
        return self._keys

    @property
    def limiter(self) -> Limiter:
        """The counters of rate limits, shared by all workers."""
        if self._limiter is None:
            own = f"takrim-sqlite:///{self.settings.instance / 'limits.db'}"
            self._limiter = Limiter(self.settings.limits_url or own, self.keys.vault.pseudonym)
        return self._limiter

    @property
    def photos(self) -> PhotoStore:
        """Where the photos of messages lie."""
        return PhotoStore(self.settings.files_url or str(self.files))

    @property
    def files(self) -> Path:
        """Folder of what is uploaded."""
        return self.settings.instance / "files"


def open_instance(settings: Settings | None = None) -> Instance:
    """Open the city of these settings (by default: of the environment).

    Raises:
        BadSettings: A setting is wrong, the keys are missing, the schema is old, or the database
            names a badge key that the ring lacks.
    """
    settings = settings or Settings.from_env()
    keys = keystore.load(settings.instance)
    db = Database(settings.database, synchronous=settings.synchronous)
    if not revision.at_head(db.engine):
        raise BadSettings("schema", "the database is not at this version: run 'takrim init'")
    _check_ring(db, keys)
    return Instance(settings, db, keys, _changed_ns(settings.instance))


def _check_ring(db: Database, keys: Keys) -> None:
    with db.reading() as session:
        used = set(session.connection().execute(text(_SIGNED)).scalars())
    if lost := sorted(used - set(keys.ring.keys)):
        raise BadSettings(
            "keys",
            f"badges or letters in the field carry key {lost[0]}, which the key ring lacks; "
            "import it",
        )


def _changed_ns(instance: Path) -> int:
    return os.stat(f"{instance}/keys.json").st_mtime_ns  # noqa: PTH116  asked by every request
