"""Nights that tests need: a finished run with scores as wanted, without computing them."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.directory.models import Subject
from app.scores.models import Score, ScoreRun
from app.scores.rules import About, RunState
from tests.conftest import NOON


def night(
    session: Session,
    *people: tuple[Subject, dict[str, Any]],
    at: datetime = NOON,
    about: About = About.EMPLOYEES,
    **run: Any,
) -> ScoreRun:
    """Store a finished run of a city that has heard enough, with these subjects' scores.

    A score is given by what matters to the test; the parts are made to add up to it.
    """
    known = {"level": 62.5, "s2": 780.0, "t_u": 78.0, "subjects": 40, "answers": 900}
    stamps = {"as_of": at, "started_at": at, "finished_at": at}
    found = ScoreRun(about=about, state=RunState.DONE, settings_version="test", **stamps)
    for name, value in {**known, **run}.items():
        setattr(found, name, value)
    session.add(found)
    session.flush()
    for subject, fields in people:
        session.add(score_of(found, subject, **fields))
    session.flush()
    return found


def score_of(run: ScoreRun, subject: Subject, **fields: Any) -> Score:
    """Return one subject's score of a run, by default a usable 74 from 40 answers."""
    score, n = fields.get("score", 74.0), fields.get("n_effective", 40.0)
    parts = {"city": run.level, "desk": 6.0, "circumstances": 1.0, "said": 9.0}
    known = {
        "score": score,
        "low": score - 12.0,
        "high": score + 12.0,
        "sd": 7.3,
        "n_effective": n,
        "reliability": 0.8,
        "answers": round(n),
        "devices": round(n),
        "counted": n,
        "sum_y": n * (score - run.level),
        "pull": score - sum(parts.values()),
        "weight_of_one": 100 / (n + 11),
        "suspect_share": 0.0,
        "unit_id": subject.unit_id,
        "service": subject.service_type or "",
    }
    return Score(run_id=run.id or 0, subject_id=subject.id or 0, **{**known, **parts, **fields})
