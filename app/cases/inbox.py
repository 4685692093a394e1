"""Reads of the inbox: the queue of a view in its order, its counts, its export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import func
from sqlmodel import Session, col

from app.calendar.many import working_calendars
from app.calendar.queries import shipped
from app.calendar.rules import WorkingCalendar
from app.cases.conflicts import visible
from app.cases.due import TimeLeft, time_left
from app.cases.echoes.rules import voices
from app.cases.filters import Filters, View, in_view, wanted
from app.cases.models import Case
from app.cases.order import behind, order, place_of, read_place
from app.cases.rules import CaseState, Policy
from app.cases.veil import readable, veils, week_start
from app.directory.models import Subject, Unit
from app.feedback.models import Feedback, Release
from app.feedback.rules import Kind
from app.people.models import Account
from app.rights import Person

__all__ = ["EXPORT_LIMIT", "PAGE", "Filters", "QueueRow", "View", "counts", "export", "queue"]

PAGE = 30
EXPORT_LIMIT = 10_000
_TITLE = 90


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the inbox; no name of a citizen, no score.

    ``voices`` is how many citizens report the same; ``cursor`` is where the page after it starts.
    """

    id: int
    version: int
    code: str
    title: str
    kind: Kind
    category: str
    policy: Policy
    state: CaseState
    level: int
    registered_at: datetime
    veiled: bool
    left: TimeLeft
    unit_fa: str
    unit_en: str
    subject_fa: str
    subject_en: str
    subject_kind: str
    handler_id: int | None
    handler_fa: str
    handler_en: str
    to_inspection: bool
    burst: bool
    voices: int
    cursor: str


def queue(
    session: Session,
    person: Person,
    filters: Filters,
    after: str = "",
    *,
    now: datetime,
    limit: int = PAGE,
) -> list[QueueRow]:
    """Return the cases of a view that exist for this person, in their order, one over a page.

    At most six statements, whatever the length.

    Args:
        session: Read only here.
        person: The reader; the conflict set is applied (``conflicts.visible``).
        filters: View, words, state, category, unit.
        after: ``cursor`` of the last row of the page before; anything else is the first page.
        now: Aware instant, for late and for the time left.
        limit: Rows of a page.
    """
    done = filters.view is View.DONE
    place = read_place(after)
    asked_at = place.asked_at if place else now
    statement = (
        _statement()
        .where(visible(person), wanted(filters, person, now), behind(place, done=done))
        .order_by(*order(asked_at, done=done))
        .limit(limit + 1)
    )
    return _rows(session, session.execute(statement).all(), person, now, asked_at)


def counts(session: Session, person: Person, *, now: datetime) -> dict[View, int]:
    """Return how many cases each view holds for this person, in one statement."""
    sums = [
        func.coalesce(func.sum(sa.case((in_view(view, person, now), 1), else_=0)), 0)
        for view in View
    ]
    row = session.execute(sa.select(*sums).select_from(Case).where(visible(person))).one()
    return {view: int(number) for view, number in zip(View, row, strict=True)}


def export(session: Session, person: Person, filters: Filters, *, now: datetime) -> list[QueueRow]:
    """Return every case of a view for a file, up to ten thousand."""
    return queue(session, person, filters, now=now, limit=EXPORT_LIMIT - 1)


def _statement() -> sa.Select[Any]:
    def blank(table: Any, *names: str) -> list[Any]:
        return [func.coalesce(col(getattr(table, name)), "") for name in names]

    columns: list[Any] = [
        Case,
        col(Feedback.text),
        Release,
        *blank(Unit, "name_fa", "name_en"),
        *blank(Subject, "name_fa", "name_en", "kind"),
        *blank(Account, "name_fa", "name_en"),
    ]
    return (
        sa.select(*columns)
        .join(Feedback, col(Feedback.id) == col(Case.feedback_id))
        .outerjoin(Release, col(Release.feedback_id) == col(Case.feedback_id))
        .outerjoin(Unit, col(Unit.id) == col(Case.unit_id))
        .outerjoin(Subject, col(Subject.id) == col(Case.subject_id))
        .outerjoin(Account, col(Account.id) == col(Case.handler_id))
    )


def _rows(
    session: Session, found: Sequence[Any], person: Person, now: datetime, asked_at: datetime
) -> list[QueueRow]:
    ids = {row[0].calendar_id for row in found if row[0].calendar_id is not None}
    calendars = working_calendars(session, ids)
    return [
        _row(*line, person=person, calendars=calendars, now=now, asked_at=asked_at)
        for line in found
    ]


def _row(
    case: Case,
    text: str,
    release: Release | None,
    *names: str,
    person: Person,
    calendars: Mapping[int, WorkingCalendar],
    now: datetime,
    asked_at: datetime,
) -> QueueRow:
    calendar = calendars.get(case.calendar_id or 0) or shipped()
    veiled, at = veils(person, case), case.registered_at
    unit_fa, unit_en, subject_fa, subject_en, subject_kind, handler_fa, handler_en = names
    return QueueRow(
        id=case.id or 0,
        version=case.version,
        code=case.tracking_code,
        title=_title(readable(person, case, text, release)),
        kind=case.kind,
        category=case.category,
        policy=case.policy,
        state=case.state,
        level=case.level,
        registered_at=week_start(at, calendar.zone) if veiled else at,
        veiled=veiled,
        left=time_left(
            calendar,
            due_at=case.due_at,
            answered_at=case.answered_at,
            budget_minutes=case.budget_minutes,
            now=now,
        ),
        unit_fa=unit_fa,
        unit_en=unit_en,
        subject_fa=subject_fa,
        subject_en=subject_en,
        subject_kind=subject_kind,
        handler_id=case.handler_id,
        handler_fa=handler_fa,
        handler_en=handler_en,
        to_inspection=case.to_inspection,
        burst=case.burst,
        voices=voices(case.echoes),
        cursor=place_of(case, asked_at).cursor,
    )


def _title(text: str) -> str:
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= _TITLE else first[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
