"""A copy of a city in a folder, and a city from a copy: database and files, never the keys.

``manifest.json`` says what is inside in plain counts; ``database.sealed`` and ``files.sealed`` open
only with the city's keys, which have a safe copy of their own (``takrim keys export``).
"""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import func, inspect, select, table
from sqlmodel import Session

from app import audit, dumping, keystore, schema
from app.db import Database
from app.errors import Refused
from app.instance import Instance, open_instance
from app.sealed_stream import pieces, seal, unseal
from app.settings import Settings
from app.vault import Vault

__all__ = ["Manifest", "back_up", "restore"]

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds: rows by table, number of files, head of the staff log."""

    made_at: str
    engine: str
    rows: Mapping[str, int]
    files: int
    audit_head: str
    format: int = _FORMAT


def back_up(city: Instance, folder: Path, *, now: datetime) -> Manifest:
    """Write a copy into an empty or new folder while the city runs.

    The manifest is written last: a folder without one is no backup.

    Raises:
        Refused: The folder holds something already.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise Refused("folder", f"{folder} is not empty; a backup goes into a folder of its own")
    vault, engine = city.keys.vault, city.db.engine.dialect.name
    with dumping.dump(city.settings.database) as moment:
        rows, head = _rows(moment.session), audit.head(moment.session)
        with _new(folder / "database.sealed") as out:
            seal(moment.stream, out, vault, purpose="database")
    files = _seal_files(city.files, folder / "files.sealed", vault)
    manifest = Manifest(now.isoformat(), engine, rows, files, head)
    with _new(folder / "manifest.json") as out:
        out.write(json.dumps(asdict(manifest), indent=2).encode())
    return manifest


def restore(settings: Settings, folder: Path, *, replace: bool) -> Manifest:
    """Bring a copy back, check its counts and the head of its staff log, and open the city.

    Web server and worker must not run meanwhile.

    Args:
        settings: The keys of the copy must be in its instance folder already.
        folder: A folder that ``back_up`` wrote.
        replace: Whether a city that is there may make room.

    Raises:
        Refused: No backup, damaged, of another engine or city, or there is a city already.
        BadSettings: No keys.
    """
    manifest = _manifest(folder)
    vault = keystore.load(settings.instance).vault
    if manifest.engine != ("sqlite" if dumping.sqlite_file(settings.database) else "postgresql"):
        raise Refused("backup", f"the backup is of {manifest.engine}, this city's database is not")
    if not replace and _occupied(settings):
        raise Refused("occupied", "there is a city already; --replace puts the copy in its place")

    def check(session: Session) -> None:
        if _rows(session) != dict(manifest.rows) or audit.head(session) != manifest.audit_head:
            raise Refused("backup", "the copy holds other rows than its manifest says")

    with tempfile.TemporaryFile() as packed, (folder / "database.sealed").open("rb") as source:
        with (folder / "files.sealed").open("rb") as sealed:
            packed.writelines(unseal(sealed, vault, purpose="files"))
        dumping.load(settings.database, unseal(source, vault, purpose="database"), check)
        _unpack(packed, settings.instance / "files")
    _upgrade(settings)
    open_instance(settings).db.dispose()
    return manifest


def _manifest(folder: Path) -> Manifest:
    try:
        stored = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest = Manifest(**stored)
    except (OSError, ValueError, TypeError):
        raise Refused("backup", f"{folder} holds no complete backup") from None
    if manifest.format != _FORMAT:
        raise Refused("backup", "the backup was made by another version")
    return manifest


def _rows(session: Session) -> dict[str, int]:
    names = sorted(inspect(session.connection()).get_table_names())
    return {
        name: session.execute(select(func.count()).select_from(table(name))).scalar_one()
        for name in names
        if not name.startswith("huey_")  # the queue may share a PostgreSQL database
    }


def _occupied(settings: Settings) -> bool:
    file = dumping.sqlite_file(settings.database)
    if file is not None and not file.exists():
        return False
    db = Database(settings.database)
    try:
        with db.reading() as session:
            return bool(_rows(session))
    finally:
        db.dispose()


def _upgrade(settings: Settings) -> None:
    db = Database(settings.database)
    try:
        schema.upgrade(db.engine)
    finally:
        db.dispose()


def _seal_files(files: Path, target: Path, vault: Vault) -> int:
    count = 0
    with tempfile.TemporaryFile() as packed:
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for path in sorted(files.rglob("*")) if files.is_dir() else []:
                if path.is_file():
                    archive.add(path, arcname=str(path.relative_to(files)), recursive=False)
                    count += 1
        packed.seek(0)
        with _new(target) as out:
            seal(pieces(packed), out, vault, purpose="files")
    return count


def _unpack(packed: IO[bytes], files: Path) -> None:
    if files.is_dir() and any(files.iterdir()):
        files.rename(_free(files))
    files.mkdir(parents=True, exist_ok=True, mode=0o700)
    packed.seek(0)
    with tarfile.open(fileobj=packed) as archive:
        for member in archive:
            _unpack_one(archive, member, files.resolve())


def _unpack_one(archive: tarfile.TarFile, member: tarfile.TarInfo, root: Path) -> None:
    """Write one packed file below ``root``; Python 3.11.0 has no filter that would see to it."""
    target = (root / member.name).resolve()
    source = archive.extractfile(member) if member.isfile() else None
    if source is None or not target.is_relative_to(root):
        raise Refused("backup", "the backup holds something that is no file of a city")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        shutil.copyfileobj(source, out)


def _free(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.replaced{number}")).exists():
        number += 1
    return aside


def _new(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
