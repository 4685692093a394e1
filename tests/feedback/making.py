"""Small factories of what feedback stands on: a unit, a desk, a tap."""

import secrets
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from app.directory.models import Employee, Organisation, Subject, Unit
from app.feedback.models import Feedback
from app.feedback.rules import Channel, Kind
from app.feedback.service import Rating
from app.feedback.words import Words, put_words
from app.vault import Vault

TEHRAN = ZoneInfo("Asia/Tehran")
NOON = datetime(2026, 11, 22, 8, 40, tzinfo=UTC)  # Sunday 1405-09-01, 12:10 in Tehran
VAULT = Vault.fresh()


def stored(session: Session, row):
    session.add(row)
    session.flush()
    return row


def make_unit(session: Session, code: str = "u1", *, name_fa: str = "شهرداری منطقهٔ ۶") -> Unit:
    body = stored(session, Organisation(code=f"o-{code}", name_fa="شهرداری"))
    unit = stored(
        session,
        Unit(
            organisation_id=body.id,
            code=code,
            code_folded=code,
            name_fa=name_fa,
            name_en="District 6",
        ),
    )
    unit.path = f"/{unit.id}/"
    return stored(session, unit)


def make_subject(session: Session, unit: Unit, **fields) -> Subject:
    known = {
        "public_id": secrets.token_hex(8),
        "kind": "employee",
        "code": secrets.token_hex(4),
        "name_fa": "مریم سادات حسینی‌نژاد",
        "name_en": "Maryam Sadat Hosseininejad",
        "organisation_id": unit.organisation_id,
        "unit_id": unit.id,
        "site": "D6",
        "service_type": None,
        "created_at": NOON,
        "changed_at": NOON,
    }
    return stored(session, Subject(**known | fields))


def make_employee(session: Session, unit: Unit) -> Subject:
    subject = make_subject(session, unit)
    stored(
        session,
        Employee(
            subject_id=subject.id,
            organisation_id=unit.organisation_id,
            personnel_number=subject.code,
            first_name_fa="مریم سادات",
            last_name_fa="حسینی‌نژاد",
            job_title="کارشناس صدور پروانه",
        ),
    )
    return subject


def tap(subject: Subject | None, mood: int | None = 4, **fields) -> Rating:
    known = {
        "submission": secrets.token_hex(8),
        "channel": Channel.QR,
        "mood": mood,
        "subject_id": subject.id if subject else None,
        "unit_id": subject.unit_id if subject else None,
    }
    return Rating(**known | fields)


def words(text: str = "سه روز پشت سر هم گفتند فردا بیایید.", **fields) -> Words:
    return Words(**{"kind": Kind.COMPLAINT, "text": text} | fields)


def follow_up(session: Session, submission: str, said: Words, *, now: datetime = NOON) -> Feedback:
    """Put words on the tap of this form, as the citizen does on the page of thanks."""
    row = session.exec(select(Feedback).where(Feedback.submission == submission)).one()
    put_words(session, row, said, vault=VAULT, now=now, zone=TEHRAN)
    return row
