"""A line of the log as it stands on standard error."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

import pytest
import structlog

from app import logs


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    told = StringIO()
    monkeypatch.setattr("sys.stderr", told)
    before = structlog.get_config()
    logs.set_up(level=logging.INFO)
    monkeypatch.setattr(logs, "log", structlog.get_logger("takrim"))
    yield told
    structlog.configure(**before)
    monkeypatch.setattr(logs, "_requests", [])


def test_a_request_is_one_line_of_json_with_level_and_instant(written: StringIO) -> None:
    logs.log_request("0123", "intake.badge", "POST", 303, started=0.0, actor=7)

    (line,) = written.getvalue().splitlines()
    told = json.loads(line)
    assert told.pop("ms") > 0
    assert datetime.fromisoformat(told.pop("timestamp")).tzinfo == UTC
    assert told == {
        "event": "request",
        "level": "info",
        "request_id": "0123",
        "route": "intake.badge",
        "method": "POST",
        "status": 303,
        "actor": 7,
    }


def test_a_demo_that_tells_faults_alone_writes_no_line_of_a_request(written: StringIO) -> None:
    logs.set_up(level=logging.WARNING)
    logs.log_request("0123", "intake.badge", "POST", 303, started=0.0)

    assert written.getvalue() == ""


def test_no_method_a_client_makes_up_can_break_a_line(written: StringIO) -> None:
    logs.log_request("0123", "unknown", 'A"\n{}', 405, started=0.0)

    (line,) = written.getvalue().splitlines()
    assert json.loads(line)["method"] == 'A"\n{}'


def test_persian_stays_readable_and_what_json_cannot_hold_is_shown(written: StringIO) -> None:
    logs.log.warning("نامه", what={1, 2})

    told = json.loads(written.getvalue())
    assert "نامه" in written.getvalue()
    assert (told["event"], told["level"], told["what"]) == ("نامه", "warning", "{1, 2}")


def test_an_exception_is_written_with_its_trace_on_the_same_line(written: StringIO) -> None:
    try:
        raise ValueError("broken pipe of a test")
    except ValueError:
        logs.log.exception("failed")

    (line,) = written.getvalue().splitlines()
    assert "ValueError: broken pipe of a test" in json.loads(line)["exception"]


def test_what_is_below_the_level_is_not_written(written: StringIO) -> None:
    logs.log.debug("nothing")

    assert written.getvalue() == ""
