"""Moving windows in a file that all workers of a machine have in memory.

A key has a ring of the moments at which it last took a place, as many as the window has places; the
next place is free as soon as the oldest moment of a full ring has left the window.  That is exact
within a process and costs neither a statement nor a turn of another thread (docs/adr/0026).  Two
processes that count one key in the same microseconds may count it once.  The file outlives the
workers; a power cut may lose the last moments.  Both are harmless here.
"""

import mmap
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from struct import Struct
from typing import NamedTuple

__all__ = ["MOST", "SharedWindows", "Window"]

MOST = 120
_SLOTS = 8192
_WAYS = 4
_HEAD = Struct("16sQd")
_MOMENT = Struct("d")
_SLOT = _HEAD.size + MOST * _MOMENT.size


class Window(NamedTuple):
    """Whose places are counted (16 bytes, evenly spread), how many there are, in how long."""

    key: bytes
    most: int
    seconds: int


class SharedWindows:
    """Rings of moments in one mapped file, 8 MiB for 8,192 keys.

    When more keys than that are counted at once, the one that was quiet longest is forgotten.

    Raises:
        OSError: The file cannot be made, or there is no room for it.
    """

    def __init__(self, path: Path) -> None:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _reserve(file, _SLOTS * _SLOT)
            self._map = mmap.mmap(file, _SLOTS * _SLOT)
        finally:
            os.close(file)  # the map holds on to it
        self._turn = threading.Lock()

    def take(self, windows: Sequence[Window], now: float) -> float:
        """Take a place in each window, or in none.

        Args:
            windows: Each of at most ``MOST`` places.
            now: Seconds since 1970.

        Returns:
            Seconds until there is a place in all; 0.0 if places were taken.

        Raises:
            ValueError: A window has more places than a ring.
        """
        with self._turn:
            found = [(one, self._known(one)) for one in windows]
            wait = max([self._wait(one, ring, now) for one, ring in found])
            if not wait:
                for one, ring in found:
                    self._note(one, ring, now)
        return wait

    def close(self) -> None:
        """Let the file go."""
        self._map.close()

    def _wait(self, window: Window, ring: int | None, now: float) -> float:
        if ring is None:
            return 0.0
        _key, taken, _newest = _HEAD.unpack_from(self._map, ring)
        if taken < window.most:
            return 0.0
        (oldest,) = _MOMENT.unpack_from(self._map, _place(ring, taken, window))
        return oldest + window.seconds - now if now - window.seconds < oldest <= now else 0.0

    def _note(self, window: Window, ring: int | None, now: float) -> None:
        """Take a place; a key nobody knows takes the ring that was quiet longest."""
        if ring is None:
            ring, taken = min(_rings(window.key), key=self._newest), 0
        else:
            taken = _HEAD.unpack_from(self._map, ring)[1]
        _MOMENT.pack_into(self._map, _place(ring, taken, window), now)
        _HEAD.pack_into(self._map, ring, window.key, taken + 1, now)

    def _known(self, window: Window) -> int | None:
        """Return where the ring of a key starts, if it has one."""
        if window.most > MOST:
            raise ValueError(f"a ring holds {MOST} moments, not {window.most}")
        for ring in _rings(window.key):
            if self._map[ring : ring + len(window.key)] == window.key:
                return ring
        return None

    def _newest(self, ring: int) -> float:
        newest: float = _HEAD.unpack_from(self._map, ring)[2]
        return newest


def _rings(key: bytes) -> list[int]:
    """Return the places at which the ring of a key may start."""
    first = int.from_bytes(key[:8], "little")
    return [(first + way) % _SLOTS * _SLOT for way in range(_WAYS)]


def _place(ring: int, taken: int, window: Window) -> int:
    """Return where the next moment goes, which is where the oldest of a full ring is."""
    return ring + _HEAD.size + taken % window.most * _MOMENT.size


def _reserve(file: int, size: int) -> None:
    """Take the room of the whole file, so that no write to its map meets a full disk."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, 0, size)
    else:
        os.ftruncate(file, size)
