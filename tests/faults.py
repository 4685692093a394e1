"""A production city in a folder of its own, its server as a real process, and clients that rate."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from sqlmodel import select

from app import clock, keystore, schema
from app.badges import service as badges
from app.badges.models import Badge
from app.badges.scope import Scope
from app.badges.tokens import token
from app.calendar import service as calendar
from app.db import Database
from app.directory import service as directory

__all__ = ["Client", "FoundCity", "found_city", "served", "workers_of"]

SECRET = "a-secret-of-a-test-city-that-is-long-enough"
_KEY = re.compile(r'name="key" value="([a-z]+)"', re.I)


@dataclass(frozen=True, slots=True)
class FoundCity:
    """Environment of the commands, and the token of one employee's badge."""

    env: dict[str, str]
    token: str
    database: str


def found_city(instance: Path, database_url: str = "") -> FoundCity:
    """Found a small city: one unit, one employee, one badge."""
    now = clock.now()
    keys = keystore.make(instance, now=now)
    address = database_url or f"sqlite:///{instance / 'takrim.db'}"
    database = Database(address)
    schema.upgrade(database.engine)
    with database.writing() as session:
        directory.install(session)
        calendar.install(session)
        agency = directory.add_organisation(session, "MUN", "شهرداری")
        unit = directory.add_unit(session, agency.id or 0, "100", "شهرداری")
        directory.add_employee(
            session, unit, number="00000001", first_fa="مریم", last_fa="رستمی", now=now
        )
        badges.issue(session, keys.ring, Scope(), now=now, actor_id=None)
        badge = session.exec(select(Badge)).one()
        mark = token(badge.serial, badge.key_id, keys.ring)
    database.dispose()
    env = {k: v for k, v in os.environ.items() if not k.startswith("TAKRIM_")}
    env |= {
        "TAKRIM_INSTANCE": str(instance),
        "TAKRIM_PUBLIC_URL": "https://qr.test.ir",
        "TAKRIM_SECRET_KEY": SECRET,
        "TAKRIM_DATABASE_URL": database_url,
        "TAKRIM_TRUSTED_PROXIES": "1",
    }
    return FoundCity(env, mark, address)


@contextmanager
def served(city: FoundCity, *, workers: int = 2) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """Run ``takrim run`` until the block ends; yields port and process."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "app",
        "run",
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    server = subprocess.Popen(command, env=city.env, stderr=subprocess.DEVNULL)
    try:
        _await(port, server)
        yield port, server
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def workers_of(pid: int) -> list[int]:
    """Return the process ids of the web workers of a server."""
    tasks = Path(f"/proc/{pid}/task")
    return [int(c) for task in tasks.iterdir() for c in (task / "children").read_text().split()]


@dataclass
class Client(threading.Thread):
    """A citizen who opens the page and taps, again and again, and repeats what got no answer."""

    port: int
    token: str
    stop: threading.Event
    acknowledged: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        """Rate until told to stop."""
        while not self.stop.is_set():
            key = self._open()
            if key is None:
                continue
            for _ in range(5):
                if self._tap(key):
                    self.acknowledged.append(key)
                    break
                time.sleep(0.05)
            else:
                self.unanswered.append(key)

    def _open(self) -> str | None:
        found = self._request("GET", "")
        match = _KEY.search(found[1]) if found and found[0] == 200 else None
        return match.group(1) if match else None

    def _tap(self, key: str) -> bool:
        found = self._request("POST", urlencode({"key": key, "tap": "4"}))
        return found is not None and found[0] == 303

    def _request(self, method: str, body: str) -> tuple[int, str] | None:
        network = f"5.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": network,  # many citizens, so that no limit is in the way
        }
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as line:
                line.request(method, f"/B/{self.token}", body or None, headers)
                answer = line.getresponse()
                return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None


def _await(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert server.poll() is None, f"the server ended with {server.returncode}"
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not come up")
