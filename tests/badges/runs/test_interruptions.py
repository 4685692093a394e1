"""Print runs through stops, races, full disks and second thoughts: no double, no gap."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app import keystore
from app.badges import drafting, jobs, making, parts, pressing
from app.badges.making import Press
from app.badges.models import PrintPart
from app.badges.parts import LEASE, claim
from app.badges.rules import PartState, RunState
from app.db import Database
from app.errors import Refused
from printables.reading import read_back
from tests.badges.city import URL, issue, make_city, person
from tests.badges.runs.made import IMPRINT, drafted, names, printed, serials, stored
from tests.conftest import NOON

DYING = """
import os, signal, sys
from app.badges import making
from app.cli import main

left, read_back = int(sys.argv.pop(1)), making._read_back

def last(*given):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    read_back(*given)

making._read_back = last
main()
"""
"""``takrim`` that dies at its n-th part: drawn to a draft, not yet stored."""


def noon() -> object:
    return NOON


@pytest.fixture
def whole(database: Database, tmp_path: Path) -> tuple[Press, dict[str, str]]:
    """A city of 60 people in an instance folder, as a process of its own finds it."""
    instance = tmp_path / "instance"
    instance.mkdir()
    ring = keystore.make(instance, now=NOON - timedelta(days=1)).ring
    with database.writing() as session:
        city = make_city(session)
        for number in range(54):
            person(session, city.north, f"1{number:03d}", "نام", f"خانوادگی {number}")
        issue(session, ring=ring)
    env = os.environ | {
        "TAKRIM_INSTANCE": str(instance),
        "TAKRIM_PUBLIC_URL": URL,
        "TAKRIM_SECRET_KEY": "a secret of at least thirty-two letters",
        "TAKRIM_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
    }
    return Press(database, ring, IMPRINT, instance / "files" / making.FOLDER), env


@pytest.mark.usefixtures("city")
def test_a_disk_that_is_full_in_the_middle_leaves_nothing_half_made_and_the_run_goes_on(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, sync, calls = drafted(press), os.fsync, iter(range(100))

    def full(handle: int) -> None:
        if next(calls) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(making.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        jobs.resume_run(press, run_id)

    assert names(press) == ["cr80-run1-001.pdf"]
    assert stored(press, run_id).fault == "the disk is full"
    jobs.resume_run(press, run_id)
    assert (stored(press, run_id).state, stored(press, run_id).fault) == (RunState.RELEASED, "")


@pytest.mark.usefixtures("city")
def test_two_workers_never_make_the_same_part(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, made = drafted(press), []
    draw = making.press_part

    def slow(*args: object, **more: int) -> object:
        made.append(more["part"])
        time.sleep(0.05)
        return draw(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "press_part", slow)
    workers = [
        threading.Thread(target=pressing.finish_run, args=(press, run_id), kwargs={"clock": noon})
        for _ in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert sorted(made) == [1, 2, 3]
    assert stored(press, run_id).state is RunState.RELEASED
    assert len(set(serials(press, run_id))) == 6


@pytest.mark.usefixtures("city")
def test_a_claim_is_given_to_one_alone_until_it_runs_out(press: Press) -> None:
    run_id = drafted(press)
    with press.db.writing() as session:
        first = [claim(session, run_id, holder="a:1:x", now=NOON) for _ in range(4)]
        later = claim(session, run_id, holder="b:2:y", now=NOON + LEASE)

    assert [one.number if one else None for one in first] == [1, 2, 3, None]
    assert later is not None
    assert later.number == 1


@pytest.mark.usefixtures("city")
def test_who_lost_a_part_to_another_keeps_nothing_of_it(press: Press) -> None:
    run_id = drafted(press)
    with press.db.writing() as session:
        slow = claim(session, run_id, holder="a:1:x", now=NOON)
        quick = claim(session, run_id, holder="b:2:y", now=NOON + LEASE)
    assert slow
    assert quick
    making.make_part(press, quick)

    with pytest.raises(Refused, match="part_lost"):
        making.make_part(press, slow)

    assert names(press) == ["cr80-run1-001.pdf"]


@pytest.mark.usefixtures("city")
def test_a_dead_process_gives_its_part_back_at_once(press: Press) -> None:
    run_id = drafted(press)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    holder = f"{pressing.socket.gethostname()}:{gone.pid}:x"
    with press.db.writing() as session:
        claim(session, run_id, holder=holder, now=NOON)

    jobs.resume_run(press, run_id)

    assert stored(press, run_id).state is RunState.RELEASED
    assert not pressing.is_gone(f"{pressing.socket.gethostname()}:{os.getpid()}:x")
    assert not pressing.is_gone("another-host:1:x")


@pytest.mark.usefixtures("city")
def test_a_file_that_was_changed_is_made_again_before_release(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, keep = drafted(press), parts.keep
    spoiled: list[int] = []

    def spoil(session: object, one: parts.Claim, made: parts.Made) -> None:
        keep(session, one, made)  # type: ignore[arg-type]
        if one.number == 3 and not spoiled:
            spoiled.append(3)
            (press.folder / "cr80-run1-001.pdf").write_bytes(b"torn")

    monkeypatch.setattr(making, "keep", spoil)
    jobs.resume_run(press, run_id)

    assert stored(press, run_id).state is RunState.RELEASED
    assert len(read_back((press.folder / "cr80-run1-001.pdf").read_bytes())) == 2


@pytest.mark.usefixtures("city")
def test_a_cancelled_run_has_no_files_and_its_badges_count_as_never_printed(press: Press) -> None:
    run_id = drafted(press)
    with press.db.writing() as session:
        mine = claim(session, run_id, holder="a:1:x", now=NOON)
        late = claim(session, run_id, holder="a:1:x", now=NOON)
    assert mine
    assert late
    making.make_part(press, mine)

    jobs.cancel_run(press, run_id, now=NOON, actor_id=None)

    with pytest.raises(Refused, match="part_lost"):
        making.make_part(press, late)
    assert names(press) == []
    with pytest.raises(Refused, match="run_cancelled"):
        jobs.resume_run(press, run_id)
    with pytest.raises(Refused, match="run_over"):
        jobs.cancel_run(press, run_id, now=NOON, actor_id=None)
    assert stored(press, printed(press, changed=True)).badges == 6


@pytest.mark.slow
def test_a_run_whose_process_was_killed_goes_on_without_a_double_or_a_gap(
    whole: tuple[Press, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press, env = whole
    monkeypatch.setattr(drafting, "part_size", lambda _sheet: 4)
    run_id = drafted(press)
    command = ["badges", "print", "--resume", str(run_id)]
    command += ["--out", str(tmp_path / "out"), "--manifest", str(tmp_path / "out.csv")]

    def made() -> int:
        with press.db.reading() as session:
            found = session.exec(select(PrintPart).where(PrintPart.state == PartState.MADE))
            return len(found.all())

    for dies_at, whole_ones in ((3, 2), (5, 6), (4, 9)):
        killed = subprocess.run(
            [sys.executable, "-c", DYING, str(dies_at), *command], env=env, check=False
        )
        assert (killed.returncode, made()) == (-signal.SIGKILL, whole_ones)
        assert [name for name in names(press) if name.endswith(".part")]
    done = subprocess.run(
        [sys.executable, "-m", "app", *command], env=env, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert done.stdout == f"printed 60\nfiles 15\nrun {run_id}\n", done.stderr
    texts = [one.text for path in sorted((tmp_path / "out").iterdir())
             for one in read_back(path.read_bytes())]  # fmt: skip
    assert len(texts) == len(set(texts)) == 60
    assert len((tmp_path / "out.csv").read_text("utf-8").splitlines()) == 61
    assert not [name for name in names(press) if name.endswith(".part")]
