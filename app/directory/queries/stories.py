"""Reads about single subjects and imports: stays, lines, the last files."""

from collections.abc import Sequence

from sqlalchemy import or_, select, true
from sqlmodel import Session, col

from app.directory.models import Facility, FacilityLine, ImportRun, Subject, SubjectUnit, Unit
from app.directory.queries.rows import LineRow, RunRow, StayRow

__all__ = ["codes_and_names", "history", "import_runs", "lines_of"]


def history(session: Session, subject_id: int) -> list[StayRow]:
    """Return where a subject belonged, newest first."""
    statement = (
        select(
            col(Unit.id),
            col(Unit.code),
            col(Unit.name_fa),
            col(Unit.name_en),
            col(SubjectUnit.from_at),
            col(SubjectUnit.until_at),
        )
        .join(SubjectUnit, col(SubjectUnit.unit_id) == col(Unit.id))
        .where(col(SubjectUnit.subject_id) == subject_id)
        .order_by(col(SubjectUnit.from_at).desc(), col(SubjectUnit.id).desc())
    )
    return [StayRow(*row) for row in session.execute(statement)]


def lines_of(session: Session, subject_ids: Sequence[int]) -> dict[int, tuple[LineRow, ...]]:
    """Return the lines of each place, by line number; a place on no line is not in the result."""
    statement = (
        select(
            col(FacilityLine.facility_id),
            col(Subject.id),
            col(Subject.public_id),
            col(Subject.kind),
            col(Subject.code),
            col(Subject.name_fa),
            col(Subject.name_en),
            col(Facility.line_number),
            col(Facility.line_colour),
        )
        .join(Subject, col(Subject.id) == col(FacilityLine.line_id))
        .join(Facility, col(Facility.subject_id) == col(Subject.id))
        .where(col(FacilityLine.facility_id).in_(subject_ids))
        .order_by(col(Subject.sort_key), col(Subject.id))
    )
    found: dict[int, tuple[LineRow, ...]] = {}
    for facility_id, *line in session.execute(statement):
        found[facility_id] = (*found.get(facility_id, ()), LineRow(*line))
    return found


def import_runs(
    session: Session, *, maker: int, paths: Sequence[str], limit: int = 10
) -> list[RunRow]:
    """Return the newest imports this person made, or that concern a unit in these subtrees."""
    columns = (
        ImportRun.id,
        ImportRun.kind,
        ImportRun.file_name,
        ImportRun.made_by,
        ImportRun.made_at,
        ImportRun.new,
        ImportRun.changed,
        ImportRun.unchanged,
        ImportRun.left,
        ImportRun.refused,
    )
    reached = [col(Unit.path).startswith(path) for path in paths]
    concerns = true() if "/" in paths else or_(col(ImportRun.made_by) == maker, *reached)
    statement = (
        select(*map(col, columns))
        .outerjoin(Unit, col(Unit.id) == col(ImportRun.scope_unit_id))
        .where(concerns)
        .order_by(col(ImportRun.id).desc())
        .limit(limit)
    )
    return [RunRow(*row) for row in session.execute(statement)]


def codes_and_names(session: Session, subject_ids: Sequence[int]) -> list[tuple[str, str, str]]:
    """Return code, name and unit code of subjects, by name; any number of them."""
    found: list[tuple[str, str, str, str]] = []
    for start in range(0, len(subject_ids), 500):
        statement = (
            select(col(Subject.sort_key), col(Subject.code), col(Subject.name_fa), col(Unit.code))
            .join(Unit, col(Unit.id) == col(Subject.unit_id))
            .where(col(Subject.id).in_(subject_ids[start : start + 500]))
        )
        found += [(key, code, name, unit) for key, code, name, unit in session.execute(statement)]
    return [(code, name, unit) for _, code, name, unit in sorted(found)]
