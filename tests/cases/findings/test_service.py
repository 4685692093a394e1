"""The finding track from the allegation to the last word, on both engines."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.audit import AuditEntry
from app.cases import queries as case_queries
from app.cases import service as cases
from app.cases.chain import first_break
from app.cases.findings import service
from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState, Measure, Result
from app.cases.findings.summary import Copied
from app.cases.models import Absence, CaseStep
from app.cases.rules import CaseState, Remedy
from app.directory.models import Subject
from app.errors import Invalid, Missing, Refused
from app.feedback.rules import Identity
from app.notices.models import Notice
from app.rights import Role
from tests.cases.city import City, desk, make_city, open_case, told
from tests.cases.findings.track import LATER, REASONS, REPLY, RUDE, SUMMARY, Track
from tests.conftest import NOON

S = FindingState
TWO_DAYS = timedelta(days=2, hours=8)  # Sunday noon: the window closes on Tuesday at 16:00


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


@pytest.fixture
def track(session: Session, city: City) -> Track:
    return Track(session, city)


def notices(session: Session, template: str) -> list[Notice]:
    return list(session.exec(select(Notice).where(Notice.template == template)))


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


@pytest.mark.parametrize("category", ["CLN", "SYS"])
def test_a_finding_needs_a_person_and_a_question_of_conduct(
    session: Session, city: City, category: str
) -> None:
    case = open_case(session, city, category=category)

    with pytest.raises(Refused) as refused:
        service.allege(session, case.tracking_code, by=city.team, now=NOON)
    assert refused.value.code == "no_conduct"


def test_a_place_has_no_finding(session: Session, city: City) -> None:
    case = open_case(session, city, city.station, category="HRS")

    with pytest.raises(Refused):
        service.allege(session, case.tracking_code, by=city.team, now=NOON)


def test_absence_is_conduct_only_where_inspection_says_so(session: Session, city: City) -> None:
    case = open_case(session, city, category="ABS")

    with pytest.raises(Refused):
        service.allege(session, case.tracking_code, by=city.team, now=NOON)
    found = service.allege(session, case.tracking_code, by=city.inspector, now=NOON)
    assert found.state is S.ALLEGED


def test_a_case_has_one_finding(track: Track) -> None:
    track.alleged()

    with pytest.raises(Refused) as refused:
        track.alleged()
    assert refused.value.code == "finding_step"


def test_the_person_is_told_the_week_and_the_time_and_nothing_that_leads_to_the_case(
    session: Session, track: Track
) -> None:
    found = track.notified()

    (notice,) = notices(session, "S05")
    assert notice.recipient == f"account:{track.clerk.id}"
    assert set(notice.params) == {"week", "due"}
    assert found.week is not None
    assert found.week.isoformat() == "2026-11-21"  # the Saturday before


def test_citizens_words_are_refused_and_nothing_is_sent(session: Session, track: Track) -> None:
    track.alleged()

    with pytest.raises(Copied) as refused:
        service.notify(session, track.code, summary=RUDE, by=track.city.team, now=NOON)
    assert refused.value.runs == (RUDE,)
    assert not notices(session, "S05")


def test_inspection_alone_may_delay_once_and_ten_days_at_most(
    session: Session, track: Track
) -> None:
    found, city = track.alleged(), track.city
    due = found.due_at

    for days, reason, code in ((11, "شاهدان", "delay_days"), (3, " ", "reason_missing")):
        with pytest.raises(Invalid) as wrong:
            service.delay(
                session, track.code, days=days, reason=reason, by=city.inspector, now=NOON
            )
        assert wrong.value.code == code
    with pytest.raises(Refused):
        service.delay(session, track.code, days=3, reason="شاهدان", by=city.team, now=NOON)
    service.delay(session, track.code, days=3, reason="شاهدان", by=city.inspector, now=NOON)
    with pytest.raises(Refused):
        service.delay(session, track.code, days=3, reason="شاهدان", by=city.inspector, now=NOON)

    assert found.due_at > due
    with pytest.raises(Refused) as refused:
        service.notify(session, track.code, summary=SUMMARY, by=city.team, now=LATER)
    assert refused.value.code == "delayed"


def test_who_is_away_has_two_days_from_coming_back(session: Session, track: Track) -> None:
    back = NOON + timedelta(days=5)
    session.add(Absence(account_id=track.clerk.id, from_at=NOON, until_at=back))
    session.flush()

    found = track.notified()

    assert found.reply_from_at == back
    assert found.reply_due_at is not None
    assert found.reply_due_at > back + timedelta(days=1)


def test_a_reply_at_the_very_end_of_the_window_is_too_late(session: Session, track: Track) -> None:
    found = track.notified()
    end = found.reply_due_at
    assert end is not None

    with pytest.raises(Refused) as refused:
        service.reply(session, found.public_id, words=REPLY, by=track.clerk, now=end)
    assert refused.value.code == "reply_over"
    just = end - timedelta(seconds=1)
    assert service.reply(
        session, found.public_id, words=REPLY, by=track.clerk, now=just
    ).state is S.REPLIED  # fmt: skip


def test_nobody_else_replies_for_the_person(session: Session, track: Track) -> None:
    found = track.notified()
    colleague = desk(session, "other_clerk", Role.EMPLOYEE, track.city.office,
                     who=track.city.colleague)  # fmt: skip

    for person in (colleague, track.city.handler, track.city.manager):
        with pytest.raises(Missing):
            service.reply(session, found.public_id, words=REPLY, by=person, now=LATER)
    with pytest.raises(Refused) as refused:
        service.reply_on_paper(session, track.code, words=REPLY, by=track.city.team, now=LATER)
    assert refused.value.code == "own_reply"


def test_without_an_account_summary_reply_and_appeal_go_on_paper(
    session: Session, track: Track
) -> None:
    track.fire_account()
    found = track.notified()
    assert found.on_paper
    assert not notices(session, "S05")

    service.reply_on_paper(session, track.code, words=REPLY, by=track.city.team, now=LATER)
    service.propose(
        session, track.code, result=Result.UPHELD, measure=Measure.NONE, reasons=REASONS,
        by=track.city.handler, now=LATER,
    )  # fmt: skip
    service.decide(session, track.code, by=track.city.inspector, now=LATER)
    service.appeal_on_paper(session, track.code, words="نه", by=track.city.team, now=LATER)

    assert found.state is S.STAFF_APPEAL


@pytest.mark.parametrize("state", [S.ALLEGED, S.NOTIFIED])
@pytest.mark.parametrize("result", [Result.UPHELD, Result.PARTLY])
def test_nothing_is_held_against_a_person_who_was_not_heard(
    session: Session, track: Track, state: FindingState, result: Result
) -> None:
    track.to(state)

    with pytest.raises(Refused) as refused:
        service.propose(
            session, track.code, result=result, measure=Measure.NONE, reasons=REASONS,
            by=track.city.inspector, now=LATER,
        )  # fmt: skip
    assert refused.value.code == "reply_first"


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
