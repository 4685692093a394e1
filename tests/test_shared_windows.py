"""Windows in a mapped file: exact, shared, kept over a restart, never larger than their file."""

import errno
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

import pytest
from limits import parse

from app import shared_windows
from app.intake import guard
from app.shared_windows import MOST, SharedWindows, Window

NOW = 1_800_000_000.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "limits.windows"


@pytest.fixture
def windows(path: Path) -> Iterator[SharedWindows]:
    with closing(SharedWindows(path)) as opened:
        yield opened


def window(name: str = "here", most: int = 3, seconds: int = 60) -> Window:
    return Window(blake2b(name.encode(), digest_size=16).digest(), most, seconds)


def test_a_full_window_says_when_its_oldest_place_is_free(windows: SharedWindows) -> None:
    waits = [windows.take([window()], NOW + at) for at in (0, 10, 20, 30, 59.5, 60, 61, 70)]

    assert waits == [0, 0, 0, 30, 0.5, 0, 9, 0]


def test_each_key_has_its_own_window(windows: SharedWindows) -> None:
    for name in ("here", "there"):
        assert [windows.take([window(name, 1)], NOW) for _ in range(2)] == [0, 60]


def test_a_place_in_several_windows_is_taken_in_all_or_in_none(windows: SharedWindows) -> None:
    wide, narrow = window("wide", 3), window("narrow", 1)
    assert windows.take([wide, narrow], NOW) == 0
    assert windows.take([wide, narrow], NOW) == 60

    assert [windows.take([wide], NOW) for _ in range(3)] == [0, 0, 60]


def test_a_window_as_wide_as_a_ring_holds_what_it_says(windows: SharedWindows) -> None:
    widest = window("wide", MOST)

    assert sum(windows.take([widest], NOW + n / 100) == 0 for n in range(2 * MOST)) == MOST
    assert windows.take([window("beside", 1)], NOW) == 0


def test_a_window_wider_than_a_ring_is_an_error(windows: SharedWindows) -> None:
    with pytest.raises(ValueError, match="120 moments"):
        windows.take([window(most=MOST + 1)], NOW)


def test_what_every_tap_counts_fits_into_a_ring() -> None:
    assert max(parse(rate).amount for rate in (guard.RATINGS, guard.MESSAGES)) <= MOST


def test_a_clock_that_was_set_back_refuses_nobody(windows: SharedWindows) -> None:
    assert windows.take([window(most=1)], NOW) == 0

    assert windows.take([window(most=1)], NOW - 3600) == 0


def test_of_more_keys_than_there_is_room_for_the_quietest_are_forgotten(
    windows: SharedWindows,
) -> None:
    busy = window("busy", 2)
    for number in range(40_000):
        assert windows.take([window(str(number), 1)], NOW + number / 1000) == 0
        if number % 1000 == 0:
            windows.take([busy], NOW + number / 1000)

    assert windows.take([busy], NOW + 40) > 0
    assert windows.take([window("0", 1)], NOW + 40) == 0


def test_threads_never_take_more_places_than_there_are(windows: SharedWindows) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _n: windows.take([window(most=10)], NOW), range(200)))

    assert waits.count(0) == 10


def test_another_process_sees_the_same_places_and_they_outlive_it(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from app.shared_windows import *; "
        f"sys.exit(SharedWindows(Path({str(path)!r})).take([Window(b'k' * 16, 2, 60)], {NOW}) > 0)"
    )
    ends = [subprocess.run([sys.executable, "-c", program], check=False) for _ in range(3)]

    assert [end.returncode for end in ends] == [0, 0, 1]


def test_the_file_has_its_whole_room_from_the_start_and_never_grows(
    windows: SharedWindows, path: Path
) -> None:
    before = path.stat()
    for number in range(500):
        windows.take([window(str(number))], NOW)

    assert before.st_blocks * 512 >= before.st_size == path.stat().st_size
    assert path.stat().st_mode & 0o777 == 0o600


def test_keys_that_lie_close_together_are_counted_apart(windows: SharedWindows) -> None:
    near = [Window(b"beginner" + bytes([n]) * 8, 1, 60) for n in range(4)]

    assert windows.take(near, NOW) == 0
    assert [windows.take([one], NOW) for one in near] == [60] * 4


def test_a_place_that_is_refused_takes_no_ring_from_anybody(windows: SharedWindows) -> None:
    full, near = window("full", 1), [Window(b"beginner" + bytes([n]) * 8, 1, 60) for n in range(9)]
    windows.take([full], NOW)
    windows.take(near[:4], NOW)
    for one in near[4:]:
        assert windows.take([full, one], NOW) == 60

    assert [windows.take([one], NOW) for one in near[:4]] == [60] * 4


def test_a_file_without_room_leaves_nothing_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int, _size: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(shared_windows, "_reserve", full)
    before = list(Path("/dev/fd").iterdir())
    for _ in range(5):
        with pytest.raises(OSError, match="no space"):
            SharedWindows(path)

    assert len(list(Path("/dev/fd").iterdir())) == len(before)
