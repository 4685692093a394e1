"""Languages: two are whole, two are prepared and stay hidden until they are."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from flask import Flask, request
from flask_babel import gettext

from app import catalogues, preparing
from app.catalogues import LOCALES, PREPARED, PoBabel, catalog, missing, offered
from app.i18n import direction


@pytest.mark.parametrize("locale", PREPARED)
def test_a_prepared_catalogue_has_a_place_for_every_sentence_and_keeps_what_is_written(
    locale, monkeypatch
):
    begun = catalog(locale)
    begun["Send message"].string = "written by a translator"
    monkeypatch.setattr(preparing, "catalog", lambda _locale: begun)

    places = read_po(BytesIO(preparing.prepared(locale).encode()), locale=locale)

    wanted = {str(message.id) for message in catalogues.citizen() if message.id}
    assert {str(message.id) for message in places if message.id} == wanted
    assert places["Send message"].string == "written by a translator"


def test_a_language_is_hidden_until_all_its_words_are_there():
    assert offered() == LOCALES
    assert all(missing(locale) for locale in PREPARED)


def test_a_whole_language_is_offered(monkeypatch):
    monkeypatch.setattr(catalogues, "missing", lambda locale: [] if locale == "ar" else ["x"])
    offered.cache_clear()

    assert offered() == LOCALES | {"ar": "العربية"}
    offered.cache_clear()


@pytest.mark.parametrize("locale", PREPARED)
def test_what_a_prepared_language_lacks_is_said_in_persian(locale):
    app = Flask("languages")
    PoBabel(app, locale_selector=lambda: request.args["lang"])

    with app.test_request_context(f"/?lang={locale}"):
        assert gettext("Send message") == "فرستادن پیام"
    assert direction(locale) == "rtl"
