"""What ends can come back: withdrawn, reopened once, appealed once, decided by the uninvolved."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.cases import queries, service
from app.cases.models import Case
from app.cases.rules import CaseState, DeclineReason, Remedy
from app.errors import Invalid, Missing, Refused
from app.rights import Person, Role
from tests.cases.city import ANSWER, City, desk, make_city, open_case, told
from tests.conftest import NOON

DAY = timedelta(days=1)


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


@pytest.fixture
def reviewer(session: Session, city: City) -> Person:
    return desk(session, "reviewer", Role.APPEAL_REVIEWER, city.root)


def closed(session: Session, city: City) -> Case:
    case = open_case(session, city)
    service.accept(session, case.tracking_code, by=city.handler, now=NOON)
    service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.SERVED_NOW,
        answer=ANSWER,
        by=city.handler,
        now=NOON,
    )
    return service.confirm(session, case.feedback_id, now=NOON)


def declined(session: Session, city: City) -> Case:
    case = open_case(session, city)
    return service.decline(
        session,
        case.tracking_code,
        reason=DeclineReason.NOT_UPHELD,
        answer=ANSWER,
        by=city.team,
        now=NOON,
    )


def test_reopening_gives_a_new_cycle_to_another_handler_at_level_one(
    session: Session, city: City
) -> None:
    case = closed(session, city)

    service.reopen(session, case.feedback_id, words="باز هم نشد", now=NOON + DAY)

    assert case.state is CaseState.IN_PROGRESS
    assert (case.cycle, case.level, case.handler_id, case.used_seconds) == (2, 1, None, 0)
    assert ("C15", f"feedback:{case.feedback_id}") in told(session)
    with pytest.raises(Refused, match="other_handler"):
        service.accept(session, case.tracking_code, by=city.handler, now=NOON + DAY)
    service.accept(session, case.tracking_code, by=city.second, now=NOON + DAY)


def test_the_second_wish_to_reopen_becomes_an_appeal(session: Session, city: City) -> None:
    case = closed(session, city)
    service.reopen(session, case.feedback_id, now=NOON)
    service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.REPAIRED,
        answer=ANSWER,
        by=city.second,
        now=NOON,
    )
    service.confirm(session, case.feedback_id, now=NOON)

    service.reopen(session, case.feedback_id, words="نمی‌پذیرم", now=NOON + DAY)

    assert case.state is CaseState.UNDER_APPEAL
    assert ("C16", f"feedback:{case.feedback_id}") in told(session)


def test_after_a_week_reopening_is_too_late_and_after_a_month_the_appeal(
    session: Session, city: City
) -> None:
    case = closed(session, city)

    with pytest.raises(Refused, match="week_over"):
        service.reopen(session, case.feedback_id, now=NOON + timedelta(hours=169))
    with pytest.raises(Refused, match="month_over"):
        service.appeal(session, case.feedback_id, words="نه", now=NOON + 31 * DAY)
    shown = queries.citizen_case(session, case.feedback_id, now=NOON + 8 * DAY)
    assert shown is not None
    assert shown.ways == {"appeal", "rate", "ask_redaction"}


def test_a_late_answer_after_silence_is_not_the_one_reopening(session: Session, city: City) -> None:
    case = closed(session, city)
    case.state, case.reopens = CaseState.CLOSED_NO_REPLY, 1
    session.add(case)

    service.reopen(session, case.feedback_id, words="این هم پاسخ من", now=NOON + DAY)

    assert (case.state, case.reopens) == (CaseState.IN_PROGRESS, 1)


def test_inspection_reopens_at_any_time_with_a_reason(session: Session, city: City) -> None:
    case, later = closed(session, city), NOON + 90 * DAY

    with pytest.raises(Invalid, match="reason_missing"):
        service.inspect_again(session, case.tracking_code, reason=" ", by=city.inspector, now=later)
    with pytest.raises(Refused):
        service.inspect_again(session, case.tracking_code, reason="x", by=city.team, now=later)
    service.inspect_again(
        session, case.tracking_code, reason="گزارش تازه", by=city.inspector, now=later
    )

    assert (case.state, case.cycle) == (CaseState.IN_PROGRESS, 2)


def test_an_appeal_is_decided_by_who_had_no_part(
    session: Session, city: City, reviewer: Person
) -> None:
    case = declined(session, city)
    code = case.tracking_code
    service.note(session, code, text="پیش‌تر دیدم", by=city.second, now=NOON)
    grants = reviewer.grants
    involved = Person(city.second.id, "second", "second", grants)

    service.appeal(session, case.feedback_id, words="دلیل درست نیست", now=NOON + DAY)

    with pytest.raises(Refused, match="had_part"):
        service.decide_appeal(
            session, code, granted=True, reasons=ANSWER, by=involved, now=NOON + DAY
        )
    with pytest.raises(Refused):
        service.decide_appeal(
            session, code, granted=True, reasons=ANSWER, by=city.team, now=NOON + DAY
        )
    service.decide_appeal(session, code, granted=False, reasons=ANSWER, by=reviewer, now=NOON + DAY)
    assert case.state is CaseState.CLOSED_FINAL
    with pytest.raises(Refused):
        service.appeal(session, case.feedback_id, words="باز هم", now=NOON + DAY)


def test_a_granted_appeal_is_worked_on_by_somebody_else(
    session: Session, city: City, reviewer: Person
) -> None:
    case = closed(session, city)
    service.appeal(session, case.feedback_id, words="نشد", now=NOON + DAY)
    page = queries.case_page(session, reviewer, case.tracking_code, now=NOON + DAY)

    service.decide_appeal(
        session, case.tracking_code, granted=True, reasons=ANSWER, by=reviewer, now=NOON + DAY
    )

    assert page.verbs == {"judge", "recuse"}
    assert (case.state, case.cycle, case.barred_id) == (CaseState.IN_PROGRESS, 2, city.handler.id)
    with pytest.raises(Missing):
        queries.case_page(session, reviewer, case.tracking_code, now=NOON + DAY)


def test_an_appeal_reviewer_sees_appeals_alone(
    session: Session, city: City, reviewer: Person
) -> None:
    case = open_case(session, city)

    with pytest.raises(Missing):
        queries.case_page(session, reviewer, case.tracking_code, now=NOON)
    assert sum(queries.counts(session, reviewer, now=NOON).values()) == 0


def test_withdrawing_twice_is_withdrawing_once(session: Session, city: City) -> None:
    case = open_case(session, city)

    service.withdraw(session, case.feedback_id, words="حل شد", now=NOON)
    service.withdraw(session, case.feedback_id, now=NOON)

    assert case.state is CaseState.WITHDRAWN
    assert case.answered_at == NOON
    with pytest.raises(Refused):
        service.reopen(session, case.feedback_id, now=NOON)
    service.inspect_again(
        session, case.tracking_code, reason="رشوه است", by=city.inspector, now=NOON
    )
