"""Who is called when capacity is short: what is a must, and a sample that nobody can steer."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app import audit
from app.cases import call_list, chain, queries, service
from app.cases.models import Case
from app.cases.rules import Remedy
from app.cases.sampling import service as sampling
from app.cases.sampling.models import CallDraw, CallRule
from app.cases.sampling.queries import rule_for, rules
from app.cases.sampling.rules import drawn
from app.errors import Invalid, Missing
from app.feedback.rules import Identity
from app.rights import Person, Role
from tests.cases.city import City, desk, make_city, told
from tests.cases.sampling.sample import (
    SHARE,
    by_text,
    claim,
    key_that,
    sample,
    why,
    written,
)
from tests.cases.test_verifying import SUNDAY_9
from tests.conftest import NOON

DAY = timedelta(days=1)


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


@pytest.fixture
def verifier(session: Session, city: City) -> Person:
    return desk(session, "verifier", Role.VERIFIER, city.root)


def called(session: Session, verifier: Person) -> list[str]:
    return [row.code for row in call_list.calls(session, verifier, now=NOON + DAY)]


def templates(session: Session, case: Case) -> list[str]:
    return [name for name, who in told(session) if who == f"feedback:{case.feedback_id}"]


def test_without_a_rule_every_claim_is_called_about(
    session: Session, city: City, verifier: Person
) -> None:
    case = claim(session, city, written(session, city))

    assert called(session, verifier) == [case.tracking_code]
    assert why(session, case) == ""
    assert templates(session, case)[-1] == "C06"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"about": "clerk", "category": "NEG"}, "conduct"),
        ({"category": "SYS"}, "urgent"),
        ({"category": "SAF"}, "urgent"),
    ],
)
def test_conduct_urgent_and_dangerous_cases_are_called_whatever_is_drawn(
    session: Session, city: City, verifier: Person, said: dict[str, str], expected: str
) -> None:
    about = city.clerk if said.get("about") else city.station
    case = written(session, city, **{**said, "about": about})
    sample(session, key_that(case, draws=False))

    claim(session, city, case)

    assert why(session, case) == expected
    assert called(session, verifier) == [case.tracking_code]


@pytest.mark.parametrize("draws", [True, False])
def test_of_the_others_those_drawn_are_called_and_the_rest_asked_by_text(
    session: Session, city: City, verifier: Person, *, draws: bool
) -> None:
    case = written(session, city)
    sample(session, key_that(case, draws=draws))

    claim(session, city, case)

    assert (why(session, case), templates(session, case)[-1]) == (
        ("sample", "C06") if draws else ("by_text", "C23")
    )
    assert called(session, verifier) == ([case.tracking_code] if draws else [])


def test_a_claim_asked_by_text_is_no_call_even_by_its_address(
    session: Session, city: City, verifier: Person
) -> None:
    case = by_text(session, city)

    with pytest.raises(Missing):
        call_list.callable_case(session, case.tracking_code, verifier)


@pytest.mark.parametrize("back", ["refuted", "reopened"])
def test_a_case_that_came_back_is_called_about(session: Session, city: City, back: str) -> None:
    case = by_text(session, city)
    if back == "refuted":
        service.refute(session, case.feedback_id, now=NOON)
    else:
        service.confirm(session, case.feedback_id, now=NOON)
        service.reopen(session, case.feedback_id, now=NOON)

    again = service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.REPAIRED,
        answer="این بار واقعاً درست شد و عکس آن هست.",
        by=desk(session, "other", Role.SPECIAL_TEAM, city.root),
        now=NOON + timedelta(hours=1),
    )

    assert why(session, again) == "returned"


def test_the_draw_can_be_counted_again_and_stands_in_the_chained_history(
    session: Session, city: City
) -> None:
    cases = [written(session, city) for _ in range(12)]
    rule = sample(session, key_that(cases[0], draws=True))
    for case in cases:
        claim(session, city, case)

    rows = session.exec(select(CallDraw)).all()

    assert len(rows) == 12
    for row in rows:
        again = drawn(rule.key, row.case_id, row.cycle, SHARE)
        assert row.why == ("sample" if again else "by_text")
    page = queries.case_page(session, city.team, cases[0].tracking_code, now=NOON)
    assert (page.call_why, page.steps[-1].kind, page.steps[-1].reason) == (
        "sample",
        "call_drawn",
        "sample",
    )
    assert chain.first_break(session, cases[0].id or 0) is None


def test_a_share_is_met_and_another_key_draws_others() -> None:
    one, other = ({n for n in range(5000) if drawn(key * 32, n, 1, 20)} for key in ("00", "11"))

    assert all(950 < len(drawn_) < 1050 for drawn_ in (one, other))
    assert 150 < len(one & other) < 250
    assert one != {n for n in range(5000) if drawn("00" * 32, n, 2, 20)}


def test_an_anonymous_citizen_is_never_called_and_nothing_is_drawn(
    session: Session, city: City
) -> None:
    case = written(session, city, identity=Identity.ANONYMOUS)
    sample(session, key_that(case, draws=True))

    claim(session, city, case)

    assert why(session, case) == ""


def test_a_rule_counts_from_its_instant_and_moves_nothing_claimed_before(
    session: Session, city: City, verifier: Person
) -> None:
    before = by_text(session, city)
    rule = sampling.set_rule(
        session,
        organisation_id=None,
        share=100,
        from_at=NOON + DAY,
        reason="نیروی تازه آمد",
        by=verifier,
        now=NOON,
    )
    unit = before.unit_id

    in_force = [rule_for(session, unit, at) for at in (SUNDAY_9, NOON, NOON + DAY)]

    assert [one.share if one else None for one in in_force] == [SHARE, SHARE, None]
    assert why(session, before) == "by_text"
    assert called(session, verifier) == []
    assert [row.standing for row in rules(session, now=NOON)] == ["later", "in_force"]
    assert rule.from_at == NOON + DAY


def test_the_rule_of_an_organisation_goes_first_unless_it_is_left_to_the_city(
    session: Session, city: City, verifier: Person
) -> None:
    body = city.other.organisation_id

    def shares() -> list[int | None]:
        found = [rule_for(session, unit, NOON) for unit in (city.other.id, None)]
        return [one.share if one else None for one in found]

    sample(session, "00" * 32)
    seen = [shares()]
    for share in (100, 40, None):
        sampling.set_rule(
            session,
            organisation_id=body,
            share=share,
            from_at=SUNDAY_9,
            reason="برای متروی شهر",
            by=verifier,
            now=NOON,
        )
        seen.append(shares())

    assert seen == [[20, 20], [None, 20], [40, 20], [20, 20]]


@pytest.mark.parametrize(
    ("share", "whole"), [(19, True), (0, True), (91, True), (None, True), (101, False)]
)
def test_no_sample_below_a_fifth_and_the_city_always_has_a_rule(
    session: Session, city: City, verifier: Person, share: int | None, *, whole: bool
) -> None:
    with pytest.raises(Invalid, match="share"):
        sampling.set_rule(
            session,
            organisation_id=None if whole else city.root.organisation_id,
            share=share,
            from_at=NOON,
            reason="کمبود نیرو",
            by=verifier,
            now=NOON,
        )


def test_a_past_day_counts_from_now_and_who_set_it_stands_in_the_staff_log(
    session: Session, verifier: Person
) -> None:
    for _ in range(2):
        sampling.set_rule(
            session,
            organisation_id=None,
            share=SHARE,
            from_at=SUNDAY_9 - DAY,
            reason="کمبود نیرو",
            by=verifier,
            now=NOON,
        )

    one, two = session.exec(select(CallRule)).all()
    entry = session.exec(select(audit.AuditEntry)).all()[-1]
    assert one.from_at == NOON
    assert one.key != two.key
    assert (entry.action, entry.actor_id) == ("case.calls", verifier.id)
    assert one.key not in str(entry.detail)
