"""Behaviours 18 to 26: pauses, credit, calendars that change, and what comes back."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from app.calendar import service as calendar
from app.calendar.change import Change, snapshot
from app.calendar.hours import CITY_ZONE
from app.cases import pausing, queries, service
from app.cases.findings import service as findings
from app.cases.findings.queries import withheld
from app.cases.findings.states import FindingState, Measure, Result
from app.cases.findings.summary import Copied, check_summary
from app.cases.models import Case, CaseStep
from app.cases.recompute import recount
from app.cases.rules import CaseState
from app.errors import Invalid, Missing, Refused
from app.feedback.models import Feedback
from app.notices.models import Notice
from app.notices.rules import NoticeState
from app.rights import Person, Role
from tests.cases.city import City, desk, open_case, told
from tests.cases.findings.track import LATER, REASONS, RUDE, SUMMARY, Track
from tests.cases.test_asking import QUESTION, asked, at, becomes
from tests.cases.test_merging import clock, join
from tests.cases.test_report import DAY, SUNDAY_9, answered, figures
from tests.cases.test_returning import closed
from tests.conftest import NOON
from tests.statements import statements


def test_a_pause_starts_when_the_provider_took_the_question_ends_on_failure_and_has_caps(
    session: Session, city: City
) -> None:
    """Behaviour 18."""
    failed = asked(session, city, filed=at(9), question=at(10))
    assert failed.pause_from_at is None
    becomes(session, failed, NoticeState.ACCEPTED, at(10, 40))
    assert failed.pause_from_at == at(10, 40)
    becomes(session, failed, NoticeState.FAILED, at(11))
    assert (failed.due_at, failed.paused_seconds) == (at(12), 0)

    long = asked(session, city, filed=at(9), question=at(10))
    becomes(session, long, NoticeState.ACCEPTED, at(10))
    service.reply(session, long.feedback_id, words="دیر شد", now=at(10, day=29))
    assert timedelta(seconds=long.paused_seconds) == pausing.PAUSE_MOST == timedelta(hours=40)
    with pytest.raises(Refused, match="pause_used_up"):
        service.ask(
            session, long.tracking_code, question=QUESTION, by=city.handler, now=at(11, day=29)
        )

    third = asked(session, city, filed=at(9), question=at(9, 10))
    code = third.tracking_code
    service.cancel_question(session, code, by=city.handler, now=at(9, 20))
    service.ask(session, code, question=QUESTION, by=city.handler, now=at(9, 30))
    service.cancel_question(session, code, by=city.handler, now=at(9, 40))
    with pytest.raises(Refused, match="two_a_cycle"):
        service.ask(session, code, question=QUESTION, by=city.handler, now=at(9, 50))


def test_a_fake_fix_takes_the_credit_and_both_kinds_of_time_are_reported(
    session: Session, city: City
) -> None:
    """Behaviour 19."""
    good, fake = answered(session, city, 60), answered(session, city, 60)
    service.confirm(session, good.feedback_id, now=SUNDAY_9 + DAY)
    (before,) = figures(session, city.team)

    service.refute(session, fake.feedback_id, now=SUNDAY_9 + DAY)

    (after,) = figures(session, city.team)
    assert (before.in_time, after.in_time) == (2, 1)
    assert (after.cases, after.answered, after.false_fixed) == (2, 2, 1)
    assert after.minutes == (60, 60)
    assert after.hours == (1, 1)


def test_a_closure_of_today_recounts_ten_thousand_cases_in_a_few_statements(
    session: Session, city: City
) -> None:
    """Behaviour 20: C14 goes only where the due moved by half an hour or more."""
    pattern = open_case(session, city, city.station, category="CLN", now=at(9))
    promised = [pattern.due_at, *many(session, pattern, 10_000)]
    before, today = snapshot(session, zone=CITY_ZONE), date(2026, 11, 22)
    hours = ((480, 720), (740, 960))  # shut from 12:00 to 12:20
    calendar.add_exception(
        session, "A", day=today, hours=hours, reason="گرما", actor_id=7, now=at(10)
    )
    session.flush()

    with statements(session) as seen:
        found = recount(session, Change("A", today, "گرما", 7, before), now=at(10), zone=CITY_ZONE)

    assert (
        len(seen) < 20
    )  # by the thousand, never case by case; benchmarks/clocks.py takes the time
    assert found.moved == sum(due > at(12) for due in promised)
    assert found.told == sum(at(15, 40) < due <= at(16) for due in promised) > 0
    letters = select(func.count()).select_from(Notice).where(Notice.template == "C14")
    assert session.exec(letters).one() == found.told


def many(session: Session, like: Case, count: int) -> list[datetime]:
    """Store open cases like one, due every ten seconds through today; return the due instants."""
    first = session.get_one(Feedback, like.feedback_id)
    said, file = first.model_dump(exclude={"id"}), like.model_dump(exclude={"id"})
    step = session.exec(select(CaseStep).where(CaseStep.case_id == like.id)).first()
    assert step is not None
    kept = step.model_dump(exclude={"id"})
    letters, cases, steps, dues = [], [], [], []
    for n in range(1, count):
        due = at(10, 30) + timedelta(seconds=19 * n // 10)
        own = {"tracking_code": f"{n:010d}", "submission": f"many-{n}", "receipt_hash": None}
        letters.append(said | {"id": 10_000 + n} | own)
        cases.append(
            file
            | {"id": 10_000 + n, "feedback_id": 10_000 + n, "tracking_code": f"{n:010d}"}
            | {"due_at": due, "rest_seconds": int((due - at(9)).total_seconds())}
        )
        steps.append(kept | {"id": 100_000 + n, "case_id": 10_000 + n})
        dues.append(due)
    for table, rows in ((Feedback, letters), (Case, cases), (CaseStep, steps)):
        session.execute(insert(table), rows)
    session.expire_all()
    return dues


def test_reopening_works_once_goes_to_another_at_level_one_and_then_becomes_an_appeal(
    session: Session, city: City
) -> None:
    """Behaviour 21."""
    case = closed(session, city)
    code = case.tracking_code

    service.reopen(session, case.feedback_id, words="باز هم نشد", now=NOON + DAY)
    assert (case.state, case.cycle, case.level) == (CaseState.IN_PROGRESS, 2, 1)
    with pytest.raises(Refused, match="other_handler"):
        service.accept(session, code, by=city.handler, now=NOON + DAY)
    service.accept(session, code, by=city.second, now=NOON + DAY)
    case.state, case.closed_at = CaseState.CLOSED_VERIFIED, NOON + DAY
    session.flush()
    service.reopen(session, case.feedback_id, words="نمی‌پذیرم", now=NOON + 2 * DAY)

    assert case.state is CaseState.UNDER_APPEAL
    assert ("C16", f"feedback:{case.feedback_id}") in told(session)


def test_an_appeal_is_decided_by_who_had_no_part(session: Session, city: City) -> None:
    """Behaviour 22."""
    case = closed(session, city)
    judge = desk(session, "judge", Role.APPEAL_REVIEWER, city.root)
    both = desk(session, "both", Role.APPEAL_REVIEWER, city.root)
    service.appeal(session, case.feedback_id, words="نمی‌پذیرم", now=NOON + DAY)
    service.recuse(session, case.tracking_code, by=both, now=NOON + DAY)
    helped = Person(city.handler.id, "h", "h", (*city.handler.grants, *judge.grants))

    said = {"granted": False, "reasons": REASONS, "now": NOON + DAY}
    for person in (city.handler, city.team, city.inspector):
        with pytest.raises((Missing, Refused)):
            service.decide_appeal(session, case.tracking_code, by=person, **said)
    with pytest.raises(Missing):
        service.decide_appeal(session, case.tracking_code, by=both, **said)
    for granted in (True, False):  # a reviewer now, the handler who claimed the fix before
        with pytest.raises(Refused, match="had_part"):
            service.decide_appeal(
                session, case.tracking_code, by=helped, **said | {"granted": granted}
            )
    assert case.state is CaseState.UNDER_APPEAL
    service.decide_appeal(session, case.tracking_code, by=judge, **said)

    assert case.state is CaseState.CLOSED_FINAL


def test_nothing_is_upheld_before_the_person_was_heard_nor_scored_before_the_decision(
    session: Session, city: City
) -> None:
    """Behaviour 23."""
    track = Track(session, city)
    said = {"result": Result.UPHELD, "measure": Measure.NONE, "reasons": REASONS}
    track.notified()
    with pytest.raises(Refused):
        findings.propose(session, track.code, **said, by=city.handler, now=LATER)

    found = session.exec(select(findings.Finding)).one()
    findings.reply(session, found.public_id, words="شلوغ بود", by=track.clerk, now=LATER)
    findings.propose(session, track.code, **said, by=city.handler, now=LATER)
    waiting = withheld(session)
    findings.decide(session, track.code, by=city.inspector, now=LATER)

    assert waiting == {track.case.feedback_id}
    assert withheld(session) == frozenset()
    assert found.state is FindingState.DECIDED


def test_the_summary_for_the_person_holds_no_six_words_no_hour_and_no_attachment(
    session: Session, city: City
) -> None:
    """Behaviour 24."""
    track = Track(session, city)
    track.alleged()
    quoted = f"{SUMMARY} گفته شده: {' '.join(RUDE.split()[:6])}"

    with pytest.raises(Copied):
        findings.notify(session, track.code, summary=quoted, by=city.team, now=NOON)
    for hour in ("ساعت ۱۰ صبح", "نزدیک 10:30 بود"):
        with pytest.raises(Invalid, match="summary_hour"):
            check_summary(f"{SUMMARY} {hour}", sources=[RUDE])
    found = findings.notify(session, track.code, summary=SUMMARY, by=city.team, now=NOON)

    (letter,) = session.exec(select(Notice).where(Notice.template == "S05")).all()
    assert set(letter.params) == {"week", "due"}
    with pytest.raises(Missing):  # words, photos and history of the case stay shut
        queries.case_page(session, track.clerk, track.code, now=NOON)
    assert found.week is not None
    assert "attachment" not in repr(found.model_dump())


def test_stepping_back_sends_the_case_on_in_one_step_and_the_clock_runs_on(
    session: Session, city: City
) -> None:
    """Behaviour 25."""
    case = open_case(session, city)
    service.accept(session, case.tracking_code, by=city.handler, now=NOON)
    before = (case.due_at, case.clock_from_at, case.rest_seconds)

    service.recuse(session, case.tracking_code, by=city.handler, now=NOON + timedelta(minutes=5))

    assert case.handler_id is None
    assert (case.due_at, case.clock_from_at, case.rest_seconds) == before
    assert ("S01", f"account:{city.second.id}") in told(session)
    with pytest.raises(Missing):
        queries.case_page(session, city.handler, case.tracking_code, now=NOON)


def test_joining_is_undone_without_a_trace_on_the_clock_and_the_code_goes_on_working(
    session: Session, city: City
) -> None:
    """Behaviour 26."""
    case, master = open_case(session, city), open_case(session, city)
    before, kinds = clock(case), select(CaseStep.type).where(CaseStep.case_id == master.id)
    kinds = kinds.order_by(col(CaseStep.seq))
    timeline = session.exec(kinds).all()

    join(session, city, case, master)
    shown = queries.citizen_case(session, case.feedback_id, now=NOON)
    assert shown is not None
    assert shown.state is CaseState.MERGED
    service.unmerge(session, case.tracking_code, by=city.team, now=NOON + 6 * DAY)

    assert clock(case) == before
    assert session.exec(kinds).all() == timeline
    again = queries.citizen_case(session, case.feedback_id, now=NOON)
    assert again is not None
    assert again.due_at == case.due_at
