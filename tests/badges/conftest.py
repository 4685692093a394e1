"""The issuing desk alone, on a real SQLite city, with a reader one can choose."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.test import TestResponse

from app import application as product
from app import clock, keystore
from app.badges.views import bp
from app.db import Database
from app.directory.models import Unit
from app.i18n import init_i18n
from app.instance import Instance
from app.navigation import init_navigation
from app.rights import Grant, Person, Role
from app.settings import Settings
from app.web import admit, harden
from tests.badges.city import RING, City, issue, make_city


@dataclass
class Desk:
    """The desk as one reader sees it; forms are sent without their CSRF value."""

    app: Flask
    city: City
    db: Database
    client: FlaskClient
    person: Person | None = None

    def sit(self, *units: Unit, role: Role = Role.ISSUING_OFFICER) -> "Desk":
        """Let a member of staff with this role on these units use the desk."""
        grants = tuple(Grant(role, unit.id or 0, unit.path) for unit in units)
        self.person = Person(1, "officer", "سمیه نوری", grants)
        return self

    def get(self, path: str) -> TestResponse:
        return self.client.get(f"/desk/badges{path}")

    def post(self, path: str, **form: str) -> TestResponse:
        return self.client.post(f"/desk/badges{path}", data=form)


@pytest.fixture
def desk(
    sqlite_database: Database, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    monkeypatch.setattr(clock, "now", lambda: now)
    settings = Settings(
        instance=tmp_path, public_url="https://qr.city.ir", secret_key="s" * 40, locale="en"
    )
    keystore.make(tmp_path, now=now)
    keystore.save(tmp_path, keystore.load(tmp_path).with_ring(RING))
    with sqlite_database.writing() as session:
        city = make_city(session)
        issue(session)
    app = Flask(product.__package__)
    app.extensions["takrim"] = Instance(settings, sqlite_database, keystore.load(tmp_path))
    app.config.update(
        SECRET_KEY=settings.secret_key, WTF_CSRF_ENABLED=False, BABEL_DEFAULT_LOCALE="en"
    )
    harden(app, secure=True)
    init_i18n(app, settings.zone)
    init_navigation(app)
    found = Desk(app, city, sqlite_database, app.test_client())

    @app.before_request
    def sit_down() -> None:
        if found.person:
            g.me = found.person

    app.before_request(admit)
    app.register_blueprint(bp)
    app.url_build_error_handlers.append(lambda *_a: "/elsewhere")
    app.jinja_env.globals.update(csp_nonce=lambda: "", csrf_token=lambda: "")
    product._map_errors(app)
    plain = DictLoader({"console/error.html": "{{ code }} {{ status }}"})
    app.jinja_loader = ChoiceLoader([app.jinja_loader, plain])  # type: ignore[list-item]
    return found.sit(city.root)
