"""``takrim scores settings``: read, choose with a reason, and replay with the same numbers."""

import json

import pytest
from click.testing import CliRunner, Result

from app import instance
from app.cli import cli
from app.scores.engine.settings import Settings
from tests.scores.engine.answers import city
from tests.web import found

REASON = "Kiosks in the hall are busier than the rule thought."


@pytest.fixture(autouse=True)
def town(sqlite_database, tmp_path, monkeypatch):
    opened = found(sqlite_database, tmp_path)
    monkeypatch.setattr(instance, "open_instance", lambda: opened)


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["scores", *words])


def test_a_number_is_chosen_shown_and_replayed_with(tmp_path) -> None:
    done = run("settings", "set", "half_life_days", "365", "--reason", REASON)
    assert done.exit_code == 0, done.output
    shown, numbers = run("settings"), run("settings", "--json")
    assert "half_life_days       365.0  from 180 to 1500" in shown.output
    assert REASON in shown.output
    version = shown.output.split()[1]

    events, file = tmp_path / "events.jsonl", tmp_path / "settings.json"
    events.write_text("".join(json.dumps(row) + "\n" for row in city(people=5, each=5)))
    file.write_text(numbers.output)
    results = [part for n in ("out", "weights", "alarms") for part in (f"--{n}", f"{tmp_path}/{n}")]
    again = run("replay", "--events", str(events), "--settings", str(file), *results)
    plain = run("replay", "--events", str(events), *results)

    assert f"settings {version}" in again.output
    assert f"settings {Settings().version}" in plain.output


@pytest.mark.parametrize(
    ("name", "value", "reason", "words"),
    [
        ("flag_floor", "5", REASON, "no number of this name"),
        ("tail", "0.5", REASON, "from 1e-06 to 0.01"),
        ("tail", "0.001", "short", "at least 20 letters"),
        ("tail", "many", REASON, "not a valid float"),
    ],
)
def test_what_may_not_be_chosen_is_said_so(name, value, reason, words) -> None:
    done = run("settings", "set", name, value, "--reason", reason)

    assert done.exit_code == 2
    assert words in done.output


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"nothing": 1}', '{"tail": "x"}', '{"burst_days": [true]}', '{"tail": 1e999}'],
)
def test_settings_of_another_kind_are_refused(tmp_path, text) -> None:
    (tmp_path / "s.json").write_text(text)
    (tmp_path / "e.jsonl").write_text("")
    results = [part for n in ("out", "weights", "alarms") for part in (f"--{n}", f"{tmp_path}/{n}")]
    given = ["--events", f"{tmp_path}/e.jsonl", "--settings", f"{tmp_path}/s.json"]

    done = run("replay", *given, *results)

    assert done.exit_code == 2
    assert "--settings" in done.output
    assert not (tmp_path / "out").exists()
