"""What time does to findings: silence, finality, the citizen's interim word, other calendars."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from app.calendar import days_off
from app.cases.findings import service
from app.cases.findings.jobs import keep_time
from app.cases.findings.models import Finding
from app.cases.findings.queries import rulings, withheld
from app.cases.findings.states import FindingState, Measure, Result
from app.cases.windows import recount_windows
from app.db import Database
from app.notices.models import Notice
from tests.cases.city import make_city
from tests.cases.findings.track import LATER, REASONS, Track
from tests.conftest import NOON


def begun(database: Database, step: str, **said: object) -> tuple[int, Finding]:
    with database.writing() as session:
        track = Track(session, make_city(session))
        found = getattr(track, step)(**said)
        session.flush()
        session.refresh(found)
        feedback_id = track.case.feedback_id
        session.expunge(found)
    return feedback_id, found


def one(database: Database) -> Finding:
    with database.reading() as session:
        found = session.exec(select(Finding)).one()
        session.expunge(found)
    return found


def sent(database: Database, template: str) -> int:
    with database.reading() as session:
        return len(session.exec(select(Notice).where(Notice.template == template)).all())


def test_silence_counts_as_heard_at_the_end_of_the_window_and_not_before(
    database: Database,
) -> None:
    _, found = begun(database, "notified")
    end = found.reply_due_at
    assert end is not None

    assert keep_time(database, now=end - timedelta(seconds=1)) == 0
    assert keep_time(database, now=end) == 1
    assert keep_time(database, now=end) == 0
    assert one(database).state is FindingState.EXPIRED


def test_a_decision_nobody_appeals_becomes_final(database: Database) -> None:
    _, found = begun(database, "decided")
    end = found.appeal_until
    assert end is not None

    assert keep_time(database, now=end) == 1

    assert one(database).state is FindingState.FINAL


def test_the_citizen_hears_after_five_days_that_it_is_still_examined(database: Database) -> None:
    _, found = begun(database, "replied")

    keep_time(database, now=found.interim_at)
    keep_time(database, now=found.interim_at + timedelta(hours=1))

    assert sent(database, "C21") == 1


def test_a_rating_weighs_nothing_until_the_finding_is_decided_against_the_person(
    session: Session,
) -> None:
    track = Track(session, make_city(session))
    number = track.case.feedback_id
    assert withheld(session) == frozenset()
    track.proposed(Result.UPHELD, Measure.NONE)
    assert withheld(session) == {number}
    assert rulings(session, [number]) == {number: "pending"}

    service.decide(session, track.code, by=track.city.inspector, now=LATER)
    assert withheld(session) == frozenset()
    assert rulings(session, [number, 999]) == {number: "upheld"}

    found = session.exec(select(Finding)).one()
    service.appeal(session, found.public_id, words="نه", by=track.clerk, now=LATER)
    assert withheld(session) == {number}
    service.review(
        session,
        track.code,
        result=Result.NOT_UPHELD,
        measure=Measure.NONE,
        reasons=REASONS,
        by=track.reviewer,
        now=LATER,
    )
    assert withheld(session) == {number}
    assert rulings(session, [number]) == {number: "not_upheld"}


def test_windows_of_findings_and_verification_follow_a_new_closure(session: Session) -> None:
    track = Track(session, make_city(session))
    found = track.notified()
    before = found.reply_due_at
    assert before == datetime(2026, 11, 24, 12, 30, tzinfo=UTC)

    days_off.add_holiday(session, before.date(), name_fa="بارندگی", actor_id=None, now=NOON)
    session.flush()
    moved = recount_windows(session, day=before.date(), actor_id=None, now=NOON, reason="calendar")

    assert moved == 1
    assert found.reply_due_at == datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
