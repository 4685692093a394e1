"""Which language a reader gets, and what the filters of the templates make of values."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, g
from flask_babel import gettext

from app import clock
from app.db import Database
from app.i18n import LOCALES, catalog, direction, use_locale
from tests.conftest import NOON
from tests.web import application, found


@dataclass
class Place:
    name_fa: str = "بوستان لاله"
    name_en: str = ""


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return application(found(sqlite_database, tmp_path))


def shown(app: Flask, template: str, lang: str = "fa", **values: object) -> str:
    with app.test_request_context(f"/?lang={lang}"):
        return app.jinja_env.from_string(template).render(**values)


@pytest.mark.parametrize(
    ("address", "cookie", "language"),
    [
        ("/", "", "fa"),
        ("/?lang=en", "", "en"),
        ("/", "en", "en"),
        ("/?lang=fa", "en", "fa"),
        ("/?lang=xx", "en", "en"),
        ("/?lang=xx", "yy", "fa"),
        ("/?lang=%00", "", "fa"),
    ],
)
def test_the_address_goes_before_what_is_remembered_and_that_before_the_citys(
    app, address, cookie, language
):
    with app.test_request_context(address, headers={"Cookie": f"lang={cookie}"}):
        assert use_locale() == language


def test_the_own_choice_of_somebody_signed_in_goes_first(app):
    with app.test_request_context("/", headers={"Cookie": "lang=fa"}):
        g.locale = "en"
        assert use_locale() == "en"


def test_a_city_may_speak_english_first(sqlite_database, tmp_path):
    app = application(found(sqlite_database, tmp_path, locale="en"))

    with app.test_request_context("/"):
        assert (use_locale(), gettext("Employees")) == ("en", "Employees")


def test_messages_come_from_the_files_of_all_features(app):
    with app.test_request_context("/?lang=fa"):
        assert gettext("Employees") == "کارکنان"
        assert gettext("no such message at all") == "no such message at all"
    assert len(catalog("fa")) > 300


def test_every_language_has_a_direction():
    assert {code: direction(code) for code in LOCALES} == {"fa": "rtl", "en": "ltr"}


@pytest.mark.parametrize(
    ("template", "persian", "english"),
    [
        ("{{ 1405|digits }}", "۱۴۰۵", "1405"),
        ("{{ '405-772'|code }}", '<bdi class="n">۴۰۵-۷۷۲</bdi>', '<bdi class="n">405-772</bdi>'),
        ("{{ '1<2'|code }}", '<bdi class="n">۱&lt;۲</bdi>', '<bdi class="n">1&lt;2</bdi>'),
        ("{{ at|local_time }}", "امروز ساعت ۱۲:۱۰", "today, 12:10"),
        ("{{ at|local_day }}", "یکشنبه ۱ آذر", "Sunday 22 November"),
        ("{{ '1405-09'|month_name }}", "آذر ۱۴۰۵", "Azar 1405"),
        ("{{ 79.84|decimal }}", "۷۹٫۸", "79.8"),
        ("{{ place|named }}", "بوستان لاله", "بوستان لاله"),
        ("{{ 'fa' if locale() == 'fa' else 'en' }} {{ direction() }}", "fa rtl", "en ltr"),
    ],
)
def test_filters_speak_the_language_of_the_page(app, template, persian, english):
    values = {"at": NOON, "place": Place()}

    assert shown(app, template, **values) == persian
    assert shown(app, template, "en", **values) == english


def test_a_name_in_the_readers_language_goes_first(app):
    both = Place(name_en="Tulip Park")

    assert shown(app, "{{ place|named }}", "en", place=both) == "Tulip Park"
    assert shown(app, "{{ place|named }}", place=both) == "بوستان لاله"


def test_midnight_of_the_city_turns_the_day(app):
    late = datetime(2026, 11, 22, 20, 45, tzinfo=UTC)

    assert shown(app, "{{ at|local_day }}", "en", at=late) == "Monday 23 November"


def test_a_number_written_in_a_template_is_shown_in_the_language_of_each_reader(app):
    template = app.jinja_env.from_string('{{ "125"|code }} {{ 12|digits }}')
    for lang, expected in (("fa", "۱۲۵ ۱۲"), ("en", "125 12"), ("fa", "۱۲۵ ۱۲")):
        with app.test_request_context(f"/?lang={lang}"):
            page = template.render().replace('<bdi class="n">', "").replace("</bdi>", "")
        assert page == expected
