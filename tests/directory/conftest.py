"""The import desk on a real SQLite city, and who stands at it."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask, g, session
from flask.testing import FlaskClient
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, DictLoader

from app import application as product
from app import keystore
from app.badges.following import after_import
from app.db import Database
from app.directory.views import AFTER_IMPORT, bp
from app.i18n import init_i18n
from app.instance import Instance
from app.navigation import init_navigation
from app.people import service as people
from app.rights import Grant, Person, Role
from app.settings import Settings
from app.web import admit, harden
from tests.directory.city import make_city


@pytest.fixture
def instance(sqlite_database: Database, tmp_path: Path, now: datetime) -> Instance:
    settings = Settings(
        instance=tmp_path, public_url="https://qr.example.ir", secret_key="s" * 40, locale="en"
    )
    return Instance(settings, sqlite_database, keystore.make(tmp_path, now=now))


@pytest.fixture
def readers(instance: Instance, now: datetime) -> dict[str, Person]:
    """Persons by name: an officer of the city, one of district 101, a handler."""
    with instance.db.writing() as opened:
        city = make_city(opened)
        places = {
            "officer": (Role.ISSUING_OFFICER, city["100"]),
            "district": (Role.ISSUING_OFFICER, city["101"]),
            "handler": (Role.HANDLER, city["100"]),
        }
        found = {}
        for name, (role, unit) in places.items():
            account = people.create_account(opened, name, actor_id=None, now=now)
            grant = Grant(role, unit.id or 0, unit.path)
            found[name] = Person(id=account.id or 0, username=name, name=name, grants=(grant,))
    return found


@pytest.fixture
def client(instance: Instance, readers: dict[str, Person]) -> FlaskClient:
    app = Flask(product.__package__)
    app.extensions["takrim"] = instance
    app.extensions[AFTER_IMPORT] = after_import
    app.config.update(
        SECRET_KEY=instance.settings.secret_key,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=25 * 2**20,
        BABEL_DEFAULT_LOCALE="en",
        SESSION_COOKIE_NAME="__Host-takrim",
    )
    harden(app, secure=True)
    init_i18n(app, instance.settings.zone)
    init_navigation(app)
    CSRFProtect().init_app(app)

    @app.before_request
    def recognise() -> None:
        g.me = readers.get(session.get("reader", ""))

    @app.get("/as/<reader>")
    def stand_in(reader: str) -> str:
        session["reader"] = reader
        return reader

    stand_in.takrim_action = None  # type: ignore[attr-defined]
    app.before_request(admit)
    app.register_blueprint(bp)
    app.jinja_env.globals.setdefault("csp_nonce", lambda: "")
    app.url_build_error_handlers.append(lambda *_a: "/elsewhere")
    product._map_errors(app)
    plain = DictLoader(dict.fromkeys(("error.html", "console/error.html"), "{{ code }}"))
    app.jinja_loader = ChoiceLoader([app.jinja_loader, plain])
    return app.test_client()
