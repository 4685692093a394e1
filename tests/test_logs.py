"""The log of requests: one line each, ids alone, nothing a citizen typed."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask

from app import logs
from app.calendar import service as calendar
from app.db import Database
from app.directory import service as directory
from tests.web import application, found

MARKED = {
    "code": "9081726354453627",
    "username": "marked-user",
    "password": "marked-password",
    "text": "marked words of a citizen",
    "phone": "09121112233",
}


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    told = StringIO()
    monkeypatch.setattr("sys.stderr", told)
    before = structlog.get_config()
    logs.set_up()
    yield told
    structlog.configure(**before)
    monkeypatch.setattr(logs, "_requests", [])


def requests_in(written: StringIO) -> list[dict[str, Any]]:
    told = [json.loads(line) for line in written.getvalue().splitlines()]
    return [one for one in told if one["event"] == "request"]


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    with sqlite_database.writing() as session:
        directory.install(session)
        calendar.install(session)
    app = application(found(sqlite_database, tmp_path))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_each_request_is_one_line_with_route_status_time_and_number(
    app: Flask, written: StringIO
) -> None:
    answer = app.test_client().get("/track")

    (line,) = requests_in(written)
    assert (line["route"], line["method"], line["status"]) == ("intake.track", "GET", 200)
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert line["ms"] >= 0
    assert line["actor"] is None


@pytest.mark.parametrize(
    "path", ["/track", "/sign-in", "/city", "/B/01MARKEDTOKEN", "/t/9081726354"]
)
def test_nothing_that_was_typed_or_scanned_stands_in_the_log(
    app: Flask, written: StringIO, path: str
) -> None:
    client = app.test_client()
    client.get(path)
    client.post(path, data=MARKED)

    said = written.getvalue()
    assert len(requests_in(written)) == 2
    for mark in (*MARKED.values(), "MARKEDTOKEN", "9081726354"):
        assert mark not in said


def test_a_request_for_another_host_is_refused_and_not_echoed(app: Flask) -> None:
    answer = app.test_client().get("/", base_url="https://evil.example")

    assert answer.status_code == 400
    assert "evil" not in answer.text
