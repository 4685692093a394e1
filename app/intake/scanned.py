"""The badges scanned a moment ago, kept in the process for two seconds.

A scan is followed by a tap and a busy sign is scanned again and again, so the one read behind both
is kept as it was found.  Two seconds here and two in ``front`` keep the promise that a revoked
badge ends within five.
"""

import time
from collections.abc import Callable

from app.badges.queries import SubjectPage

__all__ = ["Scanned"]

FRESH_S = 2.0
_MOST = 4096


class Scanned:
    """Pages of badges by serial, each good for ``FRESH_S`` seconds; one for each application."""

    NAME = "takrim.scanned"

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, SubjectPage]] = {}

    def page(self, serial: str, find: Callable[[], SubjectPage | None]) -> SubjectPage | None:
        """Return the badge as it was at most two seconds ago, else ask ``find``."""
        now = time.monotonic()
        kept = self._kept.get(serial)
        if kept is not None and now - kept[0] < FRESH_S:
            return kept[1]
        found = find()
        if found is not None:
            self._keep(serial, found, now)
        return found

    def _keep(self, serial: str, page: SubjectPage, now: float) -> None:
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[serial] = (now, page)
