"""What makes a desk quick: many cases at once, saved views, ready answers, load, oversight."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.audit import AuditEntry
from app.cases import service
from app.cases.desk import canned
from app.cases.desk.load import load
from app.cases.desk.many import Wanted, do_many, put_back
from app.cases.desk.models import CannedAnswer, SavedView
from app.cases.desk.oversight import watch
from app.cases.desk.rules import Purpose
from app.cases.desk.saved import forget_view, own_views, save_view
from app.cases.filters import Filters, View, read_filters
from app.cases.models import Case, CaseStep
from app.cases.queries import counts, queue
from app.cases.rules import CaseState, Remedy
from app.db import Database
from app.errors import Invalid, Missing, Refused
from tests.cases.city import ANSWER, make_city, open_case
from tests.conftest import NOON
from tests.statements import statements

LATER = NOON + timedelta(minutes=3)


def on(database: Database):
    """A city in a database of its own, as units of work see it."""
    with database.writing() as session:
        city = make_city(session)
        codes = [open_case(session, city).tracking_code for _ in range(3)]
    return city, codes


def versions(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return dict(session.exec(select(Case.tracking_code, Case.version)).all())


def test_one_refusal_stops_no_other_of_many(database: Database) -> None:
    city, codes = on(database)
    seen = versions(database)
    with database.writing() as session:
        service.accept(session, codes[1], by=city.second, now=NOON)

    done = do_many(
        database.writing,
        [(code, seen[code]) for code in codes],
        Wanted("accept"),
        by=city.handler,
        clock=lambda: LATER,
    )

    assert [one.refusal for one in done] == ["", "changed_meanwhile", ""]
    with database.reading() as session:
        held = session.exec(
            select(Case.tracking_code).where(Case.handler_id == city.handler.id)
        ).all()
        refused = session.exec(
            select(CaseStep.reason).where(CaseStep.type == "refused_transition")
        ).all()
    assert sorted(held) == sorted([codes[0], codes[2]])
    assert refused == ["accept: changed_meanwhile"]


def test_many_never_reach_a_case_the_reader_may_not_know(database: Database) -> None:
    city, codes = on(database)

    done = do_many(
        database.writing, [(codes[0], 1)], Wanted("accept"), by=city.outsider, clock=lambda: NOON
    )

    assert [one.refusal for one in done] == ["unknown"]
    assert versions(database)[codes[0]] == versions(database)[codes[1]]


def test_taking_is_put_back_within_ten_minutes_and_only_while_nothing_happened(
    session: Session,
) -> None:
    city = make_city(session)
    first, second, third = (open_case(session, city) for _ in range(3))
    for case in (first, second, third):
        service.accept(session, case.tracking_code, by=city.handler, now=NOON)
    service.note(session, second.tracking_code, text="دیده شد", by=city.handler, now=NOON)

    put_back(session, first.tracking_code, by=city.handler, now=LATER)

    assert (first.handler_id, first.state) == (None, CaseState.IN_PROGRESS)
    assert first.due_at == third.due_at
    for case, at in ((second, LATER), (third, NOON + timedelta(minutes=11))):
        with pytest.raises(Refused, match="too_late"):
            put_back(session, case.tracking_code, by=city.handler, now=at)
    with pytest.raises(Refused, match="too_late"):
        put_back(session, third.tracking_code, by=city.second, now=LATER)


def test_of_two_workers_on_one_case_one_wins_and_the_other_is_told(database: Database) -> None:
    city, codes = on(database)
    seen, found = versions(database)[codes[0]], []
    start = threading.Barrier(2)

    def work(person) -> None:
        start.wait()
        found.extend(
            do_many(
                database.writing,
                [(codes[0], seen)],
                Wanted("accept"),
                by=person,
                clock=lambda: NOON,
            )
        )

    both = [threading.Thread(target=work, args=(who,)) for who in (city.handler, city.second)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(one.refusal for one in found) == ["", "changed_meanwhile"]
    with database.reading() as session:
        taken = select(CaseStep).where(CaseStep.type == "accepted")
        assert len(session.exec(taken).all()) == 1


def test_a_saved_view_keeps_its_filters_and_belongs_to_one_person(session: Session) -> None:
    city = make_city(session)
    filters = read_filters({"view": "late", "category": "DIS", "level": "2", "due": "today"})

    view = save_view(session, "  بی‌احترامی‌های دیر ", filters, by=city.handler, now=NOON)
    save_view(session, "بی احترامی های دیر", Filters(View.ALL), by=city.handler, now=LATER)

    assert own_views(session, city.second) == []
    assert [one.query for one in own_views(session, city.handler)] == ["view=all"]
    forget_view(session, view.id, by=city.second)
    assert len(own_views(session, city.handler)) == 1
    forget_view(session, view.id, by=city.handler)
    assert session.exec(select(SavedView)).all() == []


def test_the_twenty_first_view_and_one_without_a_name_are_refused(session: Session) -> None:
    city = make_city(session)
    for number in range(20):
        save_view(session, f"v{number}", Filters(), by=city.handler, now=NOON)

    with pytest.raises(Refused):
        save_view(session, "v20", Filters(), by=city.handler, now=NOON)
    with pytest.raises(Invalid):
        save_view(session, " \u200c ", Filters(), by=city.handler, now=NOON)


def test_filters_of_handler_level_and_hour_narrow_the_queue(session: Session) -> None:
    city = make_city(session)
    mine, other = open_case(session, city), open_case(session, city)
    service.accept(session, mine.tracking_code, by=city.handler, now=NOON)
    other.level = 2
    session.add(other)
    session.flush()

    def codes(**asked: str) -> list[str]:
        filters = read_filters({"view": "all", **asked})
        return [row.code for row in queue(session, city.team, filters, now=NOON)]

    assert codes(handler=str(city.handler.id)) == [mine.tracking_code]
    assert codes(level="1") == [other.tracking_code]
    assert len(codes(due="today")) == 2
    assert codes(due="late") == []
    assert len(codes(handler="x", level="", due="nonsense")) == 2


def test_live_counts_are_one_statement_however_many_cases(session: Session) -> None:
    city = make_city(session)
    for _ in range(12):
        open_case(session, city)
    session.flush()

    with statements(session) as seen:
        found = counts(session, city.team, now=NOON)

    assert found[View.ALL] == 12
    assert len(seen) == 1


READY = canned.Ready(
    name_fa="عذرخواهی",
    text_fa="{unit}: از معطلی شما پوزش می‌خواهیم؛ تا {due} پاسخ می‌گیرید.",
    text_en="{unit}: we are sorry; you will hear from us by {due}.",
    purpose=Purpose.NEWS,
    category="DLY",
)


def test_changing_a_ready_answer_adds_a_version_and_keeps_the_old_one(session: Session) -> None:
    city = make_city(session)
    row = canned.reword(session, READY, by=city.team, now=NOON)

    canned.reword(session, READY, by=city.team, now=LATER, key=row.key, seen=1)
    with pytest.raises(Refused):
        canned.reword(session, READY, by=city.team, now=LATER, key=row.key, seen=1)

    kept = canned.versions_of(session, row.key)
    assert [(one.version, one.current) for one in kept] == [(2, True), (1, False)]
    assert [one.version for one in canned.answers_in_force(session)] == [2]
    canned.retire(session, row.key, by=city.team, now=LATER)
    assert canned.answers_in_force(session) == []
    assert len(session.exec(select(CannedAnswer)).all()) == 3
    assert session.exec(select(AuditEntry.action)).all().count("canned.stored") == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_fa": " "},
        {"text_fa": "کوتاه"},
        {"text_fa": "{phone} شمارهٔ شما نزد ما ثبت شده است"},
        {"purpose": Purpose.FIX},
        {"category": "XXX"},
    ],
)
def test_an_unsound_ready_answer_is_refused(session: Session, wrong: dict) -> None:
    city = make_city(session)

    with pytest.raises(Invalid):
        canned.reword(session, replace(READY, **wrong), by=city.team, now=NOON)


def test_a_case_is_offered_the_answers_of_its_category_first(session: Session) -> None:
    city = make_city(session)
    canned.reword(session, replace(READY, category="", name_fa="الف"), by=city.team, now=NOON)
    canned.reword(session, READY, by=city.team, now=NOON)
    canned.reword(session, replace(READY, category="DIS"), by=city.team, now=NOON)
    fix = replace(READY, purpose=Purpose.FIX, remedy=Remedy.APOLOGY)
    canned.reword(session, fix, by=city.team, now=NOON)

    offered = canned.fitting(session, "DLY", ["news"])

    assert [one.category for one in offered] == ["DLY", ""]
    with pytest.raises(Missing):
        canned.versions_of(session, "nothing")


def test_the_load_counts_by_handler_without_hidden_cases_in_two_statements(
    session: Session,
) -> None:
    city = make_city(session)
    mine = open_case(session, city)
    open_case(session, city)
    service.accept(session, mine.tracking_code, by=city.handler, now=NOON)
    late = NOON + timedelta(days=2)

    with statements(session) as seen:
        rows = {row.handler_id: row for row in load(session, city.team, now=late)}

    assert (rows[city.handler.id].open, rows[city.handler.id].late) == (1, 1)
    assert rows[0].open == 1
    assert len(seen) == 2
    assert load(session, city.outsider, now=late) == []


def test_oversight_shows_copies_late_and_false_fixes_by_unit_in_one_statement(
    session: Session,
) -> None:
    city = make_city(session)
    fake, waiting = open_case(session, city), open_case(session, city)
    open_case(session, city, category="BRB")
    service.accept(session, fake.tracking_code, by=city.handler, now=NOON)
    service.claim_fixed(
        session,
        fake.tracking_code,
        remedy=Remedy.SERVED_NOW,
        answer=ANSWER,
        by=city.handler,
        now=NOON,
    )
    service.refute(session, fake.feedback_id, now=LATER)
    day = timedelta(days=1)

    with statements(session) as seen:
        rows = watch(
            session, city.inspector, since=NOON - day, until=NOON + day, now=NOON + 3 * day
        )

    office = next(row for row in rows if row.unit_id == waiting.unit_id)
    assert (office.copies, office.own) == (2, 1)
    assert (office.answered, office.false_fixed, office.false_share) == (1, 1, 100)
    assert office.late == 3
    assert len(seen) == 1
