"""The whole track, its clocks, and who never learns of it, on both engines."""

import pytest
from sqlmodel import Session, select

from app.audit import AuditEntry
from app.cases import queries as case_queries
from app.cases import service as cases
from app.cases.chain import first_break
from app.cases.findings import service
from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState, Measure, Result
from app.cases.rules import CaseState, Remedy
from app.directory.models import Subject
from app.errors import Missing, Refused
from tests.cases.city import City, open_case, told
from tests.cases.findings.track import LATER, REASONS, REPLY, RUDE, SUMMARY, Track, notices
from tests.conftest import NOON

S = FindingState
VERBS = {
    "notify": {"summary": SUMMARY},
    "propose": {"result": Result.NOT_UPHELD, "measure": Measure.NONE, "reasons": REASONS},
    "send_back": {"reason": "شاهد"},
    "decide": {},
    "review": {"result": Result.PARTLY, "measure": Measure.NONE, "reasons": REASONS},
    "delay": {"days": 2, "reason": "شاهد"},
    "reply_on_paper": {"words": REPLY},
    "appeal_on_paper": {"words": REPLY},
}
DESKS = ["handler", "manager", "team", "inspector"]
MAY = {
    (S.ALLEGED, "notify"): {"team", "inspector"},
    (S.ALLEGED, "delay"): {"inspector"},
    **{(state, "propose"): {"handler", "team", "inspector"}
       for state in (S.ALLEGED, S.NOTIFIED, S.REPLIED, S.EXPIRED)},
    (S.PROPOSED, "send_back"): {"inspector"},
    (S.PROPOSED, "decide"): {"team", "inspector"},
}  # fmt: skip


def test_the_whole_track_ends_in_the_same_chain_as_the_case(session: Session, track: Track) -> None:
    track.appealed()
    service.review(
        session, track.code, result=Result.INSUFFICIENT, measure=Measure.NONE,
        reasons=REASONS, by=track.reviewer, now=LATER,
    )  # fmt: skip

    assert [step.type for step in track.history()] == [
        "finding_alleged", "finding_notified", "finding_replied", "finding_proposed",
        "finding_decided", "finding_staff_appeal", "finding_final",
    ]  # fmt: skip
    assert first_break(session, track.case.id or 0) is None
    acts = session.exec(select(AuditEntry.action)).all()
    assert {"case.finding_notified", "case.finding_replied", "case.finding_decided"} <= set(acts)


def test_the_remedy_never_waits_for_the_finding(session: Session, track: Track) -> None:
    track.notified()

    track.case.state = CaseState.IN_PROGRESS
    before = track.case.due_at
    track.case.handler_id = track.city.handler.id
    claimed = cases.claim_fixed(
        session, track.code, remedy=Remedy.APOLOGY, answer="کار شما امروز انجام شد و آماده است.",
        by=track.city.handler, now=LATER,
    )  # fmt: skip

    assert claimed.state is CaseState.FIX_CLAIMED
    assert claimed.due_at == before
    assert session.exec(select(Finding)).one().state is S.NOTIFIED


def test_the_clocks_are_ten_five_and_two_working_days(track: Track) -> None:
    found = track.notified()

    assert found.due_at.isoformat() == "2026-12-03T08:30:00+00:00"  # Thursday closes at noon
    assert found.interim_at.isoformat() == "2026-11-28T12:30:00+00:00"
    assert found.reply_due_at is not None
    assert found.reply_due_at.isoformat() == "2026-11-24T12:30:00+00:00"


def test_subordinates_of_a_named_manager_never_learn_of_the_finding(
    session: Session, city: City
) -> None:
    case = open_case(session, city, city.boss, category="DIS", text=RUDE)
    service.allege(session, case.tracking_code, by=city.inspector, now=NOON)

    for person in (city.handler, city.manager, city.clerk_desk):
        with pytest.raises(Missing):
            service.notify(session, case.tracking_code, summary=SUMMARY, by=person, now=NOON)
    assert session.get(Subject, case.named_subject_id)


def test_a_stale_page_changes_nothing(session: Session, track: Track) -> None:
    found = track.alleged()

    with pytest.raises(Refused) as refused:
        service.notify(
            session, track.code, summary=SUMMARY, by=track.city.team, now=NOON,
            version=found.version + 1,
        )  # fmt: skip
    assert refused.value.code == "changed_meanwhile"


def test_citizens_of_joined_cases_hear_the_finding_too(session: Session, track: Track) -> None:
    child = open_case(session, track.city, category="DIS")
    cases.merge(session, child.tracking_code, master_code=track.code, by=track.city.team, now=NOON)

    track.decided()

    recipients = {notice.recipient for notice in notices(session, "C20")}
    assert recipients == {f"feedback:{track.case.feedback_id}", f"feedback:{child.feedback_id}"}
    page = case_queries.citizen_case(session, child.feedback_id)
    assert page is not None
    assert page.steps[-1].kind == "finding_decided"
    assert ("C20", f"feedback:{child.feedback_id}") in told(session)


@pytest.mark.parametrize("state", S)
def test_each_forbidden_pair_of_state_and_desk_is_refused_with_a_typed_error(
    session: Session, track: Track, state: FindingState
) -> None:
    track.to(state)
    session.flush()

    for verb, said in VERBS.items():
        for name in [*DESKS, "reviewer"]:
            person = track.reviewer if name == "reviewer" else getattr(track.city, name)
            if name in MAY.get((state, verb), set()):
                continue
            if name == "reviewer" and (state, verb) == (S.STAFF_APPEAL, "review"):
                continue
            with pytest.raises((Refused, Missing)):
                getattr(service, verb)(session, track.code, **said, by=person, now=LATER)
            assert session.exec(select(Finding.state)).one() is state
