"""Set who is called about claimed fixes, and draw for each claim (docs/adr/0022)."""

import secrets
from datetime import datetime

from sqlmodel import Session

from app import audit
from app.cases.models import Case
from app.cases.moving import Hand, record
from app.cases.sampling.models import CallDraw, CallRule
from app.cases.sampling.queries import rule_for
from app.cases.sampling.rules import (
    EVERY,
    SHARE_LEAST,
    SHARE_MOST,
    CallWhy,
    drawn,
    why_called,
)
from app.cases.states import CaseRole
from app.cases.taxonomy import category
from app.cases.turn import said
from app.directory.models import Organisation
from app.errors import Invalid, Missing
from app.feedback.rules import Identity
from app.rights import Person

__all__ = ["ASKED_BY_TEXT", "draw", "set_rule", "write_down"]

ASKED_BY_TEXT = "C23"
_KEY_BYTES = 32


def set_rule(
    session: Session,
    *,
    organisation_id: int | None,
    share: int | None,
    from_at: datetime,
    reason: str,
    by: Person,
    now: datetime,
) -> CallRule:
    """Say who is called from an instant on; earlier versions stay to be read.

    Args:
        session: Open unit of work.
        organisation_id: Whose claims; ``None`` is the whole city.
        share: 100 for every claim, 20-90 for what is a must and a sample of so many percent;
            ``None`` leaves an organisation to the city's rule.
        from_at: First instant; one that is past counts as now, so that no claim is drawn anew.
        reason: Why, kept with the version.
        by: Who sets it.
        now: Aware instant.

    Raises:
        Invalid: ``share``, ``reason_missing``.
        Missing: No such organisation.
    """
    words = said(reason)
    sample = share is not None and SHARE_LEAST <= share <= SHARE_MOST
    if not (sample or share == EVERY or (share is None and organisation_id is not None)):
        raise Invalid("share", field="share")
    body = session.get(Organisation, organisation_id) if organisation_id is not None else None
    if organisation_id is not None and body is None:
        raise Missing("unknown")
    rule = CallRule(
        organisation_id=organisation_id,
        share=share,
        from_at=max(from_at, now),
        reason=words,
        key=secrets.token_hex(_KEY_BYTES),
        set_by=by.id,
        at=now,
    )
    session.add(rule)
    session.flush()
    detail = {"share": share, "from": rule.from_at.isoformat(), "reason": words}
    whose = f"organisation:{body.code}" if body is not None else "city"
    audit.append(session, "case.calls", actor_id=by.id, now=now, object=whose, detail=detail)
    return rule


def draw(session: Session, case: Case, *, now: datetime) -> CallWhy | None:
    """Decide whether the claim that is being made is called about; the choice is frozen with it.

    ``None`` where nothing is drawn: every claim is called about, or the citizen is anonymous and
    never called.
    """
    rule = rule_for(session, case.unit_id, now)
    if rule is None or case.identity is Identity.ANONYMOUS:
        return None
    number, why = case.id or 0, _why(case, rule)
    session.add(
        CallDraw(case_id=number, claim=now, cycle=case.cycle, rule_id=rule.id or 0, why=why)
    )
    return why


def write_down(session: Session, case: Case, why: CallWhy | None, *, now: datetime) -> None:
    """Let the history of the case say what was drawn, if anything was."""
    if why is not None:
        record(session, case, Hand(CaseRole.SYS), "call_drawn", now=now, reason=why.value)


def _why(case: Case, rule: CallRule) -> CallWhy:
    entry = category(case.category)
    must = why_called(
        policy=case.policy.value,
        conduct=entry is not None and entry.conduct,
        returned=case.cycle > 1 or case.false_fixes > 0,
    )
    if must is not None:
        return must
    share = EVERY if rule.share is None else rule.share
    return CallWhy.SAMPLE if drawn(rule.key, case.id or 0, case.cycle, share) else CallWhy.BY_TEXT
