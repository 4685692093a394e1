"""Reads of one case: the whole page for the desk, the public part for the citizen."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from app.badges.models import Badge
from app.cases import clocks
from app.cases.conflicts import coded, roles_on, visible
from app.cases.desk.models import WordsRedaction
from app.cases.due import TimeLeft, time_left
from app.cases.models import Case, CaseStep
from app.cases.rating import may_rate
from app.cases.rules import OPEN, CaseRole, CaseState, Remedy
from app.cases.taking.models import TakenMessage
from app.cases.veil import readable, veils, week_start
from app.cases.verbs import citizen_ways, verbs_for
from app.directory.models import Subject, Unit
from app.errors import Missing
from app.feedback.models import Contact, Feedback, Release
from app.people.models import Account
from app.rights import Person

__all__ = ["CasePage", "CitizenCase", "PublicStep", "StepRow", "case_page", "citizen_case"]

PUBLIC = frozenset(
    {
        "registered",
        "referred",
        "accepted",
        "assigned",
        "news",
        "fix_claimed",
        "confirmed",
        "refuted",
        "declined",
        "transferred",
        "question",
        "question_cancelled",
        "replied",
        "closed_no_reply",
        "closed_unverified",
        "merged",
        "unmerged",
        "withdrawn",
        "reopened",
        "appealed",
        "appeal_granted",
        "added",
        "redaction_asked",
        "appeal_refused",
        "outcome",
        "finding_decided",
        "finding_final",
    }
)
_ANSWERS = frozenset({"fix_claimed", "declined", "transferred", "appeal_refused"})
_HOLDS = {"legal_hold", "legal_hold_lifted"}
_WAYS = frozenset(
    {"assign", "refer", "bounce", "decline", "transfer", "hold", "merge", "unmerge"}
    | {"open_again", "let_through", "confirm_hold", "cancel_question"}
)
_NAMES = (
    *("unit_fa", "unit_en", "subject_fa", "subject_en", "subject_kind"),
    *("typed_code", "handler_fa", "handler_en"),
)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One event as the desk reads it; ``blackened`` where words of the citizen were taken out."""

    at: datetime
    kind: str
    role: CaseRole
    actor_fa: str
    actor_en: str
    to_state: str
    reason: str
    public_text: str
    internal_text: str
    week: bool = False
    seq: int = 0
    blackened: bool = False

    @property
    def by_citizen(self) -> bool:
        """Whether the citizen did it."""
        return self.role is CaseRole.CIT

    @property
    def internal(self) -> bool:
        """Whether it never leaves the desks."""
        return self.kind not in PUBLIC


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the desk shows of one case; no name, number or score of anybody outside."""

    case: Case
    left: TimeLeft
    used_minutes: int
    text: str
    veiled: bool
    registered_at: datetime
    mood: int | None
    unit_fa: str
    unit_en: str
    subject_fa: str
    subject_en: str
    subject_kind: str
    typed_code: str
    handler_fa: str
    handler_en: str
    has_contact: bool
    taken: TakenMessage | None
    written_in: str
    role: CaseRole | None
    verbs: frozenset[str]
    steps: tuple[StepRow, ...] = field(default=())

    @property
    def other_ways(self) -> bool:
        """Whether more than an answer is possible: another hand, unit or body, a decision."""
        return bool(self.verbs & _WAYS)

    @property
    def held_for_law(self) -> bool:
        """Whether inspection keeps the case beyond its term."""
        turns = [step.kind for step in self.steps if step.kind in _HOLDS]
        return turns[-1:] == ["legal_hold"]

    @property
    def open(self) -> bool:
        """Whether the unit still has to answer."""
        return self.case.state in OPEN


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One event as the citizen reads it: what and when, never who."""

    at: datetime
    kind: str
    by_citizen: bool
    to_state: str
    text: str


@dataclass(frozen=True, slots=True)
class CitizenCase:
    """A case as its citizen may see it; ``waits`` asks them "was it solved?".

    ``question`` is what the desk wants to know while it waits; ``ways`` names the verbs of
    ``service`` open to the citizen now: confirm, refute, reply, withdraw, reopen, appeal,
    rate.
    """

    state: CaseState
    due_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    category: str
    remedy: Remedy | None
    answer: str
    steps: tuple[PublicStep, ...]
    question: str = ""
    ways: frozenset[str] = frozenset()

    @property
    def waits(self) -> bool:
        """Whether a claimed fix waits for the citizen's word."""
        return self.state is CaseState.FIX_CLAIMED


def case_page(session: Session, person: Person, code: str, *, now: datetime) -> CasePage:
    """Return one case for the desk; at most eight statements, however long its history.

    Raises:
        Missing: No such case, or none this person may know of.
    """
    row = session.execute(_page().where(coded(code), visible(person))).first()
    if row is None:
        raise Missing("unknown")
    case, contact, text, mood, written_in, release, taken, *names = row
    veiled = veils(person, case)
    text = readable(person, case, text, release)
    calendar = clocks.calendar_of(session, case.calendar_id)
    left = time_left(
        calendar,
        due_at=case.due_at,
        answered_at=case.answered_at,
        budget_minutes=case.budget_minutes,
        now=now,
    )
    roles = roles_on(person, case)
    return CasePage(
        case=case,
        left=left,
        used_minutes=int(clocks.used_by(calendar, case, now).total_seconds()) // 60,
        text=text,
        veiled=veiled,
        registered_at=_told_at(case.registered_at, calendar.zone, veiled=veiled),
        mood=mood,
        **dict(zip(_NAMES, names, strict=True)),
        has_contact=contact is not None,
        taken=taken,
        written_in=written_in,
        role=roles[0] if roles else None,
        verbs=verbs_for(case, roles, person.id, has_contact=contact is not None),
        steps=tuple(
            _veiled(step, text, calendar.zone) if veiled else step
            for step in _steps(session, case.id)
        ),
    )


def _told_at(at: datetime, zone: ZoneInfo, *, veiled: bool) -> datetime:
    return week_start(at, zone) if veiled else at


def _veiled(step: StepRow, released: str, zone: ZoneInfo) -> StepRow:
    """Return a step as a manager of the person named reads it: the week, released words alone."""
    if step.kind in {"registered", "referred"}:
        words = released if step.kind == "registered" else ""
        return replace(step, at=week_start(step.at, zone), public_text=words, week=True)
    return replace(step, public_text="") if step.by_citizen else step


def citizen_case(
    session: Session, feedback_id: int, *, now: datetime | None = None
) -> CitizenCase | None:
    """Return the public part of the case a message opened, oldest step first; else ``None``.

    With ``now`` it also says which ways are open; whether the reader may see more than the state
    is decided by whoever calls.
    """
    found = sa.select(Case).where(col(Case.feedback_id) == feedback_id)
    case = session.execute(found).scalar_one_or_none()
    if case is None:
        return None
    steps = tuple(
        PublicStep(
            s.at, s.type, s.role == CaseRole.CIT.value, s.to_state, s.public_text or left or ""
        )
        for s, left in session.execute(_history(case.id))
        if s.type in PUBLIC and (s.public_text or not s.type.startswith("finding_"))
    )
    said = [s.text for s in steps if s.kind in _ANSWERS]
    asked = [s.text for s in steps if s.kind == "question"]
    return CitizenCase(
        case.state,
        case.promised_at or case.due_at,
        case.answered_at,
        case.closed_at,
        case.category,
        case.remedy,
        said[-1] if said and case.answered_at else "",
        steps,
        asked[-1] if asked and case.state is CaseState.WAITING_CITIZEN else "",
        _ways(session, case, now) if now else frozenset(),
    )


def _ways(session: Session, case: Case, now: datetime) -> frozenset[str]:
    return citizen_ways(case, now) | ({"rate"} if may_rate(session, case) else frozenset())


def _page() -> sa.Select[Any]:
    def blank(table: Any, *names: str) -> list[Any]:
        return [sa.func.coalesce(col(getattr(table, name)), "") for name in names]

    return (
        sa.select(
            Case,
            col(Contact.feedback_id),
            col(Feedback.text),
            col(Feedback.mood),
            col(Feedback.locale),
            Release,
            TakenMessage,
            *blank(Unit, "name_fa", "name_en"),
            *blank(Subject, "name_fa", "name_en", "kind"),
            *blank(Badge, "typed_code"),
            *blank(Account, "name_fa", "name_en"),
        )
        .join(Feedback, col(Feedback.id) == col(Case.feedback_id))
        .outerjoin(Contact, col(Contact.feedback_id) == col(Case.feedback_id))
        .outerjoin(Release, col(Release.feedback_id) == col(Case.feedback_id))
        .outerjoin(TakenMessage, col(TakenMessage.feedback_id) == col(Case.feedback_id))
        .outerjoin(Unit, col(Unit.id) == col(Case.unit_id))
        .outerjoin(Subject, col(Subject.id) == col(Case.subject_id))
        .outerjoin(Badge, col(Badge.id) == col(Feedback.badge_id))
        .outerjoin(Account, col(Account.id) == col(Case.handler_id))
    )


def _history(case_id: int | None) -> Any:
    """Return the events with what is left of blackened words, if any were."""
    own = sa.and_(
        col(WordsRedaction.case_id) == col(CaseStep.case_id),
        col(WordsRedaction.seq) == col(CaseStep.seq),
    )
    return (
        sa.select(CaseStep, col(WordsRedaction.shown))
        .outerjoin(WordsRedaction, own)
        .where(col(CaseStep.case_id) == case_id)
        .order_by(col(CaseStep.seq))
    )


def _steps(session: Session, case_id: int | None) -> tuple[StepRow, ...]:
    named = _history(case_id).outerjoin(Account, col(Account.id) == col(CaseStep.actor_id))
    found = session.execute(named.add_columns(col(Account.name_fa), col(Account.name_en)))
    return tuple(
        StepRow(
            step.at,
            step.type,
            CaseRole(step.role),
            name_fa or "",
            name_en or "",
            step.to_state,
            step.reason,
            step.public_text or shown or "",
            step.internal_text,
            seq=step.seq,
            blackened=shown is not None,
        )
        for step, shown, name_fa, name_en in found
    )
