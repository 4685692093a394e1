"""Links for NFC encoders: exactly the printed ones, of working badges, and written down."""

import csv
from io import StringIO

import pytest
from click.testing import CliRunner
from sqlmodel import select

from app.audit import AuditEntry
from app.badges import service
from app.badges.nfc import HEADER, lines, tag_rows
from app.badges.scope import Scope
from app.badges.tokens import address
from app.rights import Role
from tests.badges.city import RING, URL, badge_of, issue, make_city
from tests.badges.conftest import Desk
from tests.conftest import NOON
from tests.statements import statements


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_each_working_badge_has_its_printed_link_in_the_order_of_names(session):
    city = make_city(session)
    issue(session)
    badge = badge_of(session, city.ali)
    service.revoke(session, badge_of(session, city.reza).serial, "lost", actor_id=None, now=NOON)

    with statements(session) as sent:
        rows = tag_rows(session, Scope(kind="employee"))
    found = read("".join(lines(rows, RING, public_url=URL)))

    assert len(sent) == 1
    assert tuple(found[0]) == HEADER
    assert [row["subject_code"] for row in found] == ["0013", "0012"]
    assert found[1]["url"] == address(badge.serial, badge.key_id, RING, public_url=URL)
    assert found[1]["serial"] == badge.serial


def test_only_the_unit_asked_for_and_only_the_badges_of_the_run(session):
    city = make_city(session)
    issue(session)
    ali = badge_of(session, city.ali).serial

    assert {r.subject_code for r in tag_rows(session, Scope(roots=(city.south.path,)))} >= {"MS7"}
    assert [row.serial for row in tag_rows(session, Scope(), (ali,))] == [ali]
    assert tag_rows(session, Scope(roots=())) == []


def test_the_desk_hands_out_the_links_of_its_units_and_the_log_says_so(desk: Desk) -> None:
    page = desk.post("/nfc.csv", unit="101", kind="employee")

    assert page.status_code == 200
    assert [row["subject_code"] for row in read(page.text)] == ["0013", "0012"]
    with desk.db.reading() as session:
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.action == "badge.nfc_export")
        ).one()
    assert entry.object == "unit:101"
    assert '"count": 2' in entry.detail


def test_a_unit_out_of_reach_gives_none(desk: Desk) -> None:
    desk.sit(desk.city.north)

    assert desk.post("/nfc.csv", unit="102").status_code == 404


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.FACILITY_MANAGER])
def test_nobody_else_takes_them(desk: Desk, role: Role) -> None:
    assert desk.sit(desk.city.root, role=role).post("/nfc.csv").status_code == 403


def test_the_command_writes_the_same_file(desk: Desk, tmp_path, monkeypatch) -> None:
    from app.badges import nfc_commands

    monkeypatch.setattr(nfc_commands, "open_instance", lambda: desk.app.extensions["takrim"])
    out = tmp_path / "tags" / "tags.csv"

    done = CliRunner().invoke(nfc_commands.nfc, ["--unit", "101", "--out", str(out)])

    assert done.exit_code == 0, done.output
    assert "2 links" in done.output
    assert len(read(out.read_text(encoding="utf-8"))) == 2
