"""The request threads of a process stay on one core, which other workers leave to it.

Python runs one thread of a process at a time.  Threads that take turns on several cores wake each
other across them at every statement and find cold caches there, which costs a tap more than the
tap itself (docs/adr/0025).  So each worker takes a core nobody of this machine has taken, for as
long as it lives, and its request threads run there; what runs beside Python - sockets, checkpoints
- goes where the system likes.  Without a free core, or on another system than Linux, nothing is
changed.
"""

import os
import socket
import sys
import threading
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["OneCore"]


class OneCore:
    """WSGI middleware around everything: the thread of a request settles before its first one."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner
        self._turn = threading.Lock()
        self._here = threading.local()
        self._taken: tuple[int, socket.socket] | None = None
        self._asked_by = 0

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer on the core of this process."""
        if not getattr(self._here, "settled", False):
            self._settle()
        answer = self._inner(environ, start)
        if self._taken:
            os.sched_yield()  # who waits in the middle of a request comes before the next one
        return answer

    def close(self) -> None:
        """Leave the core to others."""
        if self._taken:
            self._taken[1].close()
            self._taken = None

    def _settle(self) -> None:
        self._here.settled = True
        if sys.platform != "linux":
            return
        with self._turn:
            if self._asked_by != os.getpid():  # a fork needs a core of its own
                self._asked_by, self._taken = os.getpid(), _take_core()
        if self._taken:
            os.sched_setaffinity(0, {self._taken[0]})


def _take_core() -> tuple[int, socket.socket] | None:
    """Return a core and the name that holds it; the system frees the name with the process."""
    cores = sorted(os.sched_getaffinity(0))
    for core in cores if len(cores) > 1 else []:
        name = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            name.bind(f"\0takrim-core-{core}")
        except OSError:
            name.close()
            continue
        return core, name
    return None
