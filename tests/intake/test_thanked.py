"""A thanks page or a receipt filled into an outline is the page its template draws."""

from contextlib import contextmanager

import pytest
from flask import g, render_template, template_rendered

from app.directory.models import Subject, Unit
from app.intake import outlines, words
from app.intake.forms import TellForm
from app.intake.views import after
from app.intake.words import kind_of
from tests.intake.conftest import tap_face, tell

AWKWARD = "آ<b>\"& '۱۲ {name}‌نژاد \\1 O'Brien"
LANGUAGES = ["", "?lang=en", "?lang=fa"]


def nonce_of(page: str) -> str:
    return page.split('nonce="', 1)[1].split('"', 1)[0]


@contextmanager
def as_served(app, address: str, served: str):
    """A request like the one that was served, with its nonce."""
    with app.test_request_context(address):
        g.csp_nonce = nonce_of(served)
        yield


def drawn_thanks(app, path: str, lang: str, served: str) -> str:
    with as_served(app, path + lang, served):
        key = path.rsplit("/", 1)[1]
        tap = after._tap_of(key)
        return after._page(key, tap, TellForm(subject_kind=kind_of(tap)))[0]


def drawn_receipt(app, city, path: str, lang: str, served: str) -> str:
    with as_served(app, path + lang, served), city.db.reading() as session:
        vault = city.instance.keys.vault
        nonce = after.read(path.split("/")[2], vault.submission).nonce
        slip = after.queries.slip(session, nonce, vault)
        return render_template("citizen/receipt.html", slip=slip)


@contextmanager
def drawn_templates(app):
    names: list[str] = []

    def note(_sender, template, **_rest):
        names.append(template.name)

    with template_rendered.connected_to(note, app):
        yield names


def rename(city, fa: str, en: str) -> None:
    with city.db.writing() as session:
        for table, number in ((Subject, city.desk_id), (Unit, city.unit_id)):
            row = session.get(table, number)
            row.name_fa, row.name_en = fa, en
            session.add(row)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("touched", [1, 5])
def test_a_filled_page_is_the_drawn_page(app, web, city, lang, touched):
    web.get(tap_face(web, city.url(city.desk), touched).location + lang)
    rename(city, AWKWARD, "<i>&amp;'")
    path = tap_face(app.test_client(), city.url(city.desk), touched).location

    with drawn_templates(app) as names:
        filled = web.get(path + lang)

    assert names == []
    assert filled.text == drawn_thanks(app, path, lang, filled.text)
    assert filled.content_type == "text/html; charset=utf-8"


def test_a_place_a_report_and_a_tap_for_the_city_have_pages_of_their_own(app, web, city):
    for path in (
        tap_face(web, city.url(city.desk), 3).location,
        tap_face(web, city.url(city.station), 3).location,
        tap_face(web, city.url(city.desk), "", report="1").location,
        tap_face(web, "/city", 3).location,
    ):
        page = web.get(path).text

        assert page == drawn_thanks(app, path, "", page)


def test_the_page_after_the_half_hour_is_another_one(app, web, city, monkeypatch):
    path = tap_face(web, city.url(city.desk), 3).location
    web.get(path)
    monkeypatch.setattr(words, "SECOND_STEP", -words.SECOND_STEP)

    page = web.get(path).text

    assert "<form" not in page
    assert page == drawn_thanks(app, path, "", page)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("about", ["postponed", "money", ""])
def test_a_filled_receipt_is_the_drawn_receipt(app, web, city, lang, about):
    kind = "crt" if about else "sug"  # a suggestion without a wish opens no case
    paths = [
        tell(web, tap_face(web, city.url(city.desk), 2).location, kind=kind, about=about, want=want)
        for want in ("1", "1")
    ]
    first, second = (answer.location for answer in paths)
    web.get(first + lang)

    with drawn_templates(app) as names:
        filled = web.get(second + lang)

    assert names == []
    assert filled.text == drawn_receipt(app, city, second, lang, filled.text)


def test_a_complaint_that_opens_no_case_has_a_receipt_without_a_promise(app, web, city):
    for _ in range(2):
        tapped = tap_face(web, city.url(city.station), 2).location
        receipt = tell(web, tapped, about="clean").location
        page = web.get(receipt).text

        assert page == drawn_receipt(app, city, receipt, "", page)
        assert "2299" not in page
        assert "۲۲۹۹" not in page


def test_no_page_shows_the_key_or_the_nonce_of_another(web, city):
    paths = [tap_face(web, city.url(city.desk), 3).location for _ in range(2)]
    pages = [web.get(path) for path in paths]
    nonces = [nonce_of(page.text) for page in pages]

    for own, other, page in ((0, 1, pages[0]), (1, 0, pages[1])):
        assert paths[own].rsplit("/", 1)[1] in page.text
        assert paths[other].rsplit("/", 1)[1] not in page.text
        assert nonces[own] in page.headers["Content-Security-Policy"]
        assert nonces[other] not in page.text


def test_a_page_in_which_a_mark_is_missing_is_drawn_and_not_kept(app, web, city, monkeypatch):
    whole = outlines.cut
    monkeypatch.setattr(
        outlines, "cut", lambda drawn, marks: whole(drawn.replace(chr(0xE010), "?"), marks)
    )
    path = tap_face(web, city.url(city.desk), 3).location

    for _ in range(2):
        page = web.get(path).text
        assert page == drawn_thanks(app, path, "", page)
