"""Building the demo city in its folder: once, whole, and by one process at a time.

While it is built, ``demo.json.building`` lies in the folder, locked by the process that builds;
``demo.json`` takes its place when all is done.  Whatever stopped a building, the next start sees
the first file, unlocked, and begins again.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import click

from app import clock, keystore, schema
from app.badges import service as badges
from app.badges.scope import Scope
from app.calendar import service as calendar
from app.db import Database
from app.demo.city import build_city
from app.demo.decisions import build_decisions
from app.demo.findings import await_a_reply
from app.demo.furnish import furnish_desks
from app.demo.nights import live_through_nights
from app.demo.praise import offer_praise
from app.demo.public_life import live_in_public
from app.demo.staff import build_staff
from app.demo.voices import build_voices
from app.directory import service as directory
from app.errors import BadSettings
from app.instance import Instance, open_instance
from app.jobs import drain_outbox, score_city
from app.keystore import Keys
from app.settings import Settings

__all__ = ["city_of", "forget"]

_MARK = "demo.json"
_BUILDING = "demo.json.building"


def city_of(settings: Settings) -> Instance:
    """Open the demo city of these settings; build it where there is none, or half of one.

    Raises:
        ClickException: The folder holds a city that is no demo or one of another version, or
            another process builds here.
    """
    folder = settings.instance
    if (folder / _MARK).exists():
        return _open_again(settings)
    if _holds_a_city(folder):
        if not (folder / _BUILDING).exists():
            raise click.ClickException(
                f"{folder} holds a city that is not a demo: choose another folder with "
                "TAKRIM_INSTANCE"
            )
        _clear(folder)
        click.echo("The demo city here was left half built; starting over.", err=True)
    return _build(settings)


def _open_again(settings: Settings) -> Instance:
    try:
        return open_instance(settings)
    except BadSettings as error:
        if error.code != "schema":
            raise
        raise click.ClickException(
            "the demo city here was made by another version: 'takrim demo --fresh' makes a new one"
        ) from None


def forget(folder: Path) -> None:
    """Delete a demo city, finished or half built; nothing else is ever deleted.

    Raises:
        ClickException: The folder holds a city that is no demo, or one that is being built.
    """
    if not _holds_a_city(folder):
        return
    if not any((folder / name).exists() for name in (_MARK, _BUILDING)):
        raise click.ClickException(f"{folder} holds a city that is not a demo; nothing was deleted")
    _clear(folder)


def _holds_a_city(folder: Path) -> bool:
    return (folder / "keys.json").exists() or (folder / "takrim.db").exists()


def _clear(folder: Path) -> None:
    with _alone(folder):
        shutil.rmtree(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the mark of building, so that two demos never work in one folder.

    Raises:
        ClickException: Another process holds it.
    """
    with (folder / _BUILDING).open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise click.ClickException(f"another demo is being built in {folder}") from None
        yield


def _build(settings: Settings) -> Instance:
    folder, now = settings.instance, clock.now()
    click.echo("Building the demo city ...", err=True)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        keys = keystore.make(folder, now=_founded(now))
        _people_and_messages(settings, keys, now)
        instance = open_instance(settings)
        _nights_and_decisions(instance, now)
        _send_what_waits(instance)
        (folder / _MARK).write_text(json.dumps({"built": now.isoformat()}), encoding="utf-8")
        (folder / _BUILDING).unlink()
    return instance


def _founded(now: datetime) -> datetime:
    return now - timedelta(days=200)


def _people_and_messages(settings: Settings, keys: Keys, now: datetime) -> None:
    database, started = Database(settings.database, synchronous="NORMAL"), _founded(now)
    schema.upgrade(database.engine)
    with database.writing() as session:
        directory.install(session)
        calendar.install(session)
        city = build_city(session, now=started)
        build_staff(session, keys.vault, city, now=started)
        badges.issue(session, keys.ring, Scope(), now=started, actor_id=None)
    build_voices(database, keys.vault, settings, now=now)
    with database.writing() as session:
        await_a_reply(session, now=now)
    with database.writing() as session:
        furnish_desks(session, keys.vault, now=now, zone=settings.zone)
    with database.writing() as session:
        live_in_public(session, keys.ring, now=now)
    database.dispose()


def _nights_and_decisions(instance: Instance, now: datetime) -> None:
    live_through_nights(instance.db, now=now, zone=instance.settings.zone)
    score_city(instance)
    with instance.db.writing() as session:
        build_decisions(session, instance.keys.vault, now=now)
        offer_praise(session, instance, now=now)


def _send_what_waits(city: Instance) -> None:
    """Deliver the half year's notices unseen, so that they do not push the sign-ins away."""
    with redirect_stdout(StringIO()):
        for _ in range(20):
            if not drain_outbox(city):
                return
