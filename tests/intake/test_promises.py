"""The page of promises: reached from every page, and true to the terms by which is erased."""

import pytest

from app.cases.keeping.terms import CONTACTS, PHOTOS
from app.jalali import localised


@pytest.mark.parametrize(("lang", "words"), [("fa", "%s روز"), ("en", "%s days")])
def test_the_terms_told_are_those_by_which_is_erased(web, lang, words):
    page = web.get(f"/promises?lang={lang}")

    assert page.status_code == 200
    for days in (CONTACTS.days, PHOTOS.days):
        assert words % localised(days, lang) in page.text


def test_every_page_of_a_citizen_leads_there_and_it_does_not_lead_to_itself(web, city):
    for address in (
        city.url(city.desk),
        city.url(city.station),
        "/",
        "/track",
        "/mine",
        "/nowhere",
    ):
        assert 'href="/promises"' in web.get(address).text
    assert 'href="/promises"' not in web.get("/promises").text


def test_the_page_asks_nothing_and_gives_no_token(web):
    page = web.get("/promises")

    assert "Set-Cookie" not in page.headers
    assert "<form" not in page.text
