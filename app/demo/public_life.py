"""What the public sees and reports in the demo city: kiosks, published actions, false badges."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.badges.kiosks.service import set_up
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.badges.service import replace, revoke
from app.badges.suspicion.folding import fold
from app.badges.suspicion.marking import mark
from app.badges.suspicion.models import SuspiciousCode
from app.badges.suspicion.reporting import Report, report
from app.badges.suspicion.rows import Sight
from app.badges.suspicion.rules import ReportReason, SuspicionState
from app.badges.suspicion.spool import Seen
from app.badges.suspicion.spreading import lay_spread
from app.cases.publishing.service import Sentence, publish
from app.demo.shown import STATION
from app.directory.models import Subject
from app.people.models import Account
from app.rights import Role
from qr.key_ring import KeyRing

__all__ = ["live_in_public"]

_ROOTS = ("/",)
_ACTIONS = (
    ("پله‌برقی ورودی شمالی چند روز کار نمی‌کرد.",
     "قطعهٔ خراب عوض شد و از این پس گروه تعمیر هر دو هفته یک بار آن را بازدید می‌کند.",
     "The escalator at the north entrance stood still for days.",
     "The broken part was replaced; a team now checks it every two weeks."),
    ("در ساعت شلوغ، صف بلیت بسیار دراز بود.",
     "از ساعت ۷ تا ۹ و ۱۶ تا ۱۹ یک باجهٔ دیگر هم باز است.",
     "In the rush hour the queue for tickets was very long.",
     "A second window is open from 7 to 9 and from 16 to 19."),
    ("تابلوی خروجی‌ها خوب دیده نمی‌شد.",
     "تابلوها با حروف درشت و چراغ تازه نصب شد.",
     "The signs to the exits were hard to see.",
     "New signs with larger letters and light were put up."),
)  # fmt: skip


def live_in_public(session: Session, ring: KeyRing, *, now: datetime) -> None:
    """Let the city publish, set up kiosks and hear of false badges; through the services."""
    actors = {
        account.username: account.id or 0
        for account in session.exec(select(Account).where(col(Account.subject_id).is_(None)))
    }
    manager = actors.get(Role.FACILITY_MANAGER, 1)
    officer = actors.get(Role.ISSUING_OFFICER, 1)
    station = _badge(session, STATION)
    for number, (said_fa, done_fa, said_en, done_en) in enumerate(_ACTIONS):
        publish(
            session, STATION, Sentence(said_fa, done_fa, said_en, done_en),
            roots=_ROOTS, actor_id=manager, now=now - timedelta(days=40 - 16 * number),
        )  # fmt: skip
    for label in ("سالن ورودی شمالی، کنار پله‌برقی", "سکوی خط ۴"):
        set_up(session, station.typed_code, label, roots=_ROOTS, actor_id=officer, now=now)
    _false_badges(session, ring, station, officer, now)


def _false_badges(
    session: Session, ring: KeyRing, station: Badge, officer: int, now: datetime
) -> None:
    hour, week = now.replace(minute=0, second=0, microsecond=0), timedelta(days=7)
    lost, spoiled, spread = _employees(session)
    revoke(session, lost.serial, "lost", actor_id=officer, now=now - week)
    replace(session, ring, lost.serial, actor_id=officer, now=now - week)
    replace(session, ring, spoiled.serial, actor_id=officer, now=now - week, reason="spoiled")
    seen = [
        Seen(f"s{lost.serial}", f"n{n % 3}", hour - timedelta(hours=n), 1 + n % 3, now)
        for n in range(1, 9)
    ]
    seen += [Seen("t00000000000748a1", f"n{n}", hour, 4 - n, now) for n in range(3)]
    seen += [Seen("n482105773", "n1", hour - timedelta(days=2), 2, now - timedelta(days=2))]
    seen += [Seen(f"s{spoiled.serial}", "n5", hour - week, 1, now - week)]
    fold(session, seen, now=now)
    for number, (reason, place, text) in enumerate(
        (
            (ReportReason.STICKER, "درِ شمالی، کنار نرده",
             "روی نشان اصلی برچسب دیگری چسبانده‌اند که نشانی‌اش فرق دارد."),
            (ReportReason.STICKER, "سکوی خط ۳", ""),
        )
    ):  # fmt: skip
        said = Report(f"demo-sticker-{number}", reason, serial=station.serial, place=place,
                      text=text, network=f"n{number}")  # fmt: skip
        report(session, said, now=now - timedelta(hours=3 - number))
    stranger = Report("demo-person", ReportReason.NOT_PERSON, serial=lost.serial,
                      place="جلوی پارکینگ", text="کسی با این کارت پول پارک می‌گرفت.")  # fmt: skip
    report(session, stranger, now=now - timedelta(hours=5))
    lay_spread(session, spread.id or 0, networks=34, usual=5, now=now - timedelta(hours=4))
    row = session.exec(
        select(SuspiciousCode).where(SuspiciousCode.code == spoiled.typed_code)
    ).one()
    mark(session, row.public_id, SuspicionState.HARMLESS, note="کارت کهنه در کشوی خود کارمند بود.",
         sight=Sight(_ROOTS, words=True), actor_id=officer, now=now)  # fmt: skip


def _badge(session: Session, code: str) -> Badge:
    found = (
        select(Badge)
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .where(Subject.code == code, Badge.status == BadgeStatus.ACTIVE)
    )
    return session.exec(found).one()


def _employees(session: Session) -> tuple[Badge, Badge, Badge]:
    found = (
        select(Badge)
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .outerjoin(Account, col(Account.subject_id) == col(Subject.id))
        .where(
            Subject.kind == "employee",
            Badge.status == BadgeStatus.ACTIVE,
            col(Account.id).is_(None),
        )
        .order_by(col(Badge.id).desc())
        .limit(3)
    )
    lost, spoiled, spread = session.exec(found).all()
    return lost, spoiled, spread
