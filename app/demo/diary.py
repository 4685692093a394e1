"""Half a year in the order it happened: acts with their instants, done a batch a unit of work."""

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

from sqlmodel import Session

from app.db import Database

__all__ = ["Act", "Diary"]

Act = Callable[[Session, datetime], None]
_BATCH = 250


class Diary:
    """Acts waiting for their instant; an act may write further ones, later than itself.

    Args:
        until: Nothing is done after this instant.
    """

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._order = count()
        self._acts: list[tuple[datetime, int, Act]] = []

    def write(self, at: datetime, act: Act) -> None:
        """Put an act at its instant."""
        if at <= self._until:
            heapq.heappush(self._acts, (at, next(self._order), act))

    def live(self, database: Database) -> int:
        """Do everything in order and return how many acts that was."""
        done = 0
        while self._acts:
            with database.writing() as session:
                for _ in range(min(_BATCH, len(self._acts))):
                    at, _order, act = heapq.heappop(self._acts)
                    act(session, at)
                    done += 1
        return done
