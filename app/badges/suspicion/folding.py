"""From the spool to the desk: failed scans become sums by code, network and hour.

What a flood can make is bounded: at most ``STRANGE_AN_HOUR`` strange codes and
``NETWORKS_AN_HOUR`` networks of one code are told apart in an hour, the rest is counted together;
strange codes nobody reported are forgotten after ``FORGET``.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app.badges.suspicion.models import SuspicionScan, SuspiciousCode
from app.badges.suspicion.rules import SuspicionKind
from app.badges.suspicion.spool import Seen
from app.badges.suspicion.telling import tell_if_many
from app.badges.suspicion.watching import Looked, look_up, watched
from app.db import ensure

__all__ = ["FORGET", "NETWORKS_AN_HOUR", "STRANGE_AN_HOUR", "fold", "forget"]

STRANGE_AN_HOUR = 200
NETWORKS_AN_HOUR = 50
FORGET = timedelta(days=180)


def fold(session: Session, seen: Sequence[Seen], *, now: datetime) -> int:
    """Add what the spool held to the sums; return how many failed scans that were.

    Args:
        session: Open unit of work.
        seen: Rows of the spool.
        now: For the notices of codes that failed often.
    """
    for code, rows in groupby(sorted(seen, key=lambda one: (one.code, one.hour)), _code):
        _add(session, code, list(rows), now)
    return sum(one.count for one in seen)


def forget(session: Session, *, now: datetime) -> int:
    """Drop strange codes that nobody reported and nobody scanned for half a year."""
    old = select(SuspiciousCode.id).where(
        col(SuspiciousCode.badge_id).is_(None),
        SuspiciousCode.reports == 0,
        SuspiciousCode.last_at < now - FORGET,
    )
    ids = list(session.exec(old.limit(500)))
    session.execute(delete(SuspicionScan).where(col(SuspicionScan.code_id).in_(ids)))
    session.execute(delete(SuspiciousCode).where(col(SuspiciousCode.id).in_(ids)))
    return len(ids)


def _code(one: Seen) -> str:
    return one.code


def _add(session: Session, code: str, rows: list[Seen], now: datetime) -> None:
    looked = _looked(session, code, rows[-1].hour)
    row = watched(session, looked, now=rows[0].last)
    row.scans += sum(one.count for one in rows)
    row.last_at = max(row.last_at, *(one.last for one in rows))
    session.add(row)
    session.flush()
    for hour, ones in groupby(rows, lambda one: one.hour):
        _add_hour(session, row.id or 0, hour, ones)
    tell_if_many(session, row, now=now)


def _looked(session: Session, code: str, hour: datetime) -> Looked:
    mark, rest = code[:1], code[1:]
    if mark in {"s", "n"}:
        known = look_up(session, serial=rest) if mark == "s" else look_up(session, typed=rest)
        if known is not None:
            return known
    kind = SuspicionKind.FORGED if mark == "t" else SuspicionKind.UNKNOWN
    name = {"n": rest, "s": f"t{rest:0>16}", "t": code}.get(mark, "")
    return Looked(name if _told_apart(session, name, hour) else "", kind)


def _told_apart(session: Session, code: str, hour: datetime) -> bool:
    known = select(SuspiciousCode.id).where(SuspiciousCode.code == code)
    if session.exec(known).first() is not None:
        return True
    fresh = select(func.count(col(SuspiciousCode.id))).where(
        col(SuspiciousCode.badge_id).is_(None), SuspiciousCode.first_at >= hour
    )
    return session.exec(fresh).one() < STRANGE_AN_HOUR


def _add_hour(session: Session, code_id: int, hour: datetime, ones: Iterable[Seen]) -> None:
    here = select(SuspicionScan).where(SuspicionScan.code_id == code_id, SuspicionScan.hour == hour)
    stored = {row.network: row for row in session.exec(here)}
    for one in ones:
        room = one.network in stored or len(stored) < NETWORKS_AN_HOUR
        name = one.network if room else ""
        if name not in stored:
            ensure(session, SuspicionScan(code_id=code_id, hour=hour, network=name))
            stored[name] = session.get_one(SuspicionScan, (code_id, hour, name))
        stored[name].count += one.count
        session.add(stored[name])
    session.flush()
