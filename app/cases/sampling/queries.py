"""Reads of the sample: the rule in force, its versions, the draw of a claim."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.cases.models import Case
from app.cases.sampling.models import CallDraw, CallRule
from app.cases.sampling.rules import EVERY, CallWhy
from app.directory.models import Organisation, Unit
from app.people.models import Account

__all__ = ["RULES_SHOWN", "RuleRow", "asked_by_text", "draw_of", "of_claim", "rule_for", "rules"]

RULES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One version of the rule as the settings show it; without names it is the city's."""

    organisation_id: int | None
    name_fa: str
    name_en: str
    share: int | None
    from_at: datetime
    reason: str
    by_fa: str
    by_en: str
    standing: str


def rule_for(session: Session, unit_id: int | None, at: datetime) -> CallRule | None:
    """Return the rule under which a claim of this unit is drawn; ``None``: every one is called.

    The rule of the unit's organisation goes before the city's, unless it leaves it to the city.
    """
    begun = select(CallRule).where(col(CallRule.from_at) <= at)
    newest = begun.order_by(col(CallRule.from_at).desc(), col(CallRule.id).desc()).limit(1)
    body = sa.select(col(Unit.organisation_id)).where(col(Unit.id) == unit_id).scalar_subquery()
    own = session.exec(newest.where(col(CallRule.organisation_id) == body)).first()
    if own is None or own.share is None:
        own = session.exec(newest.where(col(CallRule.organisation_id).is_(None))).first()
    return None if own is None or own.share == EVERY else own


def rules(session: Session, *, now: datetime) -> list[RuleRow]:
    """Return the versions of all rules, latest beginning first; one statement."""
    rows = session.execute(
        sa.select(
            CallRule,
            sa.func.coalesce(col(Organisation.name_fa), ""),
            sa.func.coalesce(col(Organisation.name_en), ""),
            sa.func.coalesce(col(Account.name_fa), ""),
            sa.func.coalesce(col(Account.name_en), ""),
        )
        .outerjoin(Organisation, col(Organisation.id) == col(CallRule.organisation_id))
        .outerjoin(Account, col(Account.id) == col(CallRule.set_by))
        .order_by(col(CallRule.from_at).desc(), col(CallRule.id).desc())
        .limit(RULES_SHOWN)
    )
    found, begun = [], set()
    for rule, name_fa, name_en, by_fa, by_en in rows:
        standing = "later" if rule.from_at > now else "past"
        if standing == "past" and rule.organisation_id not in begun:
            begun.add(rule.organisation_id)
            standing = "in_force"
        whose = (rule.organisation_id, name_fa, name_en)
        found.append(RuleRow(*whose, rule.share, rule.from_at, rule.reason, by_fa, by_en, standing))
    return found


def draw_of(session: Session, case: Case) -> CallDraw | None:
    """Return what was drawn for the newest claim of a case."""
    found = select(CallDraw).where(CallDraw.case_id == case.id, CallDraw.claim == case.answered_at)
    return session.exec(found).first()


def asked_by_text() -> ColumnElement[bool]:
    """Return the condition that the newest claim of a case is asked about by text alone."""
    own = aliased(CallDraw)
    return sa.exists().where(of_claim(own), col(own.why) == CallWhy.BY_TEXT)


def of_claim(drawn: type[CallDraw] = CallDraw) -> ColumnElement[bool]:
    """Return the condition that a draw is of the newest claim of a case."""
    return sa.and_(col(drawn.case_id) == col(Case.id), col(drawn.claim) == col(Case.answered_at))
