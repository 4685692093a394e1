"""Answers of the database as the engine reads them, and as an auditor's file has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, case, cast, func, select
from sqlmodel import Session, col

from app.db import Database
from app.directory.models import Subject, Unit
from app.directory.rules import EMPLOYEE
from app.feedback.models import Feedback
from app.feedback.rules import Channel
from app.feedback.topics import MACHINE
from app.scores.engine.columns import Answer
from app.scores.engine.events import CHANNELS
from app.scores.rules import About

__all__ = ["Directory", "answer_name", "answers", "newest_id", "read_directory"]

_PAGE = 10_000
_SCANNED = (Channel.QR, Channel.NFC)
_CHANNEL = {
    Channel.QR: "qr",
    Channel.NFC: "qr",
    Channel.TYPED: "web",
    Channel.WEB: "web",
    Channel.KIOSK: "kiosk",
    Channel.PHONE: "call",
}


@dataclass(frozen=True, slots=True)
class Directory:
    """Subjects and units by id, with the codes files know them by, and back."""

    subjects: dict[int, tuple[str, str, int]]
    units: dict[int, str]
    subject_ids: dict[str, int]
    unit_ids: dict[str, int]


def read_directory(session: Session, about: About) -> Directory:
    """Return the persons, or the places, and all units; two statements."""
    person = col(Subject.kind) == EMPLOYEE
    wanted = person if about is About.EMPLOYEES else ~person
    columns = (col(Subject.id), col(Subject.public_id), col(Subject.kind), col(Subject.unit_id))
    people = session.execute(select(*columns).where(wanted)).all()
    named = session.execute(select(col(Unit.id), col(Unit.code))).all()
    units = {int(key): code for key, code in named}
    return Directory(
        subjects={key: (name, kind, unit) for key, name, kind, unit in people},
        units=units,
        subject_ids={name: int(key) for key, name, *_ in people},
        unit_ids={code: key for key, code in units.items()},
    )


def newest_id(session: Session) -> int:
    """Return the id of the newest message, 0 without any."""
    return int(session.execute(select(func.coalesce(func.max(Feedback.id), 0))).scalar_one())


def answer_name(feedback_id: int) -> str:
    """Return the name of an answer in files; names sort as ids do.

    >>> answer_name(37)
    '000000000037'
    """
    return f"{feedback_id:012d}"


def answers(db: Database, known: Directory, *, until: int) -> Iterator[Answer]:
    """Yield every rating of these subjects up to a message, in small reads by id.

    No read lasts longer than a page, so that writers and checkpoints need not wait for a million
    answers.
    """
    last = 0
    while True:
        with db.reading() as session:
            page = session.execute(_page(last, until)).all()
        for row in page:
            if row[1] in known.subjects:
                yield _answer(row, known)
        if len(page) < _PAGE:
            return
        last = page[-1][0]


def _page(after: int, until: int) -> Any:
    row = Feedback
    return (
        select(
            col(row.id),
            col(row.subject_id),
            col(row.unit_id),
            col(row.service_type),
            col(row.channel),
            col(row.mood),
            col(row.device),
            col(row.network),
            _seconds(),
            col(row.submission),
            col(row.created_at),
            col(row.text),
        )
        .where(
            col(row.id) > after,
            col(row.id) <= until,
            col(row.mood).is_not(None),
            col(row.subject_id).is_not(None),
        )
        .order_by(col(row.id))
        .limit(_PAGE)
    )


def _seconds() -> Any:
    """Return how long the form was open; nothing for who filled the field no person sees (W6)."""
    machine = cast(col(Feedback.topics), String).contains(f'"{MACHINE}"')
    return case((machine, 0), else_=col(Feedback.seconds))


def _answer(row: Any, known: Directory) -> Answer:
    key, subject, unit, service, channel, mood, device, network, seconds, scan, at, text = row
    name, kind, home = known.subjects[subject]
    codes = (
        name,
        known.units[unit if unit in known.units else home],
        service or kind,
        device or None,
        network or None,
        scan if channel in _SCANNED else None,
    )
    return Answer(
        answer_name(key),
        round(at.timestamp() * 1_000_000),
        CHANNELS.index(_CHANNEL[channel]),
        mood,
        codes,
        float("nan") if seconds is None else float(seconds),
        text,
    )
