"""Limits: windows, what is asked of the impatient, several workers, a restart."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import time_machine

from app.errors import TooMany, Unwritable
from app.limiting import Limiter, network_of

PER = "3/1 minutes"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"takrim-sqlite:///{tmp_path / 'limits.db'}"


@pytest.fixture(params=["sqlite", "memory", "redis"])
def limiter(request: pytest.FixtureRequest, url: str) -> Limiter:
    places = {"sqlite": url, "memory": "memory://"}
    place = places.get(request.param) or request.getfixturevalue("redis_url")
    return Limiter(place, b"secret")


def test_the_hit_after_the_last_place_is_refused_and_told_when_to_come_back(limiter):
    for _ in range(3):
        limiter.hit("rating", "192.0.2.1", per=PER)

    with pytest.raises(TooMany) as caught:
        limiter.hit("rating", "192.0.2.1", per=PER)

    assert 1 <= caught.value.retry_after_s <= 60


def test_each_name_and_key_has_its_own_window(limiter):
    for _ in range(3):
        limiter.hit("rating", "192.0.2.1", per=PER)

    limiter.hit("rating", "192.0.2.2", per=PER)
    limiter.hit("message", "192.0.2.1", per=PER)
    assert limiter.count("rating", "192.0.2.1", per=PER) == 3


def test_the_window_moves_so_that_a_place_frees_itself_a_minute_after_it_was_taken(url):
    limiter = Limiter(url)
    with time_machine.travel(1_000_000_000, tick=False) as clock:
        limiter.hit("rating", "a", per=PER)
        clock.shift(50)
        limiter.hit("rating", "a", per=PER)
        limiter.hit("rating", "a", per=PER)
        with pytest.raises(TooMany) as caught:
            limiter.hit("rating", "a", per=PER)
        assert caught.value.retry_after_s == 10
        clock.shift(10)
        limiter.hit("rating", "a", per=PER)
        with pytest.raises(TooMany):
            limiter.hit("rating", "a", per=PER)


def test_testing_counts_nothing_and_clearing_forgets(limiter):
    limiter.hit("code", "a", per="1/15 minutes")
    for _ in range(2):
        with pytest.raises(TooMany):
            limiter.test("code", "a", per="1/15 minutes")

    limiter.clear("code", "a", per="1/15 minutes")
    limiter.test("code", "a", per="1/15 minutes")
    assert limiter.count("code", "a", per="1/15 minutes") == 0


def test_counters_survive_a_restart(url):
    before = Limiter(url)
    before.hit("code", "a", per="1/15 minutes")
    before.storage.close()  # type: ignore[attr-defined]

    with pytest.raises(TooMany):
        Limiter(url).hit("code", "a", per="1/15 minutes")


def test_threads_never_take_more_places_than_there_are(url):
    limiter = Limiter(url)

    def taken(_turn: int) -> bool:
        try:
            limiter.hit("code", "a", per="10/15 minutes")
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(taken, range(80))) == 10


def test_processes_share_the_counters(url):
    program = (
        "import sys; from app.limiting import Limiter; "
        f"Limiter({url!r}).hit('code', 'a', per='2/15 minutes')"
    )
    ends = [
        subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
        for _ in range(3)
    ]

    assert [end.returncode for end in ends] == [0, 0, 1]
    assert b"TooMany" in ends[2].stderr


def test_the_brake_takes_a_place_in_all_windows_or_in_none(url):
    limiter = Limiter(url)
    whole, badge = ("rating", ("here",), "3/minute"), ("message", ("here", "badge"), "2/minute")
    with time_machine.travel(1_000_000_000, tick=False) as clock:
        limiter.brake([whole, badge])
        clock.shift(30)
        limiter.brake([whole, badge])
        with pytest.raises(TooMany) as refused:
            limiter.brake([whole, badge])

        limiter.brake([whole])  # the refused one took no place of the whole
    assert refused.value.retry_after_s == 30


@pytest.mark.parametrize("place", ["memory", "redis"])
def test_the_brake_works_where_the_counters_are_not_in_a_file(request, place):
    limiter = Limiter("memory://" if place == "memory" else request.getfixturevalue("redis_url"))
    limiter.brake([("rating", ("here",), "1/minute")])

    with pytest.raises(TooMany):
        limiter.brake([("rating", ("here",), "1/minute")])


def test_counters_that_are_away_are_told_as_such():
    limiter = Limiter("redis://127.0.0.1:1/0")
    for count in (
        lambda: limiter.brake([("rating", ("here",), "1/minute")]),
        lambda: limiter.test("rating", "here", per="1/minute"),
    ):
        with pytest.raises(Unwritable):
            count()


def test_counters_that_find_no_room_are_told_as_such(tmp_path):
    with pytest.raises(Unwritable):
        Limiter(f"takrim-sqlite:///{tmp_path / 'nowhere' / 'limits.db'}")


def test_what_is_counted_is_not_to_be_read_in_the_file(url, tmp_path):
    Limiter(url, b"secret").hit("code", "192.0.2.77", per=PER)

    with sqlite3.connect(tmp_path / "limits.db") as db:
        stored = " ".join(row[0] for row in db.execute("SELECT key FROM place"))
    assert "192.0.2.77" not in stored
    assert "code" in stored


def test_what_is_over_is_swept_away(url):
    limiter = Limiter(url)
    with time_machine.travel(1_000_000_000, tick=False) as clock:
        limiter.hit("rating", "long-gone", per=PER)
        clock.shift(3600)
        limiter.hit("rating", "here", per=PER)

    rows = limiter.storage._one("SELECT count(*) FROM place")  # type: ignore[attr-defined]
    assert rows == (1,)


def test_fixed_windows_count_from_their_first_hit(url):
    storage = Limiter(url).storage
    with time_machine.travel(1_000_000_000, tick=False) as clock:
        assert [storage.incr("k", 60), storage.incr("k", 60, 2), storage.get("k")] == [1, 3, 3]
        assert storage.get_expiry("k") == 1_000_000_060
        clock.shift(61)
        assert [storage.get("k"), storage.incr("k", 60)] == [0, 1]
        assert storage.check()
        assert storage.reset() == 1


def test_a_store_that_cannot_be_written_is_told_as_such(url, tmp_path):
    limiter = Limiter(url)
    with sqlite3.connect(tmp_path / "limits.db") as db:
        db.execute("DROP TABLE place")

    with pytest.raises(Unwritable):
        limiter.hit("rating", "a", per=PER)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:0:1:ffff::9", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("nonsense", "unknown"),
        ("192.0.2.1\0", "unknown"),
        ("192.0.2.01", "unknown"),
        (None, "unknown"),
    ],
)
def test_an_address_stands_for_its_network(address, network):
    assert network_of(address) == network
