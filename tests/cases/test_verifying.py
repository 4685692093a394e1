"""Is it fixed? The citizen's text message, the call list, three tries, satisfaction."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from app.cases import call_list, calls, jobs, queries, service
from app.cases.models import Case, CaseRating
from app.cases.rules import CallOutcome, CaseState, Remedy
from app.cases.service import Call, SmsAnswer
from app.db import Database
from app.errors import Invalid, Missing, Refused
from app.feedback.models import Contact
from app.feedback.rules import Identity
from app.rights import Grant, Person, Role
from app.vault import Vault
from tests.cases.city import ANSWER, City, desk, make_city, open_case, stored, told
from tests.cases.conftest import Desk
from tests.conftest import NOON

SUNDAY_9 = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
INDEX = "index of a number"
HOUR = timedelta(hours=1)


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


@pytest.fixture
def verifier(session: Session, city: City) -> Person:
    return desk(session, "verifier", Role.VERIFIER, city.root)


def claimed(session: Session, city: City, *, minutes: int = 90, **said: object) -> Case:
    case = open_case(session, city, now=SUNDAY_9, **said)
    stored(
        session,
        Contact(
            feedback_id=case.feedback_id, phone_sealed=b"x", phone_index=INDEX, stored_at=SUNDAY_9
        ),
    )
    return service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.SERVED_NOW,
        answer=ANSWER,
        by=city.handler,
        now=SUNDAY_9 + timedelta(minutes=minutes),
    )


@pytest.mark.parametrize("digit", ["1", "۱", "١", " ۱. "])
def test_a_text_of_one_closes_verified_and_twice_is_once(
    session: Session, city: City, digit: str
) -> None:
    case = claimed(session, city)

    first = service.sms_reply(session, INDEX, digit, NOON)
    again = service.sms_reply(session, INDEX, digit, NOON)

    assert (first, again) == (SmsAnswer.CONFIRMED, SmsAnswer.NOTHING_WAITS)
    assert case.state is CaseState.CLOSED_VERIFIED


@pytest.mark.parametrize("digit", ["2", "۲"])
def test_a_text_of_two_resumes_the_clock_and_twice_is_once(
    session: Session, city: City, digit: str
) -> None:
    case, now = claimed(session, city, minutes=170), SUNDAY_9 + timedelta(minutes=210)

    assert service.sms_reply(session, INDEX, digit, now) is SmsAnswer.REFUTED
    service.sms_reply(session, INDEX, digit, now)

    assert (case.state, case.false_fixes) == (CaseState.IN_PROGRESS, 1)
    assert case.due_at == now + HOUR


def test_with_several_claims_the_citizen_is_asked_which(session: Session, city: City) -> None:
    one, two = claimed(session, city), claimed(session, city)

    asked = service.sms_reply(session, INDEX, "1", NOON)
    code = two.tracking_code
    meant = service.sms_reply(session, INDEX, f"۱ {code[:3]} {code[3:6]} {code[6:]}", NOON)

    assert (asked, meant) == (SmsAnswer.WHICH, SmsAnswer.CONFIRMED)
    assert [row for row in told(session) if row[0] == "C19"]
    assert (one.state, two.state) == (CaseState.FIX_CLAIMED, CaseState.CLOSED_VERIFIED)


@pytest.mark.parametrize("words", ["", "سلام", "3", "12", "1 2 3", "بله"])
def test_a_text_that_says_neither_does_nothing(session: Session, city: City, words: str) -> None:
    case = claimed(session, city)

    assert service.sms_reply(session, INDEX, words, NOON) is SmsAnswer.UNREADABLE
    assert case.state is CaseState.FIX_CLAIMED


def test_an_unknown_number_and_anothers_code_reach_nothing(session: Session, city: City) -> None:
    case = claimed(session, city)

    answer = service.sms_reply(session, "somebody", f"1 {case.tracking_code}", NOON)

    assert answer is SmsAnswer.NOTHING_WAITS
    assert case.state is CaseState.FIX_CLAIMED


def test_a_verifier_closes_with_the_citizens_word_and_rating(
    session: Session, city: City, verifier: Person
) -> None:
    case = claimed(session, city)
    call = Call(CallOutcome.FIXED, score=4, may_name=True, reference="77", recording="r-1")

    service.record_call(session, case.tracking_code, call, by=verifier, now=NOON)

    rating = session.get(CaseRating, (case.id, 1))
    assert case.state is CaseState.CLOSED_VERIFIED
    assert rating is not None
    assert rating.score == 4
    assert case.identity is Identity.OPEN


def test_a_no_or_partly_by_phone_sends_the_case_back(
    session: Session, city: City, verifier: Person
) -> None:
    case = claimed(session, city)

    service.record_call(
        session,
        case.tracking_code,
        Call(CallOutcome.PARTLY, words="نیمی مانده"),
        by=verifier,
        now=NOON,
    )

    assert (case.state, case.false_fixes, case.level) == (CaseState.IN_PROGRESS, 1, 1)


def test_a_verifier_of_the_claimants_unit_is_refused(
    session: Session, city: City, verifier: Person
) -> None:
    case, grants = claimed(session, city), verifier.grants
    own = Grant(Role.HANDLER, city.office.id or 0, city.office.path)
    people = [
        Person(city.handler.id, "h", "h", grants),
        Person(999, "u", "u", grants, unit_path=city.office.path),
        Person(998, "d", "d", (*grants, own)),
    ]

    for person in people:
        with pytest.raises(Refused, match="claimants_unit"):
            service.record_call(
                session, case.tracking_code, Call(CallOutcome.FIXED), by=person, now=NOON
            )
        assert call_list.calls(session, person, now=NOON) == []


def test_a_verifier_named_or_below_the_named_has_no_such_call(
    session: Session, city: City, verifier: Person
) -> None:
    case = claimed(session, city)
    below = Person(997, "b", "b", verifier.grants, superiors=frozenset({city.clerk.id or 0}))

    with pytest.raises(Missing):
        call_list.callable_case(session, case.tracking_code, below)


def test_the_list_honours_the_hour_of_the_call_back_and_drops_who_answered_by_text(
    session: Session, city: City, verifier: Person
) -> None:
    case = claimed(session, city)
    later = Call(CallOutcome.CALL_BACK, again_at=NOON + 3 * HOUR)

    with pytest.raises(Invalid, match="again_missing"):
        service.record_call(
            session, case.tracking_code, Call(CallOutcome.CALL_BACK), by=verifier, now=NOON
        )
    service.record_call(session, case.tracking_code, later, by=verifier, now=NOON)
    listed = [len(call_list.calls(session, verifier, now=NOON + hours * HOUR)) for hours in (2, 3)]
    service.sms_reply(session, INDEX, "1", NOON + 3 * HOUR)

    assert listed == [0, 1]
    assert call_list.calls(session, verifier, now=NOON + 4 * HOUR) == []


def test_three_tries_in_two_half_days_close_unverified_and_two_do_not(database: Database) -> None:
    with database.writing() as session:
        city = make_city(session)
        verifier = desk(session, "verifier", Role.VERIFIER, city.root)
        case = claimed(session, city)
        number, code, due = case.id, case.tracking_code, case.verify_due_at
    assert due is not None
    missed = Call(CallOutcome.NO_ANSWER)
    tries = [SUNDAY_9 + 2 * HOUR, SUNDAY_9 + 5 * HOUR, SUNDAY_9 + 7 * HOUR]

    closed = []
    for when in tries:
        closed.append(jobs.close_unreached(database, now=due))
        with database.writing() as session:
            service.record_call(session, code, missed, by=verifier, now=when)
    closed += [jobs.close_unreached(database, now=at) for at in (due - HOUR, due)]

    assert closed == [0, 0, 0, 0, 1]
    with database.writing() as session:
        case = session.get_one(Case, number)
        assert case.state is CaseState.CLOSED_UNVERIFIED
        texts = [template for template, _ in told(session)]
        assert (texts.count("C07"), texts.count("C09")) == (1, 1)
        assert service.sms_reply(session, INDEX, "2", due + HOUR) is SmsAnswer.REOPENED


def test_a_wrong_number_goes_to_the_operators_and_off_the_list(
    session: Session, city: City, verifier: Person
) -> None:
    operator = desk(session, "operator", Role.OPERATOR, city.root)
    case = claimed(session, city)

    service.record_call(
        session, case.tracking_code, Call(CallOutcome.WRONG_NUMBER), by=verifier, now=NOON
    )

    assert ("S09", f"account:{operator.id}") in told(session)
    assert calls.exhausted(session, case)
    assert call_list.calls(session, verifier, now=NOON + 48 * HOUR) == []


def test_an_anonymous_claim_closes_after_a_week_without_a_word(
    session: Session, city: City
) -> None:
    case = claimed(session, city, identity=Identity.ANONYMOUS)
    answered = case.answered_at
    assert answered is not None

    early = calls.close_unreached(session, case, now=answered + timedelta(hours=167))
    late = calls.close_unreached(session, case, now=answered + timedelta(hours=168))

    assert (early, late, case.state) == (False, True, CaseState.CLOSED_UNVERIFIED)


def test_one_rating_a_cycle_and_only_of_what_is_closed(session: Session, city: City) -> None:
    case = claimed(session, city)
    with pytest.raises(Refused, match="open"):
        service.rate(session, case.feedback_id, 5, now=NOON)
    service.confirm(session, case.feedback_id, now=NOON)
    with pytest.raises(Invalid, match="score"):
        service.rate(session, case.feedback_id, 6, now=NOON)

    first = service.rate(session, case.feedback_id, 5, now=NOON)
    second = service.rate(session, case.feedback_id, 1, now=NOON)

    shown = queries.citizen_case(session, case.feedback_id, now=NOON)
    assert (first, second) == (True, False)
    assert shown is not None
    assert "rate" not in shown.ways


def test_the_number_is_shown_for_the_open_call_and_written_down(
    session: Session, city: City, verifier: Person
) -> None:
    from app.feedback.words import contact_place

    vault, case = Vault.fresh(), claimed(session, city)
    contact = session.get_one(Contact, case.feedback_id)
    contact.phone_sealed = vault.seal(
        "+989120000000", place=contact_place("phone", case.feedback_id)
    )
    stored(session, contact)

    seen = service.dial(session, vault, case.tracking_code, by=verifier, now=NOON)

    assert seen.phone == "+989120000000"
    page = queries.case_page(session, city.team, case.tracking_code, now=NOON)
    assert page.steps[-1].kind == "dialled"


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_a_call_is_made_from_the_list_and_the_answer_stays_folded(
    at_desk: Desk, locale: str
) -> None:
    at_desk.locale = locale
    with at_desk.instance.db.writing() as session:
        at_desk.person = desk(session, "verifier", Role.VERIFIER, at_desk.city.root)
        code = claimed(session, at_desk.city).tracking_code
    place = f"/desk/calls/{code}"

    listed = at_desk.get("/desk/calls").get_data(as_text=True)
    body = at_desk.get(place).get_data(as_text=True)
    empty = at_desk.post(place, page=place)
    done = at_desk.post(place, page=place, outcome="fixed", score="5", may_name="no")

    assert place in listed
    assert body.index("<details") < body.index(ANSWER)
    assert (empty.status_code, done.status_code) == (422, 303)
    assert at_desk.get(place).status_code == 404
