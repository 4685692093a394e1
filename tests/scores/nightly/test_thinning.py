"""What earlier nights leave: forty nights, then one a month, and what an episode still shows."""

from datetime import timedelta

from sqlmodel import select

from app.db import Database
from app.feedback.models import Feedback
from app.scores.models import AnswerWeight, DeskLevel, Score, ScoreRun
from app.scores.nightly.thinning import thin_out
from app.scores.rules import About
from tests.conftest import NOON
from tests.feedback.making import TEHRAN, make_subject, make_unit, stored, tap
from tests.scores.nights import night


def test_old_nights_are_thinned_to_one_a_month(database: Database):
    with database.writing() as session:
        clerk = make_subject(session, make_unit(session))
        for days in (100, 99, 98, 61, 60, 39, 2, 1, 0):
            night(session, (clerk, {}), at=NOON - timedelta(days=days))

    thin_out(database, About.EMPLOYEES, now=NOON, zone=TEHRAN)

    with database.reading() as session:
        kept = session.exec(
            select(ScoreRun.as_of).join(Score, Score.run_id == ScoreRun.id).order_by(ScoreRun.id)
        ).all()
        runs = session.exec(select(ScoreRun.id)).all()
    assert [(NOON - at).days for at in kept] == [98, 61, 39, 2, 1, 0]
    assert len(runs) == 9


def test_a_score_that_an_episode_shows_outlives_its_night(database: Database):
    with database.writing() as session:
        clerk = make_subject(session, make_unit(session))
        night(session, (clerk, {"score": 80.0}), at=NOON - timedelta(days=70))
        old = session.exec(select(Score.id)).one()
        for days in (69, 1):
            fields = {"review_first": True, "before_id": old}
            night(session, (clerk, fields), at=NOON - timedelta(days=days))

    thin_out(database, About.EMPLOYEES, now=NOON, zone=TEHRAN)

    with database.reading() as session:
        assert session.get(Score, old) is not None


def test_weights_and_desks_of_the_newest_night_alone_are_kept(database: Database):
    with database.writing() as session:
        unit = make_unit(session)
        clerk = make_subject(session, unit)
        said = stored(session, Feedback(**vars_of(tap(clerk)), tracking_code="1", created_at=NOON))
        for days in (1, 0):
            run = night(session, (clerk, {}), at=NOON - timedelta(days=days))
            session.add(AnswerWeight(run_id=run.id, feedback_id=said.id, weight=0.5))
            desk = {"service": "x", "level": 1.0, "answers": 1, "devices": 1}
            session.add(DeskLevel(run_id=run.id, unit_id=unit.id, **desk))
        newest = run.id

    thin_out(database, About.EMPLOYEES, now=NOON, zone=TEHRAN)

    with database.reading() as session:
        assert session.exec(select(AnswerWeight.run_id)).all() == [newest]
        assert session.exec(select(DeskLevel.run_id)).all() == [newest]


def vars_of(rating) -> dict[str, object]:
    names = ("submission", "channel", "mood", "subject_id", "unit_id")
    return {name: getattr(rating, name) for name in names}
