"""Proposing and signing an outcome, and how both sides hear of it."""

import pytest
from sqlmodel import Session

from app.cases import queries as case_queries
from app.cases.findings import service
from app.cases.findings.states import FindingState, Measure, Result
from app.cases.findings.summary import Copied
from app.errors import Invalid, Refused
from app.feedback.rules import Identity
from app.rights import Role
from tests.cases.city import City, desk
from tests.cases.findings.track import LATER, REASONS, REPLY, RUDE, SUMMARY, Track, notices

S = FindingState


def test_what_clears_a_person_needs_no_hearing_and_troubles_nobody(
    session: Session, track: Track
) -> None:
    track.alleged()

    service.propose(
        session, track.code, result=Result.NOT_UPHELD, measure=Measure.NONE, reasons=REASONS,
        by=track.city.handler, now=LATER,
    )  # fmt: skip
    found = service.decide(session, track.code, by=track.city.inspector, now=LATER)

    assert found.state is S.DECIDED
    assert not notices(session, "S05") + notices(session, "S06")


@pytest.mark.parametrize("result", [Result.NOT_UPHELD, Result.INSUFFICIENT])
def test_no_measure_follows_where_nothing_was_found(
    session: Session, track: Track, result: Result
) -> None:
    track.replied()

    with pytest.raises(Invalid) as wrong:
        service.propose(
            session, track.code, result=result, measure=Measure.TRAINING, reasons=REASONS,
            by=track.city.handler, now=LATER,
        )  # fmt: skip
    assert wrong.value.code == "measure_without_finding"


def test_reasons_do_not_quote_the_citizen_either(session: Session, track: Track) -> None:
    track.replied()

    with pytest.raises(Copied):
        service.propose(
            session, track.code, result=Result.UPHELD, measure=Measure.NONE, reasons=RUDE,
            by=track.city.handler, now=LATER,
        )  # fmt: skip


@pytest.mark.parametrize("measure", [Measure.TRANSFER, Measure.CHANGE_OF_POST])
def test_a_sanction_needs_a_second_signature(
    session: Session, track: Track, measure: Measure
) -> None:
    second = desk(session, "second_inspector", Role.INSPECTOR, track.city.root)
    track.proposed(Result.UPHELD, measure, by=track.city.inspector)

    with pytest.raises(Refused) as refused:
        service.decide(session, track.code, by=track.city.inspector, now=LATER)
    assert refused.value.code == "second_signature"
    assert service.decide(session, track.code, by=second, now=LATER).decided_by == second.id


def test_a_lesser_outcome_may_be_decided_by_who_proposed_it(session: Session, track: Track) -> None:
    track.proposed(Result.PARTLY, Measure.GUIDANCE, by=track.city.inspector)

    assert service.decide(session, track.code, by=track.city.inspector, now=LATER)


def test_a_proposal_is_sent_back_to_where_it_stood_by_inspection_alone(
    session: Session, track: Track
) -> None:
    track.proposed()

    with pytest.raises(Refused):
        service.send_back(session, track.code, reason="شاهد", by=track.city.team, now=LATER)
    found = service.send_back(
        session, track.code, reason="شاهد", by=track.city.inspector, now=LATER
    )

    assert found.state is S.REPLIED
    assert (found.result, found.reasons, found.proposed_by) == (None, "", None)


def test_both_sides_hear_the_outcome_in_neutral_words(session: Session, track: Track) -> None:
    track.decided()

    (to_person,), (to_citizen,) = notices(session, "S06"), notices(session, "C20")
    assert set(to_person.params) == {"result", "due"}
    assert to_citizen.recipient == f"feedback:{track.case.feedback_id}"
    page = case_queries.citizen_case(session, track.case.feedback_id)
    assert page is not None
    (said,) = [step.text for step in page.steps if step.kind == "finding_decided"]
    assert said == "بررسی رفتار گزارش‌شده پایان یافت: بخشی از گزارش شما درست دانسته شد."
    whole = " ".join(step.text for step in page.steps)
    assert REPLY not in whole
    assert REASONS not in whole
    assert SUMMARY not in whole


def test_an_anonymous_citizen_reads_the_outcome_on_the_page(session: Session, city: City) -> None:
    track = Track(session, city, identity=Identity.ANONYMOUS)

    track.decided()

    assert not notices(session, "C20")
    page = case_queries.citizen_case(session, track.case.feedback_id)
    assert page is not None
    assert page.steps[-1].kind == "finding_decided"
