"""Failed scans become sums, reports reach the desk, and several of them tell those responsible."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from app import clock
from app.badges import service as badges
from app.badges.models import Badge
from app.badges.suspicion import folding
from app.badges.suspicion.folding import fold, forget
from app.badges.suspicion.marking import mark
from app.badges.suspicion.models import SuspicionReport, SuspicionScan, SuspiciousCode
from app.badges.suspicion.page_query import code_page
from app.badges.suspicion.queries import codes, counts
from app.badges.suspicion.reporting import Report, report
from app.badges.suspicion.rows import Sight, Wanted
from app.badges.suspicion.rules import ReportReason, SuspicionKind, SuspicionState
from app.badges.suspicion.spool import Seen, Spool
from app.errors import Missing
from app.notices.models import Notice
from app.people import service as people
from app.rights import Role
from tests.badges.city import City, badge_of, issue, make_city
from tests.conftest import NOON
from tests.statements import statements

HOUR = NOON.replace(minute=0)
ALL = Sight(("/",), words=True)


@pytest.fixture
def city(session: Session) -> City:
    made = make_city(session)
    issue(session)
    return made


def seen(code: str, network: str = "n1", count: int = 1, hours: int = 0) -> Seen:
    at = NOON - timedelta(hours=hours)
    return Seen(code, network, HOUR - timedelta(hours=hours), count, at)


def of_station(session: Session, city: City) -> Badge:
    return badge_of(session, city.station)


def said(number: int, **fields: str) -> Report:
    return Report(f"nonce-{number}", ReportReason.STICKER, **fields)  # type: ignore[arg-type]


def rows(session: Session, **asked: object) -> list[tuple[str, str, int, int]]:
    found = codes(session, Wanted(ALL, **asked))  # type: ignore[arg-type]
    return [(row.code, row.kind.value, row.scans, row.reports) for row in found]


def officer(session: Session, role: Role, unit: object, name: str) -> int:
    account = people.create_account(session, name, name_fa=name, actor_id=None, now=NOON)
    people.grant_role(session, account, role, unit.id, actor_id=None, now=NOON)  # type: ignore[attr-defined]
    return account.id or 0


def test_failed_scans_are_summed_by_code_network_and_hour(session: Session, city: City) -> None:
    badge = of_station(session, city)

    fold(session, [seen(f"s{badge.serial}", count=2), seen("t" + "0" * 15 + "7")], now=NOON)
    fold(session, [seen(f"s{badge.serial}", "n2"), seen(f"s{badge.serial}", "n2")], now=NOON)

    known, strange = sorted(rows(session), key=lambda row: row[0].startswith("t"))
    assert known == (badge.typed_code, "working", 4, 0)
    assert strange == ("t" + "0" * 15 + "7", "forged", 1, 0)
    here = select(SuspicionScan.network, SuspicionScan.count).order_by(SuspicionScan.network)
    assert ("n1", 2) in session.exec(here).all()
    assert ("n2", 2) in session.exec(here).all()


@pytest.mark.usefixtures("city")
def test_a_typed_number_nobody_has_is_told_by_its_digits(session: Session) -> None:
    fold(session, [seen("n123456786", count=3)], now=NOON)

    assert rows(session) == [("123456786", "unknown", 3, 0)]


def test_what_a_badge_is_worth_now_names_the_kind(session: Session, city: City) -> None:
    badge = of_station(session, city)
    badges.revoke(session, badge.serial, reason="lost", actor_id=None, now=NOON)

    fold(session, [seen(f"s{badge.serial}")], now=NOON)

    assert rows(session) == [(badge.typed_code, "revoked", 1, 0)]


@pytest.mark.usefixtures("city")
def test_a_flood_of_strange_codes_is_bounded(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "STRANGE_AN_HOUR", 3)
    monkeypatch.setattr(folding, "NETWORKS_AN_HOUR", 2)

    fold(session, [seen(f"t{n:016x}", f"n{n}") for n in range(1, 9)], now=NOON)
    fold(session, [seen("t" + "0" * 15 + "1", f"m{n}") for n in range(6)], now=NOON)

    found = rows(session)
    assert len(found) == 4
    assert sum(row[2] for row in found) == 14
    networks = select(SuspicionScan.network).where(SuspicionScan.count > 1)
    assert set(session.exec(networks)) == {""}


@pytest.mark.usefixtures("city")
def test_strange_codes_nobody_reported_are_forgotten_after_half_a_year(session: Session) -> None:
    fold(session, [seen("t" + "0" * 15 + "7"), seen("n123456786")], now=NOON)
    report(session, said(1, typed="123456786"), now=NOON)

    gone = forget(session, now=NOON + timedelta(days=181))

    assert gone == 1
    assert [row[0] for row in rows(session)] == ["123456786"]


def test_a_report_is_stored_once_and_lays_the_code_before_the_desk_again(
    session: Session, city: City
) -> None:
    badge = of_station(session, city)
    one = said(1, serial=badge.serial, place=" درِ شمالی ", text="روی آن برچسب است")
    assert report(session, one, now=NOON)
    assert not report(session, one, now=NOON)
    public_id = session.exec(select(SuspiciousCode.public_id)).one()
    mark(session, public_id, SuspicionState.HARMLESS, note="", sight=ALL, actor_id=1, now=NOON)

    report(session, said(2, serial=badge.serial), now=NOON)

    page = code_page(session, public_id, ALL)
    assert (page.row.reports, page.row.state) == (2, SuspicionState.NEW)
    assert [one.place for one in page.said] == ["", "درِ شمالی"]


def test_managers_of_the_place_and_the_issuing_desk_are_told_once_a_day(
    session: Session, city: City
) -> None:
    near = officer(session, Role.FACILITY_MANAGER, city.south, "near")
    officer(session, Role.FACILITY_MANAGER, city.root, "far")
    officer(session, Role.UNIT_MANAGER, city.north, "other")
    desk = officer(session, Role.ISSUING_OFFICER, city.root, "desk")
    badge = of_station(session, city)

    for number in range(4):
        report(session, said(number, serial=badge.serial), now=NOON)

    told = session.exec(select(Notice.recipient).where(Notice.template == "S13")).all()
    assert sorted(told) == sorted([f"account:{near}", f"account:{desk}"])


def test_several_failed_scans_of_a_strange_symbol_tell_the_issuing_desk(
    session: Session, city: City
) -> None:
    desk = officer(session, Role.ISSUING_OFFICER, city.root, "desk")
    officer(session, Role.FACILITY_MANAGER, city.root, "manager")

    fold(session, [seen("t" + "0" * 15 + "7", count=5)], now=NOON)

    told = session.exec(select(Notice.recipient).where(Notice.template == "S13")).all()
    assert told == [f"account:{desk}"]


def test_nobody_sees_codes_of_other_units_nor_strange_ones_without_the_right(
    session: Session, city: City
) -> None:
    badge = of_station(session, city)
    fold(session, [seen(f"s{badge.serial}"), seen("n123456786")], now=NOON)
    report(session, said(1, serial=badge.serial, text="چیزی", place="در شمالی"), now=NOON)
    south, north = Sight((city.south.path,)), Sight((city.north.path,), words=True)

    (own,) = codes(session, Wanted(south))
    assert own.code == badge.typed_code
    assert own.place != "در شمالی"
    page = code_page(session, own.public_id, south)
    assert [(one.text, one.place, one.photo) for one in page.said] == [("", "", "")]
    assert [row.code for row in codes(session, Wanted(north))] == ["123456786"]
    with pytest.raises(Missing):
        code_page(session, own.public_id, north)


def test_filters_and_counts_agree_and_each_is_one_statement(session: Session, city: City) -> None:
    badge = of_station(session, city)
    fold(session, [seen(f"s{badge.serial}"), seen("n123456786")], now=NOON)
    report(session, said(1, serial=badge.serial), now=NOON)

    with statements(session) as sent:
        listed = codes(session, Wanted(ALL, state=SuspicionState.NEW))
        sums = counts(session, Wanted(ALL))

    assert len(sent) == 2
    assert len(listed) == sums[SuspicionState.NEW] == 2
    assert rows(session, reported=True) == [(badge.typed_code, "working", 1, 1)]
    assert rows(session, kind=SuspicionKind.UNKNOWN) == [("123456786", "unknown", 1, 0)]
    assert rows(session, text="دروازه") == [(badge.typed_code, "working", 1, 1)]
    assert rows(session, text="۱۲۳-۴۵۶-۷۸۶") == [("123456786", "unknown", 1, 0)]
    assert rows(session, since=NOON + timedelta(days=1)) == []


@pytest.mark.usefixtures("city")
def test_pages_follow_each_other_without_a_double_or_a_gap(session: Session) -> None:
    fold(session, [seen(f"t{n:016x}", hours=n % 3) for n in range(1, 8)], now=NOON)

    found, after = [], ""
    while page := codes(session, Wanted(ALL), after=after, limit=2):
        found += page[:2]
        after = page[1].public_id if len(page) > 2 else ""
        if not after:
            break

    assert len({row.code for row in found}) == len(found) == 7


def test_the_spool_counts_is_emptied_and_never_grows_beyond_its_bound(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = Spool(tmp_path / "seen.db")
    monkeypatch.setattr("app.badges.suspicion.spool.MOST", 3)

    for number in range(6):
        spool.note(f"t{number}", "n", now=NOON)
    spool.note("t0", "n", now=NOON)
    first = spool.read()
    spool.note("t0", "n", now=NOON)
    spool.done(first)

    assert len(first) == 4
    assert sum(row.count for row in first) == 7
    assert [(row.code, row.count) for row in spool.read()] == [("t0", 1)]


def test_a_spool_that_cannot_be_written_stops_nothing(tmp_path) -> None:
    spool = Spool(tmp_path / "nowhere" / "seen.db")

    spool.note("t0", "n", now=clock.now())

    assert not (tmp_path / "nowhere").exists()


@pytest.mark.usefixtures("city")
def test_marking_is_written_to_the_staff_log(session: Session) -> None:
    from app.audit import AuditEntry

    fold(session, [seen("n123456786")], now=NOON)
    public_id = session.exec(select(SuspiciousCode.public_id)).one()

    mark(session, public_id, SuspicionState.STICKER_REPLACED, note="درِ شمالی", sight=ALL,
         actor_id=1, now=NOON)  # fmt: skip

    entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry is not None
    assert entry.action == "suspicion.mark"
    assert not session.exec(select(SuspicionReport)).all()
