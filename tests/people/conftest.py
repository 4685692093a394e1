"""The product's application on a real SQLite city of its own."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock, keystore
from app.application import create_app
from app.db import Database
from app.instance import Instance
from app.settings import Settings
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
    return create_app(instance)


@pytest.fixture
def client(desk_app: Flask) -> FlaskClient:
    return desk_app.test_client()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> list[datetime]:
    """The time the product sees; put another one in to move it."""
    shown = [now]
    monkeypatch.setattr(clock, "now", lambda: shown[0])
    return shown
