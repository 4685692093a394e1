"""A city with one desk and one station, a browser for each test, short ways to use the pages."""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import application as house
from app import keystore
from app.badges.models import Badge
from app.db import Database
from app.directory.models import Facility, FacilityKind, FacilityLine
from app.instance import Instance, open_instance
from app.intake import front, scanned
from app.intake.doorway import Doorway
from app.settings import DEMO_SECRET, Settings
from qr import payload
from qr.codes import new_typed_code
from tests.feedback.making import NOON, make_employee, make_subject, make_unit, stored


@dataclass
class City:
    """What tests speak of: the running city and its badges."""

    instance: Instance
    desk_id: int
    station_id: int
    unit_id: int
    desk: Badge
    station: Badge

    @property
    def db(self) -> Database:
        return self.instance.db

    def url(self, badge: Badge) -> str:
        return "/B/" + payload.sign(bytes.fromhex(badge.serial), self.instance.keys.ring)

    def end(self, badge: Badge, **fields) -> None:
        with self.db.writing() as session:
            row = session.get(Badge, badge.id)
            for name, value in fields.items():
                setattr(row, name, value)
            session.add(row)


def make_badge(session, subject, key_id: int) -> Badge:
    return stored(
        session,
        Badge(
            serial=secrets.token_hex(5),
            key_id=key_id,
            typed_code=new_typed_code(),
            subject_id=subject.id,
            issued_at=NOON - timedelta(days=30),
        ),
    )


def make_station(session, unit):
    kinds = {"metro_station": "ایستگاه مترو", "metro_line": "خط مترو"}
    for code, name in kinds.items():
        if session.get(FacilityKind, code) is None:
            stored(session, FacilityKind(code=code, name_fa=name, name_en=code.replace("_", " ")))
    station = make_subject(
        session, unit, kind="metro_station", name_fa="تئاتر شهر", name_en="Theatr-e Shahr"
    )
    place = {"organisation_id": unit.organisation_id}
    stored(
        session,
        Facility(subject_id=station.id, kind="metro_station", code=station.code, **place),
    )
    for number, colour in (("3", "#6ec5ea"), ("4", "#f4cc3e")):
        line = make_subject(session, unit, kind="metro_line", name_fa=f"خط {number}")
        stored(
            session,
            Facility(
                subject_id=line.id,
                kind="metro_line",
                code=line.code,
                line_number=number,
                line_colour=colour,
                **place,
            ),
        )
        stored(session, FacilityLine(facility_id=station.id, line_id=line.id, place=int(number)))
    return station


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch):
    """Most tests look at the database as it is now; ``kept`` gives the two seconds back."""
    monkeypatch.setattr(scanned, "FRESH_S", 0)
    monkeypatch.setattr(front, "FRESH_S", 0)


@pytest.fixture
def kept(monkeypatch):
    """What was scanned is known for two seconds, as in the city."""
    monkeypatch.setattr(scanned, "FRESH_S", 2.0)


@pytest.fixture
def instance(sqlite_database: Database, tmp_path) -> Instance:
    keystore.make(tmp_path, now=NOON)
    settings = Settings(
        instance=tmp_path,
        database_url=sqlite_database.engine.url.render_as_string(),
        public_url="https://tk.example",
        secret_key=DEMO_SECRET,
        demo=True,
        city_fa="شهرداری تهران",
        city_en="Tehran Municipality",
        synchronous="NORMAL",
    )
    return open_instance(settings)


@pytest.fixture
def city(instance) -> City:
    with instance.db.writing() as session:
        unit = make_unit(session)
        desk, station = make_employee(session, unit), make_station(session, unit)
        key_id = instance.keys.ring.signing.key_id
        badges = [make_badge(session, subject, key_id) for subject in (desk, station)]
        return City(instance, desk.id, station.id, unit.id, *badges)


@pytest.fixture
def app(instance) -> Flask:
    made = house.create_app(instance)
    made.testing = True
    return made


@pytest.fixture
def web(app, city) -> FlaskClient:
    assert city.instance is app.extensions["takrim"]
    return app.test_client()


def key_in(page: str) -> str:
    """The submission key of a served form."""
    return re.search(r'name="key" value="([^"]+)"', page)[1]


def tap_face(
    web: FlaskClient, url: str, touched: int | str = 4, environ_base: dict | None = None, **fields
):
    """Open a page as a phone does, touch a face; return the answer."""
    key = key_in(web.get(url, environ_base=environ_base or {}).text)
    sent = {"key": key, "tap": str(touched)} | fields
    return web.post(url, data=sent, environ_base=environ_base or {})


def tell(web: FlaskClient, thanks: str, **fields):
    """Send words from the thanks page."""
    known = {"kind": "crt", "text": "سه روز پشت سر هم گفتند فردا بیایید.", "about": "postponed"}
    return web.post(thanks, data=known | fields)


def gone_through(monkeypatch: pytest.MonkeyPatch, names: set[str]) -> list[int]:
    """Return a list that grows by one with each request of these routes a short way answers."""
    gone: list[int] = []
    for way in ("show", "send_on"):
        answer = getattr(Doorway, way)

        def noted(self, start, visit, route, *rest, answer=answer, **named):
            gone.extend([1] * (route.name in names))
            return answer(self, start, visit, route, *rest, **named)

        monkeypatch.setattr(Doorway, way, noted)
    return gone
