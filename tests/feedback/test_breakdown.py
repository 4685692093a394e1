"""Voices behind counts: as many devices as a recount finds, up to where counting stops."""

from collections import defaultdict
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from app.db import Database
from app.feedback.breakdown import voices_by_kind
from app.feedback.rules import Kind
from app.feedback.service import record
from tests.feedback.making import NOON, TEHRAN, make_subject, make_unit, tap

ENOUGH = 4
NEWEST = 12
SAID = st.tuples(st.sampled_from(list(Kind)), st.sampled_from(["", *"abcdef"]))


def hear(session: Session, subject, said) -> None:
    for n, (kind, device) in enumerate(said):
        at = NOON + timedelta(minutes=n)
        record(session, tap(subject, kind=kind, device=device), now=at, zone=TEHRAN)


def recount(said) -> dict[str, int]:
    """Devices of each kind; of bare ratings those of the newest."""
    devices = defaultdict(set)
    for kind, device in said:
        devices[kind].add(device)
    ratings = [device for kind, device in said if kind is Kind.NONE]
    devices[Kind.NONE] = set(ratings[-NEWEST:])
    return {kind.value: min(ENOUGH, len(devices[kind])) for kind in Kind}


@pytest.fixture
def clerk(session):
    return make_subject(session, make_unit(session))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.lists(SAID, max_size=60))
def test_voices_equal_a_recount_after_any_history(database: Database, said):
    with Session(database.engine.execution_options(writing=True)) as session:
        unit = make_unit(session)
        clerk, other = make_subject(session, unit), make_subject(session, unit)
        hear(session, other, [(kind, letter) for kind in Kind for letter in "uvwxyz"])
        hear(session, clerk, said)

        found = voices_by_kind(session, clerk.id, enough=ENOUGH, newest=NEWEST)
        session.rollback()

    assert found == recount(said)


def test_unknown_devices_are_one_voice(session, clerk):
    hear(session, clerk, [(Kind.COMPLAINT, "")] * 30 + [(Kind.NONE, "")] * 30)

    found = voices_by_kind(session, clerk.id, enough=5)

    assert (found["crt"], found["none"], found["sug"]) == (1, 1, 0)


def test_a_few_devices_that_made_all_the_newest_ratings_are_few_voices(session, clerk):
    hear(session, clerk, [(Kind.NONE, letter) for letter in "abcdefgh" + "xy" * 50])

    assert voices_by_kind(session, clerk.id, enough=5)["none"] == 2
    assert voices_by_kind(session, clerk.id, enough=5, newest=105)["none"] == 5
