"""The figures everybody may read: the city's month, whole and by category, nothing below five.

The arithmetic is that of the desks (``report``).  A category with fewer than five cases or answers
stands under "others"; while those hold fewer than five together, the smallest other category goes
with them, so that no small number can be had by taking the rest from the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.cases.report import Figures, city
from app.feedback.queries import city_messages

__all__ = ["LEAST", "Line", "Month", "grouped", "month_figures"]

LEAST = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the city (``key`` empty) or a category.

    Shares are percent of ``answered``; spreads are mean and p90; empty where fewer than five.
    """

    key: str
    cases: int
    answered: int | None
    in_time: int | None
    minutes: tuple[float, float] | None
    hours: tuple[float, float] | None
    verified: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the city; ``messages`` is empty below five."""

    month: str
    messages: int | None
    whole: Line | None
    lines: tuple[Line, ...]
    others: int | None


def month_figures(
    session: Session, month: str, *, since: datetime, until: datetime, now: datetime
) -> Month:
    """Return what the public reads of a month.

    Args:
        session: Read only here; eight statements at most.
        month: As ``1405-09``.
        since: Its first instant; ``until`` is the first one after it.
        until: See ``since``.
        now: For what is overdue.
    """
    messages = city_messages(session, month)
    whole = city(session, by="", since=since, until=until, now=now)
    if not whole or whole[0].cases < LEAST:
        return Month(month, messages if messages >= LEAST else None, None, (), None)
    shown, rest = grouped(city(session, by="category", since=since, until=until, now=now))
    return Month(
        month=month,
        messages=messages if messages >= LEAST else None,
        whole=_line(whole[0]),
        lines=tuple(_line(line) for line in shown),
        others=sum(line.cases for line in rest) or None,
    )


def grouped(lines: Sequence[Figures]) -> tuple[list[Figures], list[Figures]]:
    """Return the categories that may stand alone, and those that stand under "others"."""
    shown = [line for line in lines if min(line.cases, line.answered) >= LEAST]
    rest = [line for line in lines if min(line.cases, line.answered) < LEAST]
    while rest and shown and _too_few(rest):
        rest.append(shown.pop())  # most cases first, so the last one is the smallest
    return shown, ([] if _too_few(rest) else rest)


def _too_few(rest: Sequence[Figures]) -> bool:
    return min(sum(line.cases for line in rest), sum(line.answered for line in rest)) < LEAST


def _line(line: Figures) -> Line:
    enough = line.answered >= LEAST
    return Line(
        key=line.key,
        cases=line.cases,
        answered=line.answered if enough else None,
        in_time=line.share(line.in_time, line.answered) if enough else None,
        minutes=line.minutes if enough else None,
        hours=line.hours if enough else None,
        verified=line.share(line.verified, line.answered) if enough else None,
    )
