"""The last step of a run: every part is there and is what was read back; then it is released."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from app import audit
from app.badges.models import PrintedBadge, PrintPart, PrintRun
from app.badges.rules import CardState, PartState, RunState
from app.errors import Refused

__all__ = ["PartFile", "begin_check", "part_files", "redo", "release"]

PartFile = tuple[int, str, str]
"""Number, file name and hash of a part that was made."""


def begin_check(session: Session, run_id: int) -> bool:
    """Turn a printing run whose parts are all made into one that is checked; whether it is."""
    waiting = select(func.count()).where(
        col(PrintPart.run_id) == run_id, col(PrintPart.state) == PartState.WAITING
    )
    if session.scalar(waiting):
        return False
    return _move(session, run_id, RunState.PRINTING, state=RunState.CHECKING) or (
        session.scalar(select(col(PrintRun.state)).where(col(PrintRun.id) == run_id))
        is RunState.CHECKING
    )


def part_files(session: Session, run_id: int) -> list[PartFile]:
    """Return the files a run consists of, in their order."""
    found = select(col(PrintPart.number), col(PrintPart.file), col(PrintPart.file_hash))
    found = found.where(col(PrintPart.run_id) == run_id).order_by(col(PrintPart.number))
    return [(row[0], row[1], row[2]) for row in session.execute(found)]


def redo(session: Session, run_id: int, parts: Sequence[int]) -> None:
    """Let parts be made again whose files are gone or are not what was read back."""
    if not _move(session, run_id, RunState.CHECKING, state=RunState.PRINTING):
        return
    again = update(PrintPart).where(
        col(PrintPart.run_id) == run_id, col(PrintPart.number).in_(parts)
    )
    session.execute(again.values(state=PartState.WAITING, file_hash="", size_bytes=0))


def release(session: Session, run_id: int, *, now: datetime) -> bool:
    """Release a run that was checked; its cards are printed from now on.

    Returns:
        Whether this call did it; another worker may have been first.

    Raises:
        Refused: ``run_gap``: a badge of the run stands on no page, or two on one place.
    """
    _check_whole(session, run_id)
    parts = part_files(session, run_id)
    whole = hashlib.sha256("".join(file_hash for _, _, file_hash in parts).encode()).hexdigest()
    done = {"state": RunState.RELEASED, "file_hash": whole, "fault": "", "ended_at": now}
    if not _move(session, run_id, RunState.CHECKING, **done):
        return False
    cards = update(PrintedBadge).where(
        col(PrintedBadge.run_id) == run_id, col(PrintedBadge.state) == CardState.WAITING
    )
    session.execute(cards.values(state=CardState.PRINTED, state_at=now))
    found = select(PrintRun.stock, PrintRun.badges, PrintRun.made_by)  # type: ignore[call-overload]
    stock, badges, maker = session.execute(found.where(col(PrintRun.id) == run_id)).one()
    detail = {"stock": stock, "badges": badges, "hash": whole}
    about = f"print_run:{run_id}"
    audit.append(session, "badge.print", actor_id=maker, now=now, object=about, detail=detail)
    return True


def _check_whole(session: Session, run_id: int) -> None:
    """No gap and no double: as many places as badges, each of them its own."""
    mine = col(PrintedBadge.run_id) == run_id
    columns = (col(PrintedBadge.part), col(PrintedBadge.page), col(PrintedBadge.position))
    places = select(*columns).where(mine, col(PrintedBadge.page) > 0).distinct().subquery()
    taken = session.scalar(select(func.count()).select_from(places))
    badges = session.scalar(select(col(PrintRun.badges)).where(col(PrintRun.id) == run_id))
    if taken != badges:
        raise Refused("run_gap", f"run {run_id} holds {badges} badges on {taken} places")


def _move(session: Session, run_id: int, old: RunState, **values: object) -> bool:
    step = update(PrintRun).where(col(PrintRun.id) == run_id, col(PrintRun.state) == old)
    return session.connection().execute(step.values(**values)).rowcount == 1
