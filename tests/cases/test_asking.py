"""Questions to the citizen: when the clock stops, how long, and what silence leads to."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.cases import asking, jobs, pausing, queries, service
from app.cases.models import Case
from app.cases.rules import CaseState
from app.db import Database
from app.errors import Invalid, Refused
from app.feedback.rules import Identity
from app.notices.models import Notice
from app.notices.rules import NoticeState
from tests.cases.city import City, make_city, open_case, told

SUNDAY_9 = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)  # Sunday 1405-09-01, 09:00 in Tehran
QUESTION = "شمارهٔ پروندهٔ ساختمانی شما چیست؟"


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def at(hour: int, minute: int = 0, *, day: int = 22) -> datetime:
    """An hour in Tehran of that November."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=3, minutes=30)


def asked(
    session: Session, city: City, *, filed: datetime, question: datetime, **said: object
) -> Case:
    case = open_case(session, city, now=filed, **said)
    service.accept(session, case.tracking_code, by=city.handler, now=filed)
    return service.ask(
        session, case.tracking_code, question=QUESTION, by=city.handler, now=question
    )


def message_of(session: Session, case: Case) -> Notice:
    event = f"case:{case.id}:question:{case.cycle}.{case.questions}"
    return session.exec(select(Notice).where(Notice.event == event)).one()


def becomes(session: Session, case: Case, state: NoticeState, when: datetime) -> None:
    row = message_of(session, case)
    row.state, row.sent_at = state, when
    session.add(row)
    session.flush()
    asking.follow(session, case, now=when)


def test_the_clock_runs_until_the_provider_took_the_question(session: Session, city: City) -> None:
    case = asked(session, city, filed=at(9), question=at(10))

    asking.follow(session, case, now=at(10, 30))
    waiting = case.pause_from_at
    becomes(session, case, NoticeState.ACCEPTED, at(10, 40))

    assert waiting is None
    assert case.state is CaseState.WAITING_CITIZEN
    assert (case.pause_from_at, case.used_seconds) == (at(10, 40), 100 * 60)


@pytest.mark.parametrize(
    ("hours", "due"),
    [
        ((at(9), at(10), at(14)), at(16)),  # example 11
        ((at(9), at(10), at(20)), at(10, day=23)),
        ((at(14, day=25), at(15, day=25), at(12, day=27)), at(10, day=28)),  # example 12
    ],
)
def test_the_citizens_answer_brings_the_due_hour_of_the_examples(
    session: Session,
    city: City,
    hours: tuple[datetime, datetime, datetime],
    due: datetime,
) -> None:
    filed, question, answered = hours
    case = asked(session, city, filed=filed, question=question)
    becomes(session, case, NoticeState.DELIVERED, question)

    service.reply(session, case.feedback_id, words="شمارهٔ ۱۲", now=answered)

    assert case.state is CaseState.IN_PROGRESS
    assert case.due_at == due


def test_a_question_that_failed_for_good_never_stopped_the_clock(
    session: Session, city: City
) -> None:
    case = asked(session, city, filed=at(9), question=at(10))
    becomes(session, case, NoticeState.ACCEPTED, at(10))
    assert case.due_at > at(12)

    becomes(session, case, NoticeState.FAILED, at(11))

    assert case.state is CaseState.IN_PROGRESS
    assert (case.due_at, case.paused_seconds) == (at(12), 0)  # example 13


def test_an_answer_before_the_clockwork_looked_still_counts_from_the_taking(
    session: Session, city: City
) -> None:
    case = asked(session, city, filed=at(9), question=at(10))
    row = message_of(session, case)
    row.state, row.sent_at = NoticeState.ACCEPTED, at(10)
    session.add(row)

    service.reply(session, case.feedback_id, words="بله", now=at(14))

    assert case.due_at == at(16)


def test_two_questions_a_cycle_and_no_third(session: Session, city: City) -> None:
    case = asked(session, city, filed=at(9), question=at(9, 10))
    code = case.tracking_code
    service.reply(session, case.feedback_id, words="یک", now=at(9, 20))
    service.ask(session, code, question=QUESTION, by=city.handler, now=at(9, 30))
    service.cancel_question(session, code, by=city.handler, now=at(9, 40))

    with pytest.raises(Refused, match="two_a_cycle"):
        service.ask(session, code, question=QUESTION, by=city.handler, now=at(9, 50))
    assert "ask" not in queries.case_page(session, city.handler, code, now=at(9, 50)).verbs


def test_the_clock_stands_still_for_forty_working_hours_at_most(
    session: Session, city: City
) -> None:
    case = asked(session, city, filed=at(9), question=at(10))
    becomes(session, case, NoticeState.ACCEPTED, at(10))

    service.reply(session, case.feedback_id, words="دیر شد", now=at(10, day=29))

    assert timedelta(seconds=case.paused_seconds) == pausing.PAUSE_MOST
    assert case.due_at == at(16, day=28)  # 40 h from Sunday 10:00 end Saturday 14:00


def test_a_question_needs_words_and_an_answer_too(session: Session, city: City) -> None:
    case = asked(session, city, filed=at(9), question=at(10))

    with pytest.raises(Invalid, match="text_missing"):
        service.reply(session, case.feedback_id, words="  ", now=at(11))
    with pytest.raises(Refused):
        service.reply(
            session, open_case(session, city, now=at(9)).feedback_id, words="بله", now=at(11)
        )


def test_an_anonymous_citizens_page_takes_the_question_at_once(
    session: Session, city: City
) -> None:
    case = asked(session, city, filed=at(9), question=at(10), identity=Identity.ANONYMOUS)

    assert case.pause_from_at == at(10)
    shown = queries.citizen_case(session, case.feedback_id, now=at(11))
    assert shown is not None
    assert shown.question == QUESTION
    assert {"reply", "withdraw"} <= shown.ways


@pytest.mark.parametrize("category", ["DLY", "DIS"])
def test_silence_is_reminded_after_three_days_and_ends_after_seven(
    database: Database, category: str
) -> None:
    with database.writing() as session:
        city = make_city(session)
        case = asked(session, city, filed=at(9), question=at(10), category=category)
        row = message_of(session, case)
        row.state, row.sent_at = NoticeState.ACCEPTED, at(10)
        session.add(row)
        number = case.id

    jobs.follow_questions(database, now=at(10, 1))
    for when in (at(10, day=25), at(11, day=25), at(10, day=29), at(11, day=29)):
        jobs.follow_questions(database, now=when)

    with database.reading() as session:
        case = session.get_one(Case, number)
        assert [template for template, _ in told(session)].count("C05") == 1
        if category == "DIS":
            assert (case.state, case.inspection_owns) == (CaseState.IN_PROGRESS, True)
        else:
            assert case.state is CaseState.CLOSED_NO_REPLY
