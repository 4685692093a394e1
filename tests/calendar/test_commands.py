"""``takrim calendar due`` as an operator and a script meet it."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import keystore
from app.calendar import service
from app.calendar.commands import calendar
from app.db import Database
from tests.calendar.clocks import day


@pytest.fixture(autouse=True)
def no_city(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TAKRIM_PUBLIC_URL", "TAKRIM_DATABASE_URL", "TAKRIM_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TAKRIM_INSTANCE", str(tmp_path))


@pytest.fixture
def stored_city(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> Database:
    keystore.make(tmp_path, now=now)
    monkeypatch.setenv("TAKRIM_PUBLIC_URL", "https://qr.city.ir")
    monkeypatch.setenv("TAKRIM_SECRET_KEY", "a" * 40)
    return sqlite_database


def run(*arguments: str) -> Result:
    return CliRunner().invoke(calendar, ["due", *arguments])


def csv_file(tmp_path: Path, text: str, encoding: str = "utf-8") -> str:
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding=encoding)
    return str(path)


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-22T15:00:00+03:30",
        "2026-11-22T11:30:00Z",
        "2026-11-22T15:00",
        "۲۰۲۶-۱۱-۲۲T۱۵:۰۰",
    ],
)
def test_a_due_is_printed_in_the_time_of_the_city(at: str) -> None:
    answer = run("--at", at, "--minutes", "180")

    assert (answer.exit_code, answer.stdout) == (0, "2026-11-23T10:00:00+03:30\n")


def test_json_says_what_was_counted() -> None:
    answer = run("--at", "2026-11-27T03:00:00+03:30", "--minutes", "180", "--json")

    assert json.loads(answer.stdout) == {
        "at": "2026-11-27T03:00:00+03:30",
        "minutes": 180,
        "calendar": "A",
        "due": "2026-11-28T11:00:00+03:30",
    }


def test_around_the_clock_is_there_without_a_database() -> None:
    answer = run("--at", "2022-09-21T17:30:00Z", "--minutes", "180", "--calendar", "ALWAYS")

    assert (answer.exit_code, answer.stdout) == (0, "2022-09-22T00:00:00+03:30\n")


def test_a_file_is_answered_row_by_row(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "at,minutes,note\n2026-11-22T09:10:00+03:30,180,x\n2026-11-22T15:00,180,y\n",
        "utf-8-sig",
    )

    assert run("--file", path).stdout == (
        "at,minutes,due\n"
        "2026-11-22T09:10:00+03:30,180,2026-11-22T12:10:00+03:30\n"
        "2026-11-22T15:00:00+03:30,180,2026-11-23T10:00:00+03:30\n"
    )
    dues = [row["due"] for row in json.loads(run("--file", path, "--json").stdout)]
    assert dues == ["2026-11-22T12:10:00+03:30", "2026-11-23T10:00:00+03:30"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("at,minutes\n2026-11-22T09:10,180\nyesterday,180\n", "row 3: at: 'yesterday'"),
        ("at,minutes\n2026-11-22T09:10,-5\n", "row 2: minutes: '-5'"),
        ("at,minutes\n2026-11-22T09:10\n", "row 2: minutes: ''"),
        ("at,budget\n2026-11-22T09:10,5\n", "no column 'minutes'"),
        ("", "no column 'at'"),
    ],
)
def test_a_bad_file_is_refused_whole_with_its_row(tmp_path: Path, text: str, said: str) -> None:
    answer = run("--file", csv_file(tmp_path, text))

    assert (answer.exit_code, answer.stdout) == (1, "")
    assert said in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    answer = run("--file", csv_file(tmp_path, "at,minutes\nسلام,1\n", "cp1256"))

    assert answer.exit_code == 1
    assert "not a CSV file in UTF-8" in answer.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--at", "2026-11-22"),
        ("--minutes", "5"),
        ("--at", "noon", "--minutes", "5"),
        ("--at", "2026-11-22", "--minutes", "-5"),
        ("--at", "2026-11-22", "--minutes", "9999999"),
        ("--at", "9999-12-31", "--minutes", "5"),
        ("--at", "0001-01-01T00:00:00+14:00", "--minutes", "5"),
        ("--file", "/nowhere.csv"),
        ("--file", __file__, "--at", "2026-11-22"),
    ],
)
def test_wrong_usage_leaves_with_two(arguments: tuple[str, ...]) -> None:
    answer = run(*arguments)

    assert (answer.exit_code, answer.stdout) == (2, "")


def test_a_calendar_of_a_city_that_is_not_there_is_refused() -> None:
    answer = run("--at", "2026-11-22", "--minutes", "5", "--calendar", "D7")

    assert answer.exit_code == 1
    assert "TAKRIM_PUBLIC_URL" in answer.stderr


def test_a_stored_calendar_counts_with_what_the_city_decided(
    stored_city: Database, now: datetime
) -> None:
    with stored_city.writing() as session:
        service.install(session)
        service.add_exception(session, "A", day=day("09-02"), reason="برف", actor_id=None, now=now)
    late_sunday = ("--at", "2026-11-22T15:00:00+03:30", "--minutes", "180")

    assert run(*late_sunday, "--calendar", "A").stdout == "2026-11-24T10:00:00+03:30\n"
    assert run(*late_sunday).stdout == "2026-11-23T10:00:00+03:30\n"

    unknown = run(*late_sunday, "--calendar", "D7")
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert unknown.stderr == "Error: there is no calendar 'D7'\n"


def test_the_help_shows_an_example_and_what_a_bare_time_means() -> None:
    text = run("--help").stdout

    assert "takrim calendar due --at 2026-11-22T09:10:00+03:30 --minutes 180" in text
    assert "city time" in text
