"""Decisions of the demo city, each at another place of the way.

The sample employee may answer one; one is under appeal; one waits for the second person; one is
a draft.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.directory.models import Employee, Subject, Unit
from app.people import passwords
from app.people import service as accounts
from app.people.models import Account
from app.people.queries import person_named
from app.people.slips import make_slip, open_slip, use_slip
from app.rights import Action, Person, Role, reach
from app.scores import queries as scores
from app.scores.decisions import appealing, drafting, signing
from app.scores.decisions.drafting import Draft, Evidence
from app.scores.decisions.looking import record_look
from app.scores.decisions.rules import EvidenceKind, Measure
from app.scores.rules import Band
from app.vault import Vault

__all__ = ["build_decisions"]

_TRAINING = (
    "در دو بازدید آبان‌ماه دیدم که برای مراجعان مسیر کار و مدارک لازم روشن گفته نمی‌شود "
    "و چند نفر دوباره برگشتند. دورهٔ دوروزهٔ پاسخ‌گویی را پیشنهاد می‌کنم "
    "تا راهنمای باجه را هم خودشان کامل کنند."
)
_TALK = (
    "با سرپرست باجه صحبت کردم و فهرست نوبت‌ها را دیدم؛ شلوغی صبح شنبه‌ها کار را عقب می‌اندازد. "
    "گفت‌وگو کافی است و جابه‌جایی یک نوبت به عصر، بی‌آنکه سابقه‌ای برای همکارمان بنویسیم."
)
_DRAFT = (
    "قدردانی‌های سه ماه گذشته و گفتهٔ دو همکار نشان می‌دهد که پیگیری کار مراجعان سالمند را "
    "خود ایشان آغاز کرده است. پیشنهاد می‌کنم نامهٔ تقدیر با رضایت خودشان نوشته شود."
)
_WARNING = (
    "در چهار بازدید پنج هفتهٔ گذشته سه بار دیدم که مراجع بی‌پاسخ به باجهٔ دیگر فرستاده شد "
    "و پروندهٔ او ثبت نشد. پس از گفت‌وگوی مهرماه هم همین تکرار شد؛ اخطار کتبی همراه با "
    "برنامهٔ همراهی دوماهه را پیشنهاد می‌کنم."
)
_CALM = "سامانهٔ نوبت دو بار قطع بود و من مراجعان را به باجه‌ای فرستادم که کار می‌کرد."
_WEIGHED = "قطعی سامانه را از فناوری پرسیدم؛ یک روز از سه روز را توضیح می‌دهد و دو روز دیگر را نه."
_FOUR = Evidence(
    EvidenceKind.OBSERVATION,
    "بازدید ۳، ۱۰، ۱۷ و ۲۴ آبان",
    "در سه بازدید از چهار بازدید ثبت نشده بود",
)
_TALKED = Evidence(
    EvidenceKind.RECORD, "گفت‌وگوی ۱۲ مهر", "صورت‌جلسه را هر دو امضا کرده‌ایم؛ قرار ثبت همان‌روز بود"
)
_VISIT = Evidence(
    EvidenceKind.OBSERVATION, "بازدید ۱۲ آبان", "صورت‌جلسهٔ دو بازدید همراه سرپرست باجه"
)
_QUEUE = Evidence(
    EvidenceKind.DOCUMENT, "گزارش نوبت‌دهی", "زمان انتظار صبح شنبه دو برابر روزهای دیگر است"
)
_WORD = Evidence(
    EvidenceKind.WITNESS, "دو همکار باجه", "هر دو نمونه‌هایی از پیگیری تا پایان کار گفتند"
)
_CONSIDERED = "پاسخ همکارمان را خواندم؛ شلوغی صبح را درست می‌گوید و همین را در برنامه آوردم."
_APPEAL = "گفت‌وگو را می‌پذیرم، ولی جابه‌جایی نوبت به عصر با برنامهٔ نگه‌داری فرزندم نمی‌خواند."


def build_decisions(session: Session, vault: Vault, *, now: datetime) -> None:
    """Write four decisions as a real desk would; the same on every run."""
    hr, own = (person_named(session, role.value) for role in (Role.HR_REVIEWER, Role.EMPLOYEE))
    other = _second_reviewer(session, now)
    _training(session, hr, own, now - timedelta(days=2))
    appellant, third = _colleagues(session, own)
    _talk(session, vault, hr, appellant, now - timedelta(days=6))
    _warning(session, vault, other, now - timedelta(days=9))
    written = Draft(Measure.PRAISE, _DRAFT, (_WORD,))
    drafting.draft(session, hr, third.public_id, written, now=now - timedelta(hours=5))


def _training(session: Session, hr: Person, own: Person, at: datetime) -> None:
    subject = session.get_one(Subject, own.subject_id)
    record_look(session, hr, subject.public_id, "score", now=at)
    written = Draft(Measure.TRAINING, _TRAINING, (_VISIT,))
    decision = drafting.draft(session, hr, subject.public_id, written, now=at)
    drafting.tell(session, hr, decision.number, now=at + timedelta(hours=1))


def _talk(session: Session, vault: Vault, hr: Person, subject: Subject, at: datetime) -> None:
    person = _open_account(session, vault, subject, at)
    record_look(session, hr, subject.public_id, "score", now=at)
    decision = drafting.draft(
        session, hr, subject.public_id, Draft(Measure.TALK, _TALK, (_QUEUE,)), now=at
    )
    number = decision.number
    drafting.tell(session, hr, number, now=at)
    said = "صبح شنبه‌ها دو نفر کم داریم؛ تأخیرها از همان‌جاست."
    signing.state_own(session, person, number, words=said, now=at + timedelta(days=1))
    signing.confirm(session, hr, number, considered=_CONSIDERED, now=at + timedelta(days=2))
    appealing.appeal_decision(session, person, number, words=_APPEAL, now=at + timedelta(days=3))


def _warning(session: Session, vault: Vault, writer: Person, at: datetime) -> None:
    """Bring an adverse step on a usable score as far as the second person."""
    found = scores.attention(session, reach(writer, Action.DECIDE))
    low = next((one for one in found if one.shown.band is Band.USABLE), None)
    if low is None:
        return
    person = _open_account(session, vault, session.get_one(Subject, low.subject_id), at)
    record_look(session, writer, low.public_id, "score", now=at)
    written = Draft(Measure.WARNING, _WARNING, (_FOUR, _TALKED))
    number = drafting.draft(session, writer, low.public_id, written, now=at).number
    drafting.tell(session, writer, number, now=at + timedelta(hours=2))
    signing.state_own(session, person, number, words=_CALM, now=at + timedelta(days=3))
    signing.confirm(session, writer, number, considered=_WEIGHED, now=at + timedelta(days=7))


def _open_account(session: Session, vault: Vault, subject: Subject, at: datetime) -> Person:
    """Open an employee's account as the person does: with the slip of the badge."""
    employee = session.get_one(Employee, subject.id)
    account = accounts.create_account(
        session,
        employee.personnel_number,
        name_fa=subject.name_fa,
        name_en=subject.name_en,
        subject_id=subject.id,
        actor_id=None,
        now=at,
    )
    accounts.grant_role(session, account, Role.EMPLOYEE, subject.unit_id, actor_id=None, now=at)
    code = make_slip(session, vault, account, actor_id=None, now=at)
    opened = open_slip(session, vault, employee.personnel_number, code, now=at)
    account = use_slip(session, opened.link_id, now=at)
    secret = passwords.hashed("Firouzeh-colleague-1405")
    accounts.set_password(session, account, secret, actor_id=account.id, now=at)
    return person_named(session, account.username)


def _second_reviewer(session: Session, now: datetime) -> Person:
    whole = accounts.whole_city(session, "شهر تهران", "City of Tehran")
    account = accounts.create_account(
        session,
        "hr_second",
        name_fa="پروین صالحی",
        name_en="Parvin Salehi",
        actor_id=None,
        now=now,
    )
    secret = passwords.hashed("Firouzeh-hr_second-1405")
    accounts.set_password(session, account, secret, actor_id=None, now=now)
    accounts.grant_role(session, account, Role.HR_REVIEWER, whole.id or 0, actor_id=None, now=now)
    return person_named(session, account.username)


def _colleagues(session: Session, own: Person) -> tuple[Subject, Subject]:
    """Return two colleagues of the sample employee's unit who lead nobody and have no account."""
    found = session.exec(
        select(Subject)
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .join(Employee, col(Employee.subject_id) == col(Subject.id))
        .outerjoin(Account, col(Account.subject_id) == col(Subject.id))
        .where(
            Unit.path == own.unit_path,
            col(Unit.manager_subject_id).is_distinct_from(Subject.id),
            col(Account.id).is_(None),
        )
        .order_by(col(Subject.id))
        .limit(2)
    ).all()
    return found[0], found[1]
