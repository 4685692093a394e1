"""A case put under its right category: by the special team or inspection, never by the unit.

The case keeps its code, its beginning and its pauses; the promise follows the new category
(``clock``), the figures keep the first one (``first``).  Who answers the case says by a bounce
that it is about something else.
"""

from datetime import datetime

from sqlmodel import Session

from app.cases.conflicts import roles_on
from app.cases.findings.alleging import begin
from app.cases.findings.turn import finding_of
from app.cases.models import Case
from app.cases.moving import Hand, locked, record
from app.cases.recoding import clock, first
from app.cases.recoding.desks import Before, lay, tell
from app.cases.recoding.rules import fitting, judging
from app.cases.rules import OPEN, CaseRole, Policy
from app.cases.taxonomy import CATEGORIES, Category, category
from app.cases.turn import said
from app.directory.models import Subject
from app.errors import Invalid, Refused
from app.feedback.rules import Kind
from app.rights import Person

__all__ = ["recode"]


def recode(
    session: Session,
    code: str,
    *,
    category_key: str,
    reason: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Put a case under another category; policy, desk and finding follow it.

    What becomes misconduct or bribery goes to inspection alone; what was and is not, to its unit.
    Conduct of a named person opens the finding; a finding once begun goes on whatever the
    category becomes, only its own decision ends it.

    Args:
        session: Open unit of work.
        code: Tracking code; the case is locked for the rest of the unit of work.
        category_key: Three letters of the taxonomy.
        reason: Why, in words for the desks alone.
        by: Special team, or inspection.
        now: Aware instant.
        version: What the person saw.

    Raises:
        Missing: No such case.
        Invalid: ``category``: no such category; ``reason_missing``.
        Refused: ``recode_desk``: neither special team nor inspection; ``move``: not open;
            ``recode_kind``: no complaint; ``recode_same``; ``recode_unfit``: not for this kind of
            subject; ``recode_longer``: a longer promise after half of the time is the special
            team's alone; ``changed_meanwhile``.
    """
    case = locked(session, code, by, version)
    hand, words = _hand(case, by), said(reason)
    entry = _chosen(session, case, category_key)
    before = Before.of(case)
    case.category, case.version = entry.slug, case.version + 1
    desk = lay(session, case, entry)
    _run_on(session, case, before, hand, now=now)
    word = f"{before.category}>{entry.slug}"
    record(session, case, hand, "recoded", now=now, reason=word, internal=words)
    if entry.conduct and case.named_subject_id is not None and finding_of(session, case) is None:
        begin(session, case, hand, now=now)
    tell(session, case, before, desk, now=now)
    return case


def _hand(case: Case, by: Person) -> Hand:
    role = judging(roles_on(by, case))
    if role is None:
        raise Refused("recode_desk", "the unit asks by a bounce")
    if case.state not in OPEN:
        raise Refused("move", f"{case.state} is not open")
    if case.kind is not Kind.COMPLAINT:
        raise Refused("recode_kind")
    return Hand(role, by.id)


def _chosen(session: Session, case: Case, key: str) -> Category:
    entry = category(key)
    if entry is None:
        raise Invalid("category", field="recode_category")
    if entry.slug == case.category:
        raise Refused("recode_same")
    about = session.get(Subject, case.subject_id) if case.subject_id else None
    if entry not in fitting(about.kind if about else "", case.category):
        raise Refused("recode_unfit", f"{entry.slug} about {about.kind if about else 'nobody'}")
    return entry


def _run_on(session: Session, case: Case, before: Before, hand: Hand, *, now: datetime) -> None:
    """Let the clock run on by the new policy, and keep the first one for the figures.

    Where inspection alone had the case there was no special team to ask.
    """
    policy = Policy(CATEGORIES[case.category].policy)
    if policy is case.policy:
        return
    drawn = clock.draw(session, case, policy, now=now)
    to_ask = hand.role is CaseRole.INS and not before.inspection_alone
    if to_ask and drawn.due_at > case.due_at and clock.half_used(session, case, now):
        raise Refused("recode_longer")
    first.keep(session, case, now)
    clock.run_by(case, drawn, now)
