"""Two people of the demo whom the night notices: one praised all half year, one who fell of late.

Their answers come on top of the usual ones, tap by tap through the same door.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.badges.queries import SubjectPage
from app.demo.diary import Act, Diary
from app.feedback.rules import Channel
from app.intake import service as intake
from app.intake.submission import Purpose, Submission

__all__ = ["notice"]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def notice(diary: Diary, pages: Sequence[SubjectPage], *, now: datetime, zone: ZoneInfo) -> None:
    """Write the answers about the first two of these people into the diary."""
    rng = random.Random(1405)  # noqa: S311  a demo, the same every time
    praised, falling = pages[0], pages[1]
    told = [(praised, days, [5, 5, 5, 5, 5, 5, 5, 4, 5, 2]) for days in _spread(rng, 72, 1, 182)]
    told += [(falling, days, [5, 5, 4, 4]) for days in _spread(rng, 60, 50, 180)]
    told += [(falling, days, [2, 3, 3, 4]) for days in _spread(rng, 24, 1, 46)]
    for page, days, moods in told:
        at = now - days
        local = at.astimezone(zone).replace(hour=rng.randrange(8, 15))
        act = _act(rng, page, rng.choice(moods), zone)
        diary.write(min(local.astimezone(UTC), at), act)


def _spread(rng: random.Random, count: int, first: int, last: int) -> Iterator[timedelta]:
    """Yield as many distances into the past, evenly spread over these days."""
    for place in range(count):
        day = first + (last - first) * (place + rng.random()) / count
        yield timedelta(days=round(day), minutes=rng.randrange(0, 240))


def _act(rng: random.Random, page: SubjectPage, mood: int, zone: ZoneInfo) -> Act:
    nonce = "".join(rng.choices(_LETTERS, k=16))
    device, network = (f"{rng.getrandbits(128):032x}" for _ in range(2))
    opened = timedelta(seconds=rng.randint(6, 40))

    def act(session: Session, at: datetime) -> None:
        key = Submission(Purpose.BADGE, page.serial, Channel.QR, at - opened, nonce)
        tap = intake.Tap(mood=mood, device=device, network=network)
        intake.submit(session, key, tap, page, now=at, zone=zone)

    return act
