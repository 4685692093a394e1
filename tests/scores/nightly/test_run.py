"""The nightly run: replay's numbers in the database, switched to at once, or not at all."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlmodel import Session, col, func, select

from app.cli import cli
from app.db import Database
from app.directory.models import Subject
from app.errors import Refused
from app.feedback.models import Feedback
from app.scores.integrity.models import SuspectGroup
from app.scores.models import AnswerWeight, DeskLevel, Score, ScoreRun, ScoreSettings
from app.scores.nightly import run as running
from app.scores.nightly.export import event_lines
from app.scores.nightly.run import run_night
from app.scores.queries import current_run
from app.scores.rules import About, RunState
from tests.scores.engine.answers import answer, city
from tests.scores.stored_city import LATER, night_of, store_city

MOB = [
    answer(n, subject="P3", unit="U2", service="S0", mood=1, day=200 + n / 100, device=f"m{n}")
    for n in range(14)
]


@pytest.fixture
def db(database: Database) -> Database:
    with database.writing() as session:
        store_city(session, [*city(), *MOB])
    return database


def scores(session: Session) -> dict[int, Score]:
    run = current_run(session)
    assert run is not None
    rows = session.exec(select(Score).where(Score.run_id == run.id))
    return {row.subject_id: row for row in rows}


def test_a_run_is_the_replay_of_the_exported_file_to_the_byte(db, tmp_path):
    run_night(night_of(db), About.EMPLOYEES)
    events = tmp_path / "events.jsonl"
    events.write_text("".join(event_lines(db, About.EMPLOYEES, now=LATER)), "utf-8")
    files = {name: tmp_path / f"{name}.csv" for name in ("out", "weights", "alarms")}
    given = [part for name, file in files.items() for part in (f"--{name}", str(file))]

    as_of = ["--as-of", LATER.isoformat()]
    CliRunner().invoke(cli, ["scores", "replay", "--events", str(events), *as_of, *given])

    with db.reading() as session:
        found = scores(session)
        names = {row.public_id: row.id for row in session.exec(select(Subject))}
        weights = {w.feedback_id: w for w in session.exec(select(AnswerWeight))}
    lines = files["out"].read_text().splitlines()[1:]
    assert len(lines) == len(found) == 40
    for line in lines:
        name, *numbers, flagged = line.split(",")
        own = found[names[name]]
        told = (own.score, own.low, own.high, own.n_effective)
        assert numbers == [f"{round(n, 3) + 0.0:.3f}" for n in told]
        assert int(flagged) == own.flagged
    for line in files["weights"].read_text().splitlines()[1:]:
        key, weight, suspect = line.split(",")
        own_weight = weights.get(int(key))
        expected = (own_weight.weight, own_weight.suspect) if own_weight else (1.0, False)
        assert (weight, int(suspect)) == (f"{expected[0]:.4f}", int(expected[1]))
    assert any(json.loads(line)["scan"] for line in events.read_text().splitlines())


def test_parts_of_every_stored_score_add_up_to_it(db):
    run_night(night_of(db), About.EMPLOYEES)

    with db.reading() as session:
        for own in scores(session).values():
            parts = own.city + own.desk + own.circumstances + own.said + own.pull
            assert parts == pytest.approx(own.score, abs=1e-9)


def test_a_run_keeps_its_settings_hash_and_duration(db):
    one = run_night(night_of(db), About.EMPLOYEES)
    two = run_night(night_of(db), About.EMPLOYEES)

    with db.reading() as session:
        versions = session.exec(select(ScoreSettings)).all()
        desks = session.exec(select(DeskLevel).where(DeskLevel.run_id == two.id)).all()
    assert [row.version for row in versions] == [one.settings_version]
    assert versions[0].numbers["half_life_days"] == 540.0
    assert one.input_hash == two.input_hash != ""
    assert (one.answers, one.subjects, one.state) == (814, 40, RunState.DONE)
    assert one.duration_ms > 0
    assert len(desks) == 6


def test_a_mob_stands_in_one_group_and_never_twice(db):
    for _ in range(2):
        run_night(night_of(db), About.EMPLOYEES)

    with db.reading() as session:
        groups = session.exec(select(SuspectGroup)).all()
    assert [(g.rule, g.answers >= 14) for g in groups if g.answers > 4] == [("W4", True)]


def test_a_crash_leaves_the_night_before_in_force_and_the_next_run_clean(db, monkeypatch):
    first = run_night(night_of(db), About.EMPLOYEES)
    with monkeypatch.context() as broken:
        broken.setattr(running, "desk_rows", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_night(night_of(db), About.EMPLOYEES)
    with db.reading() as session:
        half = session.exec(select(func.count()).select_from(Score)).one()
        assert (current_run(session).id, half) == (first.id, 80)

    run_night(night_of(db, now=LATER + timedelta(days=1)), About.EMPLOYEES)

    with db.reading() as session:
        states = session.exec(select(ScoreRun.state).order_by(col(ScoreRun.id))).all()
        assert session.exec(select(func.count()).select_from(Score)).one() == 80
    assert states == [RunState.DONE, RunState.GIVEN_UP, RunState.DONE]


def test_of_two_runs_at_a_time_the_older_stops(db, monkeypatch):
    compute = running.compute

    def overtaken(*given):
        monkeypatch.setattr(running, "compute", compute)
        run_night(night_of(db), About.EMPLOYEES)
        return compute(*given)

    monkeypatch.setattr(running, "compute", overtaken)
    with pytest.raises(Refused):
        run_night(night_of(db), About.EMPLOYEES)

    with db.reading() as session:
        assert session.exec(select(func.count()).select_from(Score)).one() == 40


def test_places_and_persons_are_scored_apart(db):
    run = run_night(night_of(db), About.PLACES)

    assert (run.answers, run.subjects, run.state) == (0, 0, RunState.DONE)


def test_who_filled_the_field_no_person_sees_was_in_haste(db):
    with db.writing() as session:
        newest = session.exec(select(Feedback).order_by(col(Feedback.id).desc()).limit(2)).all()
        newest[0].topics, newest[0].seconds = ["machine"], 40
        marked, plain = newest[0].id, newest[1].id

    run_night(night_of(db), About.EMPLOYEES)

    with db.reading() as session:
        rules = {row.feedback_id: row.rules for row in session.exec(select(AnswerWeight))}
    assert "W6" in rules[marked].split(",")
    assert "W6" not in rules.get(plain, "").split(",")


def test_of_two_answers_of_a_device_in_a_day_the_later_counts_and_both_stay(sqlite_database):
    mine = {"subject": "P3", "unit": "U2", "service": "S0", "device": "my-phone"}
    first = answer(900, mood=1, day=200.0, **mine)
    second = answer(901, mood=5, day=200.9, **mine)
    with sqlite_database.writing() as session:
        store_city(session, [*city(), first, second])

    run_night(night_of(sqlite_database), About.EMPLOYEES)

    with sqlite_database.reading() as session:
        both = session.exec(select(Feedback.id).where(Feedback.device == "my-phone")).all()
        found = select(AnswerWeight).where(col(AnswerWeight.feedback_id).in_(both))
        weights = {row.feedback_id: row.weight for row in session.exec(found)}
    earlier, later = sorted(both)
    assert (weights[earlier], weights.get(later, 1.0)) == (0.0, 1.0)
