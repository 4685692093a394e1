"""Who sees what: the queue, its counts, one case, its export, the citizen's part, the words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from app.cases import queries, service
from app.cases.queries import Filters, View
from app.cases.rules import CaseState, Remedy
from app.cases.words import decide, waiting_words
from app.errors import Missing
from app.feedback.models import Release
from app.rights import Person
from tests.cases.city import ANSWER, City, make_city, message, open_case, open_maybe, told
from tests.conftest import NOON
from tests.feedback.making import VAULT

ALL = Filters(View.ALL)


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = session.get_bind()
    target = engine if isinstance(engine, Engine) else engine.engine
    event.listen(target, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(target, "before_cursor_execute", note)


def codes(session: Session, person: Person, filters: Filters = ALL, **kw: str) -> list[str]:
    return [row.code for row in queries.queue(session, person, filters, now=NOON, **kw)]


def test_the_queue_is_due_first_and_says_what_is_left(session: Session, city: City) -> None:
    later = open_case(session, city, category="NEG")
    sooner = open_case(session, city)

    rows = queries.queue(session, city.handler, ALL, now=NOON)

    assert [row.code for row in rows] == [sooner.tracking_code, later.tracking_code]
    assert (rows[0].left.group, rows[0].left.minutes) == ("today", 180)
    assert rows[0].title == "برای مهر نقشه سه روز معطل شدم"


def test_a_late_case_says_by_how_many_working_minutes(session: Session, city: City) -> None:
    open_case(session, city)

    row = queries.queue(session, city.handler, ALL, now=NOON + timedelta(hours=24))[0]

    assert (row.left.late, row.left.minutes) == (True, 50 + 250)


def test_pages_follow_each_other_without_gap_or_repeat(session: Session, city: City) -> None:
    expected = {open_case(session, city).tracking_code for _ in range(7)}
    seen: list[str] = []
    after = ""
    while True:
        rows = queries.queue(session, city.handler, ALL, after, now=NOON, limit=3)
        seen += [row.code for row in rows[:3]]
        if len(rows) <= 3:
            break
        after = rows[2].cursor

    assert len(seen) == 7
    assert set(seen) == expected


@pytest.mark.parametrize(
    "after", ["x", "1-", "-1", "9" * 40 + "-1", "1763800000-x", "٣-٣", "1763800000-9999999999"]
)
def test_a_made_up_page_mark_is_the_first_page(session: Session, city: City, after: str) -> None:
    open_case(session, city)

    assert len(codes(session, city.handler, after=after)) == 1


@pytest.mark.parametrize("code", ["", "\x00", "1234\x005678", "۱۲۳۴۵۶۷۸۹۰", "0" * 400])
def test_what_cannot_be_a_code_is_an_unknown_case(session: Session, city: City, code: str) -> None:
    with pytest.raises(Missing):
        queries.case_page(session, city.team, code, now=NOON)
    with pytest.raises(Missing):
        service.note(session, code, text="x", by=city.team, now=NOON)


def test_odd_filters_find_nothing_or_all_but_never_fail(session: Session, city: City) -> None:
    open_case(session, city)

    for asked in (
        Filters(View.ALL, q="\x00"),
        Filters(View.ALL, category="\x00"),
        Filters(View.ALL, state="\x00"),
        Filters(View.ALL, unit=999_999_999),
        Filters(View.ALL, q="%" * 200),
    ):
        assert len(codes(session, city.handler, asked)) <= 1


def test_views_hold_what_they_say_and_count_it(session: Session, city: City) -> None:
    mine, free, asked = (open_case(session, city) for _ in range(3))
    service.accept(session, mine.tracking_code, by=city.handler, now=NOON)
    service.claim_fixed(
        session,
        asked.tracking_code,
        remedy=Remedy.REPAIRED,
        answer=ANSWER,
        by=city.second,
        now=NOON,
    )

    found = {view: codes(session, city.handler, Filters(view)) for view in View}
    counted = queries.counts(session, city.handler, now=NOON)

    assert found[View.MINE] == [mine.tracking_code]
    assert found[View.UNASSIGNED] == [free.tracking_code]
    assert found[View.WAITING] == [asked.tracking_code]
    assert set(found[View.ALL]) == {mine.tracking_code, free.tracking_code}
    assert found[View.LATE] == found[View.DONE] == []
    assert {view: len(rows) for view, rows in found.items()} == counted


def test_the_queue_is_searched_by_code_and_words_and_filtered(session: Session, city: City) -> None:
    case = open_case(session, city, text="نرده لق است", category="SYS")
    open_case(session, city)
    code = case.tracking_code
    spaced = f"{code[:3]} {code[3:6]} {code[6:]}"

    for asked in (
        Filters(View.ALL, q=spaced),
        Filters(View.ALL, q="نرده"),
        Filters(View.ALL, category="SYS"),
    ):
        assert codes(session, city.handler, asked) == [code]
    assert len(codes(session, city.handler, Filters(View.ALL, q="کارمند باجه"))) == 2
    assert codes(session, city.handler, Filters(View.ALL, q="100%_")) == []


def test_an_outsider_sees_nothing(session: Session, city: City) -> None:
    case = open_case(session, city)

    nothing_for(session, city.outsider, case.tracking_code)
    assert codes(session, city.handler) == [case.tracking_code]


def test_for_the_person_named_the_case_does_not_exist(session: Session, city: City) -> None:
    case = open_case(session, city, city.clerk)

    nothing_for(session, city.clerk_desk, case.tracking_code)
    assert codes(session, city.handler) == [case.tracking_code]


def test_for_everybody_below_a_named_manager_the_case_does_not_exist(
    session: Session, city: City
) -> None:
    case = open_case(session, city, city.boss)
    case.unit_id, case.unit_path = city.office.id, city.office.path  # wherever it may lie
    session.flush()

    for person in (city.handler, city.second, city.manager, city.clerk_desk):
        nothing_for(session, person, case.tracking_code)
        assert f"account:{person.id}" not in {who for _, who in told(session)}
    assert codes(session, city.team) == [case.tracking_code]


def nothing_for(session: Session, person: Person, code: str) -> None:
    assert codes(session, person) == []
    assert set(queries.counts(session, person, now=NOON).values()) == {0}
    assert queries.export(session, person, ALL, now=NOON) == []
    with pytest.raises(Missing):
        queries.case_page(session, person, code, now=NOON)
    with pytest.raises(Missing):
        service.note(session, code, text="من بودم", by=person, now=NOON)


def test_the_inbox_asks_no_more_for_a_long_list(session: Session, city: City) -> None:
    for number in range(12):
        category = "SAF" if number % 2 else "DLY"
        open_case(session, city, category=category)
    session.expire_all()

    with statements(session) as seen:
        rows = queries.queue(session, city.team, ALL, now=NOON)
        queries.counts(session, city.team, now=NOON)

    assert len(rows) == 12
    assert len(seen) <= 12


def test_a_case_page_asks_no_more_for_a_long_history(session: Session, city: City) -> None:
    case = open_case(session, city)
    code = case.tracking_code
    for number in range(15):
        service.note(session, code, text=f"یادداشت {number}", by=city.handler, now=NOON)
    session.expire_all()

    with statements(session) as seen:
        page = queries.case_page(session, city.handler, code, now=NOON)

    assert len(page.steps) == 17
    assert len(seen) <= 8


def test_the_page_offers_what_the_role_may_do(session: Session, city: City) -> None:
    code = open_case(session, city).tracking_code

    def verbs(person: Person) -> set[str]:
        return set(queries.case_page(session, person, code, now=NOON).verbs)

    assert verbs(city.handler) == {"accept", "bounce", "fix", "news", "note", "recuse"}
    assert "assign" in verbs(city.manager)
    assert {"decline", "transfer"} <= verbs(city.team)


def test_the_citizen_reads_what_happened_but_not_who_nor_notes(
    session: Session, city: City
) -> None:
    case = open_case(session, city)
    code = case.tracking_code
    service.accept(session, code, by=city.handler, now=NOON)
    service.note(session, code, text="محرمانه میان ما", by=city.handler, now=NOON)
    service.claim_fixed(
        session, code, remedy=Remedy.SERVED_NOW, answer=ANSWER, by=city.handler, now=NOON
    )

    seen = queries.citizen_case(session, case.feedback_id)

    assert seen is not None
    assert (seen.state, seen.answer, seen.waits) == (CaseState.FIX_CLAIMED, ANSWER, True)
    assert [s.kind for s in seen.steps] == ["registered", "referred", "accepted", "fix_claimed"]
    assert "محرمانه" not in repr(seen)
    assert "handler" not in repr(seen)


def test_the_citizen_reads_every_step_with_a_state(session: Session, city: City) -> None:
    case = open_case(session, city)
    service.claim_fixed(
        session,
        case.tracking_code,
        remedy=Remedy.SERVED_NOW,
        answer=ANSWER,
        by=city.handler,
        now=NOON,
    )
    service.refute(session, case.feedback_id, now=NOON)
    service.accept(session, case.tracking_code, by=city.second, now=NOON)

    seen = queries.citizen_case(session, case.feedback_id)

    assert seen is not None
    assert seen.answer == ""
    assert all(step.to_state for step in seen.steps)


def test_a_message_without_a_case_has_none_for_the_citizen(session: Session, city: City) -> None:
    row = message(session, city.clerk)

    assert queries.citizen_case(session, row.id or 0) is None


def waiting(session: Session, city: City, **said: object) -> int:
    about = said.pop("about", city.clerk)
    case = open_maybe(session, about, **said)  # type: ignore[arg-type]
    assert case is not None
    unit = about.unit_id if about else None  # type: ignore[attr-defined]
    session.add(Release(feedback_id=case.feedback_id, unit_id=unit, queued_at=NOON))
    session.flush()
    return case.feedback_id


def test_words_wait_for_a_handler_of_the_unit_alone(session: Session, city: City) -> None:
    number = waiting(session, city)

    def ids(person: Person) -> list[int]:
        return [row.feedback_id for row in waiting_words(session, person)]

    assert ids(city.handler) == ids(city.team) == [number]
    assert ids(city.outsider) == ids(city.clerk_desk) == ids(city.manager) == []
    with pytest.raises(Missing):
        decide(session, city.outsider, number, "release", vault=VAULT, now=NOON)
    decide(session, city.handler, number, "mask", masked="سه روز معطل شدم", vault=VAULT, now=NOON)
    assert ids(city.handler) == []


def test_words_of_a_bribe_stand_on_no_desk_of_the_unit(session: Session, city: City) -> None:
    number = waiting(session, city, category="BRB")

    for person in (city.handler, city.team, city.root_handler):
        assert waiting_words(session, person) == []
        with pytest.raises(Missing):
            decide(session, person, number, "release", vault=VAULT, now=NOON)


def test_words_of_a_case_one_stepped_back_from_are_gone(session: Session, city: City) -> None:
    waiting(session, city)
    code = codes(session, city.handler)[0]

    service.recuse(session, code, by=city.handler, now=NOON)

    assert waiting_words(session, city.handler) == []
    assert len(waiting_words(session, city.second)) == 1


def test_words_about_a_manager_stand_on_no_desk_below(session: Session, city: City) -> None:
    waiting(session, city, about=city.boss)

    assert waiting_words(session, city.handler) == []
    assert len(waiting_words(session, city.team)) == 1
