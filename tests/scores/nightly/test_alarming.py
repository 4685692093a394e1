"""Growth alarms in the product: told once, and a whole unit's fall is the unit's."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlmodel import select

from app.notices.models import Notice
from app.people.models import Account, RoleGrant
from app.rights import Role
from app.scores.engine.alarms import Alarm
from app.scores.engine.settings import DAY, Settings
from app.scores.engine.unit_shifts import UnitAlarm
from app.scores.models import GrowthAlarm
from app.scores.nightly.alarming import store_alarms
from app.scores.nightly.answers import Directory
from app.scores.nightly.telling import tell_alarms
from tests.conftest import NOON
from tests.feedback.making import make_subject, make_unit
from tests.feedback.making import stored as stored_row
from tests.scores.nights import night
from tests.scores.stored_city import make_account

NOW = int(NOON.timestamp())


@pytest.fixture
def desk(session):
    unit = make_unit(session)
    return unit, make_subject(session, unit, public_id="P1"), night(session)


def outcome(*, alarms=(), unit_alarms=()):
    events = SimpleNamespace(subjects=["P1"], units=["u1"])
    return SimpleNamespace(
        alarms=list(alarms), unit_alarms=list(unit_alarms), events=events, settings=Settings()
    )


def stored(session, desk, found, *, now=NOON):
    unit, clerk, run = desk
    known = Directory({}, {}, {"P1": clerk.id}, {"u1": unit.id})
    return store_alarms(session, run.id, found, known, now=now)


def fall(days: float) -> Alarm:
    return Alarm(0, NOW - round(days * DAY), NOW - round((days + 20) * DAY), 17.4, 0.03)


def test_a_fall_is_told_once_though_every_night_finds_it_again(session, desk):
    first = stored(session, desk, outcome(alarms=[fall(3)]))
    again = stored(session, desk, outcome(alarms=[fall(4)]), now=NOON + timedelta(days=1))

    assert ([one.points for one in first], again) == ([17.4], [])


def test_another_fall_after_the_rest_is_another_alarm(session, desk):
    stored(session, desk, outcome(alarms=[fall(120)]))

    assert len(stored(session, desk, outcome(alarms=[fall(120), fall(3)]))) == 1


def test_what_fell_long_ago_is_no_news(session, desk):
    assert stored(session, desk, outcome(alarms=[fall(200)])) == []


def test_a_unit_that_fell_together_is_alarmed_and_none_of_its_people(session, desk):
    found = outcome(unit_alarms=[UnitAlarm(0, NOW - DAY, 6, 11)])

    stored(session, desk, found)

    rows = session.exec(select(GrowthAlarm)).all()
    assert [(row.subject_id, row.unit_id, row.fallen, row.staff) for row in rows] == [
        (None, desk[0].id, 6, 11)
    ]


def test_hr_learns_of_a_person_and_the_unit_of_itself(session, desk):
    unit, *_ = desk
    other = make_unit(session, "far")
    people = {
        "hr": (Role.HR_REVIEWER, unit),
        "manager": (Role.UNIT_MANAGER, unit),
        "elsewhere": (Role.HR_REVIEWER, other),
    }
    for name, (role, where) in people.items():
        account = make_account(session, name)
        stored_row(
            session,
            RoleGrant(account_id=account.id, role=role, unit_id=where.id, granted_at=NOON),
        )
    fell = stored(session, desk, outcome(alarms=[fall(3)]))
    together = stored(session, desk, outcome(unit_alarms=[UnitAlarm(0, NOW - DAY, 6, 11)]))

    assert tell_alarms(session, fell, now=NOON) == 1
    assert tell_alarms(session, together, now=NOON) == 2
    assert tell_alarms(session, [*fell, *together], now=NOON) == 0

    names = {f"account:{one.id}": one.username for one in session.exec(select(Account))}
    told = session.exec(select(Notice.template, Notice.recipient)).all()
    assert sorted((template, names[who]) for template, who in told) == [
        ("S29", "hr"),
        ("S30", "hr"),
        ("S30", "manager"),
    ]
