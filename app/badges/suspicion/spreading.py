"""A working badge that far too many networks rate at once is laid before the desk.

Its photo may go round in the net, or its symbol hang where it does not belong: the desk looks and,
if need be, replaces the card.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.badges.suspicion.models import SuspiciousCode
from app.badges.suspicion.rules import SuspicionState
from app.badges.suspicion.telling import tell_if_many
from app.badges.suspicion.watching import look_up, watched

__all__ = ["lay_spread"]

_EPISODE = timedelta(hours=24)


def lay_spread(
    session: Session, badge_id: int, *, networks: int, usual: int, now: datetime
) -> SuspiciousCode | None:
    """Note from how many networks a badge was rated within an hour, and tell those responsible.

    Within a day it is one episode: the count grows, and what the desk said of it stands.

    Args:
        session: Open unit of work.
        badge_id: The badge; nothing happens if it is gone.
        networks: Different networks of the hour before ``now``.
        usual: The most of any hour of the weeks before.
        now: End of the hour.
    """
    looked = look_up(session, badge_id=badge_id)
    if looked is None:
        return None
    row = watched(session, looked, now=now)
    if row.spread_at is None or row.spread_at <= now - _EPISODE:
        row.networks, row.usual = networks, usual
        row.state, row.state_at = SuspicionState.NEW, now
    row.networks = max(row.networks, networks)
    row.spread_at, row.last_at = now, max(row.last_at, now)
    session.add(row)
    session.flush()
    tell_if_many(session, row, now=now)
    return row
