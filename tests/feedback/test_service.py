import pytest
from sqlmodel import func, select

from app.errors import Refused
from app.feedback.models import Contact, Feedback, Release, StatisticsDelta
from app.feedback.queries import subject_counts
from app.feedback.rules import Identity, Kind, ReleaseState
from app.feedback.service import record
from app.feedback.words import contact_place
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

AT = {"now": NOON, "zone": TEHRAN}


@pytest.fixture
def desk(session):
    return make_subject(session, make_unit(session))


def tell(session, recorded, said, now=NOON):
    return follow_up(session, recorded.submission, said, now=now)


def test_a_tap_is_one_record_and_one_step_of_the_statistics(session, desk):
    recorded = record(session, tap(desk, 5), **AT)

    row = session.exec(select(Feedback)).one()
    step = session.exec(select(StatisticsDelta)).one()
    assert (row.mood, row.kind, row.created_at) == (5, Kind.NONE, NOON)
    assert (recorded.new, recorded.tracking_code) == (True, row.tracking_code)
    assert (step.subject_id, step.month, step.mood, step.amount) == (desk.id, "1405-09", 5, 1)


def test_the_same_tap_again_gives_the_same_record_and_counts_nothing(session, desk):
    first = record(session, tap(desk, submission="one-form"), **AT)

    again = record(session, tap(desk, mood=1, submission="one-form"), **AT)

    assert (again.new, again.tracking_code) == (False, first.tracking_code)
    assert session.exec(select(func.count()).select_from(Feedback)).one() == 1
    assert subject_counts(session, desk.id, "mood") == {(4,): 1}


def test_a_tap_for_a_unit_or_the_city_counts_under_subject_nought(session, desk):
    record(session, tap(None, 2, unit_id=desk.unit_id), **AT)
    record(session, tap(None, 1), **AT)

    assert subject_counts(session, 0, "unit_id", "mood") == {(0, 1): 1, (desk.unit_id, 2): 1}


def test_words_come_on_the_same_record_and_wait_for_release(session, desk):
    recorded = record(session, tap(desk), **AT)

    row = tell(session, recorded, words("  كارم را ننوشتند  ", topics=("waiting",)))

    assert (row.text, row.text_folded) == ("كارم را ننوشتند", "کارم را ننوشتند")
    assert (row.kind, row.topics, row.told_at) == (Kind.COMPLAINT, ["waiting"], NOON)
    assert session.get(Release, row.id).state is ReleaseState.WAITING


def test_a_corrected_mood_and_kind_move_one_count_from_one_key_to_another(session, desk):
    recorded = record(session, tap(desk, 5), **AT)

    tell(session, recorded, words(mood=1))

    assert subject_counts(session, desk.id, "kind", "mood") == {("crt", 1): 1}
    assert session.exec(select(func.count()).select_from(StatisticsDelta)).one() == 3


def test_a_phone_is_sealed_and_found_again_by_its_index_alone(session, desk):
    recorded = record(session, tap(desk), **AT)
    said = words(identity=Identity.CONFIDENTIAL, phone="+989123456789", wants_answer=True)

    row = tell(session, recorded, said)

    contact = session.get(Contact, row.id)
    assert b"912" not in contact.phone_sealed
    assert VAULT.unseal(contact.phone_sealed, place=contact_place("phone", row.id)) == said.phone
    assert contact.phone_index == VAULT.blind_index("+989123456789")


def test_the_anonymous_leave_no_phone_even_when_one_was_typed(session, desk):
    recorded = record(session, tap(desk), **AT)

    row = tell(session, recorded, words(phone="+989123456789"))

    assert session.get(Contact, row.id) is None


def test_the_same_words_twice_change_nothing(session, desk):
    recorded = record(session, tap(desk, 5), **AT)
    tell(session, recorded, words(mood=2))

    tell(session, recorded, words(mood=2))

    assert session.exec(select(func.count()).select_from(StatisticsDelta)).one() == 3


def test_other_words_for_the_same_tap_are_refused_and_the_first_stay(session, desk):
    recorded = record(session, tap(desk), **AT)
    tell(session, recorded, words("نخست"))

    with pytest.raises(Refused):
        tell(session, recorded, words("دیگر"))

    assert session.exec(select(Feedback.text)).one() == "نخست"
