"""How large a request may be, on the application as production wires it."""

import pytest
from flask import Flask

from app.db import Database
from tests.web import application, found

TAKE_FILES = {
    "badges.design",
    "badges.own_templates",
    "badges.photo",
    "directory.upload",
    "intake.report_badge",
    "intake.words",
    "taking.save",
}
TWO_MB = 2 * 2**20


@pytest.fixture
def app(sqlite_database: Database, tmp_path) -> Flask:
    return application(found(sqlite_database, tmp_path))


def test_only_these_views_take_files(app):
    marked = {name for name, view in app.view_functions.items() if hasattr(view, "takrim_files")}

    assert marked == TAKE_FILES


def test_two_megabytes_are_refused_where_no_file_is_taken(app):
    web = app.test_client()

    assert web.post("/city", data={"key": "k" * TWO_MB}).status_code == 413
    assert web.post("/sign-in", data={"username": "u" * TWO_MB}).status_code == 413


def test_a_photo_of_two_megabytes_may_come_with_a_report_and_thirty_may_not(app):
    def sent(size: int) -> int:
        head = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n\r\n'
        body = head + b"\xff\xd8\xff\xe0" + b"p" * size + b"\r\n--x--\r\n"
        kind = "multipart/form-data; boundary=x"
        return app.test_client().post("/report", data=body, content_type=kind).status_code

    assert sent(TWO_MB) != 413
    assert sent(30 * 2**20) == 413


def test_a_form_that_tells_no_length_is_refused(app):
    web = app.test_client()
    told = {"Transfer-Encoding": "chunked"}

    assert web.post("/city", data={"key": "k"}, headers=told).status_code == 411
    assert web.get("/city", headers=told).status_code == 200
