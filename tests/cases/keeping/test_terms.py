"""Number, name and photos end with their term; an appeal or a legal hold stops the clock."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.cases.desk.models import PhotoRedaction
from app.cases.forgetting import still_needed
from app.cases.keeping.holds import lift, put_on_hold
from app.cases.keeping.terms import end_calls, end_contacts, end_photos
from app.cases.models import CallAttempt, Case, CaseStep
from app.cases.rules import CallOutcome, CaseState
from app.errors import Invalid, Missing, Refused
from app.feedback.models import Attachment, Contact, Feedback
from app.feedback.rules import PhotoState
from tests.cases.city import City, make_city, message, open_case, stored
from tests.conftest import NOON

WHY = "دادسرای ناحیهٔ ۳ پرونده را خواسته است"


def days(number: int):
    return NOON + timedelta(days=number)


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


@pytest.fixture
def ended(session: Session, city: City) -> Case:
    """A case closed at noon, with a number, a blackened photo and a call."""
    case = open_case(session, city)
    case.state, case.closed_at = CaseState.CLOSED_VERIFIED, NOON
    leave(session, case.feedback_id)
    photo = session.exec(select(Attachment)).one()
    stored(
        session,
        PhotoRedaction(
            attachment_id=photo.id,
            case_id=case.id,
            original="b" * 32,
            made_by=city.handler.id,
            made_at=NOON,
        ),
    )
    call = {"claim": NOON, "verifier_id": city.team.id, "at": NOON, "half_day": "2026-11-22a"}
    stored(
        session,
        CallAttempt(case_id=case.id, outcome=CallOutcome.FIXED, recording="REC-7", **call),
    )
    return stored(session, case)


def leave(session: Session, feedback_id: int, name: str = "a" * 32) -> None:
    """Leave a number and a photo with a message."""
    stored(
        session,
        Contact(feedback_id=feedback_id, phone_sealed=b"x", phone_index="i", stored_at=NOON),
    )
    row = Attachment(feedback_id=feedback_id, name=name, state=PhotoState.READY, stored_at=NOON)
    stored(session, row)


def test_number_and_name_end_ninety_days_after_the_case_and_the_text_stays(session, ended):
    assert end_contacts(session, now=days(89)) == 0
    assert end_contacts(session, now=days(90)) == 1

    assert session.exec(select(Contact)).all() == []
    assert session.get(Feedback, ended.feedback_id).text != ""


@pytest.mark.usefixtures("ended")
def test_photos_end_after_half_a_year_with_what_was_blackened_in_them(session):
    assert end_photos(session, now=days(179)) == []
    assert end_photos(session, now=days(180)) == ["a" * 32, "b" * 32]

    assert session.exec(select(Attachment)).all() == []
    assert session.exec(select(PhotoRedaction)).all() == []


@pytest.mark.usefixtures("ended")
def test_numbers_of_recordings_end_after_a_year(session):
    assert end_calls(session, now=days(364)) == 0
    assert end_calls(session, now=days(365)) == 1
    session.expire_all()
    assert session.exec(select(CallAttempt.recording)).one() == ""


def test_a_message_without_a_case_counts_from_its_own_day(session, city):
    leave(session, message(session, city.station, wants=False).id)

    assert end_contacts(session, now=days(89)) == 0
    assert end_contacts(session, now=days(90)) == 1
    assert end_photos(session, now=days(180)) == ["a" * 32]


@pytest.mark.parametrize(
    ("state", "closed"), [(CaseState.IN_PROGRESS, False), (CaseState.UNDER_APPEAL, True)]
)
def test_nothing_ends_while_somebody_works_on_the_case(session, ended, state, closed):
    ended.state, ended.closed_at = state, NOON if closed else None
    stored(session, ended)

    assert end_contacts(session, now=days(900)) == 0
    assert end_photos(session, now=days(900)) == []
    assert end_calls(session, now=days(900)) == 0


def test_a_legal_hold_stops_every_clock_until_it_is_lifted(session, city, ended):
    put_on_hold(session, ended.tracking_code, reason=WHY, by=city.inspector, now=days(1))

    assert end_contacts(session, now=days(900)) == 0
    assert end_photos(session, now=days(900)) == []
    assert end_calls(session, now=days(900)) == 0
    assert still_needed(session, ended.feedback_id)

    lift(session, ended.tracking_code, reason=WHY, by=city.inspector, now=days(2))
    assert not still_needed(session, ended.feedback_id)
    assert end_contacts(session, now=days(90)) == 1
    steps = session.exec(select(CaseStep).where(CaseStep.case_id == ended.id)).all()
    held = [(step.type, step.public_text) for step in steps[-2:]]
    assert held == [("legal_hold", ""), ("legal_hold_lifted", "")]


def test_inspection_alone_holds_a_case_once_and_with_a_reason(session, city, ended):
    code = ended.tracking_code
    with pytest.raises(Refused, match="hold_inspection"):
        put_on_hold(session, code, reason=WHY, by=city.team, now=NOON)
    with pytest.raises(Missing):
        put_on_hold(session, code, reason=WHY, by=city.outsider, now=NOON)
    with pytest.raises(Invalid, match="hold_reason"):
        put_on_hold(session, code, reason="دادسرا", by=city.inspector, now=NOON)
    with pytest.raises(Refused, match="not_held"):
        lift(session, code, reason=WHY, by=city.inspector, now=NOON)

    put_on_hold(session, code, reason=WHY, by=city.inspector, now=NOON)
    with pytest.raises(Refused, match="held_already"):
        put_on_hold(session, code, reason=WHY, by=city.inspector, now=NOON)
