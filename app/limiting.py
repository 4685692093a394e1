"""How often is too often: one small front for every limit of the product.

Windows move with time, so a limit of a minute asks for at most a minute of patience.  Counters are
shared by all workers: on one machine ``app.limit_store``, and ``app.shared_windows`` for what every
tap counts; on many machines Redis.  What is counted, such as an address or a code, reaches them
only as a keyed hash.
"""

import math
import socket
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from typing import cast

from limits import RateLimitItem, parse
from limits.storage import Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from app.errors import TooMany, Unwritable
from app.limit_store import SqliteStorage
from app.shared_windows import SharedWindows, Window

__all__ = ["Limiter", "network_of"]

Limit = tuple[str, tuple[object, ...], str]


class Limiter:
    """Counters by name and keys.

    Args:
        url: ``takrim-sqlite:///FILE``, ``redis://...``, or ``memory://`` (one process only).
        secret: Key of the hash under which names and keys are stored.
    """

    def __init__(self, url: str, secret: bytes = b"") -> None:
        with _as_unwritable(sqlite3.Error, OSError):
            ours = url.startswith(SqliteStorage.STORAGE_SCHEME[0])
            self.storage = SqliteStorage(url) if ours else cast(Storage, storage_from_string(url))
            self._shared = _shared_beside(self.storage)
        self._faults = _faults_of(self.storage)
        self._windows = MovingWindowRateLimiter(self.storage)
        self._secret = secret

    def hit(self, name: str, *keys: object, per: str, code: str = "too_many") -> None:
        """Count one, unless the window is full.

        Args:
            name: What is limited: ``typed-code``.
            keys: Of whom: an address, a code; hashed before they are stored.
            per: How many in how long: ``"5/15 minutes"``.
            code: Stable word of the error.

        Raises:
            TooMany: The window is full; ``retry_after_s`` says when a place is free.
            Unwritable: The counters cannot be written.
        """
        item, key = _parsed(per), self._key(name, keys)
        with _as_unwritable(*self._faults):
            if not self._windows.hit(item, key):
                raise TooMany(code, retry_after_s=self._wait(item, key))

    def brake(self, limits: Sequence[Limit]) -> None:
        """Count one in each of several windows, unless one of them is full.

        For what every tap counts: windows of their own, apart from those of ``hit``.

        Args:
            limits: Name, keys and rate of each.

        Raises:
            TooMany, Unwritable: As in ``hit``.
        """
        if self._shared is None:
            for name, keys, per in limits:
                self.hit(name, *keys, per=per)
        elif wait := self._shared.take([self._window(*one) for one in limits], time.time()):
            raise TooMany("too_many", retry_after_s=math.ceil(wait))

    def test(self, name: str, *keys: object, per: str, code: str = "too_many") -> None:
        """Raise as ``hit`` would, but count nothing."""
        item, key = _parsed(per), self._key(name, keys)
        with _as_unwritable(*self._faults):
            if not self._windows.test(item, key):
                raise TooMany(code, retry_after_s=self._wait(item, key))

    def count(self, name: str, *keys: object, per: str) -> int:
        """Return how many are in the window now."""
        item, key = _parsed(per), self._key(name, keys)
        with _as_unwritable(*self._faults):
            return item.amount - self._windows.get_window_stats(item, key).remaining

    def clear(self, name: str, *keys: object, per: str) -> None:
        """Forget what was counted."""
        with _as_unwritable(*self._faults):
            self._windows.clear(_parsed(per), self._key(name, keys))

    def _window(self, name: str, keys: tuple[object, ...], per: str) -> Window:
        item, told = _parsed(per), "|".join([name, per, *map(str, keys)])
        return Window(self._hash(told).digest(), item.amount, item.get_expiry())

    def _key(self, name: str, keys: tuple[object, ...]) -> str:
        told = "|".join([name, *map(str, keys)])
        return f"{name}:{self._hash(told).hexdigest()}"

    def _hash(self, told: str) -> blake2b:
        return blake2b(told.encode(), key=self._secret, digest_size=16)

    def _wait(self, item: RateLimitItem, key: str) -> int:
        left = self._windows.get_window_stats(item, key).reset_time - time.time()
        return min(max(1, math.ceil(left)), item.get_expiry())


def network_of(address: str | None) -> str:
    """Return the network a client address stands for: IPv6 by /64, IPv4 as it is.

    >>> network_of("2001:db8:1:2:3:4:5:6"), network_of("::ffff:192.0.2.7")
    ('2001:db8:1:2::/64', '192.0.2.7')
    >>> network_of(None)
    'unknown'
    """
    if address and _is_plain(address):
        return address
    try:
        found = ip_address((address or "").split("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False))


def _is_plain(address: str) -> bool:
    """Return whether it is an IPv4 address in its one spelling; asked at every tap."""
    try:
        socket.inet_pton(socket.AF_INET, address)
    except (OSError, ValueError):
        return False
    return True


def _shared_beside(storage: Storage) -> SharedWindows | None:
    """Return the windows of this machine, if its other counters lie in a file of it as well."""
    if not isinstance(storage, SqliteStorage):
        return None
    try:
        return SharedWindows(storage.path.with_suffix(".windows"))
    except OSError:
        storage.close()
        raise


def _faults_of(storage: Storage) -> tuple[type[Exception], ...]:
    own = storage.base_exceptions
    return (OSError, *(own if isinstance(own, tuple) else (own,)))


@cache
def _parsed(per: str) -> RateLimitItem:
    return parse(per)


@contextmanager
def _as_unwritable(*faults: type[Exception]) -> Iterator[None]:
    try:
        yield
    except faults as error:
        raise Unwritable("limits", type(error).__name__) from error
