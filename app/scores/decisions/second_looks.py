"""The rubber-stamp check: a reviewer who follows nearly every flag looks at a sample again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_
from sqlmodel import Session, col, select

from app import audit
from app.errors import Missing, Refused
from app.rights import Person
from app.scores.decisions.models import Decision, SecondLook
from app.scores.decisions.own_words import check_words
from app.scores.decisions.rules import Measure, follows_always
from app.scores.reviews.models import ScoreReview
from app.scores.reviews.rules import Queue

__all__ = ["Following", "ask_again", "following", "look_again", "waiting_looks"]

SAMPLE = 5
_AGAINST = [Measure.NO_ACTION, Measure.PRAISE]


@dataclass(frozen=True, slots=True)
class Following:
    """How often one reviewer did what the flag said, since the last sample."""

    followed: int
    of: int
    waiting: int

    @property
    def prompted(self) -> bool:
        """Whether a sample should be looked at again."""
        return follows_always(self.followed, self.of) and not self.waiting


def following(session: Session, account_id: int) -> Following:
    """Return how often a reviewer followed flags, in three statements.

    A flag for attention is followed by any step, a commendable one by praise.  An entry of a queue
    that was closed with a reason and without a decision was not followed.
    """
    since, waiting = session.exec(
        select(
            func.max(SecondLook.asked_at),
            func.sum(case((col(SecondLook.looked_at).is_(None), 1), else_=0)),
        ).where(SecondLook.account_id == account_id)
    ).one()
    followed = or_(
        and_(col(Decision.flag) == "attention", col(Decision.measure).not_in(_AGAINST)),
        and_(col(Decision.flag) == "praise", col(Decision.measure) == Measure.PRAISE),
    )
    query = select(func.sum(case((followed, 1), else_=0)), func.count()).where(
        *_flagged(account_id)
    )
    if since is not None:
        query = query.where(col(Decision.confirmed_at) > since)
    done, of = session.exec(query).one()
    left = _closed_without(session, account_id, since)
    return Following(int(done or 0), int(of) + left, int(waiting or 0))


def ask_again(session: Session, by: Person, *, now: datetime) -> int:
    """Draw the sample the prompt asks for; return how many decisions it holds.

    The draw depends on the decisions' numbers alone, so that nobody chooses it.

    Raises:
        Refused: ``no_sample``: no prompt is due.
    """
    if not following(session, by.id).prompted:
        raise Refused("no_sample")
    rows = session.exec(select(Decision.id, Decision.number).where(*_flagged(by.id))).all()
    drawn = sorted(rows, key=lambda row: hashlib.sha256(row[1].encode()).digest())[:SAMPLE]
    for decision_id, _number in drawn:
        session.add(SecondLook(account_id=by.id, decision_id=decision_id or 0, asked_at=now))
    session.flush()
    audit.append(session, "decision.sample", actor_id=by.id, now=now, detail={"n": len(drawn)})
    return len(drawn)


def waiting_looks(session: Session, account_id: int) -> list[tuple[int, str]]:
    """Return id and decision number of the looks a reviewer still owes."""
    found = (
        select(SecondLook.id, Decision.number)
        .join(Decision, col(Decision.id) == col(SecondLook.decision_id))
        .where(SecondLook.account_id == account_id, col(SecondLook.looked_at).is_(None))
        .order_by(col(SecondLook.id))
    )
    return [(look_id or 0, number) for look_id, number in session.exec(found)]


def look_again(
    session: Session, by: Person, look_id: int, *, same: bool, words: str, now: datetime
) -> None:
    """Store what the second look found; the decision itself is changed by its own steps alone.

    Raises:
        Missing: No such look of this reviewer.
        Refused: ``looked`` already.
        Invalid: ``words_short``.
    """
    row = session.get(SecondLook, look_id)
    if row is None or row.account_id != by.id:
        raise Missing("unknown")
    if row.looked_at is not None:
        raise Refused("looked")
    row.words = check_words(words, "words")
    row.same, row.looked_at = same, now
    session.add(row)
    session.flush()
    detail = {"same": str(same).lower()}
    audit.append(session, "decision.look", actor_id=by.id, now=now, detail=detail)


def _closed_without(session: Session, account_id: int, since: datetime | None) -> int:
    """Return how many flagged people a reviewer looked at and left without a decision."""
    decided = exists().where(
        col(Decision.decided_by) == account_id,
        col(Decision.subject_id) == col(ScoreReview.subject_id),
        col(Decision.drafted_at) >= col(ScoreReview.taken_at),
    )
    query = select(func.count()).where(
        ScoreReview.reviewer_id == account_id,
        col(ScoreReview.queue).in_([Queue.ATTENTION, Queue.PRAISE]),
        col(ScoreReview.closed_at).is_not(None),
        ~decided,
    )
    if since is not None:
        query = query.where(col(ScoreReview.closed_at) > since)
    return session.exec(query).one()


def _flagged(account_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Decision.decided_by) == account_id,
        col(Decision.flag) != "",
        col(Decision.confirmed_at).is_not(None),
    )
