"""What an auditor reads of the score's making: runs, versions of the numbers, human verdicts.

Read only, of the whole city, and without any person's score.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.directory.models import Unit
from app.feedback.models import Feedback
from app.people.models import Account
from app.scores.engine.settings import Settings
from app.scores.integrity.models import SuspectGroup, Verdict
from app.scores.models import ScoreRun, ScoreSettings
from app.scores.rules import RunState

__all__ = ["Override", "Version", "nights", "overrides", "versions"]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the numbers, and in what it differs from the public defaults of today."""

    version: str
    since: datetime
    changed: Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Override:
    """One act of judging: who found how many answers honest or not, against which rule, and why."""

    at: datetime
    name_fa: str
    name_en: str
    unit_fa: str
    unit_en: str
    rule: str
    honest: bool
    on_appeal: bool
    answers: int
    reason: str


def nights(session: Session, limit: int = 30) -> list[ScoreRun]:
    """Return the newest finished runs; one statement."""
    done = select(ScoreRun).where(col(ScoreRun.state) == RunState.DONE)
    return list(session.execute(done.order_by(col(ScoreRun.id).desc()).limit(limit)).scalars())


def versions(session: Session) -> list[Version]:
    """Return every version ever computed with, newest first; one statement."""
    rows = session.execute(select(ScoreSettings).order_by(col(ScoreSettings.id).desc())).scalars()
    return [Version(row.version, row.since, _changed(row.numbers)) for row in rows]


def _changed(numbers: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """Return by name what differs: (default of today, number of the version)."""
    usual = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(Settings()).items()
    }
    names = sorted(usual.keys() | numbers.keys())
    return {
        name: (usual.get(name), numbers.get(name))
        for name in names
        if usual.get(name) != numbers.get(name)
    }


def overrides(session: Session, limit: int = 50) -> list[Override]:
    """Return the newest acts of judging suspect answers, newest first; one statement."""
    act = (
        col(Verdict.at),
        col(Account.name_fa),
        col(Account.name_en),
        col(Unit.name_fa),
        col(Unit.name_en),
        func.coalesce(col(SuspectGroup.rule), ""),
        col(Verdict.honest),
        col(Verdict.on_appeal),
    )
    query = (
        select(*act, func.count(), col(Verdict.reason))
        .join(Feedback, col(Feedback.id) == col(Verdict.feedback_id))
        .outerjoin(Unit, col(Unit.id) == col(Feedback.unit_id))
        .outerjoin(SuspectGroup, col(SuspectGroup.id) == col(Verdict.group_id))
        .outerjoin(Account, col(Account.id) == col(Verdict.by))
        .group_by(*act, col(Verdict.reason), col(Verdict.group_id))
        .order_by(col(Verdict.at).desc(), func.max(col(Verdict.id)).desc())
        .limit(limit)
    )
    return [
        Override(at, fa or "", en or "", unit_fa or "", unit_en or "", *rest)
        for at, fa, en, unit_fa, unit_en, *rest in session.execute(query)
    ]
