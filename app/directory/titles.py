"""Which kind of work a job title means: editable data, applied to everybody who holds it."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.directory.models import Employee, JobTitleRule, Subject
from app.directory.rules import service_of
from app.text import fold

__all__ = ["map_title", "title_rules"]


def map_title(session: Session, title: str, service_type: str, *, now: datetime) -> int:
    """Say that a job title (or its beginning) means a kind of work, and apply it to everybody.

    Returns:
        How many employees changed their service type.
    """
    rule = select(JobTitleRule).where(JobTitleRule.title_folded == fold(title))
    known = session.exec(rule).first()
    if known is None:
        session.add(JobTitleRule(title_folded=fold(title), service_type=service_type))
    else:
        known.service_type = service_type
    session.flush()
    return _apply_titles(session, now)


def title_rules(session: Session) -> dict[str, str]:
    """Return the mapping of folded job titles to service types."""
    rows = session.exec(select(JobTitleRule.title_folded, JobTitleRule.service_type))
    return dict(rows.all())


def _apply_titles(session: Session, now: datetime) -> int:
    rules, changed = title_rules(session), 0
    stored = (
        select(Employee.job_title, Subject.service_type)
        .join(Subject, col(Subject.id) == Employee.subject_id)
        .distinct()
    )
    for title, old in session.exec(stored).all():
        if (new := service_of(fold(title), rules)) == old:
            continue
        holders = select(Employee.subject_id).where(Employee.job_title == title)
        result = session.connection().execute(
            update(Subject)
            .where(
                col(Subject.id).in_(holders), col(Subject.service_type).is_not_distinct_from(old)
            )
            .values(service_type=new, changed_at=now)
        )
        changed += result.rowcount
    session.expire_all()
    return changed
