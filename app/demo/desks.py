"""The desks of half a year: handlers answer, words are released, citizens confirm."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from app.calendar.rules import WorkingCalendar, due
from app.cases import service as cases
from app.cases.models import Case
from app.cases.rules import Remedy
from app.demo.diary import Act, Diary
from app.demo.findings import Findings
from app.errors import TakrimError
from app.feedback import releasing
from app.feedback.models import Feedback
from app.people.queries import person_named
from app.rights import Person, Role
from app.vault import Vault

__all__ = ["Desks"]

_REMEDIES = (Remedy.SERVED_NOW, Remedy.CORRECTED, Remedy.REPAIRED, Remedy.SUBSTITUTE)


@dataclass(slots=True)
class Desks:
    """Who works in the demo city, and how they answer."""

    handler: Person
    special: Person
    inspector: Person
    findings: Findings
    answers: list[str]
    notes: list[str]
    hours: WorkingCalendar
    rng: random.Random
    now: datetime
    zone: ZoneInfo
    vault: Vault

    @classmethod
    def of(
        cls,
        session: Session,
        words: dict[str, Any],
        hours: WorkingCalendar,
        rng: random.Random,
        *,
        now: datetime,
        zone: ZoneInfo,
        vault: Vault,
    ) -> "Desks":
        """Read the people who work here."""
        return cls(
            handler=person_named(session, Role.HANDLER.value),
            special=person_named(session, Role.SPECIAL_TEAM.value),
            inspector=person_named(session, Role.INSPECTOR.value),
            findings=Findings.of(session, hours, rng, now=now),
            answers=words["answers"],
            notes=words["notes"],
            hours=hours,
            rng=rng,
            now=now,
            zone=zone,
            vault=vault,
        )

    def hear(self, session: Session, diary: Diary, nonce: str, at: datetime) -> None:
        """Plan what the desks do with a message that has just been stored."""
        row = session.exec(select(Feedback).where(Feedback.submission == nonce)).one()
        feedback_id = row.id or 0
        if row.text and self.rng.random() < 0.9:
            diary.write(self._later(at, 60, 900), self._release(feedback_id))
        case = session.exec(select(Case).where(Case.feedback_id == feedback_id)).first()
        if case is not None:
            self._plan_case(diary, case, at)

    def _plan_case(self, diary: Diary, case: Case, at: datetime) -> None:
        self.findings.plan(diary, case, at)
        by = self._handler_of(case)
        code, feedback_id = case.tracking_code, case.feedback_id
        fresh = self.now - at < timedelta(days=3)
        if fresh and self.rng.random() < 0.6:
            return
        accepted = self._later(at, 3, 40)
        answered = self._later(accepted, 20, 110 if self.rng.random() < 0.9 else 400)
        diary.write(accepted, self._accept(code, by))
        if self.rng.random() < 0.3:
            diary.write(accepted + timedelta(minutes=5), self._note(code, by))
        if fresh and self.rng.random() < 0.6:
            return
        diary.write(answered, self._claim(code, by))
        said = answered + timedelta(minutes=self.rng.randint(30, 2000))
        if self.rng.random() < 0.8:
            diary.write(said, self._confirm(feedback_id))

    def _handler_of(self, case: Case) -> Person:
        if case.to_inspection:
            return self.inspector
        own = any(case.unit_path.startswith(grant.path) for grant in self.handler.grants)
        return self.handler if own else self.special

    def _later(self, at: datetime, least: int, most: int) -> datetime:
        """Return the instant after so many working minutes."""
        return due(self.hours, at, self.rng.randint(least, most))

    def _release(self, feedback_id: int) -> Act:
        return lambda session, at: _quietly(
            lambda: releasing.release(session, feedback_id, actor_id=self.special.id, now=at)
        )

    def _accept(self, code: str, by: Person) -> Act:
        return lambda session, at: _quietly(lambda: cases.accept(session, code, by=by, now=at))

    def _note(self, code: str, by: Person) -> Act:
        text = self.rng.choice(self.notes)
        return lambda session, at: _quietly(
            lambda: cases.note(session, code, text=text, by=by, now=at)
        )

    def _claim(self, code: str, by: Person) -> Act:
        answer, remedy = self.rng.choice(self.answers), self.rng.choice(_REMEDIES)
        return lambda session, at: _quietly(
            lambda: cases.claim_fixed(session, code, remedy=remedy, answer=answer, by=by, now=at)
        )

    def _confirm(self, feedback_id: int) -> Act:
        return lambda session, at: _quietly(lambda: cases.confirm(session, feedback_id, now=at))


def _quietly(act: Any) -> None:
    """Do what the rules allow; a desk that may not act leaves the case to the next one."""
    try:
        act()
    except TakrimError:
        return
