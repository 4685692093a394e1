"""A citizen says: this is not the person, or the sticker looks false."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app import text
from app.badges.suspicion.models import SuspicionReport
from app.badges.suspicion.rules import ReportReason, SuspicionKind, SuspicionState
from app.badges.suspicion.telling import tell_if_many
from app.badges.suspicion.watching import Looked, look_up, watched
from app.db import ensure

__all__ = ["PLACE_MAX", "TEXT_MAX", "Report", "report"]

PLACE_MAX = 200
TEXT_MAX = 1000


@dataclass(frozen=True, slots=True)
class Report:
    """What was said.  One of ``serial``, ``typed`` and ``strange`` (``t`` and a hash) says of what.

    ``photo`` is the random name of a stored file, ``network`` a keyed hash.
    """

    submission: str
    reason: ReportReason
    serial: str = ""
    typed: str = ""
    strange: str = ""
    place: str = ""
    text: str = ""
    photo: str = ""
    network: str = ""


def report(session: Session, said: Report, *, now: datetime) -> bool:
    """Store a report, count it and lay the code before the desk again; return whether it was new.

    Args:
        session: Open unit of work.
        said: The report; its ``submission`` makes it exactly once.
        now: Instant of server receipt.
    """
    row = watched(session, _looked(session, said), now=now)
    session.flush()
    new = ensure(
        session,
        SuspicionReport(
            code_id=row.id or 0,
            submission=said.submission,
            reason=said.reason,
            place=text.clean_name(said.place)[:PLACE_MAX],
            text=text.clean(said.text)[:TEXT_MAX],
            photo=said.photo,
            network=said.network,
            at=now,
        ),
    )
    if not new:
        return False
    row.reports, row.last_at = row.reports + 1, max(row.last_at, now)
    row.state, row.state_at = SuspicionState.NEW, now
    session.add(row)
    session.flush()
    tell_if_many(session, row, now=now)
    return True


def _looked(session: Session, said: Report) -> Looked:
    if said.serial or said.typed:
        known = look_up(session, serial=said.serial, typed=said.typed)
        if known is not None:
            return known
    if said.strange:
        return Looked(said.strange, SuspicionKind.FORGED)
    return Looked(said.typed, SuspicionKind.UNKNOWN)
