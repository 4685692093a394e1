"""Which messages become cases, what they are promised, where they go, who is told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from app.cases import queries, service
from app.cases.models import Case, CaseStep
from app.cases.rules import CaseState, Policy
from app.feedback.rules import Identity, Kind
from tests.cases.city import City, make_city, open_case, open_maybe, told
from tests.conftest import NOON


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def steps(session: Session, case: Case) -> list[str]:
    rows = select(CaseStep.type).where(CaseStep.case_id == case.id).order_by(col(CaseStep.seq))
    return list(session.exec(rows))


def test_a_complaint_is_registered_referred_and_told_in_one_go(
    session: Session, city: City
) -> None:
    case = open_case(session, city)

    assert case.state is CaseState.REFERRED
    assert steps(session, case) == ["registered", "referred"]
    assert case.due_at == datetime(2026, 11, 22, 11, 40, tzinfo=UTC)  # 15:10, three hours on
    people = {name: f"account:{person.id}" for name, person in city.desks.items()}
    assert set(told(session)) == {
        ("C01", f"feedback:{case.feedback_id}"),
        ("S01", people["handler"]),
        ("S01", people["second"]),
        ("S01", people["manager"]),
        ("S02", people["inspector"]),
    }


def test_danger_runs_around_the_clock(session: Session, city: City) -> None:
    friday_night = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # Friday 09-06, 03:00

    case = open_case(session, city, city.station, category="SAF", now=friday_night)

    assert case.policy is Policy.SAFETY
    assert case.due_at == friday_night + timedelta(hours=3)


def test_a_suggestion_that_wants_an_answer_has_ten_working_days(
    session: Session, city: City
) -> None:
    case = open_case(session, city, kind=Kind.SUGGESTION, category=None)

    assert case.policy is Policy.SUGGESTION
    assert case.due_at == datetime(2026, 12, 3, 8, 30, tzinfo=UTC)  # Thursday 09-12, 12:00
    assert case.budget_minutes == 230 + 8 * 480 + 2 * 240


@pytest.mark.parametrize(
    ("kind", "category", "wants", "opens"),
    [
        (Kind.COMPLAINT, "CLN", True, True),
        (Kind.COMPLAINT, "CLN", False, False),
        (Kind.COMPLAINT, "DIS", False, True),
        (Kind.COMPLAINT, "F4", False, True),
        (Kind.COMPLAINT, "SAF", False, True),
        (Kind.COMPLAINT, None, True, True),
        (Kind.COMPLAINT, None, False, False),
        (Kind.APPRECIATION, None, False, False),
        (Kind.COMMENT, None, True, True),
        (Kind.NONE, None, False, False),
    ],
)
def test_a_case_opens_when_an_answer_is_wanted_or_conduct_or_danger_is_said(
    session: Session, city: City, *, kind: Kind, category: str | None, wants: bool, opens: bool
) -> None:
    case = open_maybe(session, city.clerk, kind=kind, category=category, wants=wants)

    assert (case is not None) is opens


def test_a_repeated_message_has_one_case_and_one_history(session: Session, city: City) -> None:
    case = open_case(session, city)
    before = told(session)

    filed = service.Filing(
        feedback_id=case.feedback_id,
        tracking_code=case.tracking_code,
        subject_id=case.subject_id,
        named_subject_id=case.named_subject_id,
        unit_id=case.unit_id,
        unit_path=case.unit_path,
        kind=case.kind,
        category=case.category,
        wants_answer=True,
        identity=case.identity,
        locale="fa",
        words="",
    )
    again = service.open(session, filed, now=NOON)

    assert again is not None
    assert again.id == case.id
    assert steps(session, case) == ["registered", "referred"]
    assert told(session) == before


def test_an_anonymous_citizen_gets_no_message(session: Session, city: City) -> None:
    open_case(session, city, identity=Identity.ANONYMOUS)

    assert "C01" not in {template for template, _ in told(session)}


@pytest.mark.parametrize("category", ["BRB", "MIS"])
def test_bribery_goes_straight_to_inspection_and_the_unit_never_sees_it(
    session: Session, city: City, category: str
) -> None:
    case = open_case(session, city, city.clerk, category=category)

    assert case.to_inspection
    assert [who for template, who in told(session) if template.startswith("S")] == [
        f"account:{city.inspector.id}"
    ]
    for person in (city.handler, city.manager, city.team, city.root_handler):
        rows = queries.queue(session, person, queries.Filters(queries.View.ALL), now=NOON)
        assert rows == []
    assert queries.case_page(session, city.inspector, case.tracking_code, now=NOON)


def test_a_complaint_about_a_manager_goes_to_the_unit_above(session: Session, city: City) -> None:
    case = open_case(session, city, city.boss)

    assert case.unit_path == city.root.path
    recipients = {who for template, who in told(session) if template.startswith("S")}
    assert recipients == {f"account:{city.root_handler.id}", f"account:{city.inspector.id}"}


def test_a_complaint_about_whoever_manages_everything_goes_to_inspection(
    session: Session, city: City
) -> None:
    city.root.manager_subject_id = city.boss.id
    session.flush()

    case = open_case(session, city, city.boss)

    assert case.to_inspection


def test_a_message_from_an_unknown_badge_waits_for_the_special_team(
    session: Session, city: City
) -> None:
    case = open_maybe(session, None, category="OTH")

    assert case is not None
    assert case.state is CaseState.REGISTERED
    assert ("S01", f"account:{city.team.id}") in told(session)
    rows = queries.queue(session, city.team, queries.Filters(queries.View.ALL), now=NOON)
    assert [row.code for row in rows] == [case.tracking_code]
    outside = queries.queue(session, city.outsider, queries.Filters(queries.View.ALL), now=NOON)
    assert outside == []
