"""Plain SQL writes and reads what the models would, on both databases."""

from contextlib import suppress
from datetime import timedelta

from sqlmodel import col, select

from app.badges.queries import subject_for_serial
from app.db import ensure
from app.feedback.models import Feedback, StatisticsDelta
from app.feedback.rules import Channel, Identity, Kind
from app.quick_sql import insert_unless_known
from tests.feedback.making import NOON, make_employee, make_subject, make_unit
from tests.intake.conftest import make_badge

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
