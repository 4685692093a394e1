"""Offer a commendation, let the employee answer, take it back; each step is logged."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from app import audit
from app.badges.issuing import new_serial
from app.badges.models import Badge
from app.directory.models import Subject
from app.directory.service import new_public_id
from app.errors import Invalid, Missing, Refused
from app.scores.decisions.telling import tell_employee
from app.scores.letters.models import Commendation
from app.scores.letters.rules import Language, LetterState, check_move, number_of
from app.scores.queries import current_run, shown
from app.scores.rules import Band, Shown

__all__ = ["answer", "may_be_praised", "note_print", "offer", "withdraw"]


_LOCK = 7_301_406


def may_be_praised(told: Shown) -> bool:
    """Return whether a score supports a letter: commendable, usable, and not under review."""
    return told.commendable and told.band is Band.USABLE and not told.review_first


def offer(
    session: Session,
    subject: Subject,
    *,
    year: int,
    language: Language,
    said: dict[str, Any],
    design: str,
    key_id: int,
    actor_id: int,
    now: datetime,
) -> Commendation:
    """Write a commendation, offer it to the employee and tell them; nothing is public by that.

    Args:
        session: Open unit of work; flushed, never committed.
        subject: The employee.
        year: Jalali year its number counts in.
        language: Of the paper.
        said: Every word of the paper but its number, date and address.
        design: The organisation's look as JSON.
        key_id: The key its symbol is signed with.
        actor_id: Who offers.
        now: Aware instant.

    Raises:
        Refused: The score does not support it today, or one is waiting for an answer.
    """
    _one_at_a_time(session)
    told, run = shown(session, subject), current_run(session)
    if not may_be_praised(told) or told.low is None or told.high is None:
        raise Refused("letter_unsupported")
    if _waiting(session, subject.id or 0):
        raise Refused("letter_waiting")
    row = Commendation(
        public_id=new_public_id(), year=year, place=_next(session, year),
        serial=_free_serial(session), key_id=key_id,
        subject_id=subject.id or 0, run_id=run.id if run else None,
        low=told.low, high=told.high, n=told.n_effective or 0.0, language=language, said=said,
        design=design, offered_by=actor_id, offered_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    tell_employee(session, "S32", row.subject_id, event=f"letter:{row.id}:offer", now=now)
    _log(session, "letter.offer", row, actor_id=actor_id, now=now)
    return row


def answer(
    session: Session,
    public_id: str,
    *,
    subject_id: int,
    accept: bool,
    open_to_all: bool,
    actor_id: int,
    now: datetime,
) -> Commendation:
    """Record the employee's answer; only an accepted one is printed, only a free one is public.

    Raises:
        Missing: It is not this employee's.
        Refused: It was answered or taken back before.
    """
    row = _locked(session, public_id)
    if row.subject_id != subject_id:
        raise Missing("unknown")
    new = LetterState.ACCEPTED if accept else LetterState.DECLINED
    check_move(row.state, new)
    row.state, row.answered_at, row.open_to_all = new, now, accept and open_to_all
    session.add(row)
    _log(session, "letter.accept" if accept else "letter.decline", row, actor_id=actor_id, now=now)
    return row


def withdraw(
    session: Session, public_id: str, *, why: str, actor_id: int, now: datetime
) -> Commendation:
    """Take a commendation back with a reason the employee reads; its symbol confirms no more.

    Raises:
        Missing: There is none of this name.
        Invalid: The reason says too little.
        Refused: It was declined or taken back before.
    """
    said = " ".join(why.split())
    if len(said) < 20:
        raise Invalid("reason_short", field="reason")
    row = _locked(session, public_id)
    check_move(row.state, LetterState.WITHDRAWN)
    row.state, row.withdrawn_at, row.withdrawn_why = LetterState.WITHDRAWN, now, said[:400]
    session.add(row)
    tell_employee(session, "S33", row.subject_id, event=f"letter:{row.id}:end", now=now)
    _log(session, "letter.withdraw", row, actor_id=actor_id, now=now)
    return row


def note_print(
    session: Session, row: Commendation, *, what: str, actor_id: int, now: datetime
) -> None:
    """Log that somebody printed the letter or the certificate.

    Raises:
        Refused: The employee has not accepted it.
    """
    if row.state is not LetterState.ACCEPTED:
        raise Refused("letter_not_accepted")
    _log(session, f"{what}.print", row, actor_id=actor_id, now=now)


def _locked(session: Session, public_id: str) -> Commendation:
    query = select(Commendation).where(col(Commendation.public_id) == public_id)
    row = session.scalars(query.with_for_update()).first()
    if row is None:
        raise Missing("unknown")
    return row


def _waiting(session: Session, subject_id: int) -> bool:
    offered = select(col(Commendation.id)).where(
        col(Commendation.subject_id) == subject_id,
        col(Commendation.state) == LetterState.OFFERED,
    )
    return session.scalar(offered.limit(1)) is not None


def _one_at_a_time(session: Session) -> None:
    """Let nobody else draw a number until this unit of work ends; SQLite does so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _free_serial(session: Session) -> str:
    """Return a serial no badge and no letter has."""
    while True:
        serial = new_serial()
        taken = select(col(Badge.id)).where(col(Badge.serial) == serial)
        also = select(col(Commendation.id)).where(col(Commendation.serial) == serial)
        if session.scalar(taken) is None and session.scalar(also) is None:
            return serial


def _next(session: Session, year: int) -> int:
    last = select(func.max(col(Commendation.place))).where(col(Commendation.year) == year)
    return (session.scalar(last) or 0) + 1


def _log(session: Session, action: str, row: Commendation, *, actor_id: int, now: datetime) -> None:
    audit.append(
        session, action, actor_id=actor_id, now=now, object=f"subject:{row.subject_id}",
        detail={"number": number_of(row.year, row.place)},
    )  # fmt: skip
