"""A small city served from this process, so that the test holds its clock in the hand.

The demo runs as a process of its own and lives in today; here the application of production is
served by a thread, ``app.clock.now`` is the instant the test set, and nothing happens by itself:
the clockwork is one call (``pass_time``).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page
from sqlmodel import select
from werkzeug.serving import make_server

from app import keystore
from app.application import create_app
from app.cases import jobs
from app.cases.models import Case
from app.db import Database
from app.instance import Instance
from app.notices.models import Notice
from app.people import service as people
from app.rights import Person, Role
from app.settings import DEMO_SECRET, Settings
from qr import payload
from tests.browser.conftest import DESK
from tests.cases.city import City, desk, make_city
from tests.intake.conftest import make_badge


@dataclass
class FrozenCity:
    """The city, where it is served, what time it is there."""

    instance: Instance
    app: Flask
    city: City
    scan: str
    now: datetime
    url: str = ""

    def pass_time(self, until: datetime) -> int:
        """Move the clock and let the clockwork do what is due; return how many cases climbed."""
        self.now = until
        return jobs.climb_ladders(self.instance.db, now=until)

    def case(self) -> Case:
        """The only case there is."""
        with self.instance.db.reading() as session:
            found = session.exec(select(Case)).one()
            session.expunge(found)
        return found

    def texts(self) -> list[Notice]:
        """What was written to citizens and staff, oldest first."""
        with self.instance.db.reading() as session:
            rows = list(session.exec(select(Notice).order_by(Notice.id)))  # type: ignore[arg-type]
            session.expunge_all()
        return rows

    def code_by_text(self) -> str:
        """The six digits of the last sign-in text, as the phone shows them."""
        return [row.params["otp"] for row in self.texts() if row.template == "C17"][-1]

    @contextmanager
    def desk_of(self, browser: Browser, person: Person) -> Iterator[Page]:
        """A desk at which somebody is signed in."""
        context = browser.new_context(locale="fa-IR", viewport=DESK)
        with self.instance.db.writing() as session:
            token = people.start_session(session, person.id, agent="a browser", now=self.now)
        client = self.app.test_client()
        with client.session_transaction() as kept:
            kept["sid"] = token
        cookie = client.get_cookie("takrim")
        assert cookie is not None
        context.add_cookies([{"name": "takrim", "value": cookie.value, "url": self.url}])
        yield context.new_page()
        context.close()


@contextmanager
def served(database: Database, folder: Path, now: datetime) -> Iterator[FrozenCity]:
    """Serve a city whose clerk wears a badge, until the block ends."""
    settings = Settings(
        instance=folder,
        public_url="http://127.0.0.1",
        secret_key=DEMO_SECRET,
        demo=True,
        synchronous="NORMAL",
    )
    instance = Instance(settings, database, keystore.make(folder, now=now))
    with database.writing() as session:
        city = make_city(session)
        city.desks |= {
            "verifier": desk(session, "verifier", Role.VERIFIER, city.root),
            "judge": desk(session, "judge", Role.APPEAL_REVIEWER, city.root),
        }
        ring = instance.keys.ring
        badge = make_badge(session, city.clerk, ring.signing.key_id)
        scan = "/B/" + payload.sign(bytes.fromhex(badge.serial), ring)
        session.flush()
        session.expunge_all()
    made = FrozenCity(instance, create_app(instance), city, scan, now)
    with _listening(made.app) as made.url:
        yield made


@contextmanager
def _listening(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
