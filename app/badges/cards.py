"""What became of the cards of a run: handed over, spoiled, come back; one by one or many at once.

The staff log keeps every step; the card itself shows the last one.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from app import audit
from app.badges.models import Badge, PrintedBadge
from app.badges.rules import CARD_MOVES, CardState, check_card_move, is_serial
from app.errors import Refused
from qr.codes import check_typed, normalise_digits, read_typed

__all__ = ["cards_of", "mark", "mark_part", "read_numbers"]

LIMIT = 2000
_SEPARATORS = re.compile(r"[,;،؛\n]+")


def read_numbers(text: str) -> tuple[list[str], list[str]]:
    """Return the badge numbers or serials of a text in any digits, and the words that are neither.

    Numbers are parted by blanks, commas, semicolons or lines.

    >>> read_numbers("0a1b2c3d4e، 482-105-779")
    (['0a1b2c3d4e'], ['482-105-779'])
    """
    words = dict.fromkeys(word for line in _SEPARATORS.split(text) for word in _words(line))
    good, bad = [], []
    for word in words:
        plain = normalise_digits(word).lower()
        if is_serial(plain):
            good.append(plain)
        elif check_typed(word):
            good.append(read_typed(word))
        else:
            bad.append(word)
    return good, bad


def cards_of(session: Session, run_id: int, numbers: Sequence[str]) -> dict[str, str]:
    """Return the serial of each number that is a card of this run."""
    found = (
        select(col(Badge.serial), col(Badge.typed_code))
        .join(PrintedBadge, col(PrintedBadge.badge_id) == col(Badge.id))
        .where(
            col(PrintedBadge.run_id) == run_id,
            col(Badge.serial).in_(numbers) | col(Badge.typed_code).in_(numbers),
        )
    )
    wanted = set(numbers)
    return {number: row[0] for row in session.execute(found) for number in row if number in wanted}


def mark(
    session: Session,
    run_id: int,
    serials: Sequence[str],
    new: CardState,
    *,
    now: datetime,
    actor_id: int | None,
) -> int:
    """Set what became of these cards, all or none; return how many changed.

    A card that is there already is left alone, so a second click is harmless.

    Args:
        session: Open unit of work; the cards are locked for the rest of it.
        run_id: The run's number.
        serials: At most 2,000 badges of the run.
        new: What they are from now on.
        now: Aware instant.
        actor_id: Account of the officer.

    Raises:
        Refused: ``card_unknown``: one is not in the run; ``card_move``: it cannot become that
            (``values`` names the badge); ``too_many``.
    """
    if len(serials) > LIMIT:
        raise Refused("too_many", values={"limit": LIMIT})
    found = (
        select(col(Badge.serial), col(Badge.id), col(PrintedBadge.state))
        .join(PrintedBadge, col(PrintedBadge.badge_id) == col(Badge.id))
        .where(col(PrintedBadge.run_id) == run_id, col(Badge.serial).in_(serials))
        .with_for_update(of=PrintedBadge)
    )
    cards = {row[0]: (row[1], CardState(row[2])) for row in session.execute(found)}
    for serial in serials:
        if serial not in cards:
            raise Refused("card_unknown", values={"badge": serial})
        _check(serial, cards[serial][1], new)
    ids = [badge_id for badge_id, state in cards.values() if state is not new]
    _set(session, run_id, ids, new, now=now, actor_id=actor_id)
    said = [serial for serial, (_, state) in cards.items() if state is not new]
    _log(session, run_id, new, len(ids), now=now, actor_id=actor_id, serials=said[:50])
    return len(ids)


def mark_part(
    session: Session,
    run_id: int,
    part: int,
    new: CardState,
    *,
    now: datetime,
    actor_id: int | None,
) -> int:
    """Set what became of every card of a part that can become it; return how many changed."""
    able = [old for old, targets in CARD_MOVES.items() if new in targets]
    if new is CardState.ISSUED:  # what came back is handed over one by one
        able = [CardState.PRINTED]
    step = (
        update(PrintedBadge)
        .where(
            col(PrintedBadge.run_id) == run_id,
            col(PrintedBadge.part) == part,
            col(PrintedBadge.state).in_(able),
        )
        .values(state=new, state_at=now, state_by=actor_id)
    )
    count = session.connection().execute(step).rowcount
    _log(session, run_id, new, count, now=now, actor_id=actor_id, part=part)
    return count


def _words(line: str) -> list[str]:
    """A number may be typed with blanks between its groups."""
    return [line.strip()] if check_typed(line) else line.split()


def _check(serial: str, old: CardState, new: CardState) -> None:
    try:
        check_card_move(old, new)
    except Refused as refused:
        values = {"badge": serial, "state": old}
        raise Refused(refused.code, "this cannot become of the card", values) from None


def _set(
    session: Session,
    run_id: int,
    ids: Sequence[int],
    new: CardState,
    *,
    now: datetime,
    actor_id: int | None,
) -> None:
    step = update(PrintedBadge).where(
        col(PrintedBadge.run_id) == run_id, col(PrintedBadge.badge_id).in_(ids)
    )
    session.execute(step.values(state=new, state_at=now, state_by=actor_id))


def _log(
    session: Session,
    run_id: int,
    new: CardState,
    count: int,
    *,
    now: datetime,
    actor_id: int | None,
    **detail: object,
) -> None:
    if not count:
        return
    said = {"state": new, "cards": count, **detail}
    about = f"print_run:{run_id}"
    audit.append(session, "badge.cards", actor_id=actor_id, now=now, object=about, detail=said)
