"""Behaviours 1 to 8: the promise, who may do what, who may know."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlmodel import Session, col, select

from app.audit import AuditEntry
from app.calendar import queries as calendars
from app.calendar import rules
from app.calendar import service as calendar
from app.cases import queries, service, telling
from app.cases.filters import Filters, View
from app.cases.models import Case, CaseStep
from app.cases.rules import CaseRole, CaseState, Remedy
from app.db import Database
from app.errors import Invalid, Missing
from app.feedback.models import Feedback
from app.notices.models import Notice
from app.rights import Role
from tests.calendar.clocks import EXAMPLES, at
from tests.cases.behaviours.conftest import Town
from tests.cases.behaviours.forbidden import ROLES, STATES, VERBS, attempt
from tests.cases.city import ANSWER, City, desk, make_city, open_case, told
from tests.cases.test_transitions import ALLOWED
from tests.conftest import NOON
from tests.statements import statements


def test_the_clock_passes_the_examples_and_keeps_its_laws(session: Session) -> None:
    """Behaviour 1: from the calendar a city stores; all 25 are in tests/calendar."""
    calendar.install(session)
    days, draw = calendars.working_calendar(session, code="A"), random.Random(1405)

    for filed, promised in EXAMPLES.values():
        assert rules.due(days, at(filed), 180) == at(promised)
    starts = sorted(NOON + timedelta(seconds=draw.randrange(90 * 86_400)) for _ in range(200))
    dues = [rules.due(days, start, 180) for start in starts]
    assert dues == sorted(dues)
    for start, due in zip(starts, dues, strict=True):
        assert rules.working_time(days, start, due) == timedelta(minutes=180)
        pause = (start + timedelta(hours=1), start + timedelta(hours=1 + draw.randrange(60)))
        assert rules.due(days, start, 180, [pause]) >= due


def test_hours_are_dated_and_inherited_and_never_overlap(session: Session) -> None:
    """Behaviour 2."""
    calendar.install(session)
    by, friday = {"actor_id": None, "now": NOON}, date(2026, 11, 27)
    calendar.add_calendar(session, "north", name_fa="شمال", unit_path="/1/7/", **by)
    summer = dict.fromkeys((6, 7, 1, 2, 3), ((420, 780),))
    calendar.set_pattern(session, "north", valid_from=date(2026, 6, 1), hours=summer, **by)
    heat = date(2026, 11, 23)
    calendar.add_exception(session, "A", day=heat, hours=((480, 720),), reason="گرما", **by)

    with pytest.raises(Invalid):
        calendar.set_pattern(
            session, "north", valid_from=friday, hours={6: ((480, 720), (700, 900))}, **by
        )

    north = calendars.working_calendar(session, unit_path="/1/7/12/")
    assert north.hours(date(2026, 11, 24)) == ((420, 780),)
    assert north.hours(heat) == ((480, 720),)
    assert north.hours(friday) == ()


@pytest.mark.parametrize("hour", [0, 5, 12, 22])
def test_filing_at_any_hour_gives_a_code_and_a_day_and_hour_at_once(town: Town, hour: int) -> None:
    """Behaviour 3."""
    town.now = datetime(2026, 11, 27, hour, 30, tzinfo=UTC)  # a Friday
    with statements(town.db.engine) as seen:
        shown = town.phone().get(town.file(phone="09123456789")).text

    assert len(seen) < 60  # two pages and two posts; benchmarks/load.py takes the time
    (case,) = town.rows(Case)
    assert f'datetime="{case.due_at.isoformat()}"' in shown
    assert case.due_at == datetime(2026, 11, 28, 7, 30, tzinfo=UTC)  # Saturday 11:00 in Tehran


def test_each_forbidden_pair_of_state_and_role_is_refused_and_logged(
    session: Session, city: City
) -> None:
    """Behaviour 4: every staff verb tried in every state by every desk."""
    case, tried = open_case(session, city, city.station, category="CLN"), 0
    people = {role: desk(session, f"{role.value}-tries", role, city.root) for role in ROLES}

    for state, (role, letter), verb in product(STATES, ROLES.items(), VERBS):
        if (state, verb.leads_to, letter) in ALLOWED:
            continue
        case.state, case.handler_id = state, city.second.id
        session.flush()
        assert attempt(session, case, verb, people[role]), (state, role, verb.name)
        tried += 1

    logged = session.exec(select(CaseStep).where(CaseStep.type == "refused_transition")).all()
    acts = session.exec(select(AuditEntry.action)).all()
    assert len(logged) == acts.count("case.refused_transition") > 200
    assert tried >= len(logged)


def test_case_first_event_copy_and_outbox_are_committed_together_or_not_at_all(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behaviour 5."""
    with database.writing() as session:
        city = make_city(session)
        session.expunge_all()
    with monkeypatch.context() as broken:
        broken.setattr(telling, "tell_team", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError), database.writing() as session:
            open_case(session, city)
    with database.reading() as session:
        for table in (Case, CaseStep, Notice, Feedback):
            assert session.exec(select(table)).all() == []

    with database.writing() as session:
        open_case(session, city)

    with database.reading() as session:
        (case,) = session.exec(select(Case)).all()
        first = select(CaseStep.type).where(CaseStep.case_id == case.id).order_by(col(CaseStep.seq))
        assert session.exec(first).first() == "registered"
        assert {"C01", "S01", "S02"} <= {name for name, _ in told(session)}


def test_for_the_named_person_and_everybody_below_the_case_does_not_exist(
    session: Session, city: City
) -> None:
    """Behaviour 6: 404, zero counts, no notice, no row of an export."""
    case = open_case(session, city, city.boss)

    for person in (city.manager, city.handler, city.second, city.clerk_desk):
        with pytest.raises(Missing):
            queries.case_page(session, person, case.tracking_code, now=NOON)
        assert set(queries.counts(session, person, now=NOON).values()) == {0}
        assert queries.queue(session, person, Filters(View.ALL), now=NOON) == []
        assert queries.export(session, person, Filters(View.ALL), now=NOON) == []
        assert f"account:{person.id}" not in {who for _, who in told(session)}
    assert queries.case_page(session, city.team, case.tracking_code, now=NOON).steps


def test_a_complaint_about_a_manager_goes_above_and_about_inspection_to_the_independent(
    session: Session, city: City
) -> None:
    """Behaviour 7."""
    judge = desk(session, "judge", Role.APPEAL_REVIEWER, city.root, city.boss)
    desk(session, "own", Role.INSPECTOR, city.root, who=city.colleague)

    above, apart = open_case(session, city, city.boss), open_case(session, city, city.colleague)

    assert above.unit_id == city.root.id
    assert apart.independent
    assert queries.case_page(session, judge, apart.tracking_code, now=NOON).steps
    with pytest.raises(Missing):
        queries.case_page(session, city.inspector, apart.tracking_code, now=NOON)


def test_a_fix_is_claimed_with_a_remedy_and_words_and_never_by_the_person_named(
    session: Session, city: City
) -> None:
    """Behaviour 8."""
    case = open_case(session, city)
    said = {"remedy": Remedy.SERVED_NOW, "answer": ANSWER, "by": city.handler, "now": NOON}

    for words in ("", "درست شد", " " * 40):
        with pytest.raises(Invalid):
            service.claim_fixed(session, case.tracking_code, **said | {"answer": words})
    with pytest.raises(TypeError):
        service.claim_fixed(session, case.tracking_code, answer=ANSWER, by=city.handler, now=NOON)  # type: ignore[call-arg]
    with pytest.raises(Missing):
        service.claim_fixed(session, case.tracking_code, **said | {"by": city.clerk_desk})
    assert not {move for move in ALLOWED if move[2] is CaseRole.SUB}
    assert case.state is CaseState.REFERRED

    service.claim_fixed(session, case.tracking_code, **said)
    assert case.state is CaseState.FIX_CLAIMED
