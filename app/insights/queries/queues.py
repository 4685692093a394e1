"""What waits for a human eye: attention, praise, growth of complaints, units; never a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.errors import Missing
from app.feedback.queries import week_of
from app.rights import Person
from app.scores import queries as scores
from app.scores import trends
from app.scores.queries import Queued
from app.scores.reviews.queries import Look, looks
from app.scores.reviews.rules import Queue, ReviewState
from app.scores.reviews.service import Entry
from app.scores.rules import Shown
from app.scores.trends import AlarmRow

__all__ = ["QueueRow", "find", "queue_rows"]

ALARM_DAYS = 90


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One entry: who or which unit, since when, why in figures that may be shown, who looks at it.

    ``key`` names the entry in addresses; ``week`` is when a fall began.
    """

    entry: Entry
    key: str
    public_id: str
    name_fa: str
    name_en: str
    unit_fa: str
    unit_en: str
    since: datetime
    state: ReviewState
    look: Look | None
    mine: bool
    shown: Shown | None = None
    coached: bool = False
    alarm: AlarmRow | None = None
    week: date | None = None


def queue_rows(
    session: Session,
    queue: Queue,
    person: Person,
    paths: Sequence[str],
    *,
    now: datetime,
    zone: ZoneInfo,
) -> list[QueueRow]:
    """Return a queue, the longest waiting first; three statements.

    Nobody finds themselves or a superior in it.
    """
    if queue in {Queue.ATTENTION, Queue.PRAISE}:
        read = scores.attention if queue is Queue.ATTENTION else scores.commendable
        people = [one for one in read(session, paths) if _may(person, one.subject_id)]
        found = looks(session, queue, [one.subject_id for one in people])
        return [_of_person(one, queue, found.get(one.subject_id), person) for one in people]
    since = now - timedelta(days=ALARM_DAYS)
    rows = [
        row
        for row in trends.alarms(session, paths, since=since)
        if (row.subject_id is None) == (queue is Queue.UNIT) and _may(person, row.subject_id)
    ]
    newest = {_id(row): row for row in reversed(rows)}
    found = looks(session, queue, list(newest))
    ordered = sorted(newest.values(), key=lambda row: (row.at, row.id))
    return [_of_alarm(row, queue, found.get(_id(row)), person, zone) for row in ordered]


def find(rows: Sequence[QueueRow], key: str) -> QueueRow:
    """Return the row of this name.

    Raises:
        Missing: It is not, or no longer, in the queue.
    """
    for row in rows:
        if row.key == key:
            return row
    raise Missing("unknown")


def _may(person: Person, subject_id: int | None) -> bool:
    return subject_id is None or (
        subject_id != person.subject_id and subject_id not in person.superiors
    )


def _id(row: AlarmRow) -> int:
    return row.subject_id if row.subject_id is not None else row.unit_id


def _of_person(one: Queued, queue: Queue, look: Look | None, person: Person) -> QueueRow:
    return QueueRow(
        entry=Entry(queue, subject_id=one.subject_id), key=one.public_id,
        public_id=one.public_id, name_fa=one.name_fa, name_en=one.name_en,
        unit_fa=one.unit_fa, unit_en=one.unit_en, since=one.waiting_since,
        state=_state(look, one.waiting_since), look=look, mine=_mine(look, person),
        shown=one.shown, coached=one.coached,
    )  # fmt: skip


def _of_alarm(
    row: AlarmRow, queue: Queue, look: Look | None, person: Person, zone: ZoneInfo
) -> QueueRow:
    unit = queue is Queue.UNIT
    entry = Entry(queue, unit_id=row.unit_id) if unit else Entry(queue, row.subject_id)
    return QueueRow(
        entry=entry, key=str(row.unit_id) if unit else row.public_id, public_id=row.public_id,
        name_fa=row.unit_fa if unit else row.name_fa, name_en=row.unit_en if unit else row.name_en,
        unit_fa=row.unit_fa, unit_en=row.unit_en, since=row.at, state=_state(look, row.at),
        look=look, mine=_mine(look, person), alarm=row, week=week_of(row.since, zone),
    )  # fmt: skip


def _state(look: Look | None, since: datetime) -> ReviewState:
    return look.state(since) if look else ReviewState.WAITING


def _mine(look: Look | None, person: Person) -> bool:
    return look is not None and look.reviewer_id == person.id
