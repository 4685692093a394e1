from datetime import timedelta

import pytest

from app.errors import Invalid, Refused
from app.people import service as people
from app.scores.reviews.queries import looks
from app.scores.reviews.rules import Queue, ReviewState
from app.scores.reviews.service import Entry, close, take
from tests.conftest import NOON
from tests.insights.city import make_city, person

REASON = "با ایشان گفت‌وگو شد و کار پیگیری می‌شود."
WAITING, TAKEN, CLOSED = ReviewState


@pytest.fixture
def two(session):
    names = ("one", "two")
    return [people.create_account(session, n, name_fa=n, now=NOON, actor_id=None).id for n in names]


@pytest.fixture
def entry(session):
    clerk = person(session, make_city(session).counter, "0012")
    return Entry(Queue.ATTENTION, subject_id=clerk.id)


def state(session, entry, since=NOON):
    found = looks(session, entry.queue, [entry.subject_id]).get(entry.subject_id)
    return found.state(since) if found else WAITING


def test_an_entry_is_in_the_hands_of_one_person(session, two, entry):
    take(session, entry, actor_id=two[0], now=NOON)

    with pytest.raises(Refused, match="review_taken"):
        take(session, entry, actor_id=two[1], now=NOON)
    with pytest.raises(Refused, match="review_taken"):
        close(session, entry, reason=REASON, actor_id=two[1], now=NOON)

    assert state(session, entry) is TAKEN


def test_taking_twice_is_harmless(session, two, entry):
    first = take(session, entry, actor_id=two[0], now=NOON)

    assert take(session, entry, actor_id=two[0], now=NOON + timedelta(hours=1)).id == first.id


def test_an_entry_is_closed_only_with_a_reason(session, two, entry):
    with pytest.raises(Invalid, match="reason_short"):
        close(session, entry, reason="خوب است", actor_id=two[0], now=NOON)

    close(session, entry, reason=REASON, actor_id=two[0], now=NOON)
    assert state(session, entry) is CLOSED


def test_who_enters_the_queue_anew_waits_again(session, two, entry):
    close(session, entry, reason=REASON, actor_id=two[0], now=NOON)

    assert state(session, entry, since=NOON + timedelta(days=30)) is WAITING
    take(session, entry, actor_id=two[1], now=NOON + timedelta(days=31))
    assert state(session, entry, since=NOON + timedelta(days=30)) is TAKEN


def test_queues_do_not_mix(session, two, entry):
    take(session, entry, actor_id=two[0], now=NOON)

    assert not looks(session, Queue.PRAISE, [entry.subject_id])
