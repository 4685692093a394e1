"""The outbox: what is enqueued once is sent once, whoever drains it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import Session, col, select

from app.db import Database
from app.errors import Refused
from app.notices import leasing, queries, service
from app.notices.models import Notice
from app.notices.rules import NoticeChannel, NoticeState
from tests.conftest import NOON

CODE = {"code": "4839027152", "link": "https://qr.city.ir/t/4839027152"}


def put(session: Session, number: int = 1, template: str = "C02", **given: object) -> bool:
    values = {"params": CODE, "channel": NoticeChannel.SMS, "now": NOON} | given
    return service.enqueue(
        session, template, event=f"feedback:{number}", recipient=f"feedback:{number}", **values
    )


def states(session: Session) -> list[NoticeState]:
    return list(session.exec(select(Notice.state).order_by(col(Notice.id))))


def test_an_event_reaches_one_recipient_by_one_road_once(session: Session) -> None:
    assert put(session)
    assert not put(session)
    assert put(session, channel=NoticeChannel.EMAIL)

    assert len(states(session)) == 2


@pytest.mark.parametrize(
    ("template", "params", "named"),
    [
        ("C99", CODE, "C99"),
        ("C02", {"code": "1"}, "link"),
        ("C02", CODE | {"phone": "0912"}, "phone"),
    ],
)
def test_an_unknown_text_or_name_is_refused_by_its_name(
    session: Session, template: str, params: dict[str, str], named: str
) -> None:
    with pytest.raises(Refused, match=named):
        put(session, template=template, params=params)


def test_a_lease_holds_for_two_minutes_and_then_passes_on(session: Session) -> None:
    put(session)
    [first] = leasing.lease(session, now=NOON)

    assert leasing.lease(session, now=NOON + timedelta(seconds=119)) == []
    [second] = leasing.lease(session, now=NOON + timedelta(minutes=2))

    assert (first.id, first.attempt, second.attempt) == (second.id, 1, 2)
    assert first.key == second.key


def test_a_worker_that_lost_its_lease_cannot_settle(session: Session) -> None:
    put(session)
    [late] = leasing.lease(session, now=NOON)
    [holder] = leasing.lease(session, now=NOON + timedelta(minutes=3))

    assert not leasing.accept(session, late, now=NOON)
    assert leasing.fail(session, late, now=NOON, error="x") is None
    assert leasing.accept(session, holder, now=NOON, reference="88")
    assert not leasing.accept(session, holder, now=NOON, reference="89")
    assert states(session) == [NoticeState.ACCEPTED]


def test_the_ladder_climbs_1_5_15_60_240_minutes_and_ends_after_a_day(session: Session) -> None:
    put(session)
    at, waits = NOON, []
    state: NoticeState | None = NoticeState.QUEUED
    while state is NoticeState.QUEUED:
        [held] = leasing.lease(session, now=at)
        state = leasing.fail(session, held, now=at, error="gateway_500")
        session.expire_all()
        row = session.exec(select(Notice)).one()
        if state is NoticeState.QUEUED:
            waits.append(int((row.not_before - at).total_seconds() // 60))
            assert leasing.lease(session, now=row.not_before - timedelta(seconds=1)) == []
            at = row.not_before

    assert waits == [1, 5, 15, 60, 240, 240, 240, 240, 240, 240]
    assert state is NoticeState.FAILED
    assert at - NOON >= timedelta(hours=24)
    assert [row.error for row in queries.failed(session)] == ["gateway_500"]


def test_a_sign_in_code_is_tried_until_it_expires_and_wiped_when_sent(session: Session) -> None:
    for number in (1, 2):
        put(session, number, "C17", params={"otp": "123456"})
    first, second = leasing.lease(session, now=NOON, limit=2)
    leasing.accept(session, first, now=NOON)
    at = NOON
    while leasing.fail(session, second, now=at, error="slow") is NoticeState.QUEUED:
        at += timedelta(minutes=5)
        [second] = leasing.lease(session, now=at)
    session.expire_all()

    assert states(session) == [NoticeState.ACCEPTED, NoticeState.EXPIRED]
    assert at <= NOON + timedelta(minutes=10)
    assert session.exec(select(Notice.params)).first() == {}


def test_a_number_nobody_has_is_given_up_at_once(session: Session) -> None:
    put(session)
    [held] = leasing.lease(session, now=NOON)

    assert leasing.fail(session, held, now=NOON, error="number", for_good=True) == "failed"


def test_quiet_hours_put_off_what_is_not_urgent(session: Session) -> None:
    put(session, 1)
    put(session, 2, "C01", params=CODE | {"due": NOON.isoformat()})
    put(session, 3, urgent=True)
    put(session, 4, "S01", channel=NoticeChannel.IN_APP, params=CODE | {"due": "x"})
    morning = NOON + timedelta(hours=15)

    sent = leasing.lease(session, now=NOON, limit=9, quiet_until=morning)

    assert [held.event for held in sent] == ["feedback:2", "feedback:3", "feedback:4"]
    later = leasing.lease(session, now=morning, limit=9)
    assert "feedback:1" in [held.event for held in later]


def test_a_row_left_by_a_dead_worker_waits_through_the_quiet_hours(session: Session) -> None:
    put(session)
    leasing.lease(session, now=NOON)
    later, morning = NOON + timedelta(hours=9), NOON + timedelta(hours=15)

    assert leasing.lease(session, now=later, quiet_until=morning) == []
    assert len(leasing.lease(session, now=morning)) == 1


def test_of_two_workers_on_one_row_one_wins(database: Database) -> None:
    for number in range(8):
        with database.writing() as session:
            put(session, number)
        together = Barrier(2)

        def claim(_worker: int, together: Barrier = together) -> int:
            together.wait()
            with database.writing() as session:
                return len(leasing.lease(session, now=NOON, limit=5))

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(claim, range(2))) == [0, 1]


def test_what_is_due_for_five_minutes_and_untried_is_stuck(session: Session) -> None:
    put(session, 1)
    put(session, 2)
    put(session, 3, not_before=NOON + timedelta(hours=1))
    leasing.lease(session, now=NOON)

    assert queries.stuck(session, now=NOON + timedelta(minutes=5)) == 0
    assert queries.stuck(session, now=NOON + timedelta(minutes=6)) == 1


def test_an_inbox_is_its_owners_alone_and_is_read_once(session: Session) -> None:
    for account in (7, 8):
        service.enqueue(
            session, "S01", event="case:1", recipient=f"account:{account}",
            channel=NoticeChannel.IN_APP, now=NOON, params={"code": "1", "due": "x"},
        )  # fmt: skip
    [row] = queries.inbox(session, 7)

    assert queries.unread(session, 7) == 1
    assert service.mark_all_read(session, 7, up_to=row.id - 1, now=NOON) == 0
    assert service.mark_all_read(session, 7, up_to=row.id, now=NOON) == 1
    assert service.mark_all_read(session, 7, up_to=row.id, now=NOON) == 0
    assert queries.unread(session, 8) == 1
    assert queries.unread(session, 7) == 0
    assert queries.inbox(session, 7, before=row.id) == []
