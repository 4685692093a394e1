"""``takrim export``: CSV without persons, for analysis outside."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlmodel import Session, col, select

from app import audit, clock
from app.cases.models import Case
from app.commands.opening import opened
from app.directory.models import Subject, Unit
from app.directory.rules import EMPLOYEE
from app.feedback.models import Feedback, Release
from app.feedback.rules import ReleaseState
from app.instance import Instance
from app.jalali import jalali_month
from app.spreadsheet import csv_rows

__all__ = ["export"]

_OUT = click.option(
    "--out",
    "file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file.",
)
_SHOWN = (ReleaseState.RELEASED, ReleaseState.MASKED)
_FEEDBACK = (
    "month", "channel", "kind", "category", "mood", "topics", "unit", "about", "place", "text",
)  # fmt: skip
_CASES = (
    "tracking_code", "category", "policy", "state", "unit", "registered_at", "due_at",
    "answered_at", "closed_at", "level", "cycle", "false_fixes", "remedy",
)  # fmt: skip
Row = Sequence[object]


@click.group()
def export() -> None:
    """Write feedback or cases as CSV, without persons.

    \b
    Example: takrim export cases --out cases.csv
    """


@export.command("feedback")
@_OUT
def export_feedback(file: Path) -> None:
    """Write every feedback: month, kind, mood, unit, place, released words.

    Employees appear as their unit only, and words only once a handler released them.

    \b
    Example: takrim export feedback --out feedback.csv
    """
    city = opened()
    with city.db.reading() as session:
        _write(file, _FEEDBACK, _feedback_rows(session, city.settings.zone))
    _log(city, "export.feedback")


@export.command("cases")
@_OUT
def export_cases(file: Path) -> None:
    """Write every case: category, state, unit, times, level; neither citizen nor person named.

    \b
    Example: takrim export cases --out cases.csv
    """
    city = opened()
    with city.db.reading() as session:
        _write(file, _CASES, _case_rows(session, city.settings.zone))
    _log(city, "export.cases")


def _feedback_rows(session: Session, zone: ZoneInfo) -> Iterator[Row]:
    found = (
        select(Feedback, Unit.code, Subject, Release)
        .join(Unit, col(Unit.id) == col(Feedback.unit_id), isouter=True)
        .join(Subject, col(Subject.id) == col(Feedback.subject_id), isouter=True)
        .join(Release, col(Release.feedback_id) == col(Feedback.id), isouter=True)
        .order_by(col(Feedback.id))
        .execution_options(yield_per=1000)
    )
    for row, unit, subject, release in session.exec(found):
        about = subject.kind if subject else "city"
        place = subject.code if subject and subject.kind != EMPLOYEE else ""
        text = release.text if release and release.state in _SHOWN else ""
        yield (
            jalali_month(row.created_at, zone), row.channel.value, row.kind.value,
            row.category, row.mood, ";".join(row.topics), unit, about, place, text,
        )  # fmt: skip


def _case_rows(session: Session, zone: ZoneInfo) -> Iterator[Row]:
    found = (
        select(Case, Unit.code)
        .join(Unit, col(Unit.id) == col(Case.unit_id), isouter=True)
        .order_by(col(Case.id))
        .execution_options(yield_per=1000)
    )
    for case, unit in session.exec(found):
        times = (case.registered_at, case.due_at, case.answered_at, case.closed_at)
        yield (
            case.tracking_code, case.category, case.policy.value, case.state.value, unit,
            *(_local(moment, zone) for moment in times),
            case.level, case.cycle, case.false_fixes, case.remedy and case.remedy.value,
        )  # fmt: skip


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat() if moment else ""


def _write(file: Path, header: Sequence[str], rows: Iterator[Row]) -> None:
    count = -1
    with file.open("w", encoding="utf-8", newline="") as out:
        for line in csv_rows(header, rows):
            out.write(line)
            count += 1
    click.echo(f"{count} rows written to {file}")


def _log(city: Instance, action: str) -> None:
    with city.db.writing() as session:
        audit.append(session, action, actor_id=None, now=clock.now())
