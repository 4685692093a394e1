"""A decision needs a named person, own reasons, other evidence, hearing, and two people."""

from datetime import datetime

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlmodel import col, select

from app.audit import AuditEntry
from app.directory import service as directory
from app.errors import Denied, Invalid, Missing, Refused
from app.feedback.models import Feedback
from app.notices.models import Notice
from app.people.models import Account
from app.people.queries import person_named
from app.people.service import grant_role
from app.rights import Role
from app.scores.decisions import answering, appealing, drafting, second_looks, signing
from app.scores.decisions.appeal_queries import appeal_page, appeal_rows
from app.scores.decisions.drafting import Draft, Evidence
from app.scores.decisions.looking import looks, record_look
from app.scores.decisions.models import Decision, DecisionEvidence, DecisionStep
from app.scores.decisions.own_queries import own_appeals, own_decision, own_decisions
from app.scores.decisions.own_words import check_reasons, own_length
from app.scores.decisions.page_query import decision_page
from app.scores.decisions.queries import decision_rows
from app.scores.decisions.rules import (
    DecisionState,
    EvidenceKind,
    Measure,
    Outcome,
)
from app.scores.integrity.models import Verdict
from app.scores.reviews.models import ScoreReview
from app.scores.reviews.rules import Queue
from tests.conftest import NOON
from tests.feedback.making import TEHRAN
from tests.insights.city import hear
from tests.scores.decisions.house import (
    EVIDENCE,
    LATER,
    OTHER,
    REASONS,
    WORDS,
    House,
    draft,
    in_force,
    make_house,
    person,
)
from tests.statements import statements

TEN_DAYS = datetime.fromisoformat("2026-12-03T08:30:00+00:00")  # Thursday 1405-09-12, 12:00


@pytest.fixture
def house(session) -> House:
    return make_house(session)


def told(session) -> list[tuple[str, str]]:
    return sorted((n.template, n.recipient) for n in session.exec(select(Notice)))


@pytest.mark.parametrize(
    ("reasons", "code"),
    [
        ("الف" * 33, "reasons_short"),
        ("  ".join("کوتاه" for _ in range(15)) + " " * 200, "reasons_short"),
        (REASONS[:60] + "\n" * 50, "reasons_short"),
    ],
)
def test_reasons_count_a_hundred_letters_without_the_white_space(session, house, reasons, code):
    with pytest.raises(Invalid) as refusal:
        draft(session, house, reasons=reasons)

    assert (refusal.value.code, refusal.value.field) == (code, "reasons")
    assert session.exec(select(Decision)).all() == []


def test_the_sentence_of_the_score_is_nobodys_reason():
    told = (
        "اگر ۱۰۰ همکار چنین نتیجه‌ای داشتند، مقدار واقعی حدود ۹۰ نفرشان میان ۲۸ و ۵۲ بود؛ "
        "نتیجه فقط خبر می‌دهد."
    )

    with pytest.raises(Invalid) as refusal:
        check_reasons(told + " پس باید کاری کرد.", [told])
    assert refusal.value.code == "reasons_copied"
    assert own_length(told, [told.replace("۹۰", "90")]) == 0
    assert check_reasons(told + " " + REASONS, [told]).endswith("نیاورد.")


def test_one_paragraph_does_not_serve_two_people(session, house):
    draft(session, house)

    with pytest.raises(Invalid) as refusal:
        draft(session, house, Measure.TRAINING, reasons=f" {REASONS} ")

    assert refusal.value.code == "reasons_copied"
    assert draft(session, house, Measure.TRAINING, reasons=OTHER).adverse is False


def test_the_score_alone_is_no_evidence(session, house):
    by, number = house.hr, house.clerk.public_id
    with pytest.raises(Invalid) as none:
        drafting.draft(session, by, number, Draft(Measure.TALK, REASONS, ()), now=NOON)
    thin = (Evidence(EvidenceKind.DOCUMENT, "", "نامه"),)
    with pytest.raises(Invalid) as short:
        drafting.draft(session, by, number, Draft(Measure.TALK, REASONS, thin), now=NOON)

    assert (none.value.code, short.value.code) == ("no_evidence", "words_short")


@pytest.mark.parametrize(
    ("score", "code"),
    [
        ({"n_effective": 29.0}, "not_usable"),
        ({"n_effective": 40.0, "reliability": 0.69}, "not_usable"),
        ({"n_effective": 9.0}, "not_usable"),
        ({"review_first": True}, "review_first"),
    ],
)
def test_an_adverse_step_needs_a_usable_score_and_a_kind_one_does_not(session, score, code):
    house = make_house(session, **score)

    with pytest.raises(Refused) as refusal:
        draft(session, house)

    assert refusal.value.code == code
    assert draft(session, house, Measure.TALK).state is DecisionState.DRAFTED


def test_the_interval_seen_is_stored_with_who_wrote_it_and_why(session, house):
    decision = draft(session, house)

    assert (decision.seen_score, decision.seen_low, decision.seen_high) == (40.0, 28.0, 52.0)
    assert (decision.seen_settings, decision.seen_run_at) == ("test", NOON)
    assert (decision.decided_by, decision.flag, decision.adverse) == (
        house.hr.id,
        "attention",
        True,
    )
    assert session.exec(select(DecisionEvidence.words)).all() == [EVIDENCE[0].words]
    acts = session.exec(select(AuditEntry.action)).all()
    assert "decision.draft" in acts


def test_nobody_is_told_of_a_draft_and_the_employee_does_not_see_it(session, house):
    decision = draft(session, house)

    assert told(session) == []
    assert own_decisions(session, house.clerk.id) == []
    with pytest.raises(Missing):
        own_decision(session, house.own, decision.number)


def test_the_employee_is_told_first_and_has_ten_working_days(session, house):
    decision = draft(session, house)

    assert drafting.tell(session, house.hr, decision.number, now=NOON) is True

    assert decision.answer_due_at == TEN_DAYS
    assert told(session) == [("S21", f"account:{house.own.id}")]
    assert own_decision(session, house.own, decision.number).row.decision is decision


def test_before_the_statement_or_ten_working_days_nothing_is_confirmed(session, house):
    number = draft(session, house, Measure.TALK).number
    for now in (NOON, TEN_DAYS):
        with pytest.raises(Refused):
            signing.confirm(session, house.hr, number, considered=WORDS, now=NOON)
        if now is NOON:
            drafting.tell(session, house.hr, number, now=NOON)
    early = TEN_DAYS.replace(minute=29)
    with pytest.raises(Refused) as refusal:
        signing.confirm(session, house.hr, number, considered=WORDS, now=early)

    assert refusal.value.code == "not_heard"
    assert signing.confirm(session, house.hr, number, considered=WORDS, now=TEN_DAYS) is True


def test_with_the_statement_it_may_be_confirmed_at_once_and_the_writer_hears_of_it(session, house):
    decision = draft(session, house, Measure.TRAINING)
    drafting.tell(session, house.hr, decision.number, now=NOON)

    signing.state_own(session, house.own, decision.number, words=" بودم. ", now=NOON)

    assert (decision.state, decision.statement) == (DecisionState.HEARD, "بودم.")
    assert ("S25", f"account:{house.hr.id}") in told(session)
    assert signing.confirm(session, house.hr, decision.number, considered=WORDS, now=NOON) is True
    assert ("S23", f"account:{house.own.id}") in told(session)


def test_an_adverse_step_waits_for_another_person_not_below_the_first(session, house):
    decision = draft(session, house)
    drafting.tell(session, house.hr, decision.number, now=NOON)
    signing.state_own(session, house.own, decision.number, words="", now=NOON)

    assert signing.confirm(session, house.hr, decision.number, considered=WORDS, now=NOON) is False
    assert ("S22", f"account:{house.other_hr.id}") in told(session)
    assert ("S22", f"account:{house.hr.id}") not in told(session)
    with pytest.raises(Denied) as same:
        signing.second(session, house.hr, decision.number, words=WORDS, now=NOON)
    assert (same.value.code, decision.state) == ("same_person", DecisionState.CONFIRMED)

    signing.second(session, house.other_hr, decision.number, words=WORDS, now=NOON)
    assert (decision.state, decision.second_by) == (DecisionState.IN_FORCE, house.other_hr.id)


def test_who_stands_below_the_writer_cannot_be_the_second_person(session, house):
    boss, junior = (
        directory.add_employee(session, house.root, number=n, first_fa="ن", last_fa="خ", now=NOON)
        for n in ("0001", "0002")
    )
    directory.set_manager(session, house.root, boss)
    writer = person(session, "boss", Role.HR_REVIEWER, house.root, boss)
    below = person(session, "junior", Role.HR_REVIEWER, house.root, junior)
    written = Draft(Measure.BOARD, REASONS, EVIDENCE)
    number = drafting.draft(session, writer, house.clerk.public_id, written, now=NOON).number
    drafting.tell(session, writer, number, now=NOON)
    signing.confirm(session, writer, number, considered=WORDS, now=LATER)

    with pytest.raises(Denied) as refusal:
        signing.second(session, below, number, words=WORDS, now=LATER)

    assert refusal.value.code == "below"
    assert ("S22", f"account:{below.id}") not in told(session)


def test_the_second_person_may_decline_and_then_it_ends(session, house):
    decision = draft(session, house)
    drafting.tell(session, house.hr, decision.number, now=NOON)
    signing.confirm(session, house.hr, decision.number, considered=WORDS, now=LATER)

    signing.decline(session, house.other_hr, decision.number, words=WORDS, now=LATER)

    assert decision.state is DecisionState.WITHDRAWN
    assert {("S26", f"account:{who.id}") for who in (house.hr, house.own)} <= set(told(session))


def test_nobody_decides_about_themselves_or_a_superior(session, house):
    self_made = person(session, "chief", Role.HR_REVIEWER, house.root, house.chief)
    with pytest.raises(Missing):
        drafting.employee(session, self_made, house.chief.public_id)
    clerk_hr = house.own.__class__(
        **{f: getattr(house.own, f) for f in ("id", "username", "name", "subject_id", "unit_path")},
        grants=self_made.grants,
        superiors=house.own.superiors,
    )
    with pytest.raises(Missing):
        drafting.employee(session, clerk_hr, house.chief.public_id)
    with pytest.raises(Missing):
        drafting.employee(session, clerk_hr, house.clerk.public_id)
    number = draft(session, house).number
    with pytest.raises(Missing):
        decision_page(session, clerk_hr, number)
    assert decision_rows(session, clerk_hr) == []


def test_only_the_writer_tells_confirms_and_withdraws(session, house):
    number = draft(session, house).number

    for act in (
        lambda: drafting.tell(session, house.other_hr, number, now=NOON),
        lambda: drafting.withdraw(session, house.other_hr, number, words=WORDS, now=NOON),
        lambda: signing.confirm(session, house.other_hr, number, considered=WORDS, now=NOON),
    ):
        with pytest.raises(Denied):
            act()


def test_a_reviewer_of_another_agency_knows_nothing(session, house):
    metro = directory.add_organisation(session, "metro", "مترو").id or 0
    unit = directory.add_unit(session, metro, "900", "مترو")
    outsider = person(session, "out", Role.HR_REVIEWER, unit)
    number = draft(session, house).number

    with pytest.raises(Missing):
        decision_page(session, outsider, number)
    with pytest.raises(Missing):
        drafting.employee(session, outsider, house.clerk.public_id)


@pytest.mark.parametrize(
    "values",
    [
        {"reasons": "کوتاه"},
        {"state": DecisionState.IN_FORCE},
        {
            "state": DecisionState.IN_FORCE,
            "confirmed_at": NOON,
            "told_at": NOON,
            "statement_at": NOON,
        },
        {"confirmed_at": NOON},
        {"seen_band": "indicative"},
    ],
)
def test_the_database_itself_refuses_what_lacks_due_process(session, house, values):
    decision = draft(session, house)

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Decision).where(col(Decision.id) == decision.id).values(**values))


def test_no_road_leads_past_evidence_besides_the_score(session, house):
    rests_on = col(DecisionEvidence.decision_id)
    bare, told = draft(session, house), draft(session, house, reasons=OTHER)
    session.execute(delete(DecisionEvidence).where(rests_on == bare.id))  # a draft may change
    drafting.tell(session, house.hr, told.number, now=NOON)
    session.flush()
    of_bare = update(Decision).where(col(Decision.id) == bare.id)
    refused = [
        of_bare.values(state=DecisionState.TOLD),
        delete(DecisionEvidence).where(rests_on == told.id),
        update(DecisionEvidence).where(rests_on == told.id).values(words="چیز دیگری نوشته شد"),
    ]
    for statement in refused:
        with pytest.raises(DatabaseError, match="evidence"), session.begin_nested():
            session.execute(statement)

    session.execute(of_bare.values(state=DecisionState.WITHDRAWN))


def test_an_appeal_freezes_the_decision_and_goes_to_somebody_outside(session, house):
    decision = in_force(session, house)

    found = appealing.appeal_decision(session, house.own, decision.number, words=WORDS, now=NOON)

    assert decision.frozen
    assert found.due_at == TEN_DAYS
    assert ("S24", f"account:{house.reviewer.id}") in told(session)
    assert ("S27", f"account:{house.hr.id}") in told(session)
    with pytest.raises(Refused) as refusal:
        drafting.withdraw(session, house.hr, decision.number, words=WORDS, now=NOON)
    assert refusal.value.code == "frozen"
    with pytest.raises(Refused):
        appealing.appeal_decision(session, house.own, decision.number, words=WORDS, now=NOON)


def test_an_open_appeal_about_weights_stops_every_use_of_the_score(session, house):
    decision = draft(session, house)
    drafting.tell(session, house.hr, decision.number, now=NOON)
    appealing.appeal_weights(session, house.own, words=WORDS, now=NOON)

    with pytest.raises(Refused) as refusal:
        signing.confirm(session, house.hr, decision.number, considered=WORDS, now=LATER)

    assert refusal.value.code == "frozen"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.UPHELD, DecisionState.WITHDRAWN),
        (Outcome.PARTLY, DecisionState.WITHDRAWN),
        (Outcome.REJECTED, DecisionState.IN_FORCE),
    ],
)
def test_the_answer_ends_the_decision_or_frees_it(session, house, outcome, state):
    decision = in_force(session, house)
    number = appealing.appeal_decision(
        session, house.own, decision.number, words=WORDS, now=NOON
    ).number

    answering.answer(session, house.reviewer, number, outcome=outcome, words=REASONS, now=LATER)

    assert (decision.state, decision.frozen) == (state, False)
    assert ("S28", f"account:{house.own.id}") in told(session)
    with pytest.raises(Refused):
        answering.answer(session, house.reviewer, number, outcome=outcome, words=REASONS, now=LATER)


def test_who_decided_signed_or_leads_the_employee_cannot_answer_the_appeal(session, house):
    decision = in_force(session, house)
    boss = person(session, "boss", Role.APPEAL_REVIEWER, house.root, house.chief)
    number = appealing.appeal_decision(
        session, house.own, decision.number, words=WORDS, now=NOON
    ).number
    assert [who for name, who in told(session) if name == "S24"] == [f"account:{house.reviewer.id}"]
    for who in (house.hr, house.other_hr):
        account = session.get(Account, who.id)
        grant_role(session, account, Role.APPEAL_REVIEWER, house.root.id, actor_id=None, now=NOON)
    parties = [person_named(session, name) for name in ("hr", "hr2")]
    parties.append(boss)

    for party in parties:
        assert appeal_rows(session, party) == []
        with pytest.raises(Missing):
            answering.answer(
                session, party, number, outcome=Outcome.REJECTED, words=REASONS, now=NOON
            )
    assert len(appeal_rows(session, house.reviewer)) == 1


def test_an_answer_appealed_gets_a_verdict_that_the_next_night_counts_by(session, house):
    hear(session, house.clerk, 1)
    answer = session.exec(select(Feedback.id)).one()
    number = appealing.appeal_answer(session, house.own, answer, words=WORDS, now=NOON).number
    page = appeal_page(session, house.reviewer, number, zone=TEHRAN)
    assert [(one.feedback_id, one.weight) for one in page.answers] == [(answer, 1.0)]

    answering.answer(
        session, house.reviewer, number,
        outcome=Outcome.UPHELD, words=REASONS, verdicts={answer: False}, now=LATER,
    )  # fmt: skip

    verdict = session.exec(select(Verdict)).one()
    assert (verdict.feedback_id, verdict.honest) == (answer, False)
    assert own_appeals(session, house.clerk.id)[0].outcome is Outcome.UPHELD


def test_an_answer_about_somebody_else_is_unknown(session, house):
    hear(session, house.chief, 1)
    answer = session.exec(select(Feedback.id)).one()
    with pytest.raises(Missing):
        appealing.appeal_answer(session, house.own, answer, words=WORDS, now=NOON)
    number = appealing.appeal_weights(session, house.own, words=WORDS, now=NOON).number
    with pytest.raises(Missing):
        answering.answer(
            session, house.reviewer, number,
            outcome=Outcome.UPHELD, words=REASONS, verdicts={answer: True}, now=NOON,
        )  # fmt: skip


def test_a_reviewer_who_always_follows_is_asked_to_look_at_a_sample_again(session, house):
    for n in range(20):
        session.add(
            Decision(
                number=f"d{n}", subject_id=house.clerk.id, unit_id=house.desk.id,
                measure=Measure.TALK, state=DecisionState.IN_FORCE, reasons=REASONS,
                decided_by=house.hr.id, drafted_at=NOON, told_at=NOON, statement_at=NOON,
                confirmed_at=NOON, flag="attention", seen_band="usable",
            )
        )  # fmt: skip
        session.flush()
        assert second_looks.following(session, house.hr.id).prompted is (n == 19)

    assert second_looks.ask_again(session, house.hr, now=LATER) == 5
    waiting = second_looks.waiting_looks(session, house.hr.id)
    assert len({number for _, number in waiting}) == 5
    for look_id, _ in waiting:
        second_looks.look_again(session, house.hr, look_id, same=True, words=WORDS, now=LATER)
    after = second_looks.following(session, house.hr.id)
    assert (after.of, after.waiting, after.prompted) == (0, 0, False)
    with pytest.raises(Refused):
        second_looks.ask_again(session, house.hr, now=LATER)


def test_an_entry_closed_without_a_decision_was_not_followed(session, house):
    for n, subject in enumerate((house.clerk, house.chief)):
        session.add(
            ScoreReview(
                queue=Queue.ATTENTION, subject_id=subject.id, reviewer_id=house.hr.id,
                taken_at=NOON, closed_at=LATER, reason=f"{WORDS} {n}",
            )
        )  # fmt: skip
    session.flush()
    in_force(session, house)

    found = second_looks.following(session, house.hr.id)

    assert (found.followed, found.of) == (1, 2)


def test_every_opening_of_the_file_is_told_by_name_and_time(session, house):
    record_look(session, house.hr, house.clerk.public_id, "score", now=NOON)
    record_look(session, house.reviewer, house.clerk.public_id, "appeal", now=LATER)

    found = looks(session, house.clerk.public_id)

    assert [(look.name_en, look.what) for look in found] == [
        ("Name appeals", "appeal"),
        ("Name hr", "score"),
    ]


def test_steps_are_kept_in_order_with_who_took_them(session, house):
    decision = in_force(session, house)

    steps = session.exec(select(DecisionStep.event).order_by(DecisionStep.id)).all()
    assert list(steps) == ["draft", "tell", "statement", "confirm", "second"]
    page = decision_page(session, house.hr, decision.number)
    assert page.steps[-1].name_fa == "نام hr2"


@pytest.mark.parametrize("count", [1, 12])
def test_a_list_of_decisions_costs_one_statement_and_a_page_five(session, house, count):
    for n in range(count):
        words = f"{OTHER} " + " ".join(f"شاهد{n}{k}" for k in range(20))
        session.add(
            Decision(
                number=f"n{n}", subject_id=house.clerk.id, unit_id=house.desk.id,
                measure=Measure.TALK, reasons=words, decided_by=house.hr.id, drafted_at=NOON,
                seen_band="usable",
            )
        )  # fmt: skip
    session.flush()
    session.expunge_all()

    with statements(session) as seen:
        assert len(decision_rows(session, house.hr)) == count
    assert len(seen) == 1
    with statements(session) as seen:
        decision_page(session, house.hr, "n0")
    assert len(seen) <= 5
