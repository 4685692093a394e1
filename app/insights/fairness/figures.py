"""What the database says of one Jalali year: scores by desk, verdicts, decisions, appeals."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate
from sqlalchemy import func, select
from sqlmodel import Session, col

from app.insights.fairness.rules import Foretold, Group, Seen, foretold, groups
from app.scores.decisions.appeals.models import Appeal
from app.scores.decisions.models import Decision, SecondLook
from app.scores.engine.settings import Settings
from app.scores.integrity.models import Verdict
from app.scores.models import DeskLevel, Score, ScoreRun
from app.scores.rules import FLOOR, MIN_DEVICES, About, RunState

__all__ = ["Figures", "Rates", "figures", "year_span"]

FORESIGHT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts of what people decided in the year."""

    verdicts: int
    honest: int
    on_appeal: int
    decisions: dict[str, int]
    followed: int
    flagged: int
    appeals: dict[str, int]
    outcomes: dict[str, int]
    late: int
    looks: int
    changed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The year in figures; ``run`` is its last night, ``before`` the one forecasts are from."""

    year: int
    run: datetime | None
    before: datetime | None
    settings: str
    people: int
    forecasts: int
    desks: int
    quarters: tuple[Group, ...]
    rates: Rates


def year_span(year: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the first instants of a Jalali year and of the next, UTC."""
    days = (JalaliDate(y, 1, 1).to_gregorian() for y in (year, year + 1))
    first, last = (datetime(d.year, d.month, d.day, tzinfo=zone).astimezone(UTC) for d in days)
    return first, last


def figures(session: Session, year: int, *, zone: ZoneInfo) -> Figures:
    """Return the figures of a year; a dozen statements, whatever the size of the city."""
    first, last = year_span(year, zone)
    run = _run(session, first, last)
    before = _run(session, first - timedelta(days=366), run.as_of - FORESIGHT) if run else None
    rates = _rates(session, first, last)
    if run is None:
        return Figures(year, None, None, "", 0, 0, 0, (), rates)
    levels, now = _levels(session, run), _seen(session, run)
    errors = _errors(_seen(session, before), now, before, run) if before else []
    told = [one for one in now.values() if one.n >= FLOOR]
    quarters = tuple(groups(told, errors, levels)) if levels else ()
    return Figures(
        year, run.as_of, before.as_of if before else None, run.settings_version, len(told),
        len(errors), len(levels), quarters, rates,
    )  # fmt: skip


def _run(session: Session, first: datetime, last: datetime) -> ScoreRun | None:
    """Return the newest finished night of employees within a span."""
    query = select(ScoreRun).where(
        col(ScoreRun.about) == About.EMPLOYEES,
        col(ScoreRun.state) == RunState.DONE,
        col(ScoreRun.as_of) >= first,
        col(ScoreRun.as_of) < last,
    )
    return session.scalars(query.order_by(col(ScoreRun.as_of).desc()).limit(1)).first()


def _levels(session: Session, run: ScoreRun) -> dict[str, float]:
    query = select(DeskLevel).where(
        col(DeskLevel.run_id) == run.id, col(DeskLevel.devices) >= MIN_DEVICES
    )
    return {f"{desk.unit_id}:{desk.service}": desk.level for desk in session.scalars(query)}


def _seen(session: Session, run: ScoreRun) -> dict[int, Seen]:
    query = select(Score).where(col(Score.run_id) == run.id, col(Score.review_first).is_(False))
    return {
        s.subject_id: Seen(
            desk=f"{s.unit_id}:{s.service}", u=s.score - s.city, n=s.n_effective, total=s.sum_y,
            half=(s.high - s.low) / 2, flagged=s.flagged, commendable=s.commendable,
        )
        for s in session.scalars(query)
    }  # fmt: skip


def _errors(
    old: dict[int, Seen], now: dict[int, Seen], before: ScoreRun, run: ScoreRun
) -> list[Foretold]:
    days = (run.as_of - before.as_of) / timedelta(days=1)
    kept = 0.5 ** (days / Settings().half_life_days)
    found = (
        foretold(old[who], one, kept)
        for who, one in sorted(now.items())
        if who in old and old[who].n >= FLOOR
    )
    return [one for one in found if one is not None]


def _rates(session: Session, first: datetime, last: datetime) -> Rates:
    def within(column: Any) -> tuple[Any, Any]:
        return column >= first, column < last

    verdicts = session.execute(
        select(col(Verdict.honest), col(Verdict.on_appeal), func.count())
        .where(*within(col(Verdict.at)))
        .group_by(col(Verdict.honest), col(Verdict.on_appeal))
    ).all()
    decided = session.execute(
        select(col(Decision.measure), col(Decision.flag), func.count())
        .where(*within(col(Decision.drafted_at)))
        .group_by(col(Decision.measure), col(Decision.flag))
    ).all()
    appeals = session.scalars(select(Appeal).where(*within(col(Appeal.filed_at)))).all()
    looks = session.scalars(select(SecondLook).where(*within(col(SecondLook.asked_at)))).all()
    flagged = [(measure, n) for measure, flag, n in decided if flag]
    return Rates(
        verdicts=_sum(n for _, _, n in verdicts),
        honest=_sum(n for honest, _, n in verdicts if honest),
        on_appeal=_sum(n for _, appeal, n in verdicts if appeal),
        decisions=dict(_added((measure.value, n) for measure, _, n in decided)),
        followed=_sum(n for measure, n in flagged if measure.value != "no_action"),
        flagged=_sum(n for _, n in flagged),
        appeals=dict(Counter(one.about.value for one in appeals)),
        outcomes=dict(Counter(one.outcome.value if one.outcome else "open" for one in appeals)),
        late=sum(_late(one) for one in appeals),
        looks=len(looks),
        changed=sum(one.same is False for one in looks),
    )


def _late(one: Appeal) -> bool:
    return one.answered_at is not None and one.answered_at > one.due_at


def _sum(counts: Iterable[int]) -> int:
    return sum(counts)


def _added(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for name, n in pairs:
        total[name] += n
    return total
