"""A bad mobile network between a browser and the city: slow, and cut when a test says so."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

__all__ = ["SLOW_3G", "Line", "line_to"]

SLOW_3G = 400_000 // 8  # bytes a second, each way
_TICK_S = 0.05
_LATENCY_S = 0.2


@dataclass
class Line:
    """What the browser speaks to.  ``cut`` ends every connection and lets no new one through."""

    upstream: int
    bytes_per_s: int = 0
    cut_after: int = 0
    uploaded: int = 0
    down: threading.Event = field(default_factory=threading.Event)
    _open: list[socket.socket] = field(default_factory=list)
    _door: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def url(self) -> str:
        """The city as it is seen from this side of the line."""
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def through(self, address: str) -> str:
        """Return an address of the city as it is reached over this line."""
        return self.url + "/" + address.split("/", 3)[3]

    def cut(self) -> None:
        """Lose the network."""
        self.down.set()
        for one in [*self._open]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Have it back, at full speed."""
        self.cut_after = self.bytes_per_s = 0
        self.down.clear()

    def serve(self) -> None:
        """Take connections until the door is closed."""
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def close(self) -> None:
        """End for good."""
        self.cut()
        self._door.close()

    def _join(self, near: socket.socket) -> None:
        if self.down.is_set():
            near.close()
            return
        try:
            far = socket.create_connection(("127.0.0.1", self.upstream))
        except OSError:
            near.close()
            return
        self._open += [near, far]
        up = threading.Thread(target=self._pump, args=(near, far, True), daemon=True)
        up.start()
        self._pump(far, near, False)
        up.join()
        for one in (near, far):
            self._open.remove(one)
            one.close()

    def _pump(self, source: socket.socket, sink: socket.socket, upwards: bool) -> None:
        with suppress(OSError):
            while chunk := source.recv(self._share()):
                if self.bytes_per_s:
                    time.sleep(_LATENCY_S if len(chunk) < self._share() else _TICK_S)
                if upwards:
                    self.uploaded += len(chunk)
                    if self.cut_after and self.uploaded >= self.cut_after:
                        self.cut()
                        return
                sink.sendall(chunk)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _share(self) -> int:
        return max(256, int(self.bytes_per_s * _TICK_S)) if self.bytes_per_s else 65_536


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """Open a line to a city on this machine, until the block ends."""
    line = Line(port)
    threading.Thread(target=line.serve, daemon=True).start()
    try:
        yield line
    finally:
        line.close()
