"""A person's word on suspect answers: above the rules, logged, and there to stay."""

import pytest
from sqlmodel import Session, select

from app.audit import AuditEntry
from app.db import Database
from app.directory.models import Subject
from app.errors import Invalid, Missing, Refused
from app.feedback.models import Feedback
from app.people.sessions import start_session
from app.scores.integrity.models import SuspectAnswer, SuspectGroup, Verdict
from app.scores.integrity.rules import GroupState
from app.scores.integrity.verdicts import judge, overrule
from app.scores.models import AnswerWeight
from app.scores.nightly.run import run_night
from app.scores.rules import About
from tests.conftest import NOON
from tests.scores.engine.answers import answer, city
from tests.scores.stored_city import make_account, night_of, store_city

MOB = [
    answer(n, subject="P3", unit="U2", service="S0", mood=1, day=200 + n / 100, device=f"m{n}")
    for n in range(14)
]
SAID = "شاهدان این روز را دیدم"


@pytest.fixture
def db(database: Database) -> Database:
    with database.writing() as session:
        store_city(session, [*city(), *MOB])
    run_night(night_of(database), About.EMPLOYEES)
    return database


@pytest.fixture
def handler(db) -> int:
    with db.writing() as session:
        return make_account(session).id or 0


def mob(session: Session) -> tuple[SuspectGroup, list[int]]:
    group = session.exec(select(SuspectGroup).where(SuspectGroup.answers >= 14)).one()
    own = select(SuspectAnswer.feedback_id).where(SuspectAnswer.group_id == group.id)
    return group, list(session.exec(own))


def weights(db: Database, ids: list[int]) -> set[float]:
    with db.reading() as session:
        known = {row.feedback_id: row.weight for row in session.exec(select(AnswerWeight))}
    return {known.get(key, 1.0) for key in ids}


@pytest.mark.parametrize(("honest", "weight"), [(True, 1.0), (False, 0.0)])
def test_the_next_night_obeys_and_the_group_never_comes_back(db, handler, honest, weight):
    with db.writing() as session:
        group, ids = mob(session)
        judge(session, group.id, ids, honest=honest, reason=SAID, actor_id=handler, now=NOON)

    run_night(night_of(db), About.EMPLOYEES)

    assert weights(db, ids) == {weight}
    with db.reading() as session:
        states = session.exec(select(SuspectGroup.state).where(SuspectGroup.id == group.id)).one()
        assert states is (GroupState.CLEARED if honest else GroupState.CONFIRMED)
        again = select(SuspectAnswer.group_id).where(SuspectAnswer.feedback_id.in_(ids))
        assert set(session.exec(again)) == {group.id}


def test_a_verdict_is_logged_and_stands(db, handler):
    with db.writing() as session:
        group, ids = mob(session)
        judge(session, group.id, ids[:3], honest=True, reason=SAID, actor_id=handler, now=NOON)
        assert group.state is GroupState.OPEN

        with pytest.raises(Refused):
            judge(session, group.id, ids, honest=False, reason=SAID, actor_id=handler, now=NOON)

        acts = session.exec(select(AuditEntry.action)).all()
    assert acts.count("integrity.clear") == 1


def test_a_group_judged_in_parts_is_closed_with_the_last_one(db, handler):
    with db.writing() as session:
        group, ids = mob(session)
        for part, honest in ((ids[:2], False), (ids[2:], True)):
            judge(session, group.id, part, honest=honest, reason=SAID, actor_id=handler, now=NOON)

        assert group.state is GroupState.CONFIRMED
        assert len(session.exec(select(Verdict)).all()) == len(ids)


def test_answers_of_another_group_a_missing_reason_and_no_choice_are_refused(db, handler):
    with db.writing() as session:
        group, ids = mob(session)
        outside = session.exec(select(Feedback.id).where(Feedback.id.not_in(ids))).first()
        known = {"honest": True, "actor_id": handler, "now": NOON}

        with pytest.raises(Missing):
            judge(session, group.id, [outside], reason=SAID, **known)
        with pytest.raises(Invalid):
            judge(session, group.id, ids, reason="بله", **known)
        with pytest.raises(Invalid):
            judge(session, group.id, [], reason=SAID, **known)
        with pytest.raises(Missing):
            judge(session, 10**6, ids, reason=SAID, **known)


def test_an_appeal_may_overrule_and_both_words_stay_on_record(db, handler):
    with db.writing() as session:
        group, ids = mob(session)
        judge(session, group.id, ids, honest=False, reason=SAID, actor_id=handler, now=NOON)
        overrule(session, ids[0], honest=True, reason=SAID, actor_id=handler, now=NOON)

    run_night(night_of(db), About.EMPLOYEES)

    assert weights(db, ids[:1]) == {1.0}
    assert weights(db, ids[1:]) == {0.0}
    with db.reading() as session:
        said = session.exec(select(Verdict.honest).where(Verdict.feedback_id == ids[0])).all()
    assert said == [False, True]


def test_answers_from_a_colleagues_browser_weigh_nothing(db):
    with db.writing() as session:
        said = session.exec(select(Feedback).limit(1)).one()
        subject = select(Subject).where(Subject.unit_id == said.unit_id).limit(1)
        colleague = session.exec(subject).one()
        account = make_account(session, "clerk", subject_id=colleague.id)
        start_session(session, account.id, agent="", device=said.device, now=NOON)

    run_night(night_of(db), About.EMPLOYEES)

    assert weights(db, [said.id]) == {0.0}


def test_a_rating_with_a_finding_weighs_nothing_until_it_is_given_back(db):
    with db.reading() as session:
        ids = list(session.exec(select(Feedback.id).limit(3)))

    run_night(night_of(db, findings=lambda _: ids), About.EMPLOYEES)

    assert weights(db, ids) == {0.0}
    run_night(night_of(db), About.EMPLOYEES)
    assert 0.0 not in weights(db, ids)
