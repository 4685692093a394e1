"""The file of an auditor: what is taken, what is refused and how it is said."""

import json

import pytest

from app.errors import Invalid
from app.scores.engine.reading import read_events
from tests.scores.engine.answers import answer, read


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", 7),
        ("id", "\ud800"),
        ("time", "2026-03-01"),
        ("time", "2026-03-01T08:30:00"),
        ("time", 5),
        ("subject", None),
        ("unit", "u" * 201),
        ("service", ["S1"]),
        ("channel", "fax"),
        ("channel", None),
        ("mood", 0),
        ("mood", 6),
        ("mood", 4.0),
        ("mood", True),
        ("mood", "5"),
        ("device", 3),
        ("network", ""),
        ("seconds", -1),
        ("seconds", float("nan")),
        ("seconds", True),
        ("scan", 1),
        ("text", 1),
        ("tags", "queue"),
        ("tags", [1]),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_field(field, value):
    with pytest.raises(Invalid, match=f"line 2, field {field}: ") as caught:
        read([answer(1), answer(2, **{field: value})])
    assert caught.value.field == field


@pytest.mark.parametrize("field", ["id", "time", "subject", "unit", "service", "mood", "channel"])
def test_a_line_without_a_required_field_is_refused(field):
    row = answer(1)
    del row[field]

    with pytest.raises(Invalid, match=f"line 1, field {field}"):
        read([row])


@pytest.mark.parametrize("line", [b"{", b"[]", b"7", b"\xff", b"[" * 100_000])
def test_what_is_no_object_is_refused(line):
    with pytest.raises(Invalid, match="line 1, field line"):
        read_events([line])


def test_optional_fields_may_be_absent_and_unknown_ones_are_left_alone():
    row = answer(1, colour="blue")
    for field in ("device", "network", "seconds", "scan"):
        del row[field]

    events = read([row])

    assert (events.device[0], events.network[0], events.scan[0]) == (-1, -1, -1)


def test_the_same_answer_twice_counts_once():
    assert len(read([answer(1, text="خوب بود"), answer(2), answer(1, text="خوب بود")])) == 2


def test_one_id_with_two_contents_is_refused():
    with pytest.raises(Invalid, match="line 2, field id"):
        read([answer(1, mood=5), answer(1, mood=1)])


def test_blank_lines_a_byte_order_mark_and_other_zones_are_taken():
    line = json.dumps(answer(1, time="2026-03-01T12:00:00+03:30")).encode()

    events = read_events([b"\xef\xbb\xbf" + line, b"\n"])

    assert events.time.tolist() == [1_772_353_800]


def test_rows_stand_by_time_whatever_order_they_came_in():
    rows = [answer(n, day=9 - n, text=f"سخن {n}") for n in range(5)]

    events = read(rows)

    assert list(events.ids) == [f"a{n:06d}" for n in (4, 3, 2, 1, 0)]
    assert list(events.texts) == [f"سخن {n}" for n in (4, 3, 2, 1, 0)]


def test_later_answers_and_those_only_they_speak_of_are_ignored():
    events = read([answer(1), answer(2, day=5, subject="P2", text="دیر است")])

    early = events.until(int(events.time[0]) + 86_400)

    assert (list(early.ids), early.subjects, list(early.texts)) == (["a000001"], ["P1"], [])


def test_an_empty_file_is_no_error():
    assert len(read([])) == 0
