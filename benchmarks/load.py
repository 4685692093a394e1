"""A bounded load on a server of this machine, and the CPU time the server spent on it.

``served`` starts one granian worker on a free port of the loopback, its log in a file; ``drive``
sends requests over keep-alive connections and returns what one request cost the server in CPU
milliseconds, with the wall-clock percentiles a client saw.
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cost", "Request", "drive", "free_port", "served"]

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Request:
    """One request: method, path, body, headers, and the statuses that count as done."""

    method: str
    path: str
    body: str = ""
    headers: Mapping[str, str] | None = None
    fine: Sequence[int] = (200,)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request cost: server CPU in ms, and the client's wall clock p50 and p99 in ms."""

    cpu_ms: float
    p50_ms: float
    p99_ms: float


@contextmanager
def served(target: str, env: Mapping[str, str], *, threads: int = 4) -> Iterator[tuple[int, int]]:
    """Serve a WSGI target with one worker; yields its port and process id."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "1", "--blocking-threads", str(threads),
        "--http", "1", "--no-ws", "--log-level", "error", target,
    ]  # fmt: skip
    here = str(Path(__file__).parent)
    env = {**os.environ, "PYTHONPATH": here, **env}
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=log)
        try:
            _await(port)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(20)


def drive(port: int, pid: int, requests: Sequence[Request], *, connections: int = 8) -> Cost:
    """Send the requests, spread over connections, and return their cost.

    Raises:
        RuntimeError: A request was answered with another status than it expects.
    """
    before = _cpu_s(pid)
    parts = [requests[i::connections] for i in range(connections)]
    with ThreadPoolExecutor(connections) as pool:
        walls = [ms for part in pool.map(lambda p: _send(port, p), parts) for ms in part]
    cpu = (_cpu_s(pid) - before) * 1000 / len(requests)
    cut = statistics.quantiles(walls, n=100)
    return Cost(cpu, cut[49], cut[98])


def free_port() -> int:
    """Return a port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _send(port: int, requests: Sequence[Request]) -> list[float]:
    walls = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        for one in requests:
            start = time.perf_counter()
            line.request(one.method, one.path, one.body or None, dict(one.headers or {}))
            answer = line.getresponse()
            answer.read()
            walls.append((time.perf_counter() - start) * 1000)
            if answer.status not in one.fine:
                raise RuntimeError(f"{one.method} {one.path[:30]}: {answer.status}")
    return walls


def _await(port: int, patience_s: float = 30) -> None:
    _until(lambda: _answers(port), patience_s)


def _until(done: Callable[[], bool], patience_s: float) -> None:
    end = time.monotonic() + patience_s
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the server did not come up")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _cpu_s(pid: int) -> float:
    """Return CPU seconds of a process and its children, running or finished."""
    return sum(_own_cpu_s(one) for one in [pid, *_children(pid)])


def _own_cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(fields[i]) for i in (11, 12)) * _TICK_S


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]
