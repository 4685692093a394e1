"""Files between preview and confirmation: kept in the instance folder, each for one account.

Every file has a random name that starts with its account; beside it stands what the officer
asked for.  Files older than a day are swept when the next one arrives.
"""

import json
import re
import secrets
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

from app.directory.importing.headers import Choice
from app.directory.rules import Kind
from app.errors import Missing

__all__ = ["Upload", "choose", "discard", "find", "keep"]

_KEPT_S = 24 * 3600


class Incoming(Protocol):
    """What a form hands over."""

    filename: str | None

    def save(self, dst: str) -> None:
        """Write the content to a path."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that waits for its confirmation.

    Attributes:
        token: Random name, part of the address of the preview.
        path: Where the content is.
        name: What the officer's machine calls it.
        kind: What it lists.
        scope: Code of the unit it lists in full, or empty.
        unit: Code of the unit for rows that name none, or empty.
        choice: Which column is which, once somebody said so.
    """

    token: str
    path: Path
    name: str
    kind: Kind
    scope: str
    unit: str
    choice: Choice | None = None


def keep(
    folder: Path, incoming: Incoming, *, account_id: int, kind: Kind, scope: str, unit: str
) -> Upload:
    """Store an uploaded file for one account and return how to find it again."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder)
    token = secrets.token_hex(16)
    path = folder / f"{account_id}-{token}"
    name = (incoming.filename or "").replace("\\", "/").rsplit("/", 1)[-1][:200]
    upload = Upload(token, path, name, kind, scope, unit)
    incoming.save(str(path))
    path.chmod(0o600)
    _write_down(upload)
    return upload


def choose(upload: Upload, choice: Choice) -> Upload:
    """Keep beside a waiting file which of its columns is which."""
    chosen = replace(upload, choice=choice)
    _write_down(chosen)
    return chosen


def find(folder: Path, token: str, *, account_id: int) -> Upload:
    """Return a waiting file of this account.

    Raises:
        Missing: There is none, or it is another account's.
    """
    path = folder / f"{account_id}-{token}"
    if not re.fullmatch(r"[0-9a-f]{32}", token) or not path.is_file() or not _note(path).is_file():
        raise Missing("unknown")
    said = json.loads(_note(path).read_text("utf-8"))
    choice = said.pop("choice", None)
    if choice:
        choice = Choice(choice["row"], {int(at): name for at, name in choice["fields"].items()})
    return Upload(token=token, path=path, **(said | {"kind": Kind(said["kind"])}), choice=choice)


def discard(upload: Upload) -> None:
    """Delete a file; a second call changes nothing."""
    upload.path.unlink(missing_ok=True)
    _note(upload.path).unlink(missing_ok=True)


def _write_down(upload: Upload) -> None:
    said = {key: value for key, value in asdict(upload).items() if key not in {"path", "token"}}
    _note(upload.path).write_text(json.dumps(said, ensure_ascii=False), "utf-8")


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _sweep(folder: Path) -> None:
    oldest = time.time() - _KEPT_S
    for path in folder.iterdir():
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
