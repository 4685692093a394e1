"""Networks of failed scans and reports end after half a year; what they add up to stays."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, delete

from app.badges.suspicion.folding import FORGET
from app.badges.suspicion.models import SuspicionReport, SuspicionScan

__all__ = ["forget_networks"]


def forget_networks(session: Session, *, now: datetime) -> None:
    """Erase the keyed hashes of networks past their term, with the hours they belong to."""
    before = now - FORGET
    session.execute(delete(SuspicionScan).where(col(SuspicionScan.hour) < before))
    old = (col(SuspicionReport.at) < before, col(SuspicionReport.network) != "")
    session.execute(update(SuspicionReport).where(*old).values(network=""))
