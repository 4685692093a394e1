"""Reads of one case for the desk: the whole page, whoever may see it."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from app.badges.models import Badge
from app.cases import clocks
from app.cases.conflicts import coded, roles_on, visible
from app.cases.due import time_left
from app.cases.history import desk_steps
from app.cases.models import Case
from app.cases.recoding.models import FirstPromise
from app.cases.sampling.models import CallDraw
from app.cases.sampling.queries import of_claim
from app.cases.shown import CasePage, StepRow
from app.cases.taking.models import TakenMessage
from app.cases.veil import readable, veils, week_start
from app.cases.verbs import verbs_for
from app.directory.models import Subject, Unit
from app.errors import Missing
from app.feedback.models import Contact, Feedback, Release
from app.people.models import Account
from app.rights import Person

__all__ = ["case_page"]

_NAMES = (
    *("unit_fa", "unit_en", "subject_fa", "subject_en", "subject_kind"),
    *("typed_code", "handler_fa", "handler_en"),
)


def case_page(session: Session, person: Person, code: str, *, now: datetime) -> CasePage:
    """Return one case for the desk; at most eight statements, however long its history.

    Raises:
        Missing: No such case, or none this person may know of.
    """
    row = session.execute(_page().where(coded(code), visible(person))).first()
    if row is None:
        raise Missing("unknown")
    case, contact, text, mood, written_in, release, taken, call_why, first, *names = row
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
        first_policy=first,
        call_why=call_why,
        written_in=written_in,
        role=roles[0] if roles else None,
        verbs=verbs_for(case, roles, person.id, has_contact=contact is not None),
        steps=tuple(
            _veiled(step, text, calendar.zone) if veiled else step
            for step in desk_steps(session, case.id)
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
            col(CallDraw.why),
            col(FirstPromise.policy),
            *blank(Unit, "name_fa", "name_en"),
            *blank(Subject, "name_fa", "name_en", "kind"),
            *blank(Badge, "typed_code"),
            *blank(Account, "name_fa", "name_en"),
        )
        .join(Feedback, col(Feedback.id) == col(Case.feedback_id))
        .outerjoin(Contact, col(Contact.feedback_id) == col(Case.feedback_id))
        .outerjoin(Release, col(Release.feedback_id) == col(Case.feedback_id))
        .outerjoin(TakenMessage, col(TakenMessage.feedback_id) == col(Case.feedback_id))
        .outerjoin(CallDraw, of_claim())
        .outerjoin(FirstPromise, col(FirstPromise.case_id) == col(Case.id))
        .outerjoin(Unit, col(Unit.id) == col(Case.unit_id))
        .outerjoin(Subject, col(Subject.id) == col(Case.subject_id))
        .outerjoin(Badge, col(Badge.id) == col(Feedback.badge_id))
        .outerjoin(Account, col(Account.id) == col(Case.handler_id))
    )
