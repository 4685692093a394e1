"""After half a year device and network go, and the answers weigh what they weighed."""

from datetime import timedelta

from sqlmodel import select

from app.db import Database
from app.feedback.models import Feedback
from app.scores.freezing.service import forget_devices
from app.scores.integrity.models import SuspectGroup
from app.scores.models import AnswerWeight
from app.scores.nightly.run import run_night
from app.scores.rules import About
from tests.scores.engine.answers import answer, city
from tests.scores.stored_city import LATER, night_of, store_city

AGAIN = [
    answer(n, subject="P3", unit="U2", service="S0", mood=2 + n % 3, day=30 * n, device="one")
    for n in range(9)
]
MOB = [
    answer(20 + n, subject="P4", unit="U0", service="S1", mood=1, day=200 + n / 100)
    for n in range(14)
]


def weights(db: Database) -> dict[int, tuple[float, bool, str]]:
    with db.reading() as session:
        newest = max(session.exec(select(AnswerWeight.run_id)))
        rows = session.exec(select(AnswerWeight).where(AnswerWeight.run_id == newest))
        return {row.feedback_id: (row.weight, row.suspect, row.accused) for row in rows}


def test_the_night_after_the_hashes_went_weighs_as_the_night_before(database: Database) -> None:
    with database.writing() as session:
        store_city(session, [*city(), *AGAIN, *MOB])
    for about in About:
        run_night(night_of(database), about)
    before = weights(database)
    with database.writing() as session:
        ids = [int(key) for key in session.exec(select(Feedback.id))]
        forget_devices(session, ids, now=LATER)
        assert set(session.exec(select(Feedback.device, Feedback.network))) == {("", "")}
        groups = session.exec(select(SuspectGroup.id, SuspectGroup.state)).all()

    run_night(night_of(database, now=LATER + timedelta(days=1)), About.EMPLOYEES)

    after = weights(database)
    assert len(before) > 20
    assert after == before
    with database.reading() as session:
        assert session.exec(select(SuspectGroup.id, SuspectGroup.state)).all() == groups
