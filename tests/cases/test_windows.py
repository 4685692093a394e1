"""The clocks of a claimed fix (K4) and of appeals and replies (K5) after a change of calendars."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.calendar import service as calendar
from app.calendar.change import Change, snapshot
from app.calendar.hours import CITY_ZONE
from app.cases import chain, service
from app.cases.findings import service as findings
from app.cases.models import Case, CaseStep
from app.cases.recompute import recount
from app.cases.rules import Remedy
from app.cases.windows import recount_windows
from app.feedback.rules import Identity
from app.notices.models import Notice
from tests.cases.city import ANSWER, City, make_city, open_case
from tests.cases.findings.track import Track
from tests.conftest import NOON

MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)
CLOSED: tuple[tuple[int, int], ...] = ()


def tehran(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CITY_ZONE).astimezone(UTC)


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def claimed(session: Session, city: City) -> Case:
    """A fix claimed on Sunday: the citizen's word is due on Monday at 16:00."""
    case = open_case(session, city)
    return service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.SERVED_NOW,
        answer=ANSWER,
        by=city.handler,
        now=NOON,
    )


def appealed(session: Session, city: City, **said: object) -> Case:
    """An appeal of Sunday: it is decided by Wednesday at 16:00."""
    case = open_case(session, city, **said)
    service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.SERVED_NOW,
        answer=ANSWER,
        by=city.handler,
        now=NOON,
    )
    service.confirm(session, case.feedback_id, now=NOON)
    return service.appeal(session, case.feedback_id, words="نمی‌پذیرم", now=NOON)


def change(
    session: Session, day: date, hours: tuple[tuple[int, int], ...], *, now: datetime = NOON
) -> None:
    """Change the hours of one day the way the calendar's desk does."""
    before = snapshot(session, zone=CITY_ZONE)
    calendar.add_exception(session, "A", day=day, hours=hours, reason="باران", actor_id=7, now=now)
    session.flush()
    recount(session, Change("A", day, "باران", 7, before), now=now, zone=CITY_ZONE)


def letters(session: Session, case: Case) -> list[dict[str, str]]:
    found = select(Notice).where(
        Notice.template == "C14", Notice.recipient == f"feedback:{case.feedback_id}"
    )
    return [dict(row.params) for row in session.exec(found)]


def steps(session: Session, case: Case) -> list[str]:
    found = select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.type == "calendar")
    return [step.reason for step in session.exec(found)]


def test_the_citizens_word_is_due_a_day_later_when_its_day_is_closed(
    session: Session, city: City
) -> None:
    case = claimed(session, city)
    assert case.verify_due_at == tehran(23, 16)

    change(session, MONDAY, CLOSED)

    assert case.verify_due_at == tehran(24, 16)
    assert steps(session, case) == ["calendar A 2026-11-23"]
    assert chain.first_break(session, case.id or 0) is None
    assert letters(session, case) == []  # nobody was told an hour


def test_an_appeal_is_due_later_and_who_appealed_is_told_the_new_hour(
    session: Session, city: City
) -> None:
    case = appealed(session, city)
    assert case.appeal_due_at == tehran(25, 16)

    change(session, MONDAY, CLOSED)

    assert case.appeal_due_at == tehran(26, 12)  # Thursday is half a day
    (letter,) = letters(session, case)
    assert datetime.fromisoformat(letter["due"]) == tehran(26, 12)
    assert letter["date"] == "2026-11-23"
    assert steps(session, case) == ["calendar A 2026-11-23"]


@pytest.mark.parametrize(("minute", "told"), [(31, 0), (30, 1), (29, 1)])
def test_an_appeal_that_moves_by_less_than_half_an_hour_is_not_written_about(
    session: Session, city: City, minute: int, told: int
) -> None:
    case = appealed(session, city)

    change(session, WEDNESDAY, ((480, 15 * 60 + minute),))

    assert case.appeal_due_at == tehran(25, 15, minute)
    assert len(letters(session, case)) == told


def test_an_anonymous_citizen_who_appealed_reads_the_page(session: Session, city: City) -> None:
    case = appealed(session, city, identity=Identity.ANONYMOUS)

    change(session, MONDAY, CLOSED)

    assert case.appeal_due_at == tehran(26, 12)
    assert letters(session, case) == []


def test_a_reply_of_the_person_named_is_due_later_too(session: Session, city: City) -> None:
    found = Track(session, city).notified()
    assert found.reply_due_at == tehran(24, 16)

    change(session, MONDAY, CLOSED)

    assert found.reply_due_at == tehran(25, 16)
    assert found.due_at > tehran(25, 16)


def test_a_delay_of_inspection_keeps_its_day(session: Session, city: City) -> None:
    track = Track(session, city)
    found = track.alleged()
    findings.delay(
        session,
        track.code,
        days=3,
        reason="بیم از میان رفتن گواه",
        by=city.inspector,
        now=NOON,
    )
    held, due = found.held_until, found.due_at

    change(session, MONDAY, CLOSED)

    assert (found.held_until, found.due_at) == (held, due)


def test_what_is_over_stays_over(session: Session, city: City) -> None:
    word, decision = claimed(session, city), appealed(session, city)
    later = tehran(25, 17)

    change(session, MONDAY, CLOSED, now=later)

    assert word.verify_due_at == tehran(23, 16)
    assert decision.appeal_due_at == tehran(25, 16)
    assert steps(session, word) == steps(session, decision) == []


def test_a_day_that_is_worked_after_all_leaves_half_an_hour_from_now(
    session: Session, city: City
) -> None:
    by = {"actor_id": 7, "now": NOON}
    calendar.add_exception(session, "A", day=MONDAY, hours=CLOSED, reason="باران", **by)
    word, decision = claimed(session, city), appealed(session, city)
    assert (word.verify_due_at, decision.appeal_due_at) == (tehran(24, 16), tehran(26, 12))
    calendar.remove_exception(session, "A", day=MONDAY, **by)
    session.flush()

    at = tehran(23, 16, 30)  # by the usual hours the word was due half an hour ago
    recount_windows(session, day=MONDAY, actor_id=7, now=at, reason="calendar A")

    assert word.verify_due_at == at + timedelta(minutes=30)
    assert decision.appeal_due_at == tehran(25, 16)


def test_another_day_moves_nothing_and_writes_nothing(session: Session, city: City) -> None:
    word, decision = claimed(session, city), appealed(session, city)

    change(session, date(2026, 12, 5), CLOSED)

    assert (word.verify_due_at, decision.appeal_due_at) == (tehran(23, 16), tehran(25, 16))
    assert steps(session, word) == steps(session, decision) == []


def test_a_reply_that_was_due_stays_due_while_the_decision_moves(
    session: Session, city: City
) -> None:
    found = Track(session, city).notified()
    decided_by = found.due_at

    change(session, date(2026, 12, 1), CLOSED, now=tehran(25, 9))
    change(session, MONDAY, CLOSED, now=tehran(25, 10))

    assert found.reply_due_at == tehran(24, 16)
    assert found.due_at > decided_by
