"""What a page shows of a case: to the desk everything, to the citizen what and when."""

from dataclasses import dataclass, field
from datetime import datetime

from app.cases.due import TimeLeft
from app.cases.models import Case
from app.cases.rules import OPEN, CaseRole, CaseState, Policy, Remedy
from app.cases.sampling.rules import CallWhy
from app.cases.taking.models import TakenMessage

__all__ = ["PUBLIC", "TOLD", "CasePage", "CitizenCase", "PublicStep", "StepRow"]

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
# What its citizen hears of: also that the category changed, never the reason the desk gave.
TOLD = PUBLIC | {"recoded"}
_HOLDS = {"legal_hold", "legal_hold_lifted"}
_WAYS = frozenset(
    {"assign", "refer", "bounce", "decline", "transfer", "hold", "merge", "unmerge"}
    | {"recode", "open_again", "let_through", "confirm_hold", "cancel_question"}
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
    """Everything the desk shows of one case; no name, number or score of anybody outside.

    ``call_why`` is what was drawn for the newest claim where calls are a sample;
    ``first_policy`` is what the figures go by where the category was changed since.
    """

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
    call_why: CallWhy | None
    first_policy: Policy | None
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
    """One event as the citizen reads it: what and when, never who.

    ``category`` is the new one where the category was changed.
    """

    at: datetime
    kind: str
    by_citizen: bool
    to_state: str
    text: str
    category: str = ""


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
