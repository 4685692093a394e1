"""Six months of messages and what came of them, through the services a real day uses."""

import json
import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from app.badges.models import Badge
from app.badges.queries import SubjectPage, subject_for_serial
from app.calendar.queries import working_calendar
from app.calendar.rules import WorkingCalendar, working_time
from app.cases.taxonomy import categories_for
from app.db import Database
from app.demo.desks import Desks
from app.demo.diary import Act, Diary
from app.demo.notable import Noticed
from app.demo.shown import STATION
from app.feedback.rules import Channel, Identity, Kind
from app.feedback.words import Words
from app.intake import service as intake
from app.intake.submission import Purpose, Submission
from app.people.models import Account
from app.rights import Role
from app.settings import Settings
from app.vault import Vault

__all__ = ["build_voices"]

DAYS = 183
MESSAGES = 2600
_DATA = Path(__file__).with_name("words.json")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

_GRIEF = "وقتی پرسیدم کارم کی تمام می‌شود با تندی گفت اگر عجله داری فردا بیا و پاسخ دیگری نداد"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One badge of the city, how often people speak of it and how content they are."""

    page: SubjectPage
    weight: float
    contentment: float
    own: bool = False


def build_voices(database: Database, vault: Vault, settings: Settings, *, now: datetime) -> int:
    """Let the city speak for half a year up to ``now``; return how many acts that was."""
    rng = _chance("city")
    words = json.loads(_DATA.read_text(encoding="utf-8"))
    with database.reading() as session:
        hours = working_calendar(session)
        desks = Desks.of(
            session, words, hours, _chance("desks"), now=now, zone=settings.zone, vault=vault
        )
        noticed = Noticed.among(session)
        spoken = _spoken(session, noticed.ids, rng)
    diary = Diary(now)
    voices = Voices(rng, words, hours, desks, diary, settings, vault)
    weights = [one.weight for one in spoken]
    for number, one in enumerate(rng.choices(spoken, weights, k=MESSAGES)):
        said = replace(voices, rng=_chance(number))
        diary.write(_instant(said.rng, now, hours, lively=not one.page.is_employee), said.tap(one))
    noticed.write(diary, now=now, zone=settings.zone)
    diary.write(now - timedelta(days=3), voices.grieve(_own(spoken)))
    return diary.live(database)


def _chance(of: object) -> random.Random:
    """Return the dice of one thing alone: what is thrown for it never depends on the day."""
    return random.Random(f"takrim-{of}")  # noqa: S311  a demo, the same every time


@dataclass(slots=True)
class Voices:
    """The citizens: they tap, some write, some want an answer."""

    rng: random.Random
    words: dict[str, Any]
    hours: WorkingCalendar
    desks: Desks
    diary: Diary
    settings: Settings
    vault: Vault

    def tap(self, one: Spoken) -> Act:
        """Return the act of one tap; one in three goes on to write."""

        def act(session: Session, at: datetime) -> None:
            key = self._key(one, at)
            mood = self._mood(one)
            tap = intake.Tap(mood=mood, device=self._hex(), network=self._hex())
            intake.submit(session, key, tap, one.page, now=at, zone=self.settings.zone)
            if self.rng.random() < 0.34:
                self._tell(session, one, key.nonce, mood, at + timedelta(seconds=70))

        return act

    def grieve(self, one: Spoken) -> Act:
        """Return the act of a complaint about manners, so that a finding can be shown."""

        def act(session: Session, at: datetime) -> None:
            key = self._key(one, at)
            tap = intake.Tap(mood=2, device=self._hex(), network=self._hex())
            intake.submit(session, key, tap, one.page, now=at, zone=self.settings.zone)
            said = Words(kind=Kind.COMPLAINT, category="DIS", text=_GRIEF, wants_answer=True)
            later = at + timedelta(seconds=70)
            zone = self.settings.zone
            intake.tell(session, key.nonce, said, vault=self.vault, now=later, zone=zone)
            self.desks.hear(session, self.diary, key.nonce, later)

        return act

    def _tell(self, session: Session, one: Spoken, nonce: str, mood: int, at: datetime) -> None:
        said = self._words(one, mood)
        intake.tell(session, nonce, said, vault=self.vault, now=at, zone=self.settings.zone)
        self.desks.hear(session, self.diary, nonce, at)

    def _words(self, one: Spoken, mood: int) -> Words:
        about = self.words["employee" if one.page.is_employee else "place"]
        kind = self._kind(mood)
        if kind is not Kind.COMPLAINT:
            wants = kind is not Kind.APPRECIATION and self.rng.random() < 0.2
            return Words(kind=kind, text=self.rng.choice(about[kind.value]), wants_answer=wants)
        rare = self.rng.random() < 0.04
        fitting = {entry.code for entry in categories_for(one.page.kind)}
        choices = [pair for pair in about["inspection" if rare else "crt"] if pair[0] in fitting]
        category, text = self.rng.choice(choices or about["crt"][:2])
        return Words(
            kind=kind,
            category=category,
            text=text,
            wants_answer=self.rng.random() < 0.7,
            identity=Identity.ANONYMOUS,
        )

    def _kind(self, mood: int) -> Kind:
        if mood >= 4:
            return self.rng.choices([Kind.APPRECIATION, Kind.COMMENT, Kind.SUGGESTION], [6, 2, 2])[
                0
            ]
        return self.rng.choices([Kind.COMPLAINT, Kind.COMMENT, Kind.SUGGESTION], [6, 2, 2])[0]

    def _mood(self, one: Spoken) -> int:
        return min(5, max(1, round(self.rng.gauss(one.contentment, 1.1))))

    def _key(self, one: Spoken, at: datetime) -> Submission:
        opened = at - timedelta(seconds=self.rng.randint(7, 40))
        nonce = "".join(self.rng.choices(_LETTERS, k=16))
        channel = self.rng.choices([Channel.QR, Channel.TYPED], [9, 1])[0]
        return Submission(Purpose.BADGE, one.page.serial, channel, opened, nonce)

    def _hex(self) -> str:
        return f"{self.rng.getrandbits(128):032x}"


def _own(spoken: list[Spoken]) -> Spoken:
    """Return the badge of the employee whose page the demo shows."""
    return max((one for one in spoken if one.page.is_employee), key=lambda one: one.own)


def _spoken(session: Session, apart: frozenset[int], rng: random.Random) -> list[Spoken]:
    """Return the badges people speak of; of those ``apart`` the demo speaks one by one."""
    serials = session.exec(select(Badge.serial).order_by(col(Badge.id))).all()
    own = session.exec(
        select(Account.subject_id).where(Account.username == Role.EMPLOYEE.value)
    ).one()
    spoken = []
    for serial in serials:
        page = subject_for_serial(session, serial)
        if page is None:
            continue
        if page.subject_id in apart:
            continue
        weight = rng.expovariate(1.0) * (1.0 if page.is_employee else 2.2)
        if page.subject_id == own or page.code == STATION:
            weight = 3.5 if page.is_employee else 9.0
        contentment = min(4.7, max(2.2, rng.gauss(3.9, 0.4)))
        spoken.append(Spoken(page, weight, contentment, page.subject_id == own))
    return spoken


def _instant(
    rng: random.Random, now: datetime, hours: WorkingCalendar, *, lively: bool
) -> datetime:
    """Return an instant of the half year at which people are out: mostly in opening hours.

    Of ``lively`` places much is said in the last two days, so that desks have something to do.
    """
    days = 2 if lively and rng.random() < 0.16 else DAYS
    for _ in range(20):
        at = now - timedelta(seconds=rng.randint(600, days * 86_400))
        local = at.astimezone(hours.zone)
        open_now = bool(working_time(hours, at, at + timedelta(seconds=1)))
        if open_now or (6 <= local.hour < 22 and rng.random() < 0.2):
            return at
    return at
