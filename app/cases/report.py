"""The figures of the desks: in time, how long, confirmed, reached, falsely fixed, overdue.

*In time* means that the first answer was in time, no citizen said no to it and
the case was not reopened; a fix that was none takes the credit back afterwards.  Working minutes
and wall hours stand side by side, always with their count.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.cases.conflicts import visible
from app.cases.models import BreachExcuse, CallAttempt, Case, CaseRating
from app.cases.rules import CallOutcome, CaseState
from app.directory.models import Unit
from app.rights import Person

__all__ = ["RATINGS_LEAST", "Figures", "city", "figures", "in_time", "percentile", "report"]

RATINGS_LEAST = 5
_SPOKE = [CallOutcome.FIXED, CallOutcome.PARTLY, CallOutcome.NOT_FIXED]


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of the report; shares are percent, ``None`` where nothing was counted.

    ``minutes`` and ``hours`` are mean and p90 until the first answer, in working and in wall time.
    """

    name_fa: str
    name_en: str
    key: str
    cases: int
    answered: int
    in_time: int
    minutes: tuple[float, float] | None
    hours: tuple[float, float] | None
    verified: int
    called: int
    reached: int
    false_fixed: int
    overdue: int
    rating: float | None
    excused: int = 0

    def share(self, part: int, whole: int) -> int | None:
        """Return a share in percent."""
        return round(100 * part / whole) if whole else None


def in_time(case: Case) -> bool:
    """Return whether a case counts as answered in time.

    >>> from datetime import UTC
    >>> case = Case(first_met=True, false_fixes=1, cycle=1)
    >>> in_time(case)
    False
    """
    return bool(case.first_met) and not case.false_fixes and case.cycle == 1


def percentile(values: Iterable[float], percent: int) -> float:
    """Return the value that ``percent`` of them do not exceed (nearest rank).

    >>> percentile([10, 20, 30, 40], 90)
    40
    """
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def report(
    session: Session,
    person: Person,
    *,
    by: str,
    since: datetime,
    until: datetime,
    now: datetime,
) -> list[Figures]:
    """Return the figures of the cases registered in a period, most cases first.

    Args:
        session: Read only here.
        person: The reader; cases that do not exist for them are not counted.
        by: ``unit`` or ``category``; empty for one line of all.
        since: First instant; ``until`` is the first one after the period.
        until: See ``since``.
        now: For what is overdue.
    """
    return _lines(session, visible(person), by=by, since=since, until=until, now=now)


def city(
    session: Session, *, by: str, since: datetime, until: datetime, now: datetime
) -> list[Figures]:
    """Return the figures of every case of the city, for what the public reads; as ``report``.

    ``by`` may be empty: then there is one line, or none without a case.
    """
    return _lines(session, sa.true(), by=by, since=since, until=until, now=now)


def _lines(
    session: Session,
    seen: sa.ColumnElement[bool],
    *,
    by: str,
    since: datetime,
    until: datetime,
    now: datetime,
) -> list[Figures]:
    found = (
        sa.select(Case, col(Unit.name_fa), col(Unit.name_en))
        .outerjoin(Unit, col(Unit.id) == col(Case.unit_id))
        .where(seen, col(Case.registered_at) >= since, col(Case.registered_at) < until)
    )
    groups: dict[str, list[Any]] = defaultdict(list)
    for case, name_fa, name_en in session.execute(found):
        key = _key(case, by)
        groups[key].append((case, name_fa or "", name_en or ""))
    ids = [case.id for rows in groups.values() for case, *_names in rows]
    called, ratings = _calls(session, ids), _ratings(session, ids)
    forgiven = _excused(session, ids)
    lines = [
        figures(
            (key, rows[0][1], rows[0][2]),
            [row[0] for row in rows],
            called,
            ratings,
            forgiven,
            now=now,
        )
        for key, rows in groups.items()
    ]
    return sorted(lines, key=lambda line: (-line.cases, line.key))


def _key(case: Case, by: str) -> str:
    """Return to which line a case belongs."""
    if by == "category":
        return case.category
    return str(case.unit_id or "") if by == "unit" else ""


def figures(
    names: tuple[str, str, str],
    cases: list[Case],
    called: dict[int, bool],
    ratings: dict[int, list[int]],
    forgiven: frozenset[int] = frozenset(),
    *,
    now: datetime,
) -> Figures:
    """Count one group of this key and names; ``called`` says whether a call reached its citizen."""
    key, name_fa, name_en = names
    done = [case for case in cases if case.first_answered_at is not None]
    working = [case.first_used_seconds / 60 for case in done]
    wall = [
        (case.first_answered_at - case.registered_at).total_seconds() / 3600
        for case in done
        if case.first_answered_at is not None
    ]
    tried = [called[case.id] for case in cases if case.id in called]
    scores = [score for case in cases for score in ratings.get(case.id or 0, [])]
    return Figures(
        name_fa=name_fa,
        name_en=name_en,
        key=key,
        cases=len(cases),
        answered=len(done),
        in_time=sum(map(in_time, done)),
        minutes=_spread(working),
        hours=_spread(wall),
        verified=sum(case.state is CaseState.CLOSED_VERIFIED for case in cases),
        called=len(tried),
        reached=sum(tried),
        false_fixed=sum(case.false_fixes > 0 for case in cases),
        overdue=sum(case.answered_at is None and case.due_at <= now for case in cases),
        rating=sum(scores) / len(scores) if len(scores) >= RATINGS_LEAST else None,
        excused=sum(case.id in forgiven for case in cases),
    )


def _spread(values: list[float]) -> tuple[float, float] | None:
    return (sum(values) / len(values), percentile(values, 90)) if values else None


def _calls(session: Session, ids: list[int | None]) -> dict[int, bool]:
    found: dict[int, bool] = {}
    for part in _parts(ids):
        rows = sa.select(col(CallAttempt.case_id), col(CallAttempt.outcome)).where(
            col(CallAttempt.case_id).in_(part)
        )
        for number, outcome in session.execute(rows):
            found[number] = found.get(number, False) or outcome in _SPOKE
    return found


def _ratings(session: Session, ids: list[int | None]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for part in _parts(ids):
        rows = sa.select(col(CaseRating.case_id), col(CaseRating.score)).where(
            col(CaseRating.case_id).in_(part)
        )
        for number, score in session.execute(rows):
            found[number].append(score)
    return found


def _excused(session: Session, ids: list[int | None]) -> frozenset[int]:
    found: set[int] = set()
    for part in _parts(ids):
        rows = sa.select(col(BreachExcuse.case_id)).where(col(BreachExcuse.case_id).in_(part))
        found.update(session.execute(rows).scalars())
    return frozenset(found)


def _parts(ids: list[int | None]) -> list[list[int | None]]:
    return [ids[start : start + 500] for start in range(0, len(ids), 500)]
