"""From what is written on a badge, or known of its holder, to its serial."""

from sqlmodel import Session, col, or_, select

from app.badges.cards import read_numbers
from app.badges.models import Badge
from app.badges.rules import BadgeStatus, is_serial
from app.badges.scope import in_reach
from app.directory.models import Subject
from app.errors import Missing
from app.text import fold_code
from qr.codes import check_typed, read_typed

__all__ = ["serial_of", "serials_of"]


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


def serials_of(
    session: Session, text: str, roots: tuple[str, ...] | None
) -> tuple[tuple[str, ...], list[str]]:
    """Return the working badges that a text names, and the words that name none.

    Args:
        session: For reading; one statement.
        text: Badge numbers, serials, personnel numbers or codes of places, in any digits, parted
            by blanks, commas or lines.
        roots: How far the reader reaches; badges elsewhere do not exist.
    """
    good, others = read_numbers(text)
    words = [*good, *others]
    codes = {word: {word, fold_code(word)} for word in words}
    wanted = {one for some in codes.values() for one in some}
    found = session.exec(
        select(Badge.serial, Badge.typed_code, Subject.code)
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .where(
            col(Badge.status) == BadgeStatus.ACTIVE,
            in_reach(roots),
            or_(
                col(Badge.serial).in_(good),
                col(Badge.typed_code).in_(good),
                col(Subject.code).in_(wanted),
            ),
        )
        .order_by(col(Badge.id))
    ).all()
    known = {value for row in found for value in row}
    return tuple(row[0] for row in found), [word for word in words if not codes[word] & known]
