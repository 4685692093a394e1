"""Which findings a decision about a person may name as evidence."""

import pytest
from sqlmodel import select

from app.cases.findings.states import FindingState, Result
from app.cases.findings.states import Measure as Follows
from app.cases.findings.upheld import upheld_about
from app.errors import Invalid
from app.rights import Role
from app.scores.decisions import drafting
from app.scores.decisions.drafting import Draft, Evidence
from app.scores.decisions.models import DecisionEvidence
from app.scores.decisions.rules import EvidenceKind, Measure
from tests.cases.city import desk, make_city
from tests.cases.findings.track import Track
from tests.conftest import NOON
from tests.scores.decisions.house import REASONS


@pytest.fixture
def track(session) -> Track:
    return Track(session, make_city(session))


def named(session, track: Track, number: str):
    """Draft a decision about the clerk that names a finding."""
    hr = desk(session, "hr", Role.HR_REVIEWER, track.city.root)
    evidence = (Evidence(EvidenceKind.FINDING, number, "لحن گفت‌وگو در باجه شایسته نبود"),)
    return drafting.draft(
        session,
        hr,
        track.city.clerk.public_id,
        Draft(Measure.TALK, REASONS, evidence),
        upheld=upheld_about,
        now=NOON,
    )


@pytest.mark.parametrize("state", [FindingState.DECIDED, FindingState.FINAL])
def test_an_upheld_finding_is_named_by_its_number_in_any_digits(session, track, state):
    found = track.to(state)
    assert [one.number for one in upheld_about(session, found.subject_id)] == [found.id]

    named(session, track, f" {found.id} ".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))

    assert session.exec(select(DecisionEvidence.reference)).one() == str(found.id)


@pytest.mark.parametrize(
    "state",
    [FindingState.ALLEGED, FindingState.REPLIED, FindingState.PROPOSED, FindingState.STAFF_APPEAL],
)
def test_what_is_not_decided_or_under_appeal_is_no_evidence(session, track, state):
    found = track.to(state)

    with pytest.raises(Invalid) as refusal:
        named(session, track, str(found.id))
    assert refusal.value.code == "finding_unknown"


def test_a_finding_that_was_not_upheld_is_no_evidence(session, track):
    found = track.decided(result=Result.NOT_UPHELD, measure=Follows.NONE)

    assert upheld_about(session, found.subject_id) == []
    with pytest.raises(Invalid):
        named(session, track, str(found.id))


def test_a_finding_about_somebody_else_is_no_evidence(session, track):
    found = track.decided()

    assert upheld_about(session, found.subject_id + 1) == []
    with pytest.raises(Invalid):
        named(session, track, "")
