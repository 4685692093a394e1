"""A small city for the tests of cases: two districts, a boss, a clerk, a station, a desk each."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from app.calendar import service as calendars
from app.cases import service
from app.cases.models import Case
from app.directory.models import Organisation, Subject, Unit
from app.feedback.models import Feedback
from app.feedback.rules import Channel, Identity, Kind
from app.notices.models import Notice
from app.people.models import Account, RoleGrant
from app.rights import Grant, Person, Role
from qr.codes import new_tracking_code
from tests.conftest import NOON

WORDS = "برای مهر نقشه سه روز معطل شدم\nجانشین هم نبود"
ANSWER = "مهر نقشهٔ شما امروز زده شد و آمادهٔ تحویل است."


@dataclass
class City:
    """Units, subjects and desks by the names tests speak of."""

    root: Unit
    district: Unit
    office: Unit
    other: Unit
    boss: Subject
    clerk: Subject
    colleague: Subject
    station: Subject
    desks: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["desks"][name]
        except KeyError:
            raise AttributeError(name) from None


def stored(session: Session, row):
    session.add(row)
    session.flush()
    return row


def make_city(session: Session) -> City:
    calendars.install(session)
    body = stored(session, Organisation(code="town", name_fa="شهر"))

    def unit(code: str, name: str, parent: Unit | None = None) -> Unit:
        row = stored(
            session,
            Unit(
                organisation_id=body.id,
                parent_id=parent.id if parent else None,
                code=code,
                code_folded=code,
                name_fa=name,
                name_en=code.title(),
            ),
        )
        row.path = f"{parent.path if parent else '/'}{row.id}/"
        return stored(session, row)

    def subject(code: str, name: str, home: Unit, kind: str = "employee") -> Subject:
        return stored(
            session,
            Subject(
                public_id=secrets.token_hex(8),
                kind=kind,
                organisation_id=body.id,
                unit_id=home.id,
                code=code,
                name_fa=name,
                search=name,
                created_at=NOON,
                changed_at=NOON,
            ),
        )

    root = unit("city", "شهرداری")
    district = unit("district", "منطقهٔ ۶", root)
    office = unit("office", "دفتر خدمات شهر", district)
    other = unit("other", "منطقهٔ ۷", root)
    boss = subject("0001", "مدیر منطقه", district)
    clerk = subject("0002", "کارمند باجه", office)
    colleague = subject("0003", "همکار باجه", office)
    station = subject("MS1", "ایستگاه تئاتر شهر", other, "metro_station")
    district.manager_subject_id = boss.id
    city = City(root, district, office, other, boss, clerk, colleague, station)
    city.desks = {
        "handler": desk(session, "handler", Role.HANDLER, office, boss),
        "second": desk(session, "second", Role.HANDLER, office, boss),
        "manager": desk(session, "manager", Role.UNIT_MANAGER, district, boss, who=boss),
        "team": desk(session, "team", Role.SPECIAL_TEAM, root),
        "inspector": desk(session, "inspector", Role.INSPECTOR, root),
        "outsider": desk(session, "outsider", Role.HANDLER, other),
        "clerk_desk": desk(session, "clerk", Role.HANDLER, office, boss, who=clerk),
        "root_handler": desk(session, "root_handler", Role.HANDLER, root),
    }
    return city


def desk(
    session: Session,
    name: str,
    role: Role,
    unit: Unit,
    boss: Subject | None = None,
    *,
    who: Subject | None = None,
) -> Person:
    account = stored(
        session,
        Account(
            public_id=secrets.token_hex(8),
            username=name,
            username_folded=name,
            name_fa=name,
            subject_id=who.id if who else None,
            created_at=NOON,
        ),
    )
    stored(session, RoleGrant(account_id=account.id, role=role, unit_id=unit.id, granted_at=NOON))
    return Person(
        account.id,
        name,
        name,
        (Grant(role, unit.id, unit.path),),
        subject_id=who.id if who else None,
        unit_path=unit.path if who else "",
        superiors=frozenset({boss.id} if boss else ()),
    )


def message(
    session: Session,
    about: Subject | None,
    *,
    category: str | None = "DLY",
    kind: Kind = Kind.COMPLAINT,
    wants: bool = True,
    identity: Identity = Identity.CONFIDENTIAL,
    text: str = WORDS,
    now: datetime = NOON,
) -> Feedback:
    return stored(
        session,
        Feedback(
            submission=secrets.token_hex(12),
            tracking_code=new_tracking_code(),
            subject_id=about.id if about else None,
            unit_id=about.unit_id if about else None,
            channel=Channel.QR,
            kind=kind,
            category=category,
            mood=1,
            text=text,
            text_folded=text,
            wants_answer=wants,
            identity=identity,
            created_at=now,
        ),
    )


def open_case(session: Session, city: City, about: Subject | None = None, **said) -> Case:
    """A complaint about the clerk, a day postponed, unless said otherwise."""
    case = open_maybe(session, about or city.clerk, **said)
    assert case is not None
    return case


def open_maybe(
    session: Session, about: Subject | None, now: datetime = NOON, **said
) -> Case | None:
    row = message(session, about, now=now, **said)
    unit = session.get(Unit, row.unit_id) if row.unit_id else None
    filed = service.Filing(
        feedback_id=row.id or 0,
        tracking_code=row.tracking_code,
        subject_id=row.subject_id,
        named_subject_id=about.id if about and about.kind == "employee" else None,
        unit_id=row.unit_id,
        unit_path=unit.path if unit else "",
        kind=row.kind,
        category=row.category,
        wants_answer=row.wants_answer,
        identity=row.identity,
        locale="fa",
        words=row.text,
    )
    return service.open(session, filed, now=now)


def told(session: Session) -> list[tuple[str, str]]:
    """Template and recipient of every notice, in order."""
    rows = session.exec(select(Notice).order_by(col(Notice.id))).all()
    return [(row.template, row.recipient) for row in rows]
