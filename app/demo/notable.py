"""People of the demo whom the night notices: one praised, one low, one who fell, two flattered.

Nobody else speaks of them, and each answer stands at a fixed distance from today, so that every
demo shows the same: somebody commendable, somebody in need of attention, growth of complaints,
and groups for the integrity desk.

The fall is wide and even rather than deep.  The odds of no kind of answer change threefold, for
then the good old answers, or the bad new ones, could look like a burst (rule W4) and would not be
heard; how often that happens hangs on what the rest of the unit is told, so on the day.  Many
answers make up for it: the sum of the alarm comes to twice its height, and its person is neither
commendable before nor among the low after.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from app.badges.models import Badge
from app.badges.queries import SubjectPage, subject_for_serial
from app.demo.diary import Act, Diary
from app.directory.models import Subject, Unit
from app.directory.rules import EMPLOYEE
from app.feedback.rules import Channel
from app.intake import service as intake
from app.intake.submission import Purpose, Submission
from app.people.models import Account

__all__ = ["Noticed"]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PRAISED = (5, 5, 5, 5, 4, 5, 5, 5, 5, 5)
_LOW = (2, 3, 1, 3, 2, 4, 2)
_BEFORE = (5, 5, 1, 5, 4, 5, 5, 3, 5, 5, 1, 5, 4, 5, 5, 1, 5, 4, 5, 5)
_SINCE = (5, 1, 4, 5, 1, 5, 3, 4, 1, 5, 5, 1, 4, 5, 1, 5, 3, 4, 1, 5)
_USUAL = (4, 5, 3, 4, 5, 2, 4)


@dataclass(frozen=True, slots=True)
class Tap:
    """One answer: mood, device and network as any phone has them."""

    mood: int
    device: str
    network: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """The five people, in this order: praised, low, falling, flattered twice."""

    pages: tuple[SubjectPage, ...]

    @classmethod
    def among(cls, session: Session) -> "Noticed":
        """Choose them: people of different units who lead nobody and have no account."""
        led = select(Unit.manager_subject_id).where(col(Unit.manager_subject_id).is_not(None))
        rows = session.exec(
            select(Badge.serial, Subject.unit_id)
            .join(Subject, col(Subject.id) == col(Badge.subject_id))
            .outerjoin(Account, col(Account.subject_id) == col(Subject.id))
            .where(Subject.kind == EMPLOYEE, col(Account.id).is_(None), col(Subject.id).not_in(led))
            .order_by(col(Subject.id).desc())
        ).all()
        first = {unit: serial for serial, unit in reversed(rows)}
        found = (subject_for_serial(session, serial) for serial in first.values())
        return cls(tuple([page for page in found if page is not None][-5:]))

    @property
    def ids(self) -> frozenset[int]:
        """Their subjects."""
        return frozenset(page.subject_id for page in self.pages)

    def write(self, diary: Diary, *, now: datetime, zone: ZoneInfo) -> None:
        """Write their half year into the diary."""
        rng = random.Random(1405)  # noqa: S311  a demo, the same every time
        praised, low, falling, flattered, pushed = self.pages
        told = [
            *((praised, days, _PRAISED) for days in _spread(rng, 72, 1, 182)),
            *((low, days, _LOW) for days in _spread(rng, 72, 1, 182)),
            *((falling, days, _BEFORE) for days in _spread(rng, 160, 61, 182)),
            *((falling, days, _SINCE) for days in _spread(rng, 80, 1, 60)),
            *((one, days, _USUAL) for one in (flattered, pushed)
              for days in _spread(rng, 48, 8, 182)),
        ]  # fmt: skip
        for place, (page, days, moods) in enumerate(told):
            tap = Tap(moods[place % len(moods)], _hex(rng), _hex(rng), rng.randint(6, 40))
            diary.write(_daytime(rng, now - days, zone), _act(rng, page, tap, zone))
        self._flatter(rng, diary, flattered, now, zone)
        self._push(rng, diary, pushed, now, zone)

    @staticmethod
    def _flatter(
        rng: random.Random, diary: Diary, page: SubjectPage, now: datetime, zone: ZoneInfo
    ) -> None:
        """One phone praises the same person on six days in a row."""
        device, network = _hex(rng), _hex(rng)
        for days in range(2, 8):
            act = _act(rng, page, Tap(5, device, network, 9), zone)
            diary.write(_daytime(rng, now - timedelta(days=days), zone), act)

    @staticmethod
    def _push(
        rng: random.Random, diary: Diary, page: SubjectPage, now: datetime, zone: ZoneInfo
    ) -> None:
        """Eleven phones in one network want the same person punished within an hour."""
        network, noon = _hex(rng), _daytime(rng, now - timedelta(days=3), zone)
        for minute in range(0, 55, 5):
            act = _act(rng, page, Tap(1, _hex(rng), network, 12), zone)
            diary.write(noon + timedelta(minutes=minute), act)


def _spread(rng: random.Random, count: int, first: int, last: int) -> Iterator[timedelta]:
    """Yield as many distances into the past, evenly spread over these days."""
    for place in range(count):
        day = first + (last - first) * (place + rng.random()) / count
        yield timedelta(days=round(day))


def _daytime(rng: random.Random, at: datetime, zone: ZoneInfo) -> datetime:
    """Return an instant of that day's office hours."""
    local = at.astimezone(zone).replace(hour=rng.randrange(8, 14), minute=rng.randrange(60))
    return local.astimezone(UTC)


def _hex(rng: random.Random) -> str:
    return f"{rng.getrandbits(128):032x}"


def _act(rng: random.Random, page: SubjectPage, tap: Tap, zone: ZoneInfo) -> Act:
    nonce = "".join(rng.choices(_LETTERS, k=16))
    opened = timedelta(seconds=tap.seconds)

    def act(session: Session, at: datetime) -> None:
        key = Submission(Purpose.BADGE, page.serial, Channel.QR, at - opened, nonce)
        said = intake.Tap(mood=tap.mood, device=tap.device, network=tap.network)
        intake.submit(session, key, said, page, now=at, zone=zone)

    return act
