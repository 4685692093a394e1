"""An application with the people's desks alone, on a real SQLite city."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, DictLoader

import app as product
from app import clock, keystore
from app.db import Database
from app.i18n import init_i18n
from app.instance import Instance
from app.navigation import init_navigation
from app.people.session import load_person
from app.people.views import bp
from app.settings import Settings
from app.web import admit, harden
from tests.people.city import City, build


@pytest.fixture
def instance(sqlite_database: Database, tmp_path: Path, now: datetime) -> Instance:
    settings = Settings(
        instance=tmp_path, public_url="https://qr.example.ir", secret_key="s" * 40, locale="en"
    )
    return Instance(settings, sqlite_database, keystore.make(tmp_path, now=now))


@pytest.fixture
def city(instance: Instance, now: datetime) -> City:
    with instance.db.writing() as session:
        return build(session, now)


@pytest.fixture
def desk_app(instance: Instance) -> Flask:
    app = Flask(product.__name__)
    app.extensions["takrim"] = instance
    app.config.update(
        SECRET_KEY=instance.settings.secret_key,
        WTF_CSRF_SSL_STRICT=False,
        BABEL_DEFAULT_LOCALE="en",
        SESSION_COOKIE_NAME="__Host-takrim",
    )
    harden(app, secure=True)
    init_i18n(app, instance.settings.zone)
    init_navigation(app)
    CSRFProtect().init_app(app)
    app.before_request(load_person)
    app.before_request(admit)
    app.register_blueprint(bp)
    app.jinja_env.globals.setdefault("csp_nonce", lambda: "")
    app.url_build_error_handlers.append(lambda *_a: "/elsewhere")
    product._map_errors(app)
    plain = DictLoader({"error.html": "{{ code }} {{ status }}"})
    app.jinja_loader = ChoiceLoader([app.jinja_loader, plain])
    return app


@pytest.fixture
def client(desk_app: Flask) -> FlaskClient:
    return desk_app.test_client()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Iterator[list[datetime]]:
    """The time the product sees; put another one in to move it."""
    shown = [now]
    monkeypatch.setattr(clock, "now", lambda: shown[0])
    return shown
