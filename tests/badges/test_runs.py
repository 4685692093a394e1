"""Print runs through stops, races, full disks and second thoughts."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import select

from app import clock, keystore
from app.badges import drafting, jobs, making, parts, pressing, service
from app.badges.asking import Ask
from app.badges.card_queries import run_lines, stock_rows
from app.badges.cards import cards_of, mark, mark_part, read_numbers
from app.badges.faces import Imprint
from app.badges.handing_out import zipped
from app.badges.making import Press
from app.badges.models import PrintedBadge, PrintPart, PrintRun
from app.badges.parts import LEASE, claim
from app.badges.rules import CardState, PartState, RunState
from app.badges.run_queries import run_page
from app.badges.scope import Scope
from app.db import Database
from app.errors import Refused
from printables.reading import read_back
from qr.codes import group_typed
from tests.badges.city import RING, URL, City, badge_of, issue, make_city, person
from tests.conftest import NOON
from tests.statements import statements

IMPRINT = Imprint(URL, "qr.city.ir", "شهر نمونه", "Sample City")


@pytest.fixture
def city(database: Database) -> City:
    with database.writing() as session:
        city = make_city(session)
        issue(session)
    return city


@pytest.fixture
def press(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Press:
    monkeypatch.setattr(drafting, "part_size", lambda _sheet: 2)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return Press(database, RING, IMPRINT, tmp_path / "runs")


def drafted(press: Press, stock: str = "cr80", **asked: object) -> int:
    ask = Ask(stock, **asked)  # type: ignore[arg-type]
    return jobs.draft_run(press, ask, now=NOON, actor_id=None).id or 0


def printed(press: Press, stock: str = "cr80", **asked: object) -> int:
    run_id = drafted(press, stock, **asked)
    jobs.resume_run(press, run_id)
    return run_id


def stored(press: Press, run_id: int) -> PrintRun:
    with press.db.reading() as session:
        run = session.get(PrintRun, run_id)
    assert run is not None
    return run


def names(press: Press) -> list[str]:
    return sorted(path.name for path in press.folder.iterdir())


def serials(press: Press, run_id: int) -> list[str]:
    with press.db.reading() as session:
        return [line.serial for line in run_lines(session, run_id, limit=1000)]


@pytest.mark.usefixtures("city")
def test_a_run_is_drafted_with_its_parts_and_nothing_counts_as_printed(press: Press) -> None:
    run_id = drafted(press)

    with press.db.reading() as session:
        cut = [(p.first, p.last, p.state) for p in session.exec(select(PrintPart)).all()]
        states = set(session.exec(select(PrintedBadge.state)).all())
    waiting = PartState.WAITING
    assert stored(press, run_id).state is RunState.DRAFTED
    assert cut == [(1, 2, waiting), (3, 4, waiting), (5, 6, waiting)]
    assert states == {CardState.WAITING}


@pytest.mark.usefixtures("city")
def test_a_released_run_has_every_card_printed_and_says_its_edition(press: Press) -> None:
    run = stored(press, printed(press))

    with press.db.reading() as session:
        assert set(session.exec(select(PrintedBadge.state)).all()) == {CardState.PRINTED}
    assert (run.state, run.badges, run.parts) == (RunState.RELEASED, 6, 3)
    assert (len(run.file_hash), len(run.template_version)) == (64, 12)
    assert names(press) == [f"cr80-run1-00{n}.pdf" for n in (1, 2, 3)]


@pytest.mark.usefixtures("city")
def test_an_empty_scope_is_refused_and_leaves_no_run(press: Press) -> None:
    with pytest.raises(Refused, match="nothing_to_print"):
        drafted(press, scope=Scope(codes=("nobody",)))

    with press.db.reading() as session:
        assert session.exec(select(PrintRun)).all() == []


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


def noon() -> object:
    return NOON


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


@pytest.mark.usefixtures("city")
def test_a_run_of_new_badges_leaves_out_what_another_open_run_prints(press: Press) -> None:
    drafted(press, scope=Scope(kind="employee"))

    assert stored(press, drafted(press, changed=True)).badges == 3


def test_since_a_run_means_new_and_changed_since_then(press: Press, city: City) -> None:
    first = printed(press)
    with press.db.writing() as session:
        new = person(session, city.north, "0077", "نرگس", "طاهری")
        issue(session)
        serial = badge_of(session, new).serial
    printed(press, changed=True)

    with pytest.raises(Refused, match="nothing_to_print"):
        drafted(press, changed=True)
    assert serials(press, drafted(press, since=first)) == [serial]


@pytest.mark.usefixtures("city")
def test_some_cards_of_a_run_are_printed_again(press: Press) -> None:
    first = printed(press)
    some = tuple(serials(press, first)[1:3])

    again = printed(press, "a4-10up", of_run=first, serials=some)
    part = drafted(press, of_run=first, part=3)

    assert serials(press, again) == list(some)
    assert serials(press, part) == serials(press, first)[4:]
    with press.db.reading() as session:
        run = stored(press, again)
        page = run_page(session, run.public_id, ("/",), reader_id=0)
    assert (page.again, page.new) == (2, 0)
    with press.db.writing() as session:
        service.revoke(session, some[0], "lost", now=NOON, actor_id=None)
    assert serials(press, drafted(press, of_run=first, serials=some)) == [some[1]]


@pytest.mark.usefixtures("city")
def test_a_file_for_each_unit_holds_one_unit_and_says_its_code(press: Press) -> None:
    run_id = printed(press, by_unit=True)

    with press.db.reading() as session:
        lines = run_lines(session, run_id, limit=100)
    assert names(press) == [
        "cr80-run1-001-101.pdf", "cr80-run1-002-10107.pdf",
        "cr80-run1-003-102.pdf", "cr80-run1-004-102.pdf",
    ]  # fmt: skip
    assert all(len({one.unit_fa for one in lines if one.part == n}) == 1 for n in range(1, 5))


@pytest.mark.usefixtures("city")
def test_what_a_decoder_reads_from_the_zip_is_the_run(press: Press) -> None:
    run_id = printed(press)
    paths = [press.folder / name for name in names(press)]

    pieces = list(zipped(paths, [("manifest.csv", lambda out: out.write(b"serial"))]))

    with zipfile.ZipFile(BytesIO(b"".join(pieces))) as found:
        assert found.testzip() is None
        seen = [one for path in paths for one in read_back(found.read(path.name))]
        assert found.read("manifest.csv") == b"serial"
    assert len(pieces) > len(paths)
    assert len({one.text for one in seen}) == len(serials(press, run_id)) == 6


@pytest.mark.usefixtures("city")
def test_cards_are_marked_all_or_none_and_never_a_spoiled_one_as_handed_over(press: Press) -> None:
    run_id = printed(press)
    cards = serials(press, run_id)

    def set_to(state: CardState, *some: str) -> int:
        with press.db.writing() as session:
            return mark(session, run_id, some, state, now=NOON, actor_id=None)

    assert set_to(CardState.ISSUED, *cards[:3]) == 3
    assert set_to(CardState.ISSUED, *cards[:4]) == 1
    assert set_to(CardState.SPOILED, cards[5]) == 1
    with pytest.raises(Refused, match="card_move"):
        set_to(CardState.ISSUED, cards[4], cards[5])
    with pytest.raises(Refused, match="card_unknown"):
        set_to(CardState.RETURNED, cards[0], "0011223344")
    assert set_to(CardState.RETURNED, cards[0]) == 1
    with press.db.writing() as session:
        assert mark_part(session, run_id, 3, CardState.ISSUED, now=NOON, actor_id=None) == 1
        page = run_page(session, stored(press, run_id).public_id, ("/",), reader_id=0)
        [stock] = stock_rows(session, ("/",))
    counts = {state.value: n for state, n in page.cards.items()}
    assert counts == {"waiting": 0, "printed": 0, "issued": 4, "spoiled": 1, "returned": 1}
    assert (stock.stock, stock.sheets, stock.cards) == ("cr80", 6, 6)
    assert (stock.issued, stock.spoiled, stock.returned) == (4, 1, 1)


def test_cards_of_an_open_run_cannot_be_handed_over(press: Press, city: City) -> None:
    run_id = drafted(press)

    with press.db.writing() as session:
        serial = badge_of(session, city.ali).serial
        with pytest.raises(Refused, match="card_move"):
            mark(session, run_id, [serial], CardState.ISSUED, now=NOON, actor_id=None)


def test_numbers_are_read_in_any_digits_and_strange_words_come_back(
    press: Press, city: City
) -> None:
    run_id = printed(press)
    with press.db.reading() as session:
        ali, sara = badge_of(session, city.ali), badge_of(session, city.sara)
        persian = group_typed(ali.typed_code).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        blanks = group_typed(ali.typed_code).replace("-", " ")
        good, bad = read_numbers(f"{persian}، {sara.serial.upper()}\n{blanks}; 12 خراب")
        known = cards_of(session, run_id, good)

    assert bad == ["12", "خراب"]
    assert set(known.values()) == {ali.serial, sara.serial}


@pytest.mark.usefixtures("city")
def test_reading_a_run_takes_as_many_statements_whatever_its_length(press: Press) -> None:
    run = stored(press, printed(press))
    with press.db.reading() as session, statements(press.db.engine) as seen:
        run_page(session, run.public_id, ("/",), reader_id=0)
        run_lines(session, run.id or 0)
        stock_rows(session, ("/",))

    assert len([one for one in seen if one.startswith("SELECT")]) == 8


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
