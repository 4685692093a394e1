"""An application with the case desks alone, on a real SQLite city."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask, g
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.test import TestResponse

from app import application as product
from app import clock, keystore
from app.cases.views import bp
from app.db import Database
from app.i18n import init_i18n
from app.instance import Instance
from app.navigation import init_navigation
from app.rights import Person
from app.settings import Settings
from app.web import admit, harden
from tests.cases.city import City, make_city, open_case
from tests.conftest import NOON

BASE = "https://qr.example.ir"


@dataclass
class Desk:
    """A browser at a desk: whoever sits there, what they ask for and send."""

    app: Flask
    instance: Instance
    city: City
    code: str
    person: Person | None = None
    locale: str = "en"

    def get(self, path: str) -> TestResponse:
        return self._client().get(path, base_url=BASE)

    def post(self, path: str, page: str = "", **fields: str) -> TestResponse:
        """Send a form with the CSRF value of a page, by default the case's."""
        client = self._client()
        body = client.get(page or f"/desk/cases/{self.code}", base_url=BASE).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', body)
        token = found[1] if found else ""
        return client.post(path, base_url=BASE, data={"csrf_token": token, **fields})

    def _client(self):
        self.app.config["PERSON"], self.app.config["LOCALE"] = self.person, self.locale
        return self.app.test_client()


@pytest.fixture
def at_desk(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A handler at a desk in a city with one case."""
    settings = Settings(
        instance=tmp_path, public_url="https://qr.example.ir", secret_key="s" * 40, locale="en"
    )
    instance = Instance(settings, sqlite_database, keystore.make(tmp_path, now=NOON))
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with instance.db.writing() as session:
        city = make_city(session)
        code = open_case(session, city).tracking_code
    return Desk(desk_app(instance), instance, city, code, city.handler)


def desk_app(instance: Instance) -> Flask:
    app = Flask(product.__package__)
    app.extensions["takrim"] = instance
    app.config.update(
        SECRET_KEY=instance.settings.secret_key,
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="en",
    )
    harden(app, secure=True)
    init_i18n(app, instance.settings.zone)
    init_navigation(app)
    CSRFProtect().init_app(app)

    def sit_down() -> None:
        g.me, g.locale = app.config["PERSON"], app.config["LOCALE"]

    app.before_request(sit_down)
    app.before_request(admit)
    app.register_blueprint(bp)
    app.jinja_env.globals.setdefault("csp_nonce", lambda: "")
    app.url_build_error_handlers.append(lambda *_a: "/elsewhere")
    product._map_errors(app)
    plain = DictLoader({"error.html": "{{ code }} {{ status }}"})
    app.jinja_loader = ChoiceLoader([plain, app.jinja_loader])
    return app
