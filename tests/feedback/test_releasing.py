import pytest
from sqlmodel import select

from app.audit import AuditEntry
from app.errors import Invalid, Missing, Refused
from app.feedback.releasing import mask, release, withhold
from app.feedback.service import follow_up, record
from tests.feedback.making import NOON, TEHRAN, VAULT, make_subject, make_unit, tap, words

AT = {"actor_id": 7, "now": NOON}


@pytest.fixture
def told(session):
    desk = make_subject(session, make_unit(session))
    recorded = record(session, tap(desk), now=NOON, zone=TEHRAN)
    return follow_up(session, recorded.submission, words(), vault=VAULT, now=NOON, zone=TEHRAN).id


def test_a_decision_is_made_once_and_leaves_a_trace_without_the_words(session, told):
    release(session, told, **AT)

    with pytest.raises(Refused):
        withhold(session, told, **AT)
    entry = session.exec(select(AuditEntry)).one()
    assert (entry.action, entry.object, entry.detail) == (
        "words.released",
        f"feedback:{told}",
        "{}",
    )


def test_a_mask_must_leave_something_to_read(session, told):
    with pytest.raises(Invalid):
        mask(session, told, " \n", **AT)


def test_what_has_no_words_is_not_on_the_queue(session):
    with pytest.raises(Missing):
        release(session, 10**6, **AT)
