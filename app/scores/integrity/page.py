"""One suspect group with its answers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.errors import Missing
from app.feedback.models import Feedback
from app.feedback.rules import Channel
from app.scores.integrity.models import SuspectAnswer, SuspectGroup, Verdict
from app.scores.integrity.queries import GroupRow, group_row, rows_of
from app.scores.models import AnswerWeight

__all__ = ["GroupPage", "SuspectRow", "group_page"]

_ANSWERS = 500


@dataclass(frozen=True, slots=True)
class SuspectRow:
    """One answer of a group: what was said and when; devices are letters that mean nothing else."""

    feedback_id: int
    at: datetime
    mood: int
    channel: Channel
    text: str
    device: str
    weight: float
    rules: tuple[str, ...]
    honest: bool | None


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One group with its answers and how many of each mood there are."""

    row: GroupRow
    answers: tuple[SuspectRow, ...]
    moods: dict[int, int]


def group_page(
    session: Session, group_id: int, paths: Sequence[str], *, hidden: frozenset[int] = frozenset()
) -> GroupPage:
    """Return one group with its answers; two statements.

    Raises:
        Missing: No such group, or out of the reader's reach.
    """
    one = rows_of(paths, hidden).where(col(SuspectGroup.id) == group_id)
    found = session.execute(one).first()
    if found is None:
        raise Missing("unknown")
    answers = _answers(session, group_id)
    return GroupPage(group_row(*found), answers, dict(Counter(one.mood for one in answers)))


def _answers(session: Session, group_id: int) -> tuple[SuspectRow, ...]:
    honest = (
        select(col(Verdict.honest))
        .where(col(Verdict.feedback_id) == col(Feedback.id))
        .order_by(col(Verdict.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(Feedback, AnswerWeight, honest)
        .join(SuspectAnswer, col(SuspectAnswer.feedback_id) == col(Feedback.id))
        .outerjoin(AnswerWeight, col(AnswerWeight.feedback_id) == col(Feedback.id))
        .where(col(SuspectAnswer.group_id) == group_id)
        .order_by(col(Feedback.created_at), col(Feedback.id), col(AnswerWeight.run_id))
        .limit(_ANSWERS)
    )
    letters: dict[str, str] = {}
    rows = {said.id: (said, weight, word) for said, weight, word in session.execute(query)}
    return tuple(_answer(*found, letters) for found in rows.values())


def _answer(
    said: Feedback, weight: AnswerWeight | None, honest: bool | None, letters: dict[str, str]
) -> SuspectRow:
    device = letters.setdefault(said.device, _letter(len(letters))) if said.device else ""
    return SuspectRow(
        feedback_id=said.id or 0,
        at=said.created_at,
        mood=said.mood or 0,
        channel=said.channel,
        text=said.text,
        device=device,
        weight=weight.weight if weight else 1.0,
        rules=tuple(weight.rules.split(",")) if weight and weight.rules else (),
        honest=honest,
    )


def _letter(number: int) -> str:
    """Return a name for the n-th device of a group.

    >>> [_letter(n) for n in (0, 25, 26, 53)]
    ['A', 'Z', 'A2', 'B3']
    """
    turn, place = divmod(number, 26)
    return chr(65 + place) + (str(turn + 1) if turn else "")
