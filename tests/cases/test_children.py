"""Citizens of joined cases: they hear how it ended (C22), and are set free when it is dropped."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from app.cases import calls, queries, service
from app.cases.chain import first_break
from app.cases.children import hear_end
from app.cases.merging import set_free
from app.cases.models import Case, CaseStep
from app.cases.rules import CaseState, DeclineReason, Remedy
from app.feedback.models import Feedback
from app.feedback.rules import Identity
from app.notices.models import Notice
from app.rights import Role
from tests.cases.city import ANSWER, City, desk, make_city, open_case
from tests.cases.test_merging import clock, join
from tests.conftest import NOON

HOUR = timedelta(hours=1)
PLACE = {"category": "CLN"}


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def joined(session: Session, city: City, **said: object) -> tuple[Case, Case]:
    """A case about the station with another one joined to it."""
    about = {"about": city.station, **PLACE}
    master, child = open_case(session, city, **about), open_case(session, city, **about, **said)
    join(session, city, child, master)
    return master, child


def heard(session: Session, case: Case) -> list[CaseStep]:
    found = select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.type == "outcome")
    return list(session.exec(found.order_by(col(CaseStep.seq))))


def texts(session: Session, case: Case) -> list[Notice]:
    found = select(Notice).where(
        Notice.template == "C22", Notice.recipient == f"feedback:{case.feedback_id}"
    )
    return list(session.exec(found))


def fix(session: Session, city: City, case: Case) -> None:
    service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.REPAIRED,
        answer=ANSWER,
        by=city.team,
        now=NOON,
    )


def confirm(session: Session, city: City, case: Case) -> None:
    fix(session, city, case)
    service.confirm(session, case.feedback_id, now=NOON)


def decline(session: Session, city: City, case: Case) -> None:
    code, reason = case.tracking_code, DeclineReason.NOT_UPHELD
    service.decline(session, code, reason=reason, answer=ANSWER, by=city.team, now=NOON)


def send_away(session: Session, city: City, case: Case) -> None:
    said = {"organisation": "شرکت آب", "reference": "۱۲"}
    service.transfer(session, case.tracking_code, **said, by=city.team, now=NOON)


def keep_silent(session: Session, city: City, case: Case) -> None:
    fix(session, city, case)
    case.identity = Identity.ANONYMOUS
    assert calls.close_unreached(session, case, now=NOON + timedelta(days=7))


def refuse_appeal(session: Session, city: City, case: Case) -> None:
    confirm(session, city, case)
    service.appeal(session, case.feedback_id, words="نه", now=NOON)
    judge = desk(session, "judge", Role.APPEAL_REVIEWER, city.root)
    said = {"granted": False, "reasons": ANSWER, "by": judge, "now": NOON}
    service.decide_appeal(session, case.tracking_code, **said)


ENDS = [
    (confirm, "closed_verified", ANSWER),
    (decline, "declined", ANSWER),
    (send_away, "transferred", "شرکت آب (۱۲)"),
    (keep_silent, "closed_unverified", ANSWER),
    (refuse_appeal, "closed_final", ANSWER),
]


@pytest.mark.parametrize(("end", "state", "answer"), ENDS)
def test_each_way_a_case_ends_is_told_to_who_was_joined_to_it(
    session: Session, city: City, end: Callable[..., None], state: str, answer: str
) -> None:
    master, child = joined(session, city)

    end(session, city, master)

    step, (letter, *_more) = heard(session, child)[-1], texts(session, child)
    assert (step.reason, step.public_text, step.actor_id) == (state, answer, None)
    assert len(heard(session, child)) == len(texts(session, child))
    assert letter.params["code"] == child.tracking_code
    assert master.tracking_code not in str(letter.params)
    assert child.state is CaseState.MERGED
    assert first_break(session, child.id or 0) is None
    shown = queries.citizen_case(session, child.feedback_id, now=NOON)
    assert shown is not None
    assert answer in [line.text for line in shown.steps]


def test_the_answer_about_a_person_is_not_shown_to_another_citizen(
    session: Session, city: City
) -> None:
    child, master = open_case(session, city), open_case(session, city)
    join(session, city, child, master)

    service.claim_fixed(
        session,
        master.tracking_code,
        remedy=Remedy.APOLOGY,
        answer=ANSWER,
        by=city.handler,
        now=NOON,
    )
    service.confirm(session, master.feedback_id, now=NOON)

    (step,) = heard(session, child)
    assert (step.public_text, step.reason) == ("", "closed_verified")
    assert len(texts(session, child)) == 1


def test_while_the_case_goes_on_nobody_joined_hears_of_it(session: Session, city: City) -> None:
    master, child = joined(session, city)

    fix(session, city, master)
    service.refute(session, master.feedback_id, now=NOON)

    assert heard(session, child) == texts(session, child) == []


def test_a_case_that_ends_again_is_told_again(session: Session, city: City) -> None:
    master, child = joined(session, city)
    confirm(session, city, master)
    service.reopen(session, master.feedback_id, now=NOON + HOUR)
    service.claim_fixed(
        session,
        master.tracking_code,
        remedy=Remedy.REPAIRED,
        answer=ANSWER,
        by=desk(session, "other", Role.SPECIAL_TEAM, city.root),
        now=NOON + HOUR,
    )

    service.confirm(session, master.feedback_id, now=NOON + HOUR)

    assert (len(heard(session, child)), len(texts(session, child))) == (2, 2)


def test_an_anonymous_one_reads_the_page_and_each_is_told_in_the_own_language(
    session: Session, city: City
) -> None:
    master, silent = joined(session, city, identity=Identity.ANONYMOUS)
    other = open_case(session, city, city.station, **PLACE)
    session.get_one(Feedback, other.feedback_id).locale = "en"
    join(session, city, other, master)

    confirm(session, city, master)

    assert (len(heard(session, silent)), texts(session, silent)) == (1, [])
    assert [letter.locale for letter in texts(session, other)] == ["en"]


def test_who_was_taken_apart_or_joined_elsewhere_hears_nothing(
    session: Session, city: City
) -> None:
    master, child = joined(session, city)
    strange = open_case(session, city, city.station, **PLACE)
    service.unmerge(session, child.tracking_code, by=city.team, now=NOON)

    confirm(session, city, master)

    for case in (child, strange):
        assert heard(session, case) == texts(session, case) == []
    assert hear_end(session, master, now=NOON) == 0


def test_who_was_joined_to_a_withdrawn_case_stands_as_before_and_its_desk_is_told(
    session: Session, city: City
) -> None:
    about = {"about": city.station, **PLACE}
    master, child = open_case(session, city, **about), open_case(session, city, **about)
    before = clock(child)
    join(session, city, child, master)

    service.withdraw(session, master.feedback_id, now=NOON + HOUR)

    assert clock(child) == before
    assert (child.master_id, child.merged_from, child.closed_at) == (None, "", None)
    assert heard(session, child) == texts(session, child) == []
    found = select(CaseStep).where(CaseStep.case_id == child.id, CaseStep.type == "unmerged")
    step = session.exec(found).one()
    assert (step.role, step.actor_id, step.to_state) == ("product", None, before[0])
    told = select(Notice).where(
        Notice.template == "S01", col(Notice.event).contains(f"case:{child.id}:freed")
    )
    assert [row.recipient for row in session.exec(told)] == [f"account:{city.team.id}"]
    assert first_break(session, child.id or 0) is None


def test_setting_free_looks_at_its_own_and_only_once(session: Session, city: City) -> None:
    master, _child = joined(session, city)
    _other, kept = joined(session, city)

    freed = [set_free(session, master, now=NOON) for _ in range(2)]

    assert freed == [1, 0]
    assert kept.state is CaseState.MERGED


def test_one_that_inspection_alone_has_is_told_to_inspection(session: Session, city: City) -> None:
    child, master = (open_case(session, city, category="BRB") for _ in range(2))
    service.merge(
        session,
        child.tracking_code,
        master_code=master.tracking_code,
        by=city.inspector,
        now=NOON,
    )

    service.withdraw(session, master.feedback_id, now=NOON)

    told = select(Notice).where(col(Notice.event).contains(f"case:{child.id}:freed"))
    assert [row.recipient for row in session.exec(told)] == [f"account:{city.inspector.id}"]
