"""A small city for the desks about people: one low, one praised, and everybody who has a say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page

from app import keystore
from app.application import create_app
from app.badges import service as badges
from app.badges.scope import Scope
from app.calendar import service as calendar
from app.db import Database
from app.directory.models import Subject
from app.feedback.rules import Kind
from app.instance import Instance
from app.people import queries
from app.people import service as people
from app.people.service import whole_city
from app.rights import Role
from app.settings import DEMO_SECRET, Settings
from tests.browser.conftest import DESK
from tests.browser.frozen_city import _listening
from tests.conftest import NOON
from tests.insights.city import hear, make_city, person, tell
from tests.scores.nights import night

__all__ = ["PeopleCity", "served"]

SAID = "برای یک امضا سه بار آمدم و کسی راهنمایی نکرد."
_DESKS = {
    "hr": Role.HR_REVIEWER,
    "second": Role.HR_REVIEWER,
    "judge": Role.APPEAL_REVIEWER,
    "officer": Role.ISSUING_OFFICER,
}


@dataclass
class PeopleCity:
    """The city, where it is served, and the two employees."""

    instance: Instance
    app: Flask
    low: Subject
    praised: Subject
    now: datetime
    url: str = ""

    @contextmanager
    def desk_of(self, browser: Browser, username: str) -> Iterator[Page]:
        """A desk at which somebody is signed in."""
        context = browser.new_context(locale="fa-IR", viewport=DESK, accept_downloads=True)
        with self.instance.db.writing() as session:
            who = queries.person_named(session, username)
            token = people.start_session(session, who.id, agent="a browser", now=self.now)
        client = self.app.test_client()
        with client.session_transaction() as kept:
            kept["sid"] = token
        cookie = client.get_cookie("takrim")
        assert cookie is not None
        context.add_cookies([{"name": "takrim", "value": cookie.value, "url": self.url}])
        yield context.new_page()
        context.close()


@contextmanager
def served(database: Database, folder: Path, now: datetime) -> Iterator[PeopleCity]:
    """Serve the city until the block ends."""
    settings = Settings(
        instance=folder,
        public_url="http://127.0.0.1",
        secret_key=DEMO_SECRET,
        demo=True,
        synchronous="NORMAL",
    )
    instance = Instance(settings, database, keystore.make(folder, now=now))
    with database.writing() as session:
        calendar.install(session)
        city = make_city(session)
        low = person(session, city.counter, "0012", "نیلوفر", "جعفری", title="متصدی باجه")
        praised = person(session, city.south, "0013", "مریم", "حسینی‌نژاد", title="کارشناس")
        badges.issue(session, instance.keys.ring, Scope(), now=now, actor_id=None)
        hear(session, low, 3, 2, 3, 4, 2)
        tell(session, low, SAID)
        tell(session, praised, "با حوصله توضیح دادند.", kind=Kind.APPRECIATION)
        night(
            session,
            (low, {"score": 38.0, "flagged": True}),
            (praised, {"score": 88.0, "commendable": True}),
        )
        top = whole_city(session, "شهر")
        for name, role in _DESKS.items():
            _account(session, name, role, top.id or 0)
        _account(session, "0013", Role.EMPLOYEE, praised.unit_id, praised)
    made = PeopleCity(instance, create_app(instance), low, praised, now)
    with _listening(made.app) as made.url:
        yield made


def _account(session, name: str, role: Role, unit_id: int, subject: Subject | None = None) -> None:
    account = people.create_account(
        session,
        name,
        name_fa=f"همکار {name}",
        subject_id=subject.id if subject else None,
        actor_id=None,
        now=NOON,
    )
    people.set_password(session, account, "hash", actor_id=None, now=NOON)
    people.grant_role(session, account, role, unit_id, actor_id=None, now=NOON)
