"""Erasing the own words takes them away, and not what the score knew of copies (rule W5)."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from app.db import Database
from app.feedback.erasing.models import Erasure
from app.feedback.erasing.service import erase
from app.feedback.models import Feedback
from app.scores.freezing.jobs import forget_old_devices
from app.scores.models import AnswerWeight
from app.scores.nightly.export import event_lines
from app.scores.nightly.run import run_night
from app.scores.rules import About
from tests.scores.engine.answers import answer, city
from tests.scores.stored_city import LATER, night_of, store_city

KEY = bytes(range(32))
SAME = "این کارمند هیچ‌وقت پشت میز نیست و کار مردم را عقب می‌اندازد"
OWN = [
    "در را زودتر از ساعت اداری بست و رفت و جواب نداد",
    "فرم را دو بار گرفت و گفت گم شده است، باز بنویسید",
]
COPIES = [
    answer(60 + n, subject="P4", unit="U0", service="S1", mood=1, day=150 + 20 * n) | {"text": SAME}
    for n in range(4)
]  # fmt: skip
OTHERS = [
    answer(70 + n, subject="P4", unit="U0", service="S1", mood=2, day=155 + 20 * n) | {"text": said}
    for n, said in enumerate(OWN)
]


@pytest.fixture
def copied(database: Database) -> list[int]:
    """Four copies and two texts of their own about one person; the ids of the copies."""
    with database.writing() as session:
        store_city(session, [*city(), *COPIES, *OTHERS])
        found = select(Feedback.id).where(Feedback.text == SAME).order_by(col(Feedback.id))
        return [int(key or 0) for key in session.exec(found)]


def weighed(database: Database) -> dict[int, float]:
    """Weights of the answers W5 accuses after one more night."""
    run = run_night(night_of(database, words_key=KEY), About.EMPLOYEES)
    with database.reading() as session:
        rows = session.exec(select(AnswerWeight).where(AnswerWeight.run_id == run.id))
        return {row.feedback_id: row.weight for row in rows if "W5" in row.accused}


def erased(database: Database, ids: list[int]) -> None:
    with database.writing() as session:
        for key in ids:
            erase(session, key, words_key=KEY, now=LATER)


@pytest.mark.parametrize("gone", [1, 3, 4], ids=["one erased", "all but one", "all erased"])
def test_copies_weigh_after_erasure_what_they_weighed_before(
    database: Database, copied: list[int], gone: int
) -> None:
    before = weighed(database)
    assert set(before) == set(copied)

    erased(database, copied[:gone])

    assert weighed(database) == before
    with database.reading() as session:
        assert set(
            session.exec(select(Feedback.text).where(col(Feedback.id).in_(copied[:gone])))
        ) == {""}


def test_words_erased_before_the_first_night_are_told_as_copies_too(
    database: Database, copied: list[int]
) -> None:
    erased(database, copied[:3])

    assert set(weighed(database)) == set(copied)


def test_without_the_key_nothing_can_be_told(database: Database, copied: list[int]) -> None:
    erased(database, copied)

    run = run_night(night_of(database), About.EMPLOYEES)

    with database.reading() as session:
        rows = session.exec(select(AnswerWeight.accused).where(AnswerWeight.run_id == run.id))
        assert not [rules for rules in rows if "W5" in rules]


def test_an_auditors_file_has_no_words_for_them(database: Database, copied: list[int]) -> None:
    erased(database, copied[:3])

    lines = list(event_lines(database, About.EMPLOYEES, now=LATER))

    assert sum(SAME in line for line in lines) == 1


def test_the_sketch_ends_with_the_device_and_the_weight_stays(
    database: Database, copied: list[int]
) -> None:
    erased(database, copied[:2])
    before = weighed(database)
    later = LATER + timedelta(days=400)

    forget_old_devices(database, now=later)

    with database.reading() as session:
        assert set(session.exec(select(Erasure.sketch))) == {None}
    assert {key: weighed(database)[key] for key in copied[:2]} == {
        key: before[key] for key in copied[:2]
    }
