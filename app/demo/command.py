"""``takrim demo``: a city on this machine, opened in the foreground."""

import multiprocessing
import os
import signal
import threading

import click

from app.demo.address import Place, place_for, wait_for
from app.demo.building import city_of, forget
from app.demo.paper import print_sample
from app.demo.shown import STATION, links_of, say
from app.demo.staff import sign_ins
from app.instance import Instance, open_instance
from app.serving import run_web, run_worker
from app.settings import DEMO_SECRET, Settings

__all__ = ["demo"]

_STOP_S = 2


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
    place = place_for(host, port)
    settings = _settings(place)
    if fresh:
        forget(settings.instance)
    city = city_of(settings)
    links = links_of(city)
    papers = print_sample(city, settings.instance / "print", STATION)
    with city.db.reading() as session:
        lines = sign_ins(session, city.keys.vault)

    def announce() -> None:
        wait_for(place)
        say(links, papers, lines, public_url=settings.public_url)

    threading.Thread(target=announce, daemon=True).start()
    _serve(city, place)


def _settings(place: Place) -> Settings:
    """Return the settings of a demo: everything of its own, plain http, a key nobody may use."""
    return Settings.from_env(
        demo=True,
        secret_key=DEMO_SECRET,
        public_url=f"http://{place.shown}:{place.port}",
        city_fa="شهرداری تهران",
        city_en="Tehran Municipality",
        web_workers=2,
    )


def _serve(city: Instance, place: Place) -> None:
    city.db.dispose()
    worker = multiprocessing.get_context("spawn").Process(
        target=_work, args=(city.settings,), daemon=True
    )
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the worker inherits it while it loads
    worker.start()
    signal.signal(signal.SIGINT, ours)
    try:
        run_web(city, place.listen, place.port, city.settings.web_workers, stop_s=_STOP_S)
    finally:
        worker.terminate()
        worker.join(20)


def _work(settings: Settings) -> None:
    os.setpgrp()  # Ctrl-C is for the web server, which then ends this process
    run_worker(open_instance(settings))
