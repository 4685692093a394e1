"""``takrim demo``: a city on this machine, opened in the foreground."""

import json
import multiprocessing
import shutil
import socket
import threading
import time
from contextlib import closing, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from ipaddress import ip_address
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
from app.demo.paper import print_sample
from app.demo.praise import offer_praise
from app.demo.public_life import live_in_public
from app.demo.shown import STATION, links_of, say
from app.demo.staff import build_staff, sign_ins
from app.demo.voices import build_voices
from app.directory import service as directory
from app.instance import Instance, open_instance
from app.jobs import drain_outbox, score_city
from app.serving import run_web, run_worker
from app.settings import DEMO_SECRET, Settings

__all__ = ["demo"]

_MARK = "demo.json"
_TRIES = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where the demo listens and what its symbols say."""

    listen: str
    shown: str
    port: int


@click.command()
@click.option("--fresh", is_flag=True, help="Start over: forget the demo city of this folder.")
@click.option("--host", default="127.0.0.1", metavar="H", help="0.0.0.0 lets phones nearby in.")
@click.option(
    "--port", default=5000, type=click.IntRange(0, 65535), metavar="N", help="First port to try."
)
def demo(*, fresh: bool, host: str, port: int) -> None:
    """Open a demo city: people, places, badges, six months of messages.

    \b
    Example: takrim demo --host 0.0.0.0
    """
    place = Place(host, _shown(host), free_port(host, port))
    settings = demo_settings(place)
    if fresh:
        _forget(settings.instance)
    city = _open(settings)
    links = links_of(city)
    papers = print_sample(city, settings.instance / "print", STATION)
    with city.db.reading() as session:
        lines = sign_ins(session, city.keys.vault)

    def announce() -> None:
        if _answers(place):
            say(links, papers, lines, public_url=settings.public_url)

    threading.Thread(target=announce, daemon=True).start()
    _serve(city, place)


def demo_settings(place: Place) -> Settings:
    """Return the settings of a demo: everything of its own, plain http, a key nobody may use."""
    return Settings.from_env(
        demo=True,
        secret_key=DEMO_SECRET,
        public_url=f"http://{place.shown}:{place.port}",
        city_fa="شهرداری تهران",
        city_en="Tehran Municipality",
        web_workers=2,
    )


def free_port(host: str, first: int) -> int:
    """Return ``first`` or the next port nobody listens on.

    Raises:
        ClickException: Fifty in a row are taken.
    """
    if first == 0:
        with closing(socket.socket()) as probe:
            probe.bind((host, 0))
            return int(probe.getsockname()[1])
    for port in range(first, min(first + _TRIES, 65536)):
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise click.ClickException(f"ports {first} to {first + _TRIES - 1} are all taken")


def _answers(place: Place, patience_s: float = 60) -> bool:
    """Wait until the port answers, so that nobody is sent to a closed door."""
    end = time.monotonic() + patience_s
    listening = "127.0.0.1" if _everywhere(place.listen) else place.listen
    while time.monotonic() < end:
        with closing(socket.socket()) as probe:
            probe.settimeout(1)
            if probe.connect_ex((listening, place.port)) == 0:
                return True
        time.sleep(0.1)
    return False


def _open(settings: Settings) -> Instance:
    mark = settings.instance / _MARK
    if mark.exists():
        return open_instance(settings)
    if (settings.instance / "takrim.db").exists() or (settings.instance / "keys.json").exists():
        raise click.ClickException(
            f"{settings.instance} holds a city that is not a demo (or half of one): choose another "
            "folder with TAKRIM_INSTANCE, or start over with --fresh if it was a demo "
            "(make demo DEMO=--fresh)"
        )
    return _build(settings)


def _build(settings: Settings) -> Instance:
    click.echo("Building the demo city ...", err=True)
    now, started = clock.now(), clock.now() - timedelta(days=200)
    settings.instance.mkdir(parents=True, exist_ok=True)
    (settings.instance / f"{_MARK}.building").touch()
    keys = keystore.make(settings.instance, now=started)
    database = Database(settings.database, synchronous="NORMAL")
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
    instance = open_instance(settings)
    live_through_nights(instance.db, now=now, zone=settings.zone)
    score_city(instance)
    with instance.db.writing() as session:
        build_decisions(session, keys.vault, now=now)
        offer_praise(session, instance, now=now)
    _send_what_waits(instance)
    (settings.instance / f"{_MARK}.building").unlink()
    (settings.instance / _MARK).write_text(json.dumps({"built": now.isoformat()}), encoding="utf-8")
    return instance


def _send_what_waits(city: Instance) -> None:
    """Deliver the half year's notices unseen, so that they do not push the sign-ins away."""
    with redirect_stdout(StringIO()):
        for _ in range(20):
            if not drain_outbox(city):
                return


def _forget(instance: Path) -> None:
    """Delete a demo city, finished or half built; nothing else is ever deleted.

    Raises:
        ClickException: The folder holds a city that is no demo.
    """
    if not (instance / "keys.json").exists() and not (instance / "takrim.db").exists():
        return
    if not any((instance / name).exists() for name in (_MARK, f"{_MARK}.building")):
        raise click.ClickException(
            f"{instance} holds a city that is not a demo; nothing was deleted"
        )
    shutil.rmtree(instance)


def _everywhere(host: str) -> bool:
    """Return whether an address means every network of this machine."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def _shown(host: str) -> str:
    """Return the address a phone nearby would use."""
    if not _everywhere(host):
        return host
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET, RFC 5737: no packet leaves
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _serve(city: Instance, place: Place) -> None:
    city.db.dispose()
    worker = multiprocessing.get_context("spawn").Process(
        target=_work, args=(city.settings,), daemon=True
    )
    worker.start()
    try:
        run_web(city, place.listen, place.port, city.settings.web_workers)
    finally:
        worker.terminate()
        worker.join(20)


def _work(settings: Settings) -> None:
    run_worker(open_instance(settings))
