"""Who makes which part of a run: taken by an update that must change exactly one row, and given
back, kept or lost the same way, so that two workers never make the same part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, update
from sqlmodel import Session, col

from app.badges.models import PrintedBadge, PrintPart, PrintRun
from app.badges.rules import PartState, RunState
from app.errors import Missing, Refused
from printables.press import Landing

__all__ = ["LEASE", "Claim", "Made", "claim", "give_back", "keep", "release_dead", "state_of"]

LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Claim:
    """A part to be made, and the badges in it in their order."""

    run_id: int
    number: int
    stock: str
    file: str
    badge_ids: tuple[int, ...]
    holder: str


@dataclass(frozen=True, slots=True)
class Made:
    """A part that was drawn and read back: where each badge landed, what its face was."""

    landings: Sequence[Landing]
    faces: Sequence[str]
    size_bytes: int
    file_hash: str


def claim(session: Session, run_id: int, *, holder: str, now: datetime) -> Claim | None:
    """Take the next part of a run that nobody makes; ``None`` when there is none just now.

    The first claim turns a drafted run into one that is printing.

    Args:
        session: Open unit of work.
        run_id: The run's number.
        holder: Word for this process: host, process id and a random word.
        now: Aware instant; the claim ends ``LEASE`` later.
    """
    if state_of(session, run_id) not in {RunState.DRAFTED, RunState.PRINTING}:
        return None
    free = _free(run_id, now)
    while (number := session.scalar(_next(free))) is not None:
        taken = (
            update(PrintPart)
            .where(free, col(PrintPart.number) == number)
            .values(holder=holder, held_until=now + LEASE)
        )
        if session.connection().execute(taken).rowcount == 1:
            _begin(session, run_id)
            return _claimed(session, run_id, number, holder)
    return None


def keep(session: Session, claim: Claim, made: Made) -> None:
    """Write down that a part was made; its file gets its name in the same unit of work.

    Raises:
        Refused: ``part_lost``: the run was cancelled, or the claim ran out and another has it.
    """
    locked = select(col(PrintRun.state)).where(col(PrintRun.id) == claim.run_id).with_for_update()
    if session.scalar(locked) is not RunState.PRINTING:
        raise Refused("part_lost")
    done = (
        update(PrintPart)
        .where(_mine(claim))
        .values(
            state=PartState.MADE,
            holder="",
            held_until=None,
            shortened=sum(landing.shortened for landing in made.landings),
            size_bytes=made.size_bytes,
            file_hash=made.file_hash,
        )
    )
    if session.connection().execute(done).rowcount != 1:
        raise Refused("part_lost")
    _keep_places(session, claim, made)


def give_back(session: Session, claim: Claim, *, fault: str = "") -> None:
    """Let go of a part that was not made; a fault stops the run until somebody resumes it."""
    session.execute(update(PrintPart).where(_mine(claim)).values(holder="", held_until=None))
    if fault:
        stop = update(PrintRun).where(col(PrintRun.id) == claim.run_id)
        session.execute(stop.values(fault=fault[:1000]))


def release_dead(session: Session, run_id: int, is_dead: Callable[[str], bool]) -> int:
    """Free the parts of processes that are gone, before their time; return how many."""
    waiting = (col(PrintPart.run_id) == run_id, col(PrintPart.state) == PartState.WAITING)
    held = select(col(PrintPart.holder)).where(*waiting, col(PrintPart.holder) != "")
    dead = [holder for holder in session.scalars(held) if is_dead(holder)]
    free = update(PrintPart).where(*waiting, col(PrintPart.holder).in_(dead))
    return session.connection().execute(free.values(holder="", held_until=None)).rowcount


def state_of(session: Session, run_id: int) -> RunState:
    """Return how far a run is.

    Raises:
        Missing: There is no such run.
    """
    state = session.scalar(select(col(PrintRun.state)).where(col(PrintRun.id) == run_id))
    if state is None:
        raise Missing("run_unknown")
    return RunState(state)


def _free(run_id: int, now: datetime) -> ColumnElement[bool]:
    return and_(
        col(PrintPart.run_id) == run_id,
        col(PrintPart.state) == PartState.WAITING,
        or_(col(PrintPart.held_until).is_(None), col(PrintPart.held_until) <= now),
    )


def _mine(claim: Claim) -> ColumnElement[bool]:
    return and_(
        col(PrintPart.run_id) == claim.run_id,
        col(PrintPart.number) == claim.number,
        col(PrintPart.state) == PartState.WAITING,
        col(PrintPart.holder) == claim.holder,
    )


def _next(free: ColumnElement[bool]) -> Select[Any]:
    return select(col(PrintPart.number)).where(free).order_by(col(PrintPart.number)).limit(1)


def _begin(session: Session, run_id: int) -> None:
    begin = update(PrintRun).where(
        col(PrintRun.id) == run_id, col(PrintRun.state) == RunState.DRAFTED
    )
    session.connection().execute(begin.values(state=RunState.PRINTING))


def _claimed(session: Session, run_id: int, number: int, holder: str) -> Claim:
    stock, file = session.execute(
        select(col(PrintRun.stock), col(PrintPart.file))
        .join(PrintPart, col(PrintPart.run_id) == col(PrintRun.id))
        .where(col(PrintRun.id) == run_id, col(PrintPart.number) == number)
    ).one()
    ids = (
        select(col(PrintedBadge.badge_id))
        .where(col(PrintedBadge.run_id) == run_id, col(PrintedBadge.part) == number)
        .order_by(col(PrintedBadge.seq))
    )
    return Claim(run_id, number, stock, file, tuple(session.scalars(ids)), holder)


def _keep_places(session: Session, claim: Claim, made: Made) -> None:
    """Write down where each card of a part landed, and what its face was."""
    table = PrintedBadge.__table__  # type: ignore[attr-defined]
    place = (
        update(table)
        .where(table.c.run_id == claim.run_id, table.c.badge_id == bindparam("id"))
        .values(page=bindparam("at_page"), position=bindparam("at"), face=bindparam("drawn"))
    )
    session.connection().execute(
        place,
        [
            {"id": badge_id, "at_page": one.page, "at": one.position, "drawn": face}
            for badge_id, one, face in zip(claim.badge_ids, made.landings, made.faces, strict=True)
        ],
    )
