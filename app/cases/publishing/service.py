"""Writes of "you said, we did": a sentence is published, and taken back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app import audit, text
from app.badges.scope import in_reach
from app.cases.publishing.models import PublicAction
from app.cases.publishing.rules import (
    DONE_MAX,
    SAID_MAX,
    names_somebody,
    numbers_somebody,
    quotes,
)
from app.directory.models import Subject
from app.directory.rules import EMPLOYEE, SubjectStatus
from app.errors import Invalid, Missing
from app.feedback.models import Feedback

__all__ = ["Sentence", "publish", "take_back"]

_LISTENED = timedelta(days=365)
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Sentence:
    """What people said and what was done, in Persian and, if it is there, in English."""

    said_fa: str
    done_fa: str
    said_en: str = ""
    done_en: str = ""


def publish(
    session: Session,
    code: str,
    sentence: Sentence,
    *,
    roots: tuple[str, ...],
    actor_id: int,
    now: datetime,
) -> PublicAction:
    """Put a sentence on the public page of a place; written to the staff log.

    Args:
        session: Open unit of work.
        code: Code of the place, within ``roots``.
        sentence: The desk's own words.
        roots: Unit paths the actor reaches.
        actor_id: Who publishes.
        now: Instant of publishing.

    Raises:
        Missing: No such place within reach.
        Invalid: ``too_short``, ``too_long``, ``half_english``, ``number``, ``name`` (somebody who
            works at the place) or ``quote`` (six words in a row of a citizen), with its field.
    """
    place = _place(session, code, roots)
    row = PublicAction(
        public_id=secrets.token_urlsafe(12),
        subject_id=place.id or 0,
        said_fa=text.clean_name(sentence.said_fa),
        said_en=text.clean_name(sentence.said_en),
        done_fa=text.clean_name(sentence.done_fa),
        done_en=text.clean_name(sentence.done_en),
        published_at=now,
        published_by=actor_id,
    )
    _check(row)
    _check_people(session, row, place, now)
    session.add(row)
    session.flush()
    _log(session, "public.publish", row, actor_id, now)
    return row


def take_back(
    session: Session, public_id: str, *, roots: tuple[str, ...], actor_id: int, now: datetime
) -> None:
    """Take a sentence off the public page; a second time changes nothing.

    Raises:
        Missing: No such sentence within reach.
    """
    found = (
        select(PublicAction)
        .join(Subject, col(Subject.id) == col(PublicAction.subject_id))
        .where(PublicAction.public_id == public_id, in_reach(roots))
        .with_for_update(of=PublicAction)
    )
    row = session.exec(found.execution_options(populate_existing=True)).first()
    if row is None:
        raise Missing("unknown")
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = now, actor_id
        session.add(row)
        session.flush()
        _log(session, "public.take_back", row, actor_id, now)


def _place(session: Session, code: str, roots: tuple[str, ...]) -> Subject:
    found = select(Subject).where(
        Subject.code == code.strip(),
        Subject.kind != EMPLOYEE,
        Subject.status == SubjectStatus.ACTIVE,
        in_reach(roots),
    )
    place = session.exec(found).first()
    if place is None:
        raise Missing("place_unknown")
    return place


def _check(row: PublicAction) -> None:
    for field, least, most in (("said", 5, SAID_MAX), ("done", 10, DONE_MAX)):
        for tongue in ("fa", "en"):
            words = getattr(row, f"{field}_{tongue}")
            if len(words) > most:
                raise Invalid("too_long", field=f"{field}_{tongue}")
            if (tongue == "fa" or words) and len(words) < least:
                raise Invalid("too_short", field=f"{field}_{tongue}")
            if numbers_somebody(words):
                raise Invalid("number", field=f"{field}_{tongue}")
    if bool(row.said_en) != bool(row.done_en):
        raise Invalid("half_english", field="said_en" if row.done_en else "done_en")


def _check_people(session: Session, row: PublicAction, place: Subject, now: datetime) -> None:
    said = (("said_fa", row.said_fa), ("done_fa", row.done_fa), ("said_en", row.said_en),
            ("done_en", row.done_en))  # fmt: skip
    names, spoken = _names(session, place), _spoken(session, place, now)
    for field, words in said:
        if names_somebody(words, names):
            raise Invalid("name", field=field)
        if quotes(words, spoken):
            raise Invalid("quote", field=field)


def _names(session: Session, place: Subject) -> Sequence[str]:
    found = select(Subject.name_fa, Subject.name_en).where(
        Subject.unit_id == place.unit_id, Subject.kind == EMPLOYEE
    )
    return [name for pair in session.exec(found) for name in pair if name]


def _spoken(session: Session, place: Subject, now: datetime) -> Sequence[str]:
    found = select(Feedback.text).where(
        Feedback.subject_id == place.id, Feedback.text != "", Feedback.created_at > now - _LISTENED
    )
    return session.exec(found.order_by(col(Feedback.id).desc()).limit(_MOST)).all()


def _log(session: Session, action: str, row: PublicAction, actor_id: int, now: datetime) -> None:
    audit.append(
        session,
        action,
        actor_id=actor_id,
        now=now,
        object=f"public:{row.public_id}",
        detail={"said": row.said_fa, "done": row.done_fa, "place": row.subject_id},
    )
