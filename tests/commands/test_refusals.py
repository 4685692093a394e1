"""What an operator may get wrong is answered in one sentence: no trace, no code, no number."""

from pathlib import Path

import pytest

from app.instance import Instance
from tests.commands.conftest import Run

WORDS = {"TAKRIM_PASSPHRASE": "a long sentence only we know"}
ADMIN = "init --admin-user admin --admin-password"
PRINT = "badges print --stock cr80 --out run --manifest run.csv"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("badges cancel-run 8", "there is no such print run"),
        ("badges replace-key 9", "there is no such key"),
        ("badges nfc --of-run 8 --out tags.csv", "there is no such print run"),
        (f"{PRINT} --of-run 8", "there is no such print run"),
        (f"{PRINT} --since 8", "there is no such print run"),
        (f"{PRINT} --design X", "there is no design 'X'; write it as ORG=VERSION"),
        ("keys retire 9", "there is no key 9"),
        ("keys export spare.recovery", "no terminal to ask on: set TAKRIM_PASSPHRASE"),
        ("calendar due --at 2026-11-22 --minutes 9 --calendar X", "there is no calendar 'X'"),
        ("restore nowhere", "nowhere holds no complete backup"),
        (f"{ADMIN} short", "The password must have at least 8 characters."),
        (
            f"{ADMIN} password1",
            "Many people use this password, so it is tried first. Choose another.",
        ),
    ],
)
def test_a_refusal_is_one_sentence(line: str, sentence: str, city: Instance, run: Run) -> None:
    assert city.keys

    said = run(*line.split())

    assert (said.exit_code, said.stderr) == (1, f"Error: {sentence}\n")


@pytest.mark.parametrize("value", ["600", "nan", "6.5"])
def test_a_number_that_cannot_be_chosen_is_refused_with_its_limits(
    value: str, city: Instance, run: Run
) -> None:
    assert city.keys

    choice = ["scores", "settings", "set", "burst_least", value]

    said = run(*choice, "--reason", "Two kiosks stand in one hall.")

    assert said.exit_code == 2
    assert "Error: burst_least" in said.stderr


def test_a_folder_that_cannot_be_made_is_named_without_the_number_of_the_error(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    said = run("init", env={"TAKRIM_INSTANCE": str(tmp_path / "file")})

    assert (said.exit_code, said.stderr) == (1, f"Error: {tmp_path / 'file'}: file exists\n")


def test_a_recovery_file_that_is_none_is_refused(city: Instance, run: Run, tmp_path: Path) -> None:
    assert city.keys
    (tmp_path / "junk").write_bytes(bytes(range(256)))

    said = run("keys", "import", str(tmp_path / "junk"), env=WORDS)

    assert said.stderr == "Error: wrong passphrase, or not a recovery file\n"


def test_a_database_that_is_away_is_named_without_its_password(run: Run) -> None:
    away = "postgresql+psycopg://takrim:hidden@127.0.0.1:1/takrim"

    said = run("init", env={"TAKRIM_DATABASE_URL": away})

    assert said.exit_code == 1
    assert said.stderr.startswith("Error: the database cannot be used: ")
    assert said.stderr.endswith("(TAKRIM_DATABASE_URL)\n")
    assert said.stderr.count("\n") == 1
    assert "hidden" not in said.stderr
