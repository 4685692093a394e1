"""``takrim scores run`` and ``export``: the night by hand, and the auditor's file."""

import json

import pytest
from click.testing import CliRunner

from app import clock, instance
from app.cli import cli
from tests.scores.engine.answers import city
from tests.scores.stored_city import LATER, store_city
from tests.web import found


@pytest.fixture(autouse=True)
def town(sqlite_database, tmp_path, monkeypatch):
    with sqlite_database.writing() as session:
        store_city(session, city(people=8, each=6))
    opened = found(sqlite_database, tmp_path)
    monkeypatch.setattr(instance, "open_instance", lambda: opened)
    monkeypatch.setattr(clock, "now", lambda: LATER)


def test_a_night_by_hand_says_what_it_did():
    done = CliRunner().invoke(cli, ["scores", "run"])

    assert done.exit_code == 0, done.output
    assert "employees: 48 answers on 8 subjects" in done.output
    assert "places: 0 answers on 0 subjects" in done.output


def test_the_auditors_file_has_every_answer_and_no_raw_name(tmp_path):
    file = tmp_path / "events.jsonl"

    done = CliRunner().invoke(cli, ["scores", "export", "--events", str(file)])

    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert (done.exit_code, done.output) == (0, "48 answers\n")
    assert set(rows[0]) == {
        "id", "time", "subject", "unit", "service", "device", "network", "scan", "channel",
        "mood", "seconds", "text",
    }  # fmt: skip
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
