import pytest
from sqlmodel import select

from app.audit import AuditEntry
from app.errors import Invalid, Missing, Refused
from app.feedback.queries import released_words
from app.feedback.releasing import mask, release, withhold
from app.feedback.rules import Identity
from app.feedback.service import record
from tests.feedback.making import (
    NOON,
    TEHRAN,
    VAULT,
    follow_up,
    make_subject,
    make_unit,
    tap,
    words,
)

AT = {"actor_id": 7, "now": NOON}


@pytest.fixture
def told(session):
    desk = make_subject(session, make_unit(session))
    recorded = record(session, tap(desk), now=NOON, zone=TEHRAN)
    return follow_up(session, recorded.submission, words()).id


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


NAMED = "من حسين رضايي هستم؛ همکاران حسین‌رضایی را می‌شناسند. شماره‌ام ۰۹۱۲۳۴۵۶۷۸۹"


@pytest.fixture
def signed(session):
    """Words of somebody who left a name with the phone, and wrote it in the text too."""
    desk = make_subject(session, make_unit(session))
    recorded = record(session, tap(desk), now=NOON, zone=TEHRAN)
    said = words(
        NAMED, wants_answer=True, identity=Identity.CONFIDENTIAL,
        phone="+989123456789", name="حسین رضایی",
    )  # fmt: skip
    row = follow_up(session, recorded.submission, said)
    return desk, row.id


def test_the_name_left_with_the_phone_goes_from_released_words(session, signed):
    desk, told = signed
    release(session, told, **AT, vault=VAULT)

    (read,) = released_words(session, desk.id, zone=TEHRAN)
    assert "رضا" not in read.text
    assert read.text == "من […] هستم؛ همکاران […] را می‌شناسند. شماره‌ام […]"


def test_the_name_goes_from_words_a_handler_rewrote_too(session, signed):
    desk, told = signed
    mask(session, told, "آقای رضایی راضی است", **AT, vault=VAULT)

    (read,) = released_words(session, desk.id, zone=TEHRAN)
    assert read.text == "آقای […] راضی است"
