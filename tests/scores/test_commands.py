"""``takrim scores replay``: a pure function of the file, and clear when the file is wrong."""

import csv
import json
import random

import pytest
from click.testing import CliRunner

from app.cli import cli
from tests.scores.engine.answers import answer, city

NAMES = ("scores", "weights", "alarms")


@pytest.fixture
def replay(tmp_path):
    def run(rows, *more, folder="out"):
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        events = tmp_path / f"{folder}.jsonl"
        events.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        files = [place / f"{name}.csv" for name in NAMES]
        options = zip(("--out", "--weights", "--alarms"), map(str, files), strict=True)
        flat = [part for option in options for part in option]
        found = CliRunner().invoke(cli, ["scores", "replay", "--events", str(events), *flat, *more])
        return found, [file.read_bytes() if file.exists() else None for file in files]

    return run


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode().splitlines()))


def test_every_subject_and_every_answer_gets_a_row(replay):
    rows = [*city(), answer(1, subject="پ،1", mood=5)]

    found, (scores, weights, alarms) = replay(rows)

    assert found.exit_code == 0, found.output
    assert scores.splitlines()[0] == b"subject,score,low,high,n_effective,flagged"
    assert {row["subject"] for row in table(scores)} == {str(row["subject"]) for row in rows}
    assert {row["id"] for row in table(weights)} == {row["id"] for row in rows}
    assert weights.splitlines()[0] == b"id,weight,suspect"
    assert alarms.splitlines()[0] == b"subject,time"


def test_order_and_repeated_lines_change_no_byte(replay):
    rows = city()
    shuffled = rows + rows[:50]
    random.Random(3).shuffle(shuffled)

    assert replay(rows)[1] == replay(shuffled, folder="again")[1]


def test_later_answers_are_ignored_as_of_a_moment(replay):
    rows = city()
    early = [row for row in rows if str(row["time"]) <= "2026-09-01T00:00:00Z"]

    assert (
        replay(rows, "--as-of", "2026-09-01T00:00:00Z")[1]
        == replay(early, "--as-of", "2026-09-01T03:30:00+03:30", folder="early")[1]
    )


def test_a_bad_line_is_named_and_nothing_is_written(replay, tmp_path):
    found, files = replay([answer(1), answer(2, mood=9)])

    assert found.exit_code == 1
    assert "line 2, field mood: must be a whole number 1 to 5" in found.output
    assert files == [None, None, None]
    assert list((tmp_path / "out").iterdir()) == []


def test_old_results_stay_when_a_new_file_is_bad(replay):
    _, before = replay([answer(1)])

    found, after = replay([answer(1), {"id": "x"}])

    assert (found.exit_code, after) == (1, before)


@pytest.mark.parametrize(
    "more",
    [("--as-of", "yesterday"), ("--as-of", "2026-09-01"), ("--out", "/no/such/place.csv")],
)
def test_wrong_usage_ends_with_2(replay, more):
    found, files = replay([answer(1)], *more)

    assert found.exit_code == 2
    assert files[1] is None


def test_missing_options_and_files_end_with_2(tmp_path):
    run = CliRunner().invoke
    gone = ["--events", str(tmp_path / "gone"), "--out", "a", "--weights", "b", "--alarms", "c"]

    assert run(cli, ["scores", "replay"]).exit_code == 2
    assert run(cli, ["scores", "replay", *gone]).exit_code == 2


def test_one_place_named_twice_is_refused(replay, tmp_path):
    found, _ = replay([answer(1)], "--out", str(tmp_path / "out" / "weights.csv"))

    assert found.exit_code == 2


def test_a_file_without_answers_gives_files_without_rows(replay):
    found, files = replay([])

    assert found.exit_code == 0, found.output
    assert [len(content.splitlines()) for content in files] == [1, 1, 1]
