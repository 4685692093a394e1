"""A case under its right category: what stays, what follows, and who may."""

import pytest
from sqlmodel import Session, select

from app.cases import chain, queries, service
from app.cases.findings.models import Finding
from app.cases.models import Case, CaseStep
from app.cases.rules import CaseState, Policy
from app.errors import Invalid, Missing, Refused
from app.feedback.rules import Kind
from tests.cases.city import City, make_city, message, open_case, told
from tests.cases.recoding.turning import WHY, recode
from tests.cases.test_asking import at


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def step(session: Session, kind: str) -> CaseStep:
    found = select(CaseStep).where(CaseStep.type == kind).order_by(CaseStep.id.desc())  # type: ignore[union-attr]
    return session.exec(found).first()  # type: ignore[return-value]


def knows(session: Session, who, case: Case) -> bool:
    try:
        queries.case_page(session, who, case.tracking_code, now=at(12))
    except Missing:
        return False
    return True


def test_what_was_filed_as_other_gets_its_category_with_code_and_beginning_as_they_were(
    session: Session, city: City
) -> None:
    case = open_case(session, city, category="OTH", now=at(9))
    before = (case.tracking_code, case.registered_at, case.clock_from_at, case.state)

    recode(session, case, "DLY", by=city.team, now=at(10))

    assert (case.tracking_code, case.registered_at, case.clock_from_at, case.state) == before
    assert (case.category, case.policy, case.budget_minutes) == ("DLY", Policy.URGENT, 180)
    assert case.due_at == at(12)
    assert case.unit_id == city.office.id
    row = step(session, "recoded")
    assert (row.reason, row.internal_text, row.public_text) == ("OTH>DLY", WHY, "")
    assert (row.role, row.due_at) == ("special_team", at(12))
    assert chain.first_break(session, case.id or 0) is None


def test_conduct_of_a_named_person_opens_the_finding_and_moving_out_leaves_it_to_its_decision(
    session: Session, city: City
) -> None:
    case = open_case(session, city, category="DEC", now=at(9))

    recode(session, case, "DIS", by=city.team, now=at(9, 10))
    begun = session.exec(select(Finding)).one()
    recode(session, case, "DEC", by=city.team, now=at(9, 20))
    recode(session, case, "DIS", by=city.team, now=at(9, 30))

    assert (begun.case_id, begun.subject_id) == (case.id, city.clerk.id)
    assert session.exec(select(Finding)).one().alleged_at == at(9, 10)


def test_conduct_at_a_place_names_nobody_and_opens_no_finding(session: Session, city: City) -> None:
    case = open_case(session, city, city.station, category="CLN", now=at(9))

    recode(session, case, "DIS", by=city.team, now=at(10))

    assert session.exec(select(Finding)).all() == []


def test_what_becomes_a_bribe_goes_to_inspection_alone(session: Session, city: City) -> None:
    case = open_case(session, city, category="DLY", now=at(9))
    service.accept(session, case.tracking_code, by=city.handler, now=at(9))

    recode(session, case, "BRB", by=city.team, now=at(10))

    assert (case.to_inspection, case.inspection_owns, case.handler_id) == (True, True, None)
    assert (case.state, case.due_at) == (CaseState.IN_PROGRESS, at(12))
    assert [knows(session, who, case) for who in (city.handler, city.team)] == [False, False]
    assert knows(session, city.inspector, case)
    assert ("S02", f"account:{city.inspector.id}") in told(session)[-1:]
    service.accept(session, case.tracking_code, by=city.inspector, now=at(11))


def test_what_inspection_finds_no_misconduct_comes_back_to_its_unit(
    session: Session, city: City
) -> None:
    case = open_case(session, city, category="MIS", now=at(9))
    service.accept(session, case.tracking_code, by=city.inspector, now=at(9))

    recode(session, case, "DLY", by=city.inspector, now=at(10))

    assert (case.to_inspection, case.inspection_owns, case.handler_id) == (False, False, None)
    assert case.unit_id == city.office.id
    assert ("S01", f"account:{city.handler.id}") in told(session)
    service.accept(session, case.tracking_code, by=city.handler, now=at(10))
    assert case.handler_id == city.handler.id


def test_a_message_for_the_city_goes_to_inspection_and_back_to_the_special_team(
    session: Session, city: City
) -> None:
    case = city_message(session)
    assert case.state is CaseState.REGISTERED

    recode(session, case, "BRB", by=city.team, now=at(9, 10))
    lay = (case.state, case.to_inspection)
    recode(session, case, "DLY", by=city.inspector, now=at(9, 20))

    assert lay == (CaseState.REFERRED, True)
    assert (case.state, case.to_inspection) == (CaseState.REGISTERED, False)
    service.refer(
        session, case.tracking_code, unit_id=city.office.id or 0, by=city.team, now=at(10)
    )
    assert case.unit_id == city.office.id


def city_message(session: Session) -> Case:
    """A message for the city: no badge is known."""
    row = message(session, None, category="OTH", now=at(9))
    filed = service.Filing(
        feedback_id=row.id or 0,
        tracking_code=row.tracking_code,
        subject_id=None,
        named_subject_id=None,
        unit_id=None,
        unit_path="",
        kind=row.kind,
        category="OTH",
        wants_answer=True,
        identity=row.identity,
        locale="fa",
        words=row.text,
    )
    case = service.open(session, filed, now=at(9))
    assert case is not None
    return case


@pytest.mark.parametrize("who", ["handler", "manager", "root_handler"])
def test_the_unit_never_changes_the_category(session: Session, city: City, who: str) -> None:
    case = open_case(session, city, category="OTH", now=at(9))

    with pytest.raises(Refused) as refused:
        recode(session, case, "DLY", by=city.desks[who], now=at(9, 10))

    assert refused.value.code == "recode_desk"
    assert case.category == "OTH"


@pytest.mark.parametrize(
    ("category", "code"),
    [("DLY", "recode_same"), ("CLN", "recode_unfit"), ("FUP", "recode_unfit")],
)
def test_a_category_that_is_there_already_or_does_not_fit_is_refused(
    session: Session, city: City, category: str, code: str
) -> None:
    case = open_case(session, city, category="DLY", now=at(9))

    with pytest.raises(Refused) as refused:
        recode(session, case, category, by=city.team, now=at(9, 10))

    assert refused.value.code == code


def test_an_unknown_category_and_a_change_without_a_reason_are_no_input(
    session: Session, city: City
) -> None:
    case = open_case(session, city, now=at(9))
    code = case.tracking_code

    with pytest.raises(Invalid) as unknown:
        recode(session, case, "XYZ", by=city.team, now=at(9, 10))
    with pytest.raises(Invalid) as silent:
        service.recode(session, code, category_key="DEC", reason=" ", by=city.team, now=at(9, 10))

    assert (unknown.value.code, silent.value.code) == ("category", "reason_missing")


def test_only_an_open_complaint_has_a_category_to_change(session: Session, city: City) -> None:
    idea = open_case(session, city, kind=Kind.SUGGESTION, category=None, now=at(9))
    ended = open_case(session, city, now=at(9))
    ended.state = CaseState.FIX_CLAIMED

    refused = []
    for case in (idea, ended):
        with pytest.raises(Refused) as error:
            recode(session, case, "DEC", by=city.team, now=at(9, 10))
        refused.append(error.value.code)

    assert refused == ["recode_kind", "move"]
    page = queries.case_page(session, city.team, idea.tracking_code, now=at(10))
    assert "recode" not in page.verbs


def test_whoever_has_the_case_hears_that_it_is_about_something_else(
    session: Session, city: City
) -> None:
    case = open_case(session, city, category="DLY", now=at(9))
    service.accept(session, case.tracking_code, by=city.handler, now=at(9))

    recode(session, case, "DEC", by=city.team, now=at(10))  # as urgent: the hour stays
    same_hour = told(session)
    recode(session, case, "NEG", by=city.team, now=at(10, 5))

    assert same_hour[-1] == ("S18", f"account:{city.handler.id}")
    assert "C26" not in {template for template, _who in same_hour}
    assert told(session)[-1] == ("C26", f"feedback:{case.feedback_id}")
