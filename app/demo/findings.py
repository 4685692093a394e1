"""Findings of half a year: summaries, replies, outcomes, an appeal; one that waits for a reply."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.calendar.rules import WorkingCalendar, due
from app.cases.findings import service
from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState, Measure, Result
from app.cases.findings.turn import by_product
from app.cases.models import Case
from app.cases.rules import CATEGORIES, CaseState
from app.demo.diary import Act, Diary
from app.errors import TakrimError
from app.people.models import Account
from app.people.queries import person_named
from app.rights import Person, Role

__all__ = ["Findings", "await_a_reply"]

_CONDUCT = [entry.slug for entry in CATEGORIES.values() if entry.conduct]
_SUMMARY = (
    "گزارشی دربارهٔ شیوهٔ برخورد با یک مراجعه‌کننده رسیده است. گفته می‌شود کار بدون توضیح کافی "
    "به وقت دیگری سپرده شده و لحن گفت‌وگو مناسب نبوده است."
)
_REPLY = "آن روز مراجعه بسیار بود. توضیح دادم که مدرک کامل نیست و قصد بی‌احترامی نداشتم."
_REASONS = "پس از شنیدن هر دو طرف و بررسی نوبت‌ها، این نتیجه با شواهد موجود سازگارتر بود."
_OUTCOMES = (
    (Result.PARTLY, Measure.GUIDANCE),
    (Result.NOT_UPHELD, Measure.NONE),
    (Result.INSUFFICIENT, Measure.NONE),
    (Result.UPHELD, Measure.TRAINING),
)


@dataclass(slots=True)
class Findings:
    """Who examines conduct in the demo city."""

    special: Person
    inspector: Person
    hours: WorkingCalendar
    rng: random.Random
    now: datetime
    own_id: int | None

    @classmethod
    def of(
        cls, session: Session, hours: WorkingCalendar, rng: random.Random, *, now: datetime
    ) -> "Findings":
        """Read the people who examine, and whose page the demo shows."""
        special = person_named(session, Role.SPECIAL_TEAM.value)
        inspector = person_named(session, Role.INSPECTOR.value)
        own_id = person_named(session, Role.EMPLOYEE.value).subject_id
        return cls(special, inspector, hours, rng, now, own_id)

    def plan(self, diary: Diary, case: Case, at: datetime) -> None:
        """Plan the finding of a case about conduct, as far as the present lets it come."""
        if case.named_subject_id is None or case.category not in _CONDUCT:
            return
        fresh = timedelta(days=30 if case.named_subject_id == self.own_id else 2)
        if self.now - at < fresh:
            return  # still to be opened
        owner = self.inspector if case.to_inspection else self.special
        code, days = case.tracking_code, 8 * 60
        opened = due(self.hours, at, self.rng.randint(60, 300))
        told = due(self.hours, opened, self.rng.randint(60, days))
        heard = due(self.hours, told, self.rng.randint(60, days))
        proposed = due(self.hours, heard, self.rng.randint(days, 2 * days))
        decided = due(self.hours, proposed, self.rng.randint(60, days))
        result, measure = self.rng.choice(_OUTCOMES)
        diary.write(opened, _may(lambda s, now: service.allege(s, code, by=owner, now=now)))
        diary.write(
            told, _may(lambda s, now: service.notify(s, code, summary=_SUMMARY, by=owner, now=now))
        )
        diary.write(heard, _may(lambda s, now: _reply(s, code, owner, now)))
        diary.write(
            proposed,
            _may(
                lambda s, now: service.propose(
                    s, code, result=result, measure=measure, reasons=_REASONS, by=owner, now=now
                )
            ),
        )
        diary.write(
            decided, _may(lambda s, now: service.decide(s, code, by=self.inspector, now=now))
        )
        case_id, over = case.id or 0, due(self.hours, decided, 11 * days)
        diary.write(
            over, _may(lambda s, now: by_product(s, case_id, FindingState.FINAL, now=now).step())
        )


def await_a_reply(session: Session, *, now: datetime) -> None:
    """Put one summary to the employee whose page the demo shows, so that a reply is awaited."""
    own = select(Account.subject_id).where(Account.username == Role.EMPLOYEE.value)
    found = (
        select(Case)
        .outerjoin(Finding, col(Finding.case_id) == col(Case.id))
        .where(
            col(Case.named_subject_id) == session.exec(own).one(),
            col(Case.category).in_(_CONDUCT),
            col(Case.to_inspection).is_(False),
            col(Case.state).not_in([CaseState.MERGED, CaseState.QUARANTINE]),
            col(Finding.id).is_(None),
        )
        .order_by(col(Case.id).desc())
    )
    case = session.exec(found).first()
    if case is not None:
        by, code = person_named(session, Role.SPECIAL_TEAM.value), case.tracking_code
        service.allege(session, code, by=by, now=now)
        service.notify(session, code, summary=_SUMMARY, by=by, now=now)


def _reply(session: Session, code: str, owner: Person, now: datetime) -> None:
    found = select(Finding).join(Case, col(Case.id) == col(Finding.case_id))
    finding = session.exec(found.where(col(Case.tracking_code) == code)).first()
    if finding is None:
        return
    if finding.on_paper:
        service.reply_on_paper(session, code, words=_REPLY, by=owner, now=now)
    else:
        person = person_named(session, Role.EMPLOYEE.value)
        service.reply(session, finding.public_id, words=_REPLY, by=person, now=now)


def _may(act: Callable[[Session, datetime], object]) -> Act:
    """Do what the rules allow; what they do not is left undone."""

    def quietly(session: Session, now: datetime) -> None:
        try:
            act(session, now)
        except TakrimError:
            return

    return quietly
