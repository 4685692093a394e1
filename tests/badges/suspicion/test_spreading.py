"""A working badge that spreads stands before the desk with both numbers, and is told once a day."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.badges.suspicion.marking import mark
from app.badges.suspicion.models import SuspiciousCode
from app.badges.suspicion.queries import codes
from app.badges.suspicion.rows import CodeRow, Sight, Wanted
from app.badges.suspicion.rules import SuspicionKind, SuspicionState
from app.badges.suspicion.spreading import lay_spread
from app.notices.models import Notice
from app.rights import Role
from tests.badges.city import City, badge_of, issue, make_city
from tests.badges.suspicion.test_watching import officer
from tests.conftest import NOON

ALL = Sight(("/",), words=True)
DAY = timedelta(days=1)


@pytest.fixture
def city(session: Session) -> City:
    made = make_city(session)
    issue(session)
    return made


def spread(session: Session, city: City, networks: int = 34, *, after: timedelta = DAY * 0) -> int:
    badge = badge_of(session, city.station).id or 0
    row = lay_spread(session, badge, networks=networks, usual=5, now=NOON + after)
    assert row is not None
    return row.id or 0


def listed(session: Session) -> CodeRow:
    (row,) = codes(session, Wanted(ALL, spread=True))
    return row


def test_it_is_listed_as_working_with_both_numbers_and_as_nothing_else(
    session: Session, city: City
) -> None:
    spread(session, city)

    row = listed(session)
    assert (row.kind, row.networks, row.usual) == (SuspicionKind.WORKING, 34, 5)
    assert (row.scans, row.reports, row.spread_at) == (0, 0, NOON)


def test_the_issuing_desk_and_the_manager_are_told_once_a_day(session: Session, city: City) -> None:
    near = officer(session, Role.FACILITY_MANAGER, city.south, "near")
    desk = officer(session, Role.ISSUING_OFFICER, city.root, "desk")

    for minutes in (0, 10, 20):
        spread(session, city, after=timedelta(minutes=minutes))

    told = session.exec(select(Notice.recipient).where(Notice.template == "S13")).all()
    assert sorted(told) == sorted([f"account:{near}", f"account:{desk}"])


def test_what_the_desk_said_stands_for_the_day_and_a_new_day_asks_again(
    session: Session, city: City
) -> None:
    spread(session, city)
    public_id = session.exec(select(SuspiciousCode.public_id)).one()
    mark(session, public_id, SuspicionState.HARMLESS, note="", sight=ALL, actor_id=1, now=NOON)

    spread(session, city, 40, after=timedelta(minutes=10))
    assert (listed(session).state, listed(session).networks) == (SuspicionState.HARMLESS, 40)

    spread(session, city, 21, after=2 * DAY)
    assert (listed(session).state, listed(session).networks) == (SuspicionState.NEW, 21)


@pytest.mark.usefixtures("city")
def test_a_badge_that_is_gone_is_no_row(session: Session) -> None:
    assert lay_spread(session, 0, networks=34, usual=5, now=NOON) is None
    assert codes(session, Wanted(ALL)) == []
