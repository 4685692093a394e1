"""``takrim keys``: list, rotate, retire, export, import; no key is ever printed."""

import os
import secrets
import sys
from datetime import datetime
from pathlib import Path

import click
from sqlmodel import Session, col, select

from app import audit, clock, keystore
from app.badges.keys_in_use import key_usage
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.commands.opening import opened
from app.db import Database
from app.directory.models import Subject
from app.errors import Refused, TakrimError
from app.instance import Instance
from app.keystore import Keys
from app.scores.letters.queries import letters_by_key
from app.settings import Settings
from app.spreadsheet import csv_rows
from qr.key_ring import SECRET_BYTES

__all__ = ["keys"]

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def keys() -> None:
    """The keys that sign badges and seal contact data.

    \b
    Example: takrim keys list
    """


@keys.command("list")
def list_keys() -> None:
    """List the badge keys: number, state, since when, working badges and letters that carry it.

    \b
    Example: takrim keys list
    """
    city = opened()
    with city.db.reading() as session:
        used, letters = key_usage(session), letters_by_key(session)
    click.echo("key  state      since             badges  letters")
    for number, key in sorted(city.keys.ring.at(clock.now()).keys.items()):
        since = f"{key.not_before:%Y-%m-%d %H:%M}" if key.not_before else "always"
        count = used.get(number, 0)
        click.echo(
            f"{number:>3}  {key.status:<9}  {since:<16}  {count:>6}  {letters.get(number, 0):>7}"
        )


@keys.command()
@click.option("--contact", is_flag=True, help="The key that seals contact data instead.")
def rotate(contact: bool) -> None:
    """Sign new badges with a new key; badges already printed stay valid.

    \b
    Example: takrim keys rotate
    """
    city, now = opened(), clock.now()
    if contact:
        new = Keys(city.keys.ring, city.keys.vault.rotated())
        number = max(new.vault.sealing)
    else:
        new = city.keys.with_ring(city.keys.ring.rotate(secrets.token_bytes(SECRET_BYTES), now=now))
        number = new.ring.signing.key_id
    _store(city, new, "keys.rotate", number, now)
    click.echo(
        f"key {number} {'seals contact data' if contact else 'signs new badges'} from now on"
    )
    click.echo("The last recovery file is out of date: takrim keys export FILE")


@keys.command()
@click.argument("key_id", type=click.IntRange(0, 255))
@click.option("--yes", is_flag=True, help="Do it; without it, only say what would happen.")
@click.option("--reprint", type=_FILE, help="Write the badges to print again to this CSV file.")
def retire(key_id: int, yes: bool, reprint: Path | None) -> None:
    """Stop every badge that a key signed, at once, in every process.

    \b
    Example: takrim keys retire 1 --reprint reprint.csv --yes
    """
    city, now = opened(), clock.now()
    if key_id not in city.keys.ring.keys:
        raise Refused("no_key", f"there is no key {key_id}")
    if city.keys.ring.at(now).signing.key_id == key_id:
        raise Refused("key_signs", "this key signs new badges: 'takrim keys rotate' first")
    with city.db.reading() as session:
        count = key_usage(session).get(key_id, 0)
        letters = letters_by_key(session).get(key_id, 0)
        if reprint is not None:
            _write_reprint(session, key_id, reprint)
    click.echo(f"{count} working badges and {letters} commendations carry key {key_id}")
    if not yes:
        raise Refused("unsure", f"these would stop at once; repeat with --yes to retire {key_id}")
    retired = city.keys.with_ring(city.keys.ring.retire(key_id, now=now))
    _store(city, retired, "keys.retire", key_id, now)
    click.echo(f"key {key_id} is retired; {count} badges are to be printed again")
    if letters:
        click.echo(f"{letters} commendations can be confirmed no more: offer them anew")


@keys.command("export")
@click.argument("file", type=_FILE)
def export_keys(file: Path) -> None:
    """Write all keys to a recovery file that only a passphrase opens.

    Losing the keys means printing the whole city again: keep the file apart from the backups.
    The passphrase is asked for, or read from TAKRIM_PASSPHRASE; 15 characters or more.

    \b
    Example: takrim keys export /media/safe/takrim.recovery
    """
    text = keystore.export(keystore.load(Settings.from_env().instance), _passphrase(confirm=True))
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused("exists", f"{file} is there already; name another file") from None
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
    click.echo(f"keys written to {file}")


@keys.command("import")
@click.argument("file", type=_FILE)
@click.option("--replace", is_flag=True, help="Put them in the place of keys that are there.")
def import_keys(file: Path, replace: bool) -> None:
    """Bring the keys of a recovery file into the instance folder.

    \b
    Example: takrim keys import /media/safe/takrim.recovery
    """
    settings = Settings.from_env()
    found = keystore.read_recovery(file.read_bytes(), _passphrase(confirm=False))
    if keystore.exists(settings.instance) and not replace:
        raise Refused("keys_exist", "there are keys already; --replace puts these in their place")
    _check_covers(settings, found)
    keystore.save(settings.instance, found)
    click.echo(f"{len(found.ring.keys)} badge keys are in {settings.instance}")


def _store(city: Instance, new: Keys, action: str, number: int, now: datetime) -> None:
    with city.db.writing() as session:
        audit.append(session, action, actor_id=None, now=now, object=f"key:{number}")
        keystore.save(city.settings.instance, new)


def _check_covers(settings: Settings, found: Keys) -> None:
    """Refuse keys that would leave badges of this database without theirs."""
    db = Database(settings.database)
    try:
        with db.reading() as session:
            lost = sorted(set(key_usage(session)) - set(found.ring.keys))
    except (TakrimError, OSError):
        return  # no database yet
    finally:
        db.dispose()
    if lost:
        raise Refused("keys_lack", f"badges carry key {lost[0]}, which the file lacks")


def _write_reprint(session: Session, key_id: int, file: Path) -> None:
    working = col(Badge.status).in_([BadgeStatus.ACTIVE, BadgeStatus.SUSPENDED])
    rows = session.exec(
        select(Badge.serial, Badge.typed_code, Subject.code, Subject.name_fa)
        .where(Badge.key_id == key_id, working, Badge.subject_id == Subject.id)
        .order_by(col(Subject.sort_key))
    )
    heading = ("serial", "typed_code", "subject_code", "name")
    with file.open("w", encoding="utf-8", newline="") as out:
        out.writelines(csv_rows(heading, rows))


def _passphrase(*, confirm: bool) -> str:
    if given := os.environ.get("TAKRIM_PASSPHRASE"):
        return given
    if not sys.stdin.isatty():
        raise Refused("passphrase", "no terminal to ask on: set TAKRIM_PASSPHRASE")
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm))
