"""Request threads of a worker share one core, and two workers take two."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from app.one_core import OneCore

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux binds threads to cores")

FIRST, SECOND, THIRD = CORES = tuple(10 * os.getpid() + n for n in range(3))
"""Numbers no other process takes, this machine's own cores least of all."""


@pytest.fixture(autouse=True)
def bound(monkeypatch: pytest.MonkeyPatch) -> dict[int, set[int]]:
    """Give the machine three cores; return which thread is bound to which."""
    told: dict[int, set[int]] = {}
    monkeypatch.setattr(os, "sched_getaffinity", lambda _thread: set(CORES))
    monkeypatch.setattr(
        os, "sched_setaffinity", lambda _thread, to: told.update({threading.get_ident(): set(to)})
    )
    return told


@pytest.fixture
def workers() -> Iterator[list[OneCore]]:
    with ExitStack() as stack:
        yield [stack.enter_context(closing(OneCore(inner))) for _ in range(4)]


def answer(app: OneCore) -> None:
    assert list(app({}, lambda *_told: None)) == [b"fine"]


def inner(_environ: object, _start: object) -> list[bytes]:
    return [b"fine"]


def ask_in_threads(app: OneCore, count: int) -> None:
    gate = threading.Barrier(count)
    threads = [threading.Thread(target=lambda: (gate.wait(), answer(app))) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def test_every_thread_of_a_worker_runs_on_the_same_core(
    workers: list[OneCore], bound: dict[int, set[int]]
) -> None:
    ask_in_threads(workers[0], 4)
    assert list(bound.values()) == [{FIRST}] * 4


def test_each_worker_takes_another_core_and_one_too_many_none(
    workers: list[OneCore], bound: dict[int, set[int]]
) -> None:
    seen = []
    for worker in workers:
        bound.clear()
        answer(worker)
        seen.append(next(iter(bound.values()), None))
    assert seen == [{FIRST}, {SECOND}, {THIRD}, None]


def test_a_core_is_free_again_when_its_worker_is_gone(
    workers: list[OneCore], bound: dict[int, set[int]]
) -> None:
    answer(workers[0])
    workers[0].close()
    bound.clear()
    answer(workers[1])
    assert list(bound.values()) == [{FIRST}]


def test_a_thread_is_bound_once_and_not_at_each_request(
    workers: list[OneCore], bound: dict[int, set[int]]
) -> None:
    answer(workers[0])
    bound.clear()
    answer(workers[0])
    assert bound == {}


def test_one_core_alone_is_left_to_the_system(
    workers: list[OneCore], bound: dict[int, set[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _thread: {FIRST})
    answer(workers[0])
    assert bound == {}
