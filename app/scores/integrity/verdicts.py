"""A person's word on suspect answers: above every rule, logged, for good.

A verdict changes what an answer weighs from the next night on and nothing else: its case, its
reply and its words go their way whatever was decided here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app import audit, text
from app.errors import Invalid, Missing, Refused
from app.feedback.models import Feedback
from app.scores.integrity.models import SuspectAnswer, SuspectGroup, Verdict
from app.scores.integrity.rules import REASON_LEAST, GroupState

__all__ = ["judge", "overrule"]


def judge(
    session: Session,
    group_id: int,
    answers: Sequence[int],
    *,
    honest: bool,
    reason: str,
    actor_id: int,
    now: datetime,
) -> SuspectGroup:
    """Confirm (not honest) or clear (honest) answers of a group in one go.

    The group is decided when every one of its answers is; confirmed if any was found false.

    Args:
        session: Open unit of work; the group is locked for the rest of it.
        group_id: The group.
        answers: Ids of its answers.
        honest: What the person found.
        reason: Own words, ten letters at least.
        actor_id: Who says so.
        now: Instant of the verdict.

    Raises:
        Missing: No such group, or an answer that is not in it.
        Refused: One of the answers was judged before; a verdict stands for good.
        Invalid: No answer was chosen, or no reason given.
    """
    said, chosen = _reason(reason), sorted(set(answers))
    group = _locked(session, group_id)
    left = _left_after(session, group_id, chosen)
    found: dict[str, Any] = {"honest": honest, "by": actor_id, "at": now, "reason": said}
    session.add_all(Verdict(feedback_id=key, group_id=group_id, **found) for key in chosen)
    if not left:
        _close(session, group, honest=honest, reason=said, actor_id=actor_id, now=now)
    session.flush()
    detail = {"honest": honest, "answers": len(chosen), "rule": group.rule, "reason": said}
    audit.append(
        session,
        "integrity.clear" if honest else "integrity.confirm",
        actor_id=actor_id,
        now=now,
        object=f"suspects:{group_id}",
        detail=detail,
    )
    return group


def overrule(
    session: Session, feedback_id: int, *, honest: bool, reason: str, actor_id: int, now: datetime
) -> Verdict:
    """Let an appeal decide what an answer weighs; the earlier verdict stays on record.

    Raises:
        Missing: No such answer.
        Invalid: No reason given.
    """
    said = _reason(reason)
    if session.get(Feedback, feedback_id) is None:
        raise Missing("unknown")
    verdict = Verdict(
        feedback_id=feedback_id, honest=honest, by=actor_id, at=now, reason=said, on_appeal=True
    )
    session.add(verdict)
    session.flush()
    audit.append(
        session,
        "integrity.overrule",
        actor_id=actor_id,
        now=now,
        object=f"feedback:{feedback_id}",
        detail={"honest": honest, "reason": said},
    )
    return verdict


def _reason(reason: str) -> str:
    said = text.clean(reason)
    if len(said) < REASON_LEAST:
        raise Invalid("reason", field="reason")
    return said


def _locked(session: Session, group_id: int) -> SuspectGroup:
    own = select(SuspectGroup).where(col(SuspectGroup.id) == group_id).with_for_update()
    group: SuspectGroup | None = session.execute(own).scalars().first()
    if group is None:
        raise Missing("unknown")
    if group.state is not GroupState.OPEN:
        raise Refused("already_decided")
    return group


def _left_after(session: Session, group_id: int, chosen: Sequence[int]) -> set[int]:
    """Return which answers of a group wait for a word once these are judged."""
    if not chosen:
        raise Invalid("nothing_chosen", field="answers")
    members = _members(session, group_id)
    if not set(chosen) <= members:
        raise Missing("unknown")
    judged = _judged(session, members)
    if judged & set(chosen):
        raise Refused("already_decided")
    return members - judged - set(chosen)


def _members(session: Session, group_id: int) -> set[int]:
    own = col(SuspectAnswer.group_id) == group_id
    return set(session.execute(select(col(SuspectAnswer.feedback_id)).where(own)).scalars())


def _judged(session: Session, members: set[int]) -> set[int]:
    """Return which of these answers a person judged before."""
    known = col(Verdict.feedback_id).in_(members)
    return set(session.execute(select(col(Verdict.feedback_id)).where(known)).scalars())


def _close(
    session: Session,
    group: SuspectGroup,
    *,
    honest: bool,
    reason: str,
    actor_id: int,
    now: datetime,
) -> None:
    false_one = select(col(Verdict.id)).where(
        col(Verdict.group_id) == group.id, col(Verdict.honest).is_(False)
    )
    found_false = not honest or session.execute(false_one.limit(1)).first() is not None
    group.state = GroupState.CONFIRMED if found_false else GroupState.CLEARED
    group.decided_at, group.decided_by, group.reason = now, actor_id, reason
    session.add(group)
