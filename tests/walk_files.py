"""What the walk over all addresses finds on file: decisions, appeals, groups, a case, a letter."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from app.calendar import service as calendar
from app.directory.models import Subject, Unit
from app.feedback.models import Feedback
from app.rights import Role
from app.scores.decisions import appealing, drafting
from app.scores.decisions.drafting import Draft
from app.scores.decisions.rules import Measure
from app.scores.integrity.models import SuspectAnswer, SuspectGroup
from tests.cases.city import open_maybe
from tests.scores.decisions.house import EVIDENCE, OTHER, REASONS, WORDS, person

__all__ = ["file_away"]

DECIDED = {9: REASONS, 60: OTHER}  # whoever reads these sees a range, and a score


def file_away(
    session: Session, people: Mapping[int, Subject], top: Unit, *, now: datetime
) -> dict[str, list[str]]:
    """Store one of everything about each person, decisions on two; return names by folder."""
    calendar.install(session)
    hr = person(session, "walk-hr", Role.HR_REVIEWER, top)
    files: dict[str, list[str]] = {"decisions": [], "appeals": [], "integrity": [], "cases": []}
    for n, subject in people.items():
        own = replace(hr, subject_id=subject.id, unit_path=top.path)
        if n in DECIDED:
            written = Draft(Measure.TRAINING, DECIDED[n], EVIDENCE)
            decision = drafting.draft(session, hr, subject.public_id, written, now=now)
            drafting.tell(session, hr, decision.number, now=now)
            files["decisions"].append(decision.number)
        files["appeals"].append(
            appealing.appeal_weights(session, own, words=WORDS * 3, now=now).number
        )
        files["integrity"].append(str(_group(session, subject, now)))
        case = open_maybe(session, subject, now)
        assert case is not None
        files["cases"].append(case.tracking_code)
    return files


def _group(session: Session, subject: Subject, now: datetime) -> int:
    said = session.exec(select(Feedback.id).where(Feedback.subject_id == subject.id)).first()
    group = SuspectGroup(
        subject_id=subject.id or 0, unit_id=subject.unit_id, rule="W4", answers=1, devices=1,
        first_at=now, last_at=now, usual_a_week=2.0, opened_at=now,
    )  # fmt: skip
    session.add(group)
    session.flush()
    session.add(SuspectAnswer(feedback_id=said or 0, group_id=group.id or 0))
    return group.id or 0
