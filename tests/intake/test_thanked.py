"""A thanks page filled into an outline is the page its template draws."""

import pytest
from flask import g, template_rendered

from app.directory.models import Subject, Unit
from app.intake.forms import TellForm
from app.intake.outline import NONCE
from app.intake.views import after
from tests.intake.conftest import tap_face

AWKWARD = "آ<b>\"& '۱۲ {name}‌نژاد \\1 O'Brien"


def drawn(app, path: str, lang: str, served: str) -> str:
    """The page as the template draws it, with the nonce of a served one."""
    key = path.rsplit("/", 1)[1]
    with app.test_request_context(path + lang):
        g.csp_nonce = served.split('nonce="', 1)[1].split('"', 1)[0]
        tap = after._tap_of(key)
        return after._page(key, tap, TellForm(subject_kind=after._kind_of(tap)))[0]


def rename(city, **names) -> None:
    with city.db.writing() as session:
        for table in (Subject, Unit):
            row = session.get(table, city.desk_id if table is Subject else city.unit_id)
            row.name_fa, row.name_en = names["fa"], names["en"]
            session.add(row)


@pytest.mark.parametrize("lang", ["", "?lang=en", "?lang=fa"])
@pytest.mark.parametrize("touched", [1, 5])
def test_a_filled_page_is_the_drawn_page(app, web, city, lang, touched):
    web.get(tap_face(web, city.url(city.desk), touched).location + lang)
    rename(city, fa=AWKWARD, en="<i>&amp;'")
    path = tap_face(app.test_client(), city.url(city.desk), touched).location
    names = []
    with template_rendered.connected_to(lambda _s, template, **_r: names.append(template), app):
        filled = web.get(path + lang)

    assert names == []
    assert filled.text == drawn(app, path, lang, filled.text)
    assert filled.content_type == "text/html; charset=utf-8"


def test_a_place_a_report_and_a_tap_for_the_city_have_pages_of_their_own(app, web, city):
    by_key = {"key": "", "report": "1"}
    for path in (
        tap_face(web, city.url(city.desk), 3).location,
        tap_face(web, city.url(city.station), 3).location,
        tap_face(web, city.url(city.desk), "", **{k: v for k, v in by_key.items() if v}).location,
        tap_face(web, "/city", 3).location,
    ):
        page = web.get(path).text

        assert page == drawn(app, path, "", page)


def test_the_page_after_the_half_hour_is_another_one(app, web, city, monkeypatch):
    path = tap_face(web, city.url(city.desk), 3).location
    web.get(path)
    monkeypatch.setattr(after, "SECOND_STEP", -after.SECOND_STEP)

    page = web.get(path).text

    assert "<form" not in page
    assert page == drawn(app, path, "", page)


def test_no_page_shows_the_key_or_the_nonce_of_another(web, city):
    paths = [tap_face(web, city.url(city.desk), 3).location for _ in range(2)]
    pages = [web.get(path) for path in paths]
    nonces = [page.text.split(f'{NONCE}="', 1)[1].split('"', 1)[0] for page in pages]

    for own, other, page in ((0, 1, pages[0]), (1, 0, pages[1])):
        assert paths[own].rsplit("/", 1)[1] in page.text
        assert paths[other].rsplit("/", 1)[1] not in page.text
        assert nonces[own] in page.headers["Content-Security-Policy"]
        assert nonces[other] not in page.text
