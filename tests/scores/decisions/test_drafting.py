"""A decision is written by a named person, in own reasons, on other evidence than the score."""

import pytest
from sqlmodel import select

from app.audit import AuditEntry
from app.directory import service as directory
from app.errors import Denied, Invalid, Missing, Refused
from app.rights import Role
from app.scores.decisions import drafting, signing
from app.scores.decisions.drafting import Draft, Evidence
from app.scores.decisions.models import Decision, DecisionEvidence
from app.scores.decisions.own_queries import own_decision, own_decisions
from app.scores.decisions.own_words import check_reasons, own_length
from app.scores.decisions.page_query import decision_page
from app.scores.decisions.queries import decision_rows
from app.scores.decisions.rules import (
    DecisionState,
    EvidenceKind,
    Measure,
)
from tests.conftest import NOON
from tests.scores.decisions.house import (
    EVIDENCE,
    OTHER,
    REASONS,
    WORDS,
    draft,
    make_house,
    person,
    told,
)


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
