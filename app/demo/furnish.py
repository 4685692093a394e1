"""What makes the demo's desks look used: ready answers, saved views, calls and a letter."""

import json
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from app.calendar.queries import working_calendar
from app.calendar.rules import WorkingCalendar, working_time
from app.cases import service as cases
from app.cases.desk import canned
from app.cases.desk.rules import Purpose
from app.cases.desk.saved import save_view
from app.cases.filters import read_filters
from app.cases.rules import Remedy
from app.cases.sampling.service import set_rule
from app.cases.taking.rules import Medium
from app.demo.many_voices import put_right, raise_voices
from app.directory.models import Subject
from app.feedback.models import Feedback
from app.feedback.rules import Channel, Identity, Kind
from app.feedback.words import Words
from app.intake.submission import Purpose as KeyPurpose
from app.intake.submission import Submission
from app.intake.taking.queries import About, about_subject
from app.intake.taking.service import Slip, take
from app.people.queries import person_named
from app.rights import Person, Role
from app.vault import Vault

__all__ = ["furnish_desks"]

_KINDS = {"person": "employee", "place": "park", "office": "service_office"}
_DATA = Path(__file__).with_name("ready.json")


def furnish_desks(session: Session, vault: Vault, *, now: datetime, zone: ZoneInfo) -> None:
    """Put ready answers, views and the last calls on the desks of the demo city."""
    data: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    team = person_named(session, Role.SPECIAL_TEAM.value)
    for one in data["answers"]:
        canned.reword(session, _ready(one), by=team, now=now - timedelta(days=90))
    for role in (Role.HANDLER, Role.SPECIAL_TEAM):
        person = person_named(session, role.value)
        for name, query in data["views"]:
            pairs = dict(part.split("=") for part in query.split("&"))
            save_view(session, name, read_filters(pairs), by=person, now=now)
    for number, one in enumerate(data["calls"]):
        at = now - timedelta(minutes=one.get("ago", 95 - 25 * number))
        if "used" in one:
            at = _since(working_calendar(session), one["used"], now)
        _call(session, one, vault, at, zone)
        if "answer" in one:
            _claim(session, one, by=team, now=at + timedelta(minutes=70))
        if "belongs" in one:
            right = (one["text"], one["belongs"], one["why"])
            put_right(session, *right, by=team, now=at + timedelta(minutes=12))
    raise_voices(session, now=now)
    _call_fewer_next_month(session, now=now)


def _call_fewer_next_month(session: Session, *, now: datetime) -> None:
    """Write down who is called: everybody now, of the parks' citizens a sample in a month.

    A sample in force would make the demo's calls a matter of chance.
    """
    by = person_named(session, Role.ADMINISTRATOR.value)
    parks = select(Subject.organisation_id).where(Subject.kind == "park")
    rules: tuple[tuple[int | None, int, int, str], ...] = (
        (None, 100, 0, "در شش ماه نخست، دربارهٔ همهٔ کارها تماس گرفته می‌شود."),
        (session.exec(parks).first(), 40, 30, "در بوستان‌ها بیشتر موارد نظافت است و نمونه بس است."),
    )
    for organisation_id, share, days, reason in rules:
        set_rule(session, organisation_id=organisation_id, share=share, reason=reason,
                 from_at=now + timedelta(days=days), by=by, now=now)  # fmt: skip


def _ready(one: dict[str, str]) -> canned.Ready:
    remedy = one.get("remedy")
    return canned.Ready(
        name_fa=one["name_fa"],
        name_en=one["name_en"],
        text_fa=one["text_fa"],
        text_en=one["text_en"],
        purpose=Purpose(one["purpose"]),
        category=one["category"],
        remedy=Remedy(remedy) if remedy else None,
    )


def _call(
    session: Session, one: dict[str, Any], vault: Vault, at: datetime, zone: ZoneInfo
) -> None:
    medium = Medium(one["medium"])
    letters = "".join(secrets.choice("abcdefghijklmnop") for _ in range(16))
    key = Submission(KeyPurpose.CITY, "0" * 10, Channel.PHONE, at - timedelta(minutes=4), letters)
    started = at - timedelta(minutes=6) if medium is Medium.CALL else None
    words = Words(
        kind=Kind.COMPLAINT,
        category=one["category"],
        text=one["text"],
        wants_answer=True,
        identity=Identity.CONFIDENTIAL,
        phone="+989120000137",
    )
    take(
        session,
        key,
        _about(session, one["about"]),
        words,
        Slip(medium, one["line"], one["reference"], started),
        by=person_named(session, Role.OPERATOR.value),
        vault=vault,
        now=at,
        zone=zone,
    )


def _claim(session: Session, one: dict[str, Any], *, by: Person, now: datetime) -> None:
    """Say that what was told by telephone is fixed, so that a verifier has whom to call."""
    told = select(Feedback.tracking_code).where(col(Feedback.text) == one["text"])
    for code in session.exec(told).all():
        cases.claim_fixed(
            session, code, remedy=Remedy.CORRECTED, answer=one["answer"], by=by, now=now
        )


def _since(hours: WorkingCalendar, minutes: int, now: datetime) -> datetime:
    """Return an instant from which so many working minutes have passed: late, but not too late."""
    at = now
    while working_time(hours, at, now) < timedelta(minutes=minutes):
        at -= timedelta(minutes=15)
    return at


def _about(session: Session, whom: str) -> About:
    wanted = Subject.kind == _KINDS[whom]
    found = select(Subject.public_id).where(wanted).order_by(col(Subject.id)).limit(1)
    public_id = session.exec(found).first()
    return (about_subject(session, public_id) if public_id else None) or About()
