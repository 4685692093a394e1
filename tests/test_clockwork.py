"""The clockwork: each due thing once, whoever ticks and however long nobody did."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from huey import Huey
from sqlalchemy import create_engine, text

from app.clockwork import Clockwork, Job, latest_slot, make_huey
from app.errors import BadSettings
from tests.conftest import NOON

TEHRAN = ZoneInfo("Asia/Tehran")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "redis"])
def queues(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Huey]]:
    """As many processes as wanted, all on one queue."""
    kinds = {"postgres": "postgres_url", "redis": "redis_url"}
    url = request.getfixturevalue(kinds[request.param]) if request.param in kinds else ""
    opened: list[Huey] = []

    def open_queue() -> Huey:
        opened.append(make_huey(url, tmp_path))
        return opened[-1]

    yield open_queue
    for queue in opened:
        queue.storage.close()
    if request.param == "postgres":
        engine = create_engine(url)
        with engine.begin() as connection:
            for name in ("kv", "schedule", "task", "counter"):
                connection.execute(text(f"DROP TABLE IF EXISTS huey_{name}"))
        engine.dispose()


@pytest.fixture
def huey(queues: Callable[[], Huey]) -> Huey:
    return queues()


def clockwork(huey: Huey, ran: list[str]) -> Clockwork:
    jobs = [
        Job("often", lambda: ran.append("often"), every=timedelta(seconds=10)),
        Job("nightly", lambda: ran.append("nightly"), at=time(2, 30)),
    ]
    return Clockwork(huey, jobs, TEHRAN)


def _tick_and_close(clock: Clockwork) -> list[str]:
    due = clock.tick(NOON)
    clock._huey.storage.close()  # the connection of this thread
    return due


def work_off(huey: Huey) -> None:
    while task := huey.dequeue():
        huey.execute(task)


def test_each_slot_is_run_once(huey: Huey) -> None:
    ran: list[str] = []
    clock = clockwork(huey, ran)

    due = [clock.tick(NOON + timedelta(seconds=s)) for s in (0, 1, 9, 10, 11)]
    work_off(huey)

    assert due == [["often", "nightly"], [], [], ["often"], []]
    assert ran == ["often", "nightly", "often"]


def test_after_an_hour_of_absence_each_due_thing_runs_once(huey: Huey) -> None:
    clock = clockwork(huey, [])
    before = datetime(2026, 11, 21, 22, 20, tzinfo=NOON.tzinfo)  # 01:50 in Tehran
    clock.tick(before)

    back = before + timedelta(hours=1)  # 02:50: the night's job was missed

    assert clock.tick(back) == ["often", "nightly"]
    assert clock.tick(back + timedelta(seconds=1)) == []


def test_of_many_workers_one_takes_a_slot(queues: Callable[[], Huey]) -> None:
    clocks = [clockwork(queues(), []) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        due = list(pool.map(_tick_and_close, clocks))

    assert sorted(name for names in due for name in names) == ["nightly", "often"]


def test_old_claims_are_cleared_away(huey: Huey) -> None:
    clock = clockwork(huey, [])
    for minute in range(30):
        clock.tick(NOON + timedelta(minutes=minute))

    assert huey.storage.result_store_size() == 4  # a slot and its pointer for each job


def test_a_job_that_fails_stops_neither_the_worker_nor_the_next_slot(huey: Huey) -> None:
    ran: list[str] = []

    def broken() -> None:
        ran.append("tried")
        raise ZeroDivisionError

    clock = Clockwork(huey, [Job("broken", broken, every=timedelta(seconds=10))], TEHRAN)
    for seconds in (0, 10):
        clock.tick(NOON + timedelta(seconds=seconds))
        work_off(huey)

    assert ran == ["tried", "tried"]


def test_a_job_is_not_begun_while_it_still_runs(huey: Huey) -> None:
    ran: list[str] = []

    def slow() -> None:
        ran.append("slow")
        clock.run("slow")  # a second slot comes in meanwhile

    clock = Clockwork(huey, [Job("slow", slow)], TEHRAN)
    clock.run("slow")
    clock.run("slow")

    assert ran == ["slow", "slow"]


@pytest.mark.parametrize(
    ("hour", "minute", "day"), [(2, 29, 21), (2, 30, 22), (23, 59, 22), (0, 0, 21)]
)
def test_a_night_begins_at_its_hour_in_the_city(hour: int, minute: int, day: int) -> None:
    moment = datetime(2026, 11, 22, hour, minute, tzinfo=TEHRAN)

    slot = latest_slot(Job("n", print, at=time(2, 30)), moment, TEHRAN).astimezone(TEHRAN)

    assert (slot.day, slot.hour, slot.minute) == (day, 2, 30)


def test_another_kind_of_queue_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="TAKRIM_QUEUE_URL"):
        make_huey("amqp://queue", tmp_path)
