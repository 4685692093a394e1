"""Printers of the office at the desk, and what a run printed on one is like."""

import json

import pypdfium2
import pytest
from sqlmodel import Session, select

from app.badges.design_versions import designs_of_run, save_design
from app.badges.models import Printer, PrintPart, PrintRun
from app.badges.printers import PrinterRow, one_printer, printers, remove, save, stock_for
from app.db import Database
from app.directory.models import Unit
from app.errors import Missing, Refused
from printables.design import Design
from tests.badges.conftest import Desk
from tests.conftest import NOON

GREEN = Design(colours=(("band", "#22623a"),))
RED = Design(colours=(("band", "#a51d37"),))


def keep(session: Session, root: Unit, name: str = "HP", **given: object) -> int:
    said = {"flip": "short", "shift": (0.5, -1.0), "roots": (root.path,)} | given
    return save(session, name, now=NOON, actor_id=None, **said)  # type: ignore[arg-type]


def last_run(desk: Desk) -> PrintRun:
    with desk.db.reading() as session:
        return session.exec(select(PrintRun).order_by(PrintRun.id.desc())).first()  # type: ignore[union-attr,return-value]


def test_a_printer_is_kept_changed_by_its_name_and_forgotten(desk: Desk) -> None:
    answer = desk.post("/printers", name=" HP  شمال ", flip="short", x="۰٫۵", y="-1")
    again = desk.post("/printers", name="HP شمال", flip="long", x="0", y="2")

    assert (answer.status_code, again.status_code) == (303, 303)
    with desk.db.reading() as session:
        row = session.exec(select(Printer)).one()
    assert (row.name, row.flip, row.shift_x, row.shift_y) == ("HP شمال", "long", 0, 2)
    page = desk.get(f"/printers?printer={row.id}").text
    assert 'value="HP شمال"' in page
    assert desk.post(f"/printers/{row.id}/remove").status_code == 303
    with desk.db.reading() as session:
        assert session.exec(select(Printer)).all() == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Give the printer a name."),
        ({"x": "3.1"}, "at most 3 either way"),
        ({"y": "nan"}, "at most 3 either way"),
        ({"y": "wide"}, "at most 3 either way"),
        ({"flip": "round"}, "Choose one of these."),
    ],
)
def test_a_printer_that_makes_no_sense_is_refused_and_what_was_typed_stays(
    desk: Desk, fields: dict[str, str], words: str
) -> None:
    answer = desk.post("/printers", **({"name": "HP", "flip": "", "x": "1", "y": "1"} | fields))

    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{fields.get("y", "1")}"' in answer.text


def test_a_run_is_printed_as_the_chosen_printer_needs_it(desk: Desk) -> None:
    with desk.db.writing() as session:
        number = keep(session, desk.city.root)

    answer = desk.post("/print", kind="employee", stock="a4-10up", changed="y", printer=str(number))

    assert answer.status_code == 303
    assert last_run(desk).stock == "a4-10up_short_0.5_-1"
    shown = desk.client.get(answer.location).text
    assert "A4, ten cards · short edge · 0.5 · −1" in shown
    again = desk.post(
        f"/runs/{last_run(desk).public_id}/again", part="1", stock="a4-10up_short_0.5_-1"
    )
    assert again.status_code == 303
    assert last_run(desk).stock == "a4-10up_short_0.5_-1"
    assert desk.get("/runs").text.count("A4, ten cards</td>") == 1


def test_an_unknown_printer_or_stock_prints_nothing(desk: Desk) -> None:
    for fields in ({"printer": "99"}, {"stock": "a4-10up_short_9_9"}, {"design": "1:7"}):
        answer = desk.post("/print", **({"kind": "employee", "stock": "cr80"} | fields))
        assert answer.status_code == 422
        assert "Choose one of these." in answer.text
    with desk.db.reading() as session:
        assert session.exec(select(PrintPart)).all() == []


def test_a_single_card_is_moved_as_its_printer_needs_it(desk: Desk) -> None:
    with desk.db.writing() as session:
        number = keep(session, desk.city.root)
    serial = desk.get("?q=0012").text.partition("/desk/badges/")[2]
    with desk.db.reading() as session:
        from tests.badges.city import badge_of

        serial = badge_of(session, desk.city.ali).serial

    answer = desk.post(f"/{serial}/print", stock="cr80", printer=str(number))

    assert answer.status_code == 303
    assert last_run(desk).stock == "cr80_short_0.5_-1"


def test_printers_are_shared_up_and_down_the_tree_and_changed_where_they_stand(
    database: Database,
) -> None:
    from tests.badges.city import make_city

    with database.writing() as session:
        city = make_city(session)
        whole, north = keep(session, city.root, "whole"), keep(session, city.north, "north")

        seen = {row.name: row.mine for row in printers(session, (city.north.path,))}
        south = [row.name for row in printers(session, (city.south.path,))]

        assert seen == {"whole": False, "north": True}
        assert south == ["whole"]
        with pytest.raises(Missing):
            remove(session, whole, roots=(city.north.path,), now=NOON, actor_id=None)
        remove(session, north, roots=(city.root.path,), now=NOON, actor_id=None)
        with pytest.raises(Missing):
            one_printer(session, north, (city.root.path,))
        with pytest.raises(Refused):
            keep(session, city.root, shift=(float("inf"), 0.0))


def test_only_paper_with_a_back_is_turned() -> None:
    row = PrinterRow(1, "HP", "short", (0.0, 0.0), mine=True)

    assert stock_for("a4-10up", row) == "a4-10up_short_0_0"
    assert stock_for("a5-placard", row) == "a5-placard"
    assert stock_for("a4-fold", row) == "a4-fold"
    assert stock_for("cr80", None) == "cr80"


def test_the_calibration_sheet_has_two_pages(desk: Desk) -> None:
    answer = desk.get("/printers/sheet.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert len(pypdfium2.PdfDocument(answer.data)) == 2
    assert desk.get("/printers/sheet.pdf?printer=99").status_code == 404


def test_a_run_is_drawn_with_the_older_design_that_was_chosen(desk: Desk) -> None:
    with desk.db.writing() as session:
        town = desk.city.root.organisation_id
        save_design(session, town, GREEN, now=NOON, actor_id=None)
        save_design(session, town, RED, now=NOON, actor_id=None)
    page = desk.get("/print").text

    answer = desk.post("/print", kind="employee", stock="cr80", changed="y", design=f"{town}:1")
    shown = desk.client.get(answer.location).text

    assert f'value="{town}:1"' in page
    assert f'value="{town}:2"' not in page
    run = last_run(desk)
    assert json.loads(run.designs) == {str(town): 1}
    with desk.db.reading() as session:
        assert designs_of_run(session, run.id or 0)[town] == GREEN
    assert "Version 1" in shown
    again = desk.post("/print", kind="employee", stock="cr80", changed="y", design=f"{town}:1")
    assert again.status_code == 422
    house = desk.post("/print", kind="employee", stock="cr80", changed="y", design=f"{town}:0")
    assert house.status_code == 303


def test_an_older_version_is_shown_and_can_be_kept_again(desk: Desk) -> None:
    with desk.db.writing() as session:
        town = desk.city.root.organisation_id
        save_design(session, town, GREEN, now=NOON, actor_id=None)
        save_design(session, town, RED, now=NOON, actor_id=None)

    assert 'value="#22623a"' in desk.get("/designs/town?version=1").text
    assert 'value="#a51d37"' in desk.get("/designs/town").text
    assert desk.get("/designs/town?version=9").status_code == 404
