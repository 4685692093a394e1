"""Figures drawn once and kept for a while: what everybody reads need not be counted anew."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["FRESH_S", "Kept"]

FRESH_S = 600.0
_MOST = 256
Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by name, each good for ``FRESH_S`` seconds."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, Value]] = {}

    def get(self, name: str, count: Callable[[], Value]) -> Value:
        """Return the value of a name as it was at most ten minutes ago, else ask ``count``."""
        now = time.monotonic()
        kept = self._kept.get(name)
        if kept is not None and now - kept[0] < FRESH_S:
            return kept[1]
        if len(self._kept) >= _MOST:
            self._kept.clear()
        found = count()
        self._kept[name] = (now, found)
        return found
