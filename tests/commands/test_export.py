"""``takrim export``: what an analyst gets, and what nobody gets."""

import csv
from pathlib import Path

import pytest
from sqlmodel import select

from app.audit import AuditEntry
from app.feedback.models import Release
from app.feedback.rules import ReleaseState
from app.instance import Instance
from tests.cases.city import make_city, message, open_case
from tests.commands.conftest import Run
from tests.conftest import NOON


@pytest.fixture
def full(city: Instance) -> Instance:
    with city.db.writing() as session:
        town = make_city(session)
        open_case(session, town)
        for text, state in (
            ("=HYPERLINK(1)", ReleaseState.RELEASED),
            ("پنهان", ReleaseState.WAITING),
        ):
            row = message(session, town.station, text=text)
            session.add(Release(feedback_id=row.id, state=state, text=text, queued_at=NOON))
    return city


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def test_feedback_names_places_but_no_person_and_only_released_words(
    run: Run, full: Instance, tmp_path: Path
) -> None:
    said = run("export", "feedback", "--out", str(tmp_path / "f.csv"))

    assert said.exit_code == 0, said.output
    person, station, waiting = rows(tmp_path / "f.csv")
    assert (person["about"], person["place"], person["text"]) == ("employee", "", "")
    assert station["place"]
    assert station["text"] == "'=HYPERLINK(1)"
    assert waiting["text"] == ""
    assert station["month"] == "1405-09"
    assert "پنهان" not in (tmp_path / "f.csv").read_text()
    assert full


def test_cases_come_without_citizen_and_person_named(
    run: Run, full: Instance, tmp_path: Path
) -> None:
    assert run("export", "cases", "--out", str(tmp_path / "c.csv")).exit_code == 0

    [case] = rows(tmp_path / "c.csv")
    assert case["registered_at"] == "2026-11-22T12:10:00+03:30"
    assert not {"phone", "name", "receipt", "subject", "named_subject_id"} & set(case)
    with full.db.reading() as session:
        assert "export.cases" in session.exec(select(AuditEntry.action)).all()
