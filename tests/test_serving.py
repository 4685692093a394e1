"""The processes of a city: they start, survive a kill, and end when told."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from app.founding import found_city
from app.instance import Instance
from app.notices import service as notices
from app.notices.models import Notice
from app.notices.rules import NoticeChannel, NoticeState
from app.serving import _DEATHS, _Respawns
from app.settings import Settings
from tests.conftest import NOON

pytestmark = pytest.mark.slow
ENV = {
    "TAKRIM_PUBLIC_URL": "https://qr.city.ir",
    "TAKRIM_SECRET_KEY": "only-for-this-test-of-whole-processes",
}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Instance]:
    settings = Settings.from_env(ENV | {"TAKRIM_INSTANCE": str(tmp_path / "instance")})
    opened = found_city(settings, now=NOON)
    yield opened
    opened.db.dispose()


@contextmanager
def process(city: Instance, *words: str) -> Iterator[subprocess.Popen[str]]:
    env = os.environ | ENV | {"TAKRIM_INSTANCE": str(city.settings.instance)}
    with subprocess.Popen(
        [sys.executable, "-m", "app", *words],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def wait_for(truth: Callable[[], bool], *, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str = "/healthz") -> int:
    try:
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5).status_code
    except httpx.HTTPError:
        return 0


def children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(number) for number in listed.split()]


def test_the_web_server_survives_a_killed_worker_and_ends_on_sigterm(city: Instance) -> None:
    port = free_port()
    with process(city, "run", "--port", str(port), "--workers", "2") as web:
        wait_for(lambda: answers(port) == 200)
        assert answers(port, "/readyz") == 200
        for _ in range(3):
            before = children(web.pid)
            os.kill(before[0], signal.SIGKILL)
            wait_for(lambda before=before: len(set(children(web.pid)) - set(before)) >= 1)
        wait_for(lambda: answers(port) == 200)

        web.send_signal(signal.SIGTERM)
        assert web.wait(60) == 0


def test_the_worker_sends_what_is_due_and_ends_on_sigterm(city: Instance) -> None:
    with city.db.writing() as session:
        notices.enqueue(
            session, "S01", event="case:1", recipient="account:1", channel=NoticeChannel.IN_APP,
            now=NOON, params={"code": "1", "due": NOON.isoformat()}, not_before=NOON.replace(2020),
        )  # fmt: skip

    def delivered() -> bool:
        with city.db.reading() as session:
            return session.exec(select(Notice.state)).one() is NoticeState.DELIVERED

    with process(city, "work") as worker:
        wait_for(delivered)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0


def test_a_busy_port_is_one_sentence(city: Instance) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with process(city, "run", "--port", str(port)) as web:
            said, _ = web.communicate(timeout=60)

    assert web.returncode == 1
    assert said.startswith(f"Error: cannot listen on 127.0.0.1 port {port}")
    assert said.count("\n") == 1


def test_only_a_true_crash_loop_ends_the_server() -> None:
    respawns = _Respawns()

    for _ in range(_DEATHS - 1):
        respawns[0] = time.monotonic()
    assert time.monotonic() - respawns.get(0, 0) > 5.5

    respawns[0] = time.monotonic()
    assert time.monotonic() - respawns.get(0, 0) < 5.5
