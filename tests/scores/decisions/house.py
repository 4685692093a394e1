"""A small city for decisions: an employee with an account, two HR reviewers, an appeal reviewer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from app.calendar import service as calendar
from app.directory import service as directory
from app.directory.models import Subject, Unit
from app.notices.models import Notice
from app.people import queries as people
from app.people import service as accounts
from app.people.service import grant_role
from app.rights import Person, Role
from app.scores.decisions import drafting, signing
from app.scores.decisions.drafting import Draft, Evidence
from app.scores.decisions.models import Decision
from app.scores.decisions.rules import EvidenceKind, Measure
from tests.conftest import NOON
from tests.scores.nights import night

REASONS = (
    "در سه بازدید جداگانه دیدم که پروندهٔ مراجعان بی‌دلیل به روز بعد سپرده شد "
    "و راهنمایی روشنی داده نشد؛ "
    "گفت‌وگوی دو ماه پیش هم تغییری نیاورد."
)
OTHER = (
    "پس از خواندن گزارش آموزش و گفت‌وگو با سرپرست به این نتیجه رسیدم "
    "که دورهٔ تازهٔ پاسخ‌گویی لازم است و "
    "برنامهٔ آن را با خود ایشان می‌چینیم."
)
EVIDENCE = (Evidence(EvidenceKind.OBSERVATION, "۱۴۰۵/۷۷", "صورت‌جلسهٔ سه بازدید در آبان"),)
WORDS = "این را با دقت خواندم و در نظر گرفتم."
LATER = NOON + timedelta(days=30)
TEN_DAYS = datetime.fromisoformat("2026-12-03T08:30:00+00:00")  # Thursday 1405-09-12, 12:00


@dataclass
class House:
    """Units and people by the names tests speak of."""

    root: Unit
    desk: Unit
    chief: Subject
    clerk: Subject
    hr: Person
    other_hr: Person
    reviewer: Person
    own: Person


def make_house(session: Session, **score: float) -> House:
    directory.install(session)
    calendar.install(session)
    town = directory.add_organisation(session, "town", "شهر نمونه").id or 0
    root = directory.add_unit(session, town, "100", "شهرداری", name_en="Municipality")
    desk = directory.add_unit(session, town, "101", "دبیرخانه", name_en="Desk", parent=root)
    chief, clerk = (
        directory.add_employee(session, desk, number=n, first_fa="مریم", last_fa=last, now=NOON)
        for n, last in (("0011", "نوری"), ("0012", "حسینی"))
    )
    directory.set_manager(session, desk, chief)
    night(session, (clerk, {"score": 40.0, "flagged": True, **score}))
    people_ = [
        person(session, "hr", Role.HR_REVIEWER, root),
        person(session, "hr2", Role.HR_REVIEWER, root),
        person(session, "appeals", Role.APPEAL_REVIEWER, root),
        person(session, "0012", Role.EMPLOYEE, desk, clerk),
    ]
    return House(root, desk, chief, clerk, *people_)


def person(
    session: Session, name: str, role: Role, unit: Unit, subject: Subject | None = None
) -> Person:
    account = accounts.create_account(
        session,
        name,
        name_fa=f"نام {name}",
        name_en=f"Name {name}",
        subject_id=subject.id if subject else None,
        actor_id=None,
        now=NOON,
    )
    accounts.set_password(session, account, "hash", actor_id=None, now=NOON)
    grant_role(session, account, role, unit.id or 0, actor_id=None, now=NOON)
    return people.person_named(session, name)


def draft(
    session: Session, house: House, measure: Measure = Measure.WARNING, reasons: str = REASONS
) -> Decision:
    written = Draft(measure, reasons, EVIDENCE)
    return drafting.draft(session, house.hr, house.clerk.public_id, written, now=NOON)


def in_force(session: Session, house: House, measure: Measure = Measure.WARNING) -> Decision:
    """Take a decision the whole way."""
    decision = draft(session, house, measure)
    number = decision.number
    drafting.tell(session, house.hr, number, now=NOON)
    signing.state_own(session, house.own, number, words="من سه روز مرخصی بودم.", now=NOON)
    if not signing.confirm(session, house.hr, number, considered=WORDS, now=NOON):
        signing.second(session, house.other_hr, number, words=WORDS, now=NOON)
    return decision


def told(session: Session) -> list[tuple[str, str]]:
    """Return every notice with whom it is for."""
    return sorted((n.template, n.recipient) for n in session.exec(select(Notice)))
