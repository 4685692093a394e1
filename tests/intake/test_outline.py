"""A page filled into the outline of another badge is the page its template draws."""

import re
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import template_rendered

from app import application as house
from app.badges.queries import Line, subject_for_serial
from app.badges.rules import BadgeStatus
from app.directory.models import Employee, Subject
from app.intake import front, outline
from app.intake.outline import cut
from app.intake.views import badge
from tests.feedback.making import NOON, make_employee, make_subject
from tests.intake.conftest import key_in, make_badge

NONCE = re.compile(r'nonce="([^"]+)"')
AWKWARD = "آ<b>\"& '۱۲ {name}‌نژاد \\1 O'Brien"
PHOTO = "data:image/jpeg;base64,AB+/Cd%3{}="
KINDS = ["employee", "metro_station", "metro_line", "bus_line", "park", "market", "service_office"]


@contextmanager
def drawn_pages(app):
    """Collect the names of the templates that are drawn."""
    names: list[str] = []

    def note(_sender, template, **_rest):
        names.append(template.name)

    with template_rendered.connected_to(note, app):
        yield names


def bare(answer) -> tuple[str, dict[str, str]]:
    """Return page and headers without what is made afresh for each citizen."""
    page, nonce = answer.text, NONCE.search(answer.text)[1]
    headers = {k: v.replace(nonce, "") for k, v in answer.headers.items()}
    for own in ("X-Request-Id", "Set-Cookie"):
        headers.pop(own, None)
    return page.replace(nonce, "").replace(key_in(page), ""), headers


def another(city, kind: str, **words):
    """Return a badge of a second person or place of a kind."""
    with city.db.writing() as session:
        unit = session.get(Subject, city.desk_id)
        made = make_employee(session, unit) if kind == "employee" else None
        row = session.get(Subject, made.id) if made else make_subject(session, unit, kind=kind)
        row.name_fa, row.name_en = words["name_fa"], words.get("name_en", "")
        if made:
            employee = session.get(Employee, made.id)
            employee.job_title, employee.photo = words.get("job_title", ""), words.get("photo", "")
        return make_badge(session, row, city.instance.keys.ring.signing.key_id)


@pytest.mark.parametrize("lang", ["", "?lang=en", "?lang=fa"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_page_is_the_drawn_page(app, city, kind, lang):
    first = another(city, kind, name_fa="نام", name_en="Name", job_title="شغل")
    second = another(city, kind, name_fa=AWKWARD, name_en="<i>&amp;", job_title="«کارشناس» & 'x'")
    app.test_client().get(city.url(first) + lang)

    with drawn_pages(app) as names:
        filled = app.test_client().get(city.url(second) + lang)
    drawn = house.create_app(city.instance).test_client().get(city.url(second) + lang)

    assert names == []
    assert bare(filled) == bare(drawn)


def test_a_photo_stands_in_the_place_of_the_first_ones(app, city, monkeypatch):
    for module in (front, badge):
        monkeypatch.setattr(module, "portrait", lambda _files, name: name and PHOTO.format(name))
    one = another(city, "employee", name_fa="یک", name_en="One", photo="1")
    two = another(city, "employee", name_fa="دو", name_en="Two", photo="2")
    first = app.test_client().get(city.url(one)).text

    with drawn_pages(app) as names:
        second = app.test_client().get(city.url(two)).text

    assert names == []
    assert [PHOTO.format(n) in first for n in (1, 2)] == [True, False]
    assert [PHOTO.format(n) in second for n in (1, 2)] == [False, True]


def test_a_badge_with_fewer_words_is_drawn_and_not_filled_with_blanks(app, city):
    app.test_client().get(city.url(another(city, "employee", name_fa="یک", name_en="One")))
    plain = another(city, "employee", name_fa="دو")

    with drawn_pages(app) as names:
        page = app.test_client().get(city.url(plain))

    assert "citizen/badge.html" in names
    assert "One" not in page.text


@pytest.mark.parametrize("status", [BadgeStatus.REVOKED, BadgeStatus.SUSPENDED])
def test_a_badge_that_has_ended_is_never_filled(app, city, status):
    web = app.test_client()
    assert web.get(city.url(city.desk)).status_code == 200
    city.end(city.desk, status=status, ended_at=NOON)

    assert web.get(city.url(city.desk)).status_code == 410


def test_a_page_asked_for_with_a_session_is_drawn(app, city):
    web = app.test_client()
    web.get(city.url(city.desk))
    web.set_cookie("lang", "en", path="/")

    assert 'lang="en"' in web.get(city.url(city.desk)).text


@pytest.mark.parametrize("changed", [{"kind": "taxi"}, {"lines": (Line("1", "#112233"),) * 4}])
def test_a_place_with_a_number_or_many_lines_of_its_own_has_no_outline(city, changed):
    with city.db.reading() as session:
        page = subject_for_serial(session, city.desk.serial)

    assert outline.kind_of(page, "")
    assert outline.kind_of(replace(page, **changed), "") is None


def test_a_page_is_cut_where_its_marks_stand_and_filled_in_two_steps():
    page = cut("a-KEY-b-NAME-c-NAME", {"key": "KEY", "name": "NAME"})
    half = page.filled({"name": "نام".encode()})

    assert half.gaps == ["key"]
    assert b"".join(half.filled({"key": b"k"}).pieces).decode() == "a-k-b-نام-c-نام"
