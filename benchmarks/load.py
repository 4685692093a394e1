"""A bounded load on a server of this machine, and the CPU time the server spent on it.

``served`` starts one granian worker on a free port of the loopback, its log in a file; ``drive``
sends requests over keep-alive connections and returns what one request cost the server in CPU
milliseconds, with the wall-clock percentiles a client saw.
"""

import os
import re
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cost", "Request", "drive", "free_port", "served"]

PATIENCE_S = 30
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
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
def served(
    target: str, env: Mapping[str, str], *, threads: int = 4, python: str = sys.executable
) -> Iterator[tuple[int, int]]:
    """Serve a WSGI target with one worker; yields its port and process id."""
    port = free_port()
    command = [
        python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
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

    One thread keeps all connections busy, so that the client's own turns are not measured.

    Raises:
        RuntimeError: A request was answered with another status than it expects.
    """
    parts = [requests[i::connections] for i in range(connections)]
    with ExitStack() as stack:
        lines = [stack.enter_context(closing(_Line(port, part))) for part in parts if part]
        before = _cpu_s(pid)
        _keep_busy(lines)
        cpu = (_cpu_s(pid) - before) * 1000 / len(requests)
    cut = statistics.quantiles([ms for line in lines for ms in line.walls], n=100)
    return Cost(cpu, cut[49], cut[98])


def free_port() -> int:
    """Return a port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Line:
    """A keep-alive connection with its share of the requests, one on its way at a time."""

    def __init__(self, port: int, requests: Sequence[Request]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.walls: list[float] = []
        self._left = [(one, _written(one)) for one in reversed(requests)]
        self._read = bytearray()
        self._asked: Request
        self._since = 0.0

    def ask(self) -> bool:
        """Send the next request; return whether there was one."""
        if not self._left:
            return False
        self._asked, written = self._left.pop()
        self._since = time.perf_counter()
        self.socket.sendall(written)
        return True

    def hear(self) -> bool:
        """Read what came; return whether the answer is whole."""
        self._read += self.socket.recv(65_536)
        head = self._read.find(b"\r\n\r\n")
        if head < 0:
            return False
        length = _LENGTH.search(self._read, 0, head + 2)
        if len(self._read) < head + 4 + (int(length[1]) if length else 0):
            return False
        self.walls.append((time.perf_counter() - self._since) * 1000)
        status = int(self._read[9:12])
        if status not in self._asked.fine:
            raise RuntimeError(f"{self._asked.method} {self._asked.path[:30]}: {status}")
        self._read.clear()
        return True

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


def _keep_busy(lines: Sequence[_Line]) -> None:
    with selectors.DefaultSelector() as ready:
        for line in lines:
            ready.register(line.socket, selectors.EVENT_READ, line)
            line.ask()
        while ready.get_map():
            for key, _events in ready.select(PATIENCE_S):
                if key.data.hear() and not key.data.ask():
                    ready.unregister(key.fileobj)


def _written(one: Request) -> bytes:
    body = one.body.encode()
    told = {"Host": "127.0.0.1", **(one.headers or {}), "Content-Length": str(len(body))}
    lines = [f"{one.method} {one.path} HTTP/1.1", *(f"{k}: {v}" for k, v in told.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _await(port: int, patience_s: float = PATIENCE_S) -> None:
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
