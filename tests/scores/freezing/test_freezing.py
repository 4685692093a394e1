"""Devices and networks end after half a year; what an answer weighed stays."""

from datetime import timedelta

from sqlmodel import select

from app.feedback.models import Feedback
from app.people.forgetting import forget_staff_devices
from app.people.models import StaffSession
from app.scores.freezing.jobs import forget_old_devices
from app.scores.freezing.models import FrozenWeight
from app.scores.freezing.service import TERM
from app.scores.models import AnswerWeight
from tests.cases.city import make_city, message
from tests.conftest import NOON
from tests.feedback.making import stored
from tests.scores.nights import night

LATER = NOON + TERM + timedelta(hours=1)


def said(session, about, device: str = "d1", at=NOON, mood: int | None = 1) -> int:
    row = message(session, about, wants=False, now=at)
    row.device, row.network, row.mood = device, "n1", mood
    return stored(session, row).id


def frozen(database) -> dict[int, FrozenWeight]:
    with database.reading() as session:
        return {row.feedback_id: row for row in session.exec(select(FrozenWeight))}


def hashes(database) -> dict[int, tuple[str, str]]:
    with database.reading() as session:
        return {row.id: (row.device, row.network) for row in session.exec(select(Feedback))}


def test_hashes_end_after_half_a_year_and_the_last_weight_stays(database):
    with database.writing() as session:
        city = make_city(session)
        whole, light = said(session, city.clerk), said(session, city.clerk)
        fresh = said(session, city.clerk, at=NOON + timedelta(days=2))
        run = night(session, at=NOON + timedelta(days=179))
        weight = {"weight": 0.25, "suspect": True, "rules": "W2", "accused": "W2"}
        stored(session, AnswerWeight(run_id=run.id, feedback_id=light, **weight))

    assert forget_old_devices(database, now=LATER - timedelta(hours=2)) == 0
    assert forget_old_devices(database, now=LATER) == 2
    assert forget_old_devices(database, now=LATER) == 0

    assert hashes(database) == {whole: ("", ""), light: ("", ""), fresh: ("d1", "n1")}
    kept = {key: (row.weight, row.suspect, row.rules) for key, row in frozen(database).items()}
    assert kept == {whole: (1.0, False, ""), light: (0.25, True, "W2")}


def test_a_weight_once_frozen_is_not_written_again(sqlite_database):
    with sqlite_database.writing() as session:
        key = said(session, make_city(session).clerk)
        stored(session, FrozenWeight(feedback_id=key, weight=0.5, at=NOON))

    assert forget_old_devices(sqlite_database, now=LATER) == 1

    assert frozen(sqlite_database)[key].weight == 0.5


def test_a_rating_aside_for_an_open_finding_is_frozen_whole(sqlite_database):
    with sqlite_database.writing() as session:
        key = said(session, make_city(session).clerk)
        run = night(session, at=NOON)
        row = AnswerWeight(run_id=run.id, feedback_id=key, weight=0.0, rules="finding")
        stored(session, row)

    forget_old_devices(sqlite_database, now=LATER)

    assert frozen(sqlite_database)[key].weight == 1.0


def test_words_without_a_rating_lose_their_hashes_and_need_no_weight(sqlite_database):
    with sqlite_database.writing() as session:
        said(session, make_city(session).clerk, mood=None)

    assert forget_old_devices(sqlite_database, now=LATER) == 1
    assert frozen(sqlite_database) == {}


def test_more_than_one_batch_goes_in_one_night_and_the_next_night_goes_on(sqlite_database):
    with sqlite_database.writing() as session:
        clerk = make_city(session).clerk
        for minute in range(700):
            said(session, clerk, at=NOON + timedelta(minutes=minute))

    assert forget_old_devices(sqlite_database, now=LATER + timedelta(minutes=540)) == 600
    assert forget_old_devices(sqlite_database, now=LATER + timedelta(days=1)) == 100


def test_devices_of_old_staff_sessions_end_too(sqlite_database):
    with sqlite_database.writing() as session:
        who = make_city(session).handler.id
        for number, at in enumerate((NOON, LATER)):
            known = {"device": "d", "created_at": NOON, "seen_at": at}
            stored(session, StaffSession(token_hash=str(number), account_id=who, **known))

    with sqlite_database.writing() as session:
        assert forget_staff_devices(session, now=LATER) == 1
        assert session.exec(select(StaffSession.device)).all() == ["", "d"]
