import pytest

from app.feedback.queries import released_words, subject_counts
from app.feedback.releasing import mask, release, withhold
from app.feedback.service import record
from tests.feedback.making import (
    NOON,
    TEHRAN,
    follow_up,
    make_subject,
    make_unit,
    tap,
    words,
)


def told(session, subject, text):
    recorded = record(session, tap(subject), now=NOON, zone=TEHRAN)
    said = words(text)
    return follow_up(session, recorded.submission, said).id


@pytest.fixture
def unit(session):
    return make_unit(session)


@pytest.fixture
def desk(session, unit):
    return make_subject(session, unit)


def test_words_are_seen_only_after_release_and_with_the_week_not_the_hour(session, desk):
    first, second, third = (told(session, desk, text) for text in ("یک", "دو ۰۹۱۲", "سه"))
    at = {"actor_id": 7, "now": NOON}

    assert released_words(session, desk.id, zone=TEHRAN) == []
    release(session, first, **at)
    mask(session, second, "دو ▇", **at)
    withhold(session, third, **at)

    seen = released_words(session, desk.id, zone=TEHRAN)
    assert [(row.text, row.masked) for row in seen] == [("دو ▇", True), ("یک", False)]
    assert {str(row.week) for row in seen} == {"2026-11-21"}


def test_counts_hold_one_person_and_a_span_of_months(session, unit, desk):
    record(session, tap(desk, 5), now=NOON, zone=TEHRAN)
    record(session, tap(None, 1, unit_id=unit.id), now=NOON, zone=TEHRAN)

    assert subject_counts(session, desk.id, "mood") == {(5,): 1}
    assert not subject_counts(session, desk.id, "mood", since="1405-10")
    assert not subject_counts(session, desk.id, "mood", until="1405-08")
