"""The verbs: one outcome each, the clock, the chain, the refusals."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from app import audit
from app.audit import AuditEntry
from app.cases import chain, queries, service, telling
from app.cases.models import Case, CaseStep
from app.cases.rules import CaseRole, CaseState, DeclineReason, Remedy
from app.db import Database
from app.errors import Invalid, Missing, Refused
from app.feedback.models import Contact, Feedback
from app.feedback.rules import Identity
from app.feedback.words import contact_place
from app.notices.models import Notice
from app.rights import Person
from app.vault import Vault
from tests.cases.city import ANSWER, City, make_city, open_case, told
from tests.conftest import NOON

SUNDAY_9 = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)  # Sunday 1405-09-01, 09:00 in Tehran
CLAIM = {"remedy": Remedy.SERVED_NOW, "answer": ANSWER}


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def claimed(session: Session, city: City, *, after: timedelta, by: Person | None = None) -> Case:
    """A case of Sunday 09:00, claimed fixed after a while."""
    case = open_case(session, city, now=SUNDAY_9)
    return service.claim_fixed(
        session, case.tracking_code, by=by or city.handler, now=SUNDAY_9 + after, **CLAIM
    )


def kinds(session: Session, case: Case) -> list[str]:
    rows = select(CaseStep.type).where(CaseStep.case_id == case.id).order_by(col(CaseStep.seq))
    return list(session.exec(rows))


def test_the_first_of_two_who_accept_gets_the_case(session: Session, city: City) -> None:
    case = open_case(session, city)

    service.accept(session, case.tracking_code, by=city.handler, now=NOON)
    with pytest.raises(Refused):
        service.accept(session, case.tracking_code, by=city.second, now=NOON)

    assert case.handler_id == city.handler.id
    assert case.state is CaseState.IN_PROGRESS


def test_what_was_seen_before_a_change_cannot_be_acted_on(session: Session, city: City) -> None:
    case = open_case(session, city)
    seen = case.version
    service.accept(session, case.tracking_code, by=city.handler, now=NOON, version=seen)

    with pytest.raises(Refused, match="changed_meanwhile"):
        service.claim_fixed(
            session, case.tracking_code, by=city.second, now=NOON, version=seen, **CLAIM
        )


def test_a_note_is_never_lost_to_a_change_beside_it(session: Session, city: City) -> None:
    case = open_case(session, city)
    service.accept(session, case.tracking_code, by=city.handler, now=NOON)

    service.note(session, case.tracking_code, text="با باجه صحبت شد", by=city.second, now=NOON)

    assert kinds(session, case)[-2:] == ["accepted", "note"]


def test_a_claimed_fix_stops_the_clock_and_asks_the_citizen(session: Session, city: City) -> None:
    case = claimed(session, city, after=timedelta(minutes=90))

    assert case.state is CaseState.FIX_CLAIMED
    assert case.used_seconds == 90 * 60
    assert ("C06", f"feedback:{case.feedback_id}") in told(session)
    assert case.verify_due_at == datetime(2026, 11, 23, 12, 30, tzinfo=UTC)  # Monday 16:00


def test_a_claim_says_at_least_twenty_characters(session: Session, city: City) -> None:
    case = open_case(session, city)

    with pytest.raises(Invalid, match="answer_short"):
        service.claim_fixed(
            session,
            case.tracking_code,
            remedy=Remedy.REPAIRED,
            answer="  درست شد  ",
            by=city.handler,
            now=NOON,
        )


def test_only_the_citizens_yes_closes_and_a_second_yes_changes_nothing(
    session: Session, city: City
) -> None:
    case = claimed(session, city, after=timedelta(minutes=90))
    later = SUNDAY_9 + timedelta(hours=3)

    service.confirm(session, case.feedback_id, now=later)
    service.confirm(session, case.feedback_id, now=later + timedelta(minutes=1))

    assert case.state is CaseState.CLOSED_VERIFIED
    assert case.closed_at == later
    assert kinds(session, case).count("confirmed") == 1


@pytest.mark.parametrize(
    ("claim", "no", "due"),
    [
        (90, 150, datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),  # example 19: 13:00
        (170, 210, datetime(2026, 11, 22, 10, 0, tzinfo=UTC)),  # example 20: the floor, 13:30
    ],
)
def test_a_no_lets_the_old_clock_run_on(
    session: Session, city: City, claim: int, no: int, due: datetime
) -> None:
    case = claimed(session, city, after=timedelta(minutes=claim))

    service.refute(session, case.feedback_id, now=SUNDAY_9 + timedelta(minutes=no))

    assert case.state is CaseState.IN_PROGRESS
    assert case.due_at == due
    assert (case.level, case.false_fixes, case.handler_id) == (1, 1, None)
    assert ("C15", f"feedback:{case.feedback_id}") in told(session)
    assert ("S08", f"account:{city.handler.id}") in told(session)
    assert ("S08", f"account:{city.manager.id}") in told(session)


def test_a_second_no_sent_twice_counts_once(session: Session, city: City) -> None:
    case = claimed(session, city, after=timedelta(minutes=90))

    service.refute(session, case.feedback_id, now=NOON)
    service.refute(session, case.feedback_id, now=NOON)

    assert case.false_fixes == 1


def test_after_a_no_another_handler_must_take_it(session: Session, city: City) -> None:
    case = claimed(session, city, after=timedelta(minutes=90))
    service.refute(session, case.feedback_id, now=NOON)

    for verb in (
        lambda: service.accept(session, case.tracking_code, by=city.handler, now=NOON),
        lambda: service.claim_fixed(
            session, case.tracking_code, by=city.handler, now=NOON, **CLAIM
        ),
    ):
        with pytest.raises(Refused, match="other_handler"):
            verb()
    page = queries.case_page(session, city.handler, case.tracking_code, now=NOON)
    assert not page.verbs & {"accept", "fix"}
    service.accept(session, case.tracking_code, by=city.second, now=NOON)

    assert case.handler_id == city.second.id


def test_the_second_false_fix_makes_inspection_the_owner(session: Session, city: City) -> None:
    case = claimed(session, city, after=timedelta(minutes=30))
    service.refute(session, case.feedback_id, now=SUNDAY_9 + timedelta(minutes=40))
    again = SUNDAY_9 + timedelta(minutes=70)
    service.claim_fixed(session, case.tracking_code, by=city.second, now=again, **CLAIM)

    service.refute(session, case.feedback_id, now=again + timedelta(minutes=5))

    assert (case.level, case.inspection_owns) == (3, True)
    assert queries.case_page(session, city.handler, case.tracking_code, now=again).verbs == set()
    with pytest.raises(Refused):
        service.claim_fixed(session, case.tracking_code, by=city.second, now=again, **CLAIM)


def test_the_third_bounce_goes_to_inspection(session: Session, city: City) -> None:
    case = open_case(session, city)
    for turn in range(3):
        service.bounce(
            session, case.tracking_code, reason="مربوط به ما نیست", by=city.handler, now=NOON
        )
        if turn < 2:
            service.refer(
                session, case.tracking_code, unit_id=city.office.id, by=city.team, now=NOON
            )

    assert case.state is CaseState.REGISTERED
    assert case.inspection_owns


def test_inspection_takes_over_only_what_lies_at_its_own_desk(session: Session, city: City) -> None:
    of_the_unit, own = open_case(session, city), open_case(session, city, category="BRB")

    for verb in (
        lambda: service.accept(session, of_the_unit.tracking_code, by=city.inspector, now=NOON),
        lambda: service.refer(
            session, _bounced(session, city), unit_id=city.other.id, by=city.inspector, now=NOON
        ),
    ):
        with pytest.raises(Refused, match="own_desk"):
            verb()
    service.accept(session, own.tracking_code, by=city.inspector, now=NOON)

    page = queries.case_page(session, city.inspector, of_the_unit.tracking_code, now=NOON)
    assert not page.verbs & {"accept", "assign", "refer"}
    assert own.handler_id == city.inspector.id


def _bounced(session: Session, city: City) -> str:
    case = open_case(session, city)
    service.bounce(session, case.tracking_code, reason="نه", by=city.handler, now=NOON)
    return case.tracking_code


def test_a_case_is_not_referred_to_a_unit_the_named_person_manages(
    session: Session, city: City
) -> None:
    case = open_case(session, city, city.boss)
    service.bounce(session, case.tracking_code, reason="نه", by=city.root_handler, now=NOON)

    with pytest.raises(Refused, match="conflict"):
        service.refer(session, case.tracking_code, unit_id=city.office.id, by=city.team, now=NOON)


def test_a_case_is_given_only_to_whom_it_may_be_given(session: Session, city: City) -> None:
    case = open_case(session, city)
    code = case.tracking_code

    for stranger in (city.outsider, city.clerk_desk):
        with pytest.raises(Missing):
            service.assign(session, code, handler_id=stranger.id, by=city.manager, now=NOON)
    service.assign(session, code, handler_id=city.second.id, by=city.manager, now=NOON)

    assert case.handler_id == city.second.id


def test_declining_and_sending_elsewhere_belong_to_special_team_and_inspection(
    session: Session, city: City
) -> None:
    first, second = open_case(session, city), open_case(session, city)

    with pytest.raises(Refused):
        service.decline(
            session,
            first.tracking_code,
            reason=DeclineReason.NOT_UPHELD,
            answer=ANSWER,
            by=city.handler,
            now=NOON,
        )
    service.decline(
        session,
        first.tracking_code,
        reason=DeclineReason.NOT_UPHELD,
        answer=ANSWER,
        by=city.team,
        now=NOON,
    )
    service.transfer(
        session,
        second.tracking_code,
        organisation="شرکت آب",
        reference="۱۲/۳",
        by=city.team,
        now=NOON,
    )

    assert (first.state, second.state) == (CaseState.DECLINED, CaseState.TRANSFERRED)
    assert {"C10", "C11"} <= {template for template, _ in told(session)}


def test_who_steps_back_loses_the_case_and_the_clock_runs_on(session: Session, city: City) -> None:
    case = open_case(session, city)
    due = case.due_at
    service.accept(session, case.tracking_code, by=city.handler, now=NOON)

    service.recuse(session, case.tracking_code, by=city.handler, now=NOON)

    assert (case.handler_id, case.due_at) == (None, due)
    with pytest.raises(Missing):
        queries.case_page(session, city.handler, case.tracking_code, now=NOON)
    assert queries.counts(session, city.handler, now=NOON)[queries.View.ALL] == 0
    service.accept(session, case.tracking_code, by=city.second, now=NOON)


def test_a_refused_move_is_written_down(session: Session, city: City) -> None:
    case = open_case(session, city)

    service.log_refusal(
        session, case.tracking_code, verb="decline", reason="move", by=city.handler, now=NOON
    )

    step = session.exec(select(CaseStep).order_by(col(CaseStep.id).desc())).first()
    assert step is not None
    assert (step.type, step.reason, step.role) == (
        "refused_transition",
        "decline: move",
        CaseRole.HND.value,
    )
    assert session.exec(select(AuditEntry.action)).all()[-1] == "case.refused_transition"


def test_a_refusal_to_whom_may_not_know_of_the_case_leaves_nothing(
    session: Session, city: City
) -> None:
    case = open_case(session, city)

    service.log_refusal(
        session, case.tracking_code, verb="accept", reason="move", by=city.outsider, now=NOON
    )

    assert "refused_transition" not in kinds(session, case)


def test_every_act_of_staff_stands_in_both_chains(session: Session, city: City) -> None:
    case = open_case(session, city)
    service.accept(session, case.tracking_code, by=city.handler, now=NOON)
    service.note(session, case.tracking_code, text="یادداشت", by=city.handler, now=NOON)

    assert session.exec(select(AuditEntry.action)).all() == ["case.accepted", "case.note"]
    assert chain.first_break(session, case.id or 0) is None
    assert audit.first_break(session) is None


def test_words_of_a_case_can_be_erased_and_its_chain_still_holds(database: Database) -> None:
    with database.writing() as session:
        case = open_case(session, make_city(session))
        case_id = case.id or 0
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE case_step SET public_text = '', salt = '' WHERE seq = 1"))

    with database.reading() as session:
        assert chain.first_break(session, case_id) is None


@pytest.mark.parametrize("change", ["role = 'handler'", "hash = 'x'", "public_text = 'دیگر'"])
def test_a_changed_step_is_named(sqlite_database: Database, change: str) -> None:
    with sqlite_database.writing() as session:
        case = open_case(session, make_city(session))
        case_id = case.id or 0
    with sqlite_database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER case_step_no_update"))
        connection.execute(text(f"UPDATE case_step SET {change} WHERE seq = 2"))

    with sqlite_database.reading() as session:
        broken = chain.first_break(session, case_id)

    assert broken is not None
    assert broken.row == 2


def test_case_steps_copy_and_notices_are_stored_together_or_not_at_all(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:
        city = make_city(session)

    def broken(*_args: object, **_named: object) -> None:
        raise Refused("notice_text")

    monkeypatch.setattr(telling, "tell_team", broken)
    with pytest.raises(Refused), database.writing() as session:
        open_case(session, city)

    with database.reading() as session:
        for table in (Case, CaseStep, Notice, Feedback):
            assert session.exec(select(table)).all() == []


def test_two_workers_at_the_same_moment_one_wins(database: Database) -> None:
    with database.writing() as session:
        city = make_city(session)
        case = open_case(session, city)
        code, seen = case.tracking_code, case.version
    start = Barrier(2)

    def work(person: Person) -> str:
        start.wait()
        try:
            with database.writing() as session:
                service.accept(session, code, by=person, now=NOON, version=seen)
        except Refused as error:
            return error.code
        return "won"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(work, [city.handler, city.second]))

    assert outcomes == ["changed_meanwhile", "won"]
    with database.reading() as session:
        assert chain.first_break(session, session.exec(select(Case.id)).one()) is None


def test_no_notice_carries_words_of_the_citizen_or_of_a_note(session: Session, city: City) -> None:
    case = open_case(session, city, text="راز شهروند")
    service.accept(session, case.tracking_code, by=city.handler, now=NOON)
    service.note(session, case.tracking_code, text="راز همکاران", by=city.handler, now=NOON)
    service.claim_fixed(session, case.tracking_code, by=city.handler, now=NOON, **CLAIM)
    service.refute(session, case.feedback_id, words="راز دوم", now=NOON)

    for notice in session.exec(select(Notice)):
        assert "راز" not in repr(notice.params)
        assert ANSWER not in repr(notice.params)


def test_two_workers_on_one_case_one_wins(database: Database) -> None:
    with database.writing() as session:
        city = make_city(session)
        case = open_case(session, city)
        code, seen = case.tracking_code, case.version
        people = [city.handler, city.second]

    outcomes = []
    for person in people:
        try:
            with database.writing() as session:
                service.accept(session, code, by=person, now=NOON, version=seen)
            outcomes.append("won")
        except Refused as error:
            outcomes.append(error.code)

    assert outcomes == ["won", "changed_meanwhile"]


class TestContact:
    """One look at the citizen's number."""

    vault = Vault.fresh()

    def with_contact(self, session: Session, city: City, identity: Identity) -> Case:
        case = open_case(session, city, identity=identity)
        number = case.feedback_id
        session.add(
            Contact(
                feedback_id=number,
                phone_sealed=self.vault.seal("+989121234567", place=contact_place("phone", number)),
                name_sealed=b"",
                phone_index="x",
                stored_at=NOON,
            )
        )
        session.flush()
        return case

    def look(self, session: Session, case: Case, by: Person, reason: str = "پیگیری تلفنی") -> str:
        seen = service.reveal(
            session, self.vault, case.tracking_code, reason=reason, by=by, now=NOON
        )
        return seen.phone

    def test_the_special_team_sees_it_with_a_reason_and_it_is_written_down(
        self, session: Session, city: City
    ) -> None:
        case = self.with_contact(session, city, Identity.CONFIDENTIAL)

        assert self.look(session, case, city.team) == "+989121234567"

        assert "contact.view" in session.exec(select(AuditEntry.action)).all()
        assert kinds(session, case)[-1] == "contact_viewed"

    def test_without_a_reason_nothing_is_shown(self, session: Session, city: City) -> None:
        case = self.with_contact(session, city, Identity.CONFIDENTIAL)

        with pytest.raises(Invalid):
            self.look(session, case, city.team, reason="  ")

    def test_the_unit_sees_it_only_with_consent(self, session: Session, city: City) -> None:
        hidden = self.with_contact(session, city, Identity.CONFIDENTIAL)
        given = self.with_contact(session, city, Identity.OPEN)

        with pytest.raises(Refused, match="no_consent"):
            self.look(session, hidden, city.handler)
        assert self.look(session, given, city.handler) == "+989121234567"

    def test_twenty_looks_a_day_are_enough(self, session: Session, city: City) -> None:
        case = self.with_contact(session, city, Identity.CONFIDENTIAL)
        for _ in range(20):
            self.look(session, case, city.team)

        with pytest.raises(Refused, match="contact_cap"):
            self.look(session, case, city.team)
