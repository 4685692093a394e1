"""The small city of the case tests, and the same city behind its whole application."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, SQLModel, select

from app import clock
from app.db import Database
from app.instance import Instance
from app.intake import front, scanned
from app.people import service as people
from app.rights import Person
from qr import payload
from tests.cases.city import City, make_city
from tests.conftest import NOON
from tests.intake.conftest import make_badge, tap_face, tell
from tests.web import application, found


@pytest.fixture
def city(session: Session) -> City:
    """The people and places of the case tests, in an open unit of work."""
    return make_city(session)


Row = TypeVar("Row", bound=SQLModel)


@dataclass
class Town:
    """The whole product on one engine, its clock in the hand of the test."""

    instance: Instance
    app: Flask
    city: City
    scans: dict[str, str]
    now: datetime = NOON

    @property
    def db(self) -> Database:
        return self.instance.db

    def phone(self) -> FlaskClient:
        """A citizen's browser, fresh from the shop."""
        return self.app.test_client()

    def file(self, badge: str = "clerk", **said: str) -> str:
        """Scan, touch a face, write; return the address of the thanks."""
        phone = self.phone()
        thanks = tap_face(phone, self.scans[badge], 1).location
        answer = tell(phone, thanks, **{"want": "1", **said})
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def sign_in(self, person: Person) -> FlaskClient:
        """The browser of somebody of the city, at their desk."""
        with self.db.writing() as session:
            token = people.start_session(session, person.id, agent="a test", now=self.now)
        client = self.app.test_client()
        with client.session_transaction() as kept:
            kept["sid"] = token
        return client

    def rows(self, table: type[Row]) -> list[Row]:
        """Every stored row of a table, oldest first."""
        with self.db.reading() as session:
            return list(session.exec(select(table).order_by(*table.__table__.primary_key)))  # type: ignore[attr-defined]


@pytest.fixture
def town(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A city whose clerk and station wear badges, served by the application."""
    monkeypatch.setattr(scanned, "FRESH_S", 0)
    monkeypatch.setattr(front, "FRESH_S", 0)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    instance = found(database, tmp_path)
    with database.writing() as session:
        city = make_city(session)
        ring = instance.keys.ring
        wearers = {"clerk": city.clerk, "station": city.station}
        badges = {
            name: make_badge(session, who, ring.signing.key_id) for name, who in wearers.items()
        }
        scans = {
            name: "/B/" + payload.sign(bytes.fromhex(badge.serial), ring)
            for name, badge in badges.items()
        }
        session.flush()
        session.expunge_all()
    made = Town(instance, application(instance), city, scans)
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made
