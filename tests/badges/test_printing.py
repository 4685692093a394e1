import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from sqlmodel import Session, col, func, select

from app.badges import drafting, faces, jobs, making, service
from app.badges.asking import Ask
from app.badges.faces import Imprint
from app.badges.making import Press
from app.badges.models import Badge, PrintedBadge, PrintRun
from app.badges.photos_files import PhotoFiles
from app.badges.print_queue import count_unprintable, ready_ids
from app.badges.rules import CardState, RunState
from app.badges.scope import Scope
from app.db import Database
from app.directory.models import Subject
from app.errors import Refused
from printables.press import Landing
from printables.reading import read_back
from qr import payload
from qr.errors import BadPayload
from qr.key_ring import KeyRing
from tests.badges.city import RING, URL, City, badge_of, issue, make_city
from tests.conftest import NOON

IMPRINT = Imprint(URL, "qr.city.ir", "شهر نمونه", "Sample City")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def city(database: Database) -> City:
    with database.writing() as session:
        city = make_city(session)
        issue(session)
    return city


@dataclass(frozen=True)
class Outcome:
    """What a run left in its folder."""

    badges: int
    files: tuple[Path, ...]
    public_id: str


def press_of(database: Database, folder: Path, ring: KeyRing = RING) -> Press:
    return Press(database, ring, IMPRINT, folder.parent / "store")


def run(
    database: Database, folder: Path, *, stock: str = "cr80", ring: KeyRing = RING, **asked: object
) -> Outcome:
    press = press_of(database, folder, ring)
    ask = Ask(stock, **asked)  # type: ignore[arg-type]
    done = jobs.print_run(press, ask, now=NOON, actor_id=None)
    files = jobs.hand_out(press, done.run_id, folder, folder / "list.csv")
    return Outcome(done.badges, tuple(files), done.public_id)


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "list.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("stock", ["cr80", "a4-10up", "a5-placard", "sticker-90"])
@pytest.mark.usefixtures("city")
def test_what_a_decoder_reads_from_the_pdf_is_what_the_manifest_says(
    database: Database, out: Path, stock: str
) -> None:
    printed = run(database, out, stock=stock)

    listed = rows(out)
    seen = [one for path in printed.files for one in read_back(path.read_bytes())]
    assert printed.badges == len(listed) == 6
    assert {one.text for one in seen} == {row["url"] for row in listed}
    assert {row["file"] for row in listed} == {path.name for path in printed.files}
    for row in listed:
        genuine = payload.verify(row["url"].rpartition("/")[2], RING)
        assert genuine.serial.hex() == row["serial"]


@pytest.mark.usefixtures("city")
def test_printed_symbols_are_worth_nothing_under_another_key(database: Database, out: Path) -> None:
    printed = run(database, out)
    seen = read_back(printed.files[0].read_bytes())[0].text.rpartition("/")[2]

    with pytest.raises(BadPayload):
        payload.verify(seen, KeyRing.fresh(bytes(32)))


def test_a_run_is_recorded_with_every_badge_and_its_page(
    database: Database, city: City, out: Path
) -> None:
    printed = run(database, out, stock="a4-10up", scope=Scope(roots=(city.south.path,)))

    with database.reading() as session:
        stored = session.exec(select(PrintRun)).one()
        places = session.exec(select(PrintedBadge)).all()
    assert (stored.public_id, stored.badges, stored.stock) == (printed.public_id, 4, "a4-10up")
    assert stored.scope_path == city.south.path
    assert sorted(place.position for place in places) == [1, 2, 3, 4]


def test_changed_prints_nothing_twice_and_one_after_a_new_name(
    database: Database, city: City, out: Path
) -> None:
    assert run(database, out, changed=True).badges == 6
    with pytest.raises(Refused, match="nothing_to_print"):
        run(database, out, changed=True)
    with database.writing() as session:
        found = session.get(Subject, city.sara.id)
        assert found is not None
        found.name_fa = "سارا رضایی"

    assert run(database, out, changed=True).badges == 1
    assert [row["name"] for row in rows(out)] == ["سارا رضایی"]


def test_a_replaced_badge_is_new_to_the_press(database: Database, city: City, out: Path) -> None:
    run(database, out)
    with database.writing() as session:
        old = badge_of(session, city.ali).serial
        new = service.replace(session, RING, old, now=NOON, actor_id=None).serial

    run(database, out, changed=True)

    assert [row["serial"] for row in rows(out)] == [new]


@pytest.mark.usefixtures("city")
def test_two_parts_are_cut_at_whole_sheets(
    database: Database, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "part_size", lambda _sheet: 4)

    printed = run(database, out)

    assert [path.name[-8:] for path in printed.files] == ["-001.pdf", "-002.pdf"]
    with database.reading() as session:
        parts = session.exec(select(PrintedBadge.part).order_by(col(PrintedBadge.part))).all()
    assert parts == [1, 1, 1, 1, 2, 2]


@pytest.mark.usefixtures("city")
def test_a_symbol_that_says_something_else_stops_the_run_and_leaves_nothing(
    database: Database, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = making.press_part

    def forge(badges: Sequence[faces.BadgeFace], *args: object, **more: object) -> list[Landing]:
        url = badges[2].url
        wrong = replace(badges[2], url=url[:-1] + ("1" if url.endswith("0") else "0"))
        genuine([*badges[:2], wrong, *badges[3:]], *args, **more)  # type: ignore[arg-type]
        return genuine(badges, args[0], BytesIO(), **more)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "press_part", forge)

    with pytest.raises(Refused, match=r"misprint: part 1: page 5 position 1 badge [0-9a-f]{10}"):
        run(database, out)

    assert list((out.parent / "store").iterdir()) == []
    with database.reading() as session:
        stored = session.exec(select(PrintRun)).one()
        states = set(session.exec(select(PrintedBadge.state)).all())
    assert stored.state is RunState.PRINTING
    assert stored.fault.startswith("part 1: page 5 position 1 badge ")
    assert states == {CardState.WAITING}


@pytest.mark.usefixtures("city")
def test_a_manifest_that_cannot_be_written_leaves_no_file_in_the_folder(
    database: Database, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(jobs, "write_csv", full)

    with pytest.raises(OSError, match="no space"):
        run(database, out)

    assert list(out.iterdir()) == []


@pytest.mark.usefixtures("city")
def test_the_same_badges_give_the_same_bytes(database: Database, out: Path) -> None:
    first, second = (run(database, out) for _ in range(2))

    assert first.files[0].read_bytes() == second.files[0].read_bytes()
    assert first.files != second.files


@pytest.mark.usefixtures("city")
def test_badges_of_a_retired_key_are_left_out_and_counted(database: Database, out: Path) -> None:
    ring = RING.rotate(bytes(32), now=NOON).retire(1, now=NOON)

    with pytest.raises(Refused, match="nothing_to_print"):
        run(database, out, ring=ring)

    with database.reading() as session:
        assert count_unprintable(session, Scope(), ring, now=NOON) == 6


def test_a_cell_that_a_spreadsheet_would_calculate_is_inert(
    database: Database, city: City, out: Path
) -> None:
    with database.writing() as session:
        found = session.get(Subject, city.ali.id)
        assert found is not None
        found.name_fa = '=HYPERLINK("http://x")'

    run(database, out, scope=Scope(subject_ids=(city.ali.id or 0,)))

    assert rows(out)[0]["name"] == '\'=HYPERLINK("http://x")'


def test_the_name_is_on_the_page_and_the_page_is_a_card(
    database: Database, city: City, out: Path
) -> None:
    printed = run(database, out, scope=Scope(subject_ids=(city.ali.id or 0,)))

    document = pypdfium2.PdfDocument(printed.files[0])
    width, height = document[0].get_size()
    document.close()
    assert (round(width * 25.4 / 72, 1), round(height * 25.4 / 72, 1)) == (85.6, 54.0)


@pytest.fixture
def faces_of(session: Session) -> dict[str, faces.BadgeFace]:
    make_city(session)
    issue(session)
    return {one.subject_code: one.face for one in gathered(session, IMPRINT)}


def gathered(session: Session, imprint: Imprint) -> list[faces.Ready]:
    ids = [badge_id for badge_id, _ in ready_ids(session, Ask("cr80"), RING, now=NOON)]
    return list(faces.gather(session, ids, RING, imprint))


def test_a_face_says_who_it_is(faces_of: dict[str, faces.BadgeFace]) -> None:
    ali = faces_of["0012"]

    assert (ali.name_fa, ali.title_fa, ali.unit_fa) == ("علی کریمی", "متصدی باجه", "باجه شمال")
    assert (ali.kind, ali.host, ali.lines) == ("employee", "qr.city.ir", ())


def test_a_station_shows_its_lines_and_a_line_its_own_number(
    faces_of: dict[str, faces.BadgeFace],
) -> None:
    assert [pill.number for pill in faces_of["MS7"].lines] == ["1", "4"]
    assert [pill.number for pill in faces_of["ML4"].lines] == ["4"]
    assert faces_of["ML1"].lines[0].colour == "#e0001f"


def test_a_photo_outside_the_photo_folder_is_never_read(session: Session, tmp_path: Path) -> None:
    city = make_city(session)
    issue(session)
    (tmp_path / "secret").write_bytes(b"keys")
    (tmp_path / "files").mkdir()
    employee = session.get(faces.Employee, city.ali.id)
    assert employee is not None
    employee.photo = "../secret"
    session.flush()

    imprint = replace(IMPRINT, photos=PhotoFiles.within(tmp_path / "files"))
    found = {r.subject_code: r for r in gathered(session, imprint)}

    assert found["0012"].face.photo is None


def test_badges_leave_the_press_sorted_by_unit_and_name(
    session: Session,
) -> None:
    make_city(session)
    issue(session)

    found = gathered(session, IMPRINT)

    assert [one.unit_path for one in found] == sorted(one.unit_path for one in found)
    assert session.exec(select(func.count()).select_from(Badge)).one() == len(found)
