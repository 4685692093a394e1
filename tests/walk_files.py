"""What the walk over all addresses finds on file: decisions, appeals, groups, cases with their
findings, commendations.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlmodel import Session, select

from app.calendar import service as calendar
from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState, Result
from app.cases.findings.states import Measure as Step
from app.cases.models import Case
from app.directory.models import Subject, Unit
from app.feedback.models import Feedback
from app.rights import Role
from app.scores.decisions import appealing, drafting
from app.scores.decisions.drafting import Draft
from app.scores.decisions.rules import Measure
from app.scores.integrity.models import SuspectAnswer, SuspectGroup
from app.scores.letters.models import Commendation
from app.scores.letters.rules import Language, LetterState
from app.scores.letters.wording import Person as Praised
from app.scores.letters.wording import body
from printables.design import HOUSE, dumps
from tests.cases.city import open_maybe
from tests.scores.decisions.house import EVIDENCE, OTHER, REASONS, WORDS, person

__all__ = ["Files", "file_away"]

DECIDED = {9: REASONS, 60: OTHER}  # whoever reads these sees a range, and a score
FOUND = (4, 9, 60)  # an upheld finding stands about them
PRAISED = (30, 60)  # once commendable, they accepted a letter


@dataclass(frozen=True, slots=True)
class Files:
    """Names of what is on file by its folder, and about whom each is."""

    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    owners: dict[str, int] = field(default_factory=dict)

    def add(self, folder: str, name: str, who: int) -> None:
        """Write down one name."""
        self.names[folder].append(name)
        self.owners[name] = who


def file_away(
    session: Session, people: Mapping[int, Subject], top: Unit, *, key_id: int, now: datetime
) -> Files:
    """Store one of everything about each person, decisions on two; return their names."""
    calendar.install(session)
    hr = person(session, "walk-hr", Role.HR_REVIEWER, top)
    files = Files()
    for n, subject in people.items():
        own = replace(hr, subject_id=subject.id, unit_path=top.path)
        if n in DECIDED:
            written = Draft(Measure.TRAINING, DECIDED[n], EVIDENCE)
            decision = drafting.draft(session, hr, subject.public_id, written, now=now)
            drafting.tell(session, hr, decision.number, now=now)
            files.add("decisions", decision.number, n)
        appeal = appealing.appeal_weights(session, own, words=WORDS * 3, now=now)
        files.add("appeals", appeal.number, n)
        files.add("integrity", str(_group(session, subject, now)), n)
        case = open_maybe(session, subject, now)
        assert case is not None
        files.add("cases", case.tracking_code, n)
        if n in FOUND:
            files.add("findings", _finding(session, case, subject, now), n)
        if n in PRAISED:
            files.add("commendations", _letter(session, n, subject, key_id, now), n)
    return files


def _finding(session: Session, case: Case, subject: Subject, now: datetime) -> str:
    row = Finding(
        public_id=f"finding-{subject.code}", case_id=case.id or 0, subject_id=subject.id or 0,
        state=FindingState.DECIDED, alleged_at=now, due_at=now, interim_at=now,
        summary="گزارشی دربارهٔ لحن گفت‌وگو رسیده است.", week=now.date(), notified_at=now,
        reply_from_at=now, reply_due_at=now,
        result=Result.UPHELD, measure=Step.GUIDANCE, reasons="هر دو طرف شنیده شدند.",
        decided_at=now, appeal_until=now + timedelta(days=10),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.public_id


def _letter(session: Session, n: int, subject: Subject, key_id: int, now: datetime) -> str:
    who = Praised(subject.name_fa, "متصدی", "باجه")
    said = body(Language.FA, who, n="۴۰", own_words="", quote="", week="")
    said |= {"city": "شهر نمونه", "office": "", "signer": "م", "signer_title": "مدیر"}
    row = Commendation(
        public_id=f"letter-{subject.code}", year=1405, place=n, serial=f"{n:010x}", key_id=key_id,
        subject_id=subject.id or 0, low=70.0, high=90.0, n=40.0, language=Language.FA, said=said,
        design=dumps(HOUSE), state=LetterState.ACCEPTED, offered_at=now, answered_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.public_id


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
