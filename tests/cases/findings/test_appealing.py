"""The appeal of the person: by whom it is heard, until when, and how heavy it may end."""

import pytest
from sqlmodel import Session, select

from app.cases import queries as case_queries
from app.cases import service as cases
from app.cases.findings import service
from app.cases.findings.models import Finding
from app.cases.findings.states import Measure, Result
from app.cases.models import CaseStep
from app.errors import Missing, Refused
from tests.cases.findings.track import LATER, REASONS, Track, notices
from tests.conftest import NOON


def test_a_reviewer_with_a_part_is_refused_and_the_last_word_is_never_heavier(
    session: Session, track: Track
) -> None:
    track.appealed()
    said = {"reasons": REASONS, "now": LATER}

    with pytest.raises(Refused) as heavier:
        service.review(
            session, track.code, result=Result.UPHELD, measure=Measure.GUIDANCE,
            by=track.reviewer, **said,
        )  # fmt: skip
    with pytest.raises(Refused) as graver:
        service.review(
            session, track.code, result=Result.PARTLY, measure=Measure.TRANSFER,
            by=track.reviewer, **said,
        )  # fmt: skip
    assert {heavier.value.code, graver.value.code} == {"heavier"}

    cases.note(session, track.code, text="من هم بودم", by=track.city.team, now=NOON)
    step = session.exec(select(CaseStep).where(CaseStep.type == "note")).one()
    track.case.handler_id = track.reviewer.id
    with pytest.raises(Refused) as part:
        service.review(
            session, track.code, result=Result.PARTLY, measure=Measure.NONE,
            by=track.reviewer, **said,
        )  # fmt: skip
    assert part.value.code == "had_part"
    assert step.actor_id == track.city.team.id


def test_reviewers_are_told_and_see_the_case_only_while_the_appeal_waits(
    session: Session, track: Track
) -> None:
    track.decided()
    with pytest.raises(Missing):
        case_queries.case_page(session, track.reviewer, track.code, now=LATER)
    found = session.exec(select(Finding)).one()
    service.appeal(session, found.public_id, words="نه", by=track.clerk, now=LATER)

    assert case_queries.case_page(session, track.reviewer, track.code, now=LATER)
    assert f"account:{track.reviewer.id}" in {n.recipient for n in notices(session, "S15")}
    service.review(
        session, track.code, result=Result.PARTLY, measure=Measure.NONE, reasons=REASONS,
        by=track.reviewer, now=LATER,
    )  # fmt: skip
    with pytest.raises(Missing):
        case_queries.case_page(session, track.reviewer, track.code, now=LATER)
    assert len(notices(session, "C20")) == 1  # nothing changed for the citizen
    assert notices(session, "S16")


def test_an_appeal_after_ten_days_is_too_late(session: Session, track: Track) -> None:
    found = track.decided()
    end = found.appeal_until
    assert end is not None

    with pytest.raises(Refused) as refused:
        service.appeal(session, found.public_id, words="نه", by=track.clerk, now=end)
    assert refused.value.code == "appeal_over"
