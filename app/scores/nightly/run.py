"""One run from beginning to switch: the same engine and the same numbers as a replay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.db import Database
from app.scores.choosing.service import settings_in_force
from app.scores.engine.scoring import Outcome, compute
from app.scores.engine.settings import Settings
from app.scores.integrity.grouping import keep_groups
from app.scores.models import AnswerWeight, DeskLevel, GrowthAlarm, Score, ScoreRun
from app.scores.nightly.alarming import store_alarms
from app.scores.nightly.answers import newest_id, read_directory
from app.scores.nightly.erased import stand_ins
from app.scores.nightly.gathering import events_of
from app.scores.nightly.inputs import Findings, input_hash, keep_settings, no_findings, rulings_of
from app.scores.nightly.rows import desk_rows, score_rows, weight_rows
from app.scores.nightly.storing import begin, check_ours, clear_given_up, fill, last_scores
from app.scores.nightly.suspects import suspects_of
from app.scores.nightly.thinning import thin_out
from app.scores.rules import About, RunState

__all__ = ["Alarmed", "Night", "run_night"]

Alarmed = Callable[[Session, list[GrowthAlarm]], object]


@dataclass(frozen=True, slots=True)
class Night:
    """What a run needs to know from outside.

    Args:
        db: The city's database.
        now: Instant up to which answers count.
        zone: The city's zone, for which nights a month keeps.
        findings: Ids of messages whose rating weighs 0.
        alarmed: Told of new growth alarms in the unit of work that stores them.
        settings: The public numbers; without them those in force.
        words_key: Key by which copies of erased words are told.
    """

    db: Database
    now: datetime
    zone: ZoneInfo
    findings: Findings = no_findings
    alarmed: Alarmed = lambda _session, _alarms: None
    settings: Settings | None = None
    words_key: bytes = b""


def run_night(night: Night, about: About) -> ScoreRun:
    """Compute and store the scores of persons, or of places; return the finished run.

    A crash at any point leaves the night before in force, and the next run starts anew.

    Raises:
        Refused: Another run was begun meanwhile; this one stopped and counts for nothing.
    """
    started = perf_counter()
    with night.db.writing() as session:
        settings = night.settings or settings_in_force(session)
        version = keep_settings(session, settings, now=night.now)
        last = newest_id(session)
        run_id = begin(session, about, version=version, last=last, now=night.now)
    clear_given_up(night.db, about)
    with night.db.reading() as session:
        known, before = read_directory(session, about), last_scores(session, about)
        rulings = rulings_of(session, night.findings)
        erased = stand_ins(session, words_key=night.words_key, alike=settings.text_alike)
    events = events_of(night.db, known, until=last, as_of=night.now, erased=erased)
    digest = input_hash(events, rulings, settings)
    outcome = compute(events, settings, rulings)
    fill(night.db, run_id, Score, score_rows(outcome, known, before))
    fill(night.db, run_id, AnswerWeight, weight_rows(outcome))
    fill(night.db, run_id, DeskLevel, desk_rows(outcome, known))
    with night.db.writing() as session:
        check_ours(session, run_id)
        keep_groups(session, suspects_of(outcome, known, about), about=about, now=night.now)
        night.alarmed(session, store_alarms(session, run_id, outcome, known, now=night.now))
        run = _finished(session, run_id, outcome)
        run.input_hash, run.duration_ms = digest, round((perf_counter() - started) * 1000)
        run.finished_at = night.now + timedelta(milliseconds=run.duration_ms)
    thin_out(night.db, about, now=night.now, zone=night.zone)
    return run


def _finished(session: Session, run_id: int, outcome: Outcome) -> ScoreRun:
    """Switch to the new run, in the unit of work that keeps its groups and alarms."""
    run = session.get_one(ScoreRun, run_id)
    run.state = RunState.DONE
    run.answers, run.subjects = len(outcome.events), len(outcome.events.subjects)
    run.suspects = int(outcome.weights.suspect.sum())
    if outcome.fit is not None:
        run.level, run.s2 = outcome.fit.level, outcome.fit.s2
        run.t_u = outcome.fit.variances["subject"]
    session.add(run)
    return run
