"""From what is written on a badge to its serial."""

from sqlmodel import Session, select

from app.badges.models import Badge
from app.badges.rules import is_serial
from app.errors import Missing
from qr.codes import check_typed, read_typed

__all__ = ["serial_of"]


def serial_of(session: Session, text: str) -> str:
    """Return the serial of a badge by its serial or its nine-digit number, in any digits.

    Raises:
        Missing: No such badge.
    """
    text = text.strip().lower()
    if is_serial(text):
        return text
    if check_typed(text):
        found = session.exec(select(Badge.serial).where(Badge.typed_code == read_typed(text)))
        if serial := found.first():
            return serial
    raise Missing("badge_unknown")
