"""Plain SQL writes and reads what the models would, on both databases."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import bindparam
from sqlmodel import col, func, select

from app.badges.queries import subject_for_serial
from app.db import ensure
from app.feedback.models import Feedback, StatisticsDelta
from app.feedback.rules import Channel, Identity, Kind
from app.notices.models import Notice
from app.notices.rules import NoticeChannel, NoticeState
from app.quick_sql import (
    change,
    first_row,
    insert_each,
    insert_unless_known,
    keep_unless_known,
    new_row,
    select_rows,
)
from tests.feedback.making import NOON, make_employee, make_subject, make_unit
from tests.intake.conftest import make_badge
from tests.statements import statements

TAP = {
    "receipt_hash": None,
    "badge_id": None,
    "site": "ساختمان «الف»، ۵٪",
    "service_type": None,
    "channel": Channel.TYPED,
    "kind": Kind.COMMENT,
    "category": None,
    "mood": 4,
    "topics": ["false_badge", "نظافت"],
    "text": "",
    "text_folded": "",
    "wants_answer": False,
    "identity": Identity.ANONYMOUS,
    "locale": "en",
    "device": "d" * 32,
    "network": "",
    "seconds": 7,
    "created_at": NOON + timedelta(microseconds=123456),
    "told_at": None,
}
STEP = {
    "subject_id": 1,
    "unit_id": 1,
    "month": "1405-09",
    "channel": "qr",
    "kind": "none",
    "mood": 0,
    "amount": 1,
}


def raw(session, model) -> list[tuple]:
    """The rows as the database has them, without what must differ."""
    table = model.__table__
    session.flush()
    names = [c.name for c in table.c if c.name not in {"id", "submission", "tracking_code"}]
    plain = ", ".join(names)
    sent = f"SELECT {plain} FROM {table.name} ORDER BY id"
    return [tuple(row) for row in session.connection().exec_driver_sql(sent)]


def test_a_tap_is_the_same_row_by_either_way(session):
    unit = make_unit(session)
    place = {"subject_id": make_subject(session, unit).id, "unit_id": unit.id}
    first = {**TAP, **place, "submission": "a", "tracking_code": "1111111111"}
    second = {**TAP, **place, "submission": "b", "tracking_code": "2222222222"}

    assert ensure(session, Feedback(**first))
    assert insert_unless_known(session, Feedback, second)

    by_model, by_driver = raw(session, Feedback)
    assert by_model == by_driver
    said = session.execute(select(col(Feedback.topics), col(Feedback.created_at))).all()
    assert said[0] == said[1]


def test_a_step_is_the_same_row_by_either_way(session):
    assert ensure(session, StatisticsDelta(**STEP))
    assert insert_unless_known(session, StatisticsDelta, STEP)

    by_model, by_driver = raw(session, StatisticsDelta)
    assert by_model == by_driver


def test_a_row_that_lacks_a_column_is_refused(session):
    short = {name: value for name, value in STEP.items() if name != "amount"}

    with pytest.raises(ValueError, match="statistics_delta lacks"):
        insert_unless_known(session, StatisticsDelta, short)


def test_a_known_key_is_left_as_it_is(session):
    row = {**TAP, "subject_id": None, "unit_id": None, "submission": "a"}

    assert insert_unless_known(session, Feedback, row | {"tracking_code": "1111111111"})
    assert not insert_unless_known(session, Feedback, row | {"tracking_code": "2222222222"})


def test_rows_without_models_are_stored_whole_or_not_at_all(database):
    with database.writing_rows() as rows:
        assert insert_unless_known(rows, StatisticsDelta, STEP)
    with suppress(ZeroDivisionError), database.writing_rows() as rows:
        insert_unless_known(rows, StatisticsDelta, STEP | {"month": "1405-10"})
        raise ZeroDivisionError
    with database.writing_rows() as rows:
        tap = TAP | {"subject_id": None, "unit_id": None, "submission": "a"}
        assert insert_unless_known(rows, Feedback, tap | {"tracking_code": "1111111111"})
        assert not insert_unless_known(rows, Feedback, tap | {"tracking_code": "2222222222"})
    with database.reading() as session:
        assert session.exec(select(StatisticsDelta.month)).all() == ["1405-09"]
        assert session.exec(select(Feedback.tracking_code)).all() == ["1111111111"]


def test_a_badge_read_by_rows_alone_is_the_badge_read_by_a_session(database):
    with database.writing() as session:
        badge = make_badge(session, make_employee(session, make_unit(session)), 1)
        badge.expires_at = NOON + timedelta(days=900)
    with database.reading() as session:
        whole = subject_for_serial(session, badge.serial)
    with database.reading_rows() as rows:
        alone = subject_for_serial(rows, badge.serial)
        nobody = subject_for_serial(rows, "0" * 10)

    assert alone == whole
    assert alone.expires_at == NOON + timedelta(days=900)
    assert nobody is None


def test_several_rows_at_once_are_the_rows_of_the_models_and_known_ones_stay(session):
    steps = [STEP | {"mood": mood, "amount": amount} for mood, amount in ((2, -1), (5, 1))]
    for step in steps:
        assert ensure(session, StatisticsDelta(**step))
    with statements(session) as seen:
        assert insert_each(session, StatisticsDelta, steps) == 2
    rows = [TAP | {"subject_id": None, "unit_id": None, "submission": s} for s in "ab"]
    coded = [row | {"tracking_code": f"{n}" * 10} for n, row in enumerate(rows)]
    insert_unless_known(session, Feedback, coded[0])

    assert len(seen) == 1
    assert raw(session, StatisticsDelta)[:2] == raw(session, StatisticsDelta)[2:]
    assert insert_each(session, Feedback, coded) == 1
    assert insert_each(session, Feedback, []) == 0


def test_a_kept_row_is_the_row_of_the_model_and_belongs_to_the_session(session):
    tap = TAP | {"subject_id": None, "unit_id": None}
    assert ensure(session, Feedback(**tap, submission="a", tracking_code="1111111111"))
    row = Feedback(**tap, submission="b", tracking_code="2222222222")

    with statements(session) as seen:
        assert keep_unless_known(session, row)
        assert (row.topics, row.created_at) == (TAP["topics"], TAP["created_at"])

    by_model, by_driver = raw(session, Feedback)
    assert by_model == by_driver
    assert len(seen) == 1
    assert session.get(Feedback, row.id) is row
    row.text = "later"
    session.flush()
    assert session.exec(select(Feedback.text).where(Feedback.id == row.id)).one() == "later"


def test_a_row_with_a_known_key_is_not_kept(session):
    tap = TAP | {"subject_id": None, "unit_id": None, "submission": "a"}
    assert keep_unless_known(session, Feedback(**tap, tracking_code="1111111111"))
    again = Feedback(**tap, tracking_code="2222222222")

    assert not keep_unless_known(session, again)

    assert (again.id, again in session) == (None, False)
    assert session.exec(select(func.count()).select_from(Feedback)).one() == 1


def test_a_change_is_written_as_the_model_would_and_known_to_the_row(session):
    tap = TAP | {"subject_id": None, "unit_id": None}
    rows = [Feedback(**tap, submission=s, tracking_code=s * 10) for s in "12"]
    for row in rows:
        keep_unless_known(session, row)
    new = {
        "topics": ["waiting", "نظافت"],
        "kind": Kind.COMPLAINT,
        "wants_answer": True,
        "told_at": NOON + timedelta(minutes=3, microseconds=5),
    }
    for name, value in new.items():
        setattr(rows[0], name, value)
    session.flush()

    change(session, rows[1], new)

    by_model, by_driver = raw(session, Feedback)
    assert by_model == by_driver
    assert {name: getattr(rows[1], name) for name in new} == new
    assert rows[1] not in session.dirty


def test_a_read_sees_what_the_session_has_not_written_yet(session):
    session.add(
        Notice(
            event="e",
            recipient="account:1",
            channel=NoticeChannel.IN_APP,
            template="S01",
            not_before=NOON,
            created_at=NOON,
        )
    )
    found = select(Notice.template, Notice.not_before).where(
        col(Notice.recipient) == bindparam("wanted")
    )

    assert [tuple(row) for row in select_rows(session, found, wanted="account:1")] == [
        ("S01", NOON)
    ]


def test_a_new_row_starts_as_the_model_starts_it(session):
    given = {
        "event": "e",
        "recipient": "account:1",
        "channel": NoticeChannel.IN_APP,
        "template": "S01",
        "not_before": NOON,
        "created_at": NOON,
        "params": {},
    }
    assert ensure(session, Notice(**given))
    row = new_row(Notice, **given | {"event": "f"})
    assert keep_unless_known(session, row)

    first, second = raw(session, Notice)
    assert first[1:] == second[1:]
    assert row.state is NoticeState.QUEUED


def test_a_row_read_by_rows_alone_is_the_row_of_the_session_with_what_stands_beside(database):
    tap = TAP | {"subject_id": None, "unit_id": None, "submission": "a"}
    with database.writing() as session:
        insert_unless_known(session, Feedback, tap | {"tracking_code": "1111111111"})
    query = select(Feedback, func.length(col(Feedback.site))).where(
        col(Feedback.submission) == bindparam("wanted")
    )
    with database.reading() as session:
        whole, beside = first_row(session, Feedback, query, wanted="a")
        assert first_row(session, Feedback, query, wanted="none") is None
    with database.writing_rows() as rows:
        alone, same = first_row(rows, Feedback, query, wanted="a")
        change(rows, alone, {"mood": 1})
        assert first_row(rows, Feedback, query, wanted="none") is None

    assert (alone.model_dump(exclude={"mood"}), same) == (
        whole.model_dump(exclude={"mood"}),
        beside,
    )
    assert alone.mood == 1
    with database.reading() as session:
        assert session.exec(select(Feedback.mood)).one() == 1


@pytest.mark.parametrize(
    ("wanted", "found"), [([], 0), (["a"], 1), (["a", "b", "none"], 2), (["b"] * 5, 1)], ids=str
)
def test_a_list_goes_into_a_query_however_long_it_is(session, wanted, found):
    for number, submission in enumerate("ab"):
        tap = TAP | {"subject_id": None, "unit_id": None, "submission": submission}
        insert_unless_known(session, Feedback, tap | {"tracking_code": f"{number}" * 10})

    assert len(select_rows(session, LISTED, wanted=wanted, kinds=[Kind.COMMENT])) == found


LISTED = select(Feedback.id).where(
    col(Feedback.submission).in_(bindparam("wanted", expanding=True)),
    col(Feedback.kind).in_(bindparam("kinds", expanding=True)),
    col(Feedback.channel).in_([Channel.TYPED, Channel.QR]),
)


def test_what_a_session_sends_plainly_is_undone_with_it(database):
    with suppress(ZeroDivisionError), database.writing() as session:
        insert_unless_known(session, StatisticsDelta, STEP)
        raise ZeroDivisionError
    with database.reading() as session:
        assert select_rows(session, MONTHS) == []
        session.rollback()  # the next read belongs to another transaction
        assert select_rows(session, MONTHS) == []


MONTHS = select(StatisticsDelta.month)
