"""Running a city: the web server and the worker, both ended by SIGTERM within 20 seconds."""

import hashlib
import logging
import threading
import time
from collections import deque
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server
from whitenoise import WhiteNoise

from app import checkpoints, clock, logs
from app.application import create_app
from app.clockwork import Clockwork, make_huey
from app.instance import Instance, open_instance
from app.jobs import jobs_of
from app.one_core import OneCore
from app.settings import Settings

__all__ = ["load", "run_web", "run_worker"]

_STATIC = Path(__file__).parent / "static"
_STOP_S = 20
_THREADS = 4
_DEATHS = 30
_YEAR_S = 31_536_000


def load(settings: Settings) -> OneCore:
    """Return the WSGI application of these settings, its static files served beside it.

    Addresses of static files carry a hash of their content, so browsers keep them for a year.
    """
    _log(settings)
    city = open_instance(settings)
    checkpoints.run_beside(city.db)
    app = create_app(city)
    app.url_defaults(_stamp)
    served = WhiteNoise(
        app,
        root=str(_STATIC),
        prefix="static/",
        max_age=_YEAR_S,
        add_headers_function=_harden,
        allow_all_origins=False,
    )
    return OneCore(served)


def run_web(city: Instance, host: str, port: int, workers: int, *, stop_s: int = _STOP_S) -> None:
    """Serve until SIGTERM or Ctrl-C; a worker process that dies is replaced at once.

    Args:
        city: Opened once before, so that wrong settings stop the start with one sentence.
        host: Address to listen on.
        port: Port to listen on.
        workers: Processes; each answers four requests at a time.
        stop_s: How long a stop waits for browsers that hold a connection.
    """
    create_app(city)  # a fault shows here, once; the workers are forked with everything imported
    city.db.dispose()
    server = Server(
        "wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        websockets=False,
        log_level=LogLevels.error if city.settings.demo else LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=stop_s,
    )
    server.respawned_wrks = _Respawns()
    server.serve(target_loader=partial(load, city.settings), wrap_loader=False)


def run_worker(city: Instance, *, threads: int = 2) -> None:
    """Send notices, fold statistics and do what is due, until SIGTERM or Ctrl-C."""
    _log(city.settings)
    huey = make_huey(city.settings.queue_url, city.settings.instance)
    clockwork = Clockwork(huey, jobs_of(city), city.settings.zone)
    consumer = huey.create_consumer(
        workers=threads,
        periodic=False,
        max_delay=1.0,
        graceful_signal="TERM",
        shutdown_timeout=_STOP_S,
    )
    stop = threading.Event()
    clock_hand = threading.Thread(target=clockwork.keep, args=(stop, clock.now), daemon=True)
    clock_hand.start()
    try:
        consumer.run()
    finally:
        stop.set()
        city.db.dispose()


def _log(settings: Settings) -> None:
    """Log every request and notice; of a demo faults alone, so its sign-ins stay in sight."""
    logs.set_up(level=logging.WARNING if settings.demo else logging.INFO)


class _Respawns(dict[int, float]):
    """When each web worker was replaced last, as granian asks it to find a crash loop.

    Granian gives up when one worker dies twice in 5.5 seconds; a city should not go dark for two
    kills, so it gives up at thirty deaths in thirty seconds.
    """

    def __init__(self) -> None:
        super().__init__()
        self._recent: deque[float] = deque(maxlen=_DEATHS)

    def __setitem__(self, worker: int, at: float) -> None:
        self._recent.append(at)
        super().__setitem__(worker, at)

    def get(self, worker: int, default: Any = None) -> Any:  # noqa: ARG002  a dict's signature
        """Return long ago, unless there were too many of late."""
        looping = len(self._recent) == _DEATHS and time.monotonic() - self._recent[0] < _DEATHS
        return time.monotonic() if looping else -60.0


def _stamp(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "filename" in values:
        values.setdefault("v", _digest(values["filename"]))


@lru_cache(maxsize=1024)
def _digest(name: str) -> str | None:
    path = _STATIC / name
    if not path.is_file():
        return None
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()


def _harden(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
