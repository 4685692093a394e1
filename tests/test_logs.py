"""The log of requests: one line each, ids alone, nothing a citizen typed."""

from pathlib import Path

import pytest
from flask import Flask
from structlog.testing import capture_logs

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


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    with sqlite_database.writing() as session:
        directory.install(session)
        calendar.install(session)
    app = application(found(sqlite_database, tmp_path))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_each_request_is_one_line_with_route_status_time_and_number(app: Flask) -> None:
    with capture_logs() as lines:
        answer = app.test_client().get("/track")

    (line,) = [one for one in lines if one["event"] == "request"]
    assert (line["route"], line["method"], line["status"]) == ("intake.track", "GET", 200)
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert line["ms"] >= 0
    assert line["actor"] is None


@pytest.mark.parametrize(
    "path", ["/track", "/sign-in", "/city", "/B/01MARKEDTOKEN", "/t/9081726354"]
)
def test_nothing_that_was_typed_or_scanned_stands_in_the_log(app: Flask, path: str) -> None:
    client = app.test_client()
    with capture_logs() as lines:
        client.get(path)
        client.post(path, data=MARKED)

    said = str(lines)
    assert len([one for one in lines if one["event"] == "request"]) == 2
    for mark in (*MARKED.values(), "MARKEDTOKEN", "9081726354"):
        assert mark not in said


def test_a_request_for_another_host_is_refused_and_not_echoed(app: Flask) -> None:
    answer = app.test_client().get("/", base_url="https://evil.example")

    assert answer.status_code == 400
    assert "evil" not in answer.text
