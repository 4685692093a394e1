"""``takrim import``: the contract of the command line."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from app import keystore, schema
from app.db import Database
from app.directory.commands import import_group
from app.directory.importing import Outcome
from app.directory.models import Employee
from tests.directory.city import ALI, HEAD, SARA, make_city, write

BAD = [*ALI[:5], "999", *ALI[6:]]


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Database:
    folder = tmp_path / "instance"
    folder.mkdir()
    monkeypatch.setenv("TAKRIM_INSTANCE", str(folder))
    monkeypatch.setenv("TAKRIM_PUBLIC_URL", "https://qr.example.ir")
    monkeypatch.setenv("TAKRIM_SECRET_KEY", "s" * 40)
    monkeypatch.setenv("TAKRIM_LOCALE", "en")
    keystore.make(folder, now=now)
    database = Database(f"sqlite:///{folder / 'takrim.db'}", synchronous="NORMAL")
    schema.upgrade(database.engine)
    with database.writing() as session:
        make_city(session)
    return database


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(import_group(), [str(word) for word in words])


def numbers(city: Database) -> list[str]:
    with city.reading() as session:
        return sorted(session.exec(select(Employee.personnel_number)))


def test_the_report_is_json_with_counts_and_refusals(city: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", [HEAD, BAD, SARA])

    refused = run("employees", path, "--json")
    done = run("employees", path, "--json", "--skip-refused")

    report = json.loads(refused.stdout)
    assert refused.exit_code == 1
    assert (
        refused.stderr == "Error: 1 rows were refused, so nothing was imported. (--skip-refused)\n"
    )
    assert report["refused"] == [
        {
            "row": 2,
            "column": "کد واحد",
            "code": "unit_unknown",
            "reason": "There is no unit with the code 999.",
        }
    ]
    assert done.exit_code == 0
    assert {k: json.loads(done.stdout)[k] for k in ("new", "changed", "unchanged", "left")} == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "left": 0,
    }
    assert numbers(city) == ["00000034"]


@pytest.mark.usefixtures("city")
def test_reasons_come_in_persian_too(tmp_path: Path) -> None:
    answer = run("employees", write(tmp_path / "r.csv", [HEAD, BAD]), "--json", "--lang", "fa")

    assert json.loads(answer.stdout)["refused"][0]["reason"] == "واحدی با کد 999 نیست."
    assert "ردیف پذیرفته نشد" in answer.stderr


def test_a_dry_run_reports_and_changes_nothing(city: Database, tmp_path: Path) -> None:
    answer = run("employees", write(tmp_path / "r.csv", [HEAD, ALI]), "--dry-run")

    assert answer.exit_code == 0
    assert answer.stdout.split()[:2] == ["new", "1"]
    assert numbers(city) == []


@pytest.mark.usefixtures("city")
def test_who_left_needs_the_exact_number_on_the_command_line(tmp_path: Path) -> None:
    run("employees", write(tmp_path / "a.csv", [HEAD, ALI, SARA]))
    path = write(tmp_path / "b.csv", [HEAD, ALI])

    asked = run("employees", path, "--scope", "101", "--json")
    done = run("employees", path, "--scope", "101", "--confirm-left", "1", "--json")

    assert (asked.exit_code, done.exit_code) == (1, 0)
    assert "(--confirm-left 1)" in asked.stderr
    assert json.loads(done.stdout)["left"] == 1


def test_whoever_follows_hears_of_it_in_the_same_unit_of_work(
    city: Database, tmp_path: Path
) -> None:
    def fail(_session: object, _outcome: Outcome) -> None:
        raise RuntimeError("the badges could not follow")

    path = write(tmp_path / "a.csv", [HEAD, ALI])
    answer = CliRunner().invoke(import_group(fail), ["employees", str(path)])

    assert answer.exit_code == 1
    assert numbers(city) == []


@pytest.mark.parametrize(
    ("words", "exit_code", "sentence"),
    [
        (["employees", "nowhere.csv"], 1, "There is no such file."),
        (["employees", "{file}", "--scope", "999"], 1, "There is no unit with the code 999."),
        (["employees", "{file}", "--map", "x=moon"], 2, "moon is no field of this kind of file."),
        (["employees", "{file}", "--map", "کد ملی=national_id"], 2, "are never kept"),
        (["employees", "{file}", "--map", "ستون=job_title"], 1, "The file has no column ستون."),
        (["units", "{file}"], 1, "This file lists employees"),
        (["moons", "{file}"], 2, "No such command"),
    ],
)
def test_errors_are_one_sentence_on_standard_error(
    city: Database, tmp_path: Path, words: list[str], exit_code: int, sentence: str
) -> None:
    path = write(tmp_path / "r.csv", [HEAD, ALI])

    answer = run(*(word.format(file=path) for word in words))

    assert answer.exit_code == exit_code
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
    assert numbers(city) == []


@pytest.mark.parametrize("kind", ["units", "employees", "facilities"])
def test_the_help_has_an_example(kind: str) -> None:
    answer = run(kind, "--help")

    assert f"takrim import {kind}" in answer.stdout
