"""An invented city whose truth is known: desks, people, honest citizens.

Moods come from a latent opinion cut at four thresholds, so the engine's linear model is only
nearly right, as in life.  The truth of a person is the expected answer of an average citizen at
the reference mix of desks today, found by integration, never by the engine's own arithmetic.
"""

from dataclasses import dataclass, field
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

__all__ = ["DAYS", "Row", "World", "make_world"]

DAYS = 420
START = 1_760_000_000
CUTS = np.array([14.0, 34.0, 54.0, 76.0])
NOISE, STRICT = 26.0, 9.0
CHANNELS = ("qr", "web", "kiosk", "call")
CHANNEL_MIX, CHANNEL_EFFECT = np.array([0.58, 0.18, 0.16, 0.08]), np.array([0.0, -3.0, -2.0, 4.0])
HOURS = np.array([8, 9, 10, 11, 12, 13, 14, 16, 18])
HOUR_EFFECT = np.array([3.0, 2.0, 1.0, 0.0, -1.0, -3.0, -2.0, 0.0, 1.0])
STOCK = (
    "برخورد خوب و محترمانه‌ای داشتند، از ایشان ممنونم",
    "کارم با حوصله و در زمان کوتاه انجام شد، سپاسگزارم",
    "مدت زیادی در صف ماندم و کسی پاسخ‌گو نبود متأسفانه",
    "راهنمایی دقیقی نکردند و دوباره مجبور به مراجعه شدم",
)
WORDS = (
    "کارمند باجه پرونده صف نوبت پاسخ روشن دیر زود مدرک کپی امضا دوباره راهنمایی محترم آرام تند "
    "مراجعه اتاق طبقه تلفن سامانه قطع کوتاه بلند خسته مهربان دقیق ناقص کامل هزینه رسید مهر تاریخ"
).split()
Array = NDArray[np.float64]
Row = dict[str, object]


@dataclass
class World:
    """People and desks, the honest rows, and what is true of every person today."""

    draw: np.random.Generator
    unit: NDArray[np.int64]
    service: NDArray[np.int64]
    desk: Array
    level: Array
    change_day: NDArray[np.int64]
    change: Array
    truth: Array
    rate: Array
    rows: list[Row] = field(default_factory=list)

    @property
    def people(self) -> int:
        """Return how many persons there are."""
        return len(self.unit)

    def name(self, person: int) -> str:
        """Return the code of a person in the rows."""
        return f"P{person:05d}"

    def row(self, person: int, second: float, mood: int, **more: object) -> Row:
        """Return one answer about a person, by scan unless said otherwise."""
        number = int(self.draw.integers(1 << 60))
        return {
            "id": f"a{number:016x}",
            "time": stamp(second),
            "subject": self.name(person),
            "unit": f"U{self.unit[person]:03d}",
            "service": f"S{self.service[person]:02d}",
            "channel": "qr",
            "mood": mood,
            "device": f"d{number:x}",
            "network": f"carrier{int(self.draw.integers(6))}",
            "seconds": round(float(np.exp(self.draw.normal(3.0, 0.5))), 1),
            "scan": f"k{number:x}",
        } | more


def stamp(second: float) -> str:
    """Return seconds since the first day as ISO 8601."""
    return str(np.datetime64(START + int(second), "s")) + "Z"


def make_world(seed: int, *, people: int = 600, median_answers: float = 35.0) -> World:
    """Return a city of so many people with honest answers over 420 days."""
    draw = np.random.default_rng(seed)
    units, services = max(people // 20, 4), 10
    desk = draw.normal(0, 8, services)[None, :] + draw.normal(0, 4, units)[:, None]
    desk = desk + draw.normal(0, 3, (units, services))
    desk[:, :2] -= 18.0  # two kinds of desks nobody can please
    unit, service = draw.integers(units, size=people), draw.integers(services, size=people)
    level = draw.normal(0, 9, people)
    changes = draw.random(people) < 0.10
    late = draw.random(people) < 0.4
    day = np.where(
        late, draw.integers(DAYS - 60, DAYS - 14, people), draw.integers(60, DAYS - 60, people)
    )
    change = np.where(changes, draw.choice([-22.0, 22.0], people), 0.0)
    rate = np.exp(draw.normal(np.log(median_answers), 0.7, people)) / DAYS
    world = World(
        draw, unit, service, desk, level, np.where(changes, day, DAYS), change,
        np.zeros(people), rate,
    )  # fmt: skip
    world.truth = _truth(world)
    _Citizens(world).speak()
    return world


def _truth(world: World) -> Array:
    used = np.unique(world.unit * 100 + world.service)
    desks = world.desk[used // 100, used % 100]
    spread = sqrt(NOISE**2 + STRICT**2)
    place = (62.0 + desks[:, None, None] + CHANNEL_EFFECT[None, :, None]) + HOUR_EFFECT
    share = CHANNEL_MIX[None, :, None] / len(desks) / len(HOURS) * np.ones_like(place)
    grid = np.linspace(-80, 80, 641)
    cdf = np.vectorize(lambda z: 0.5 * (1 + erf(z / sqrt(2))))
    z = np.linspace(-8, 8, 3201)
    table = cdf(z)
    points = [
        25
        * float(
            (
                share[None]
                * np.interp((place[None] + g - CUTS[:, None, None, None]) / spread, z, table)
            ).sum()
        )
        for g in grid
    ]
    return np.interp(world.level + world.change, grid, points)


class _Citizens:
    """Who comes, how often, with which device, and what they say."""

    def __init__(self, world: World) -> None:
        self.world, self.draw = world, world.draw
        self.known: dict[int, list[tuple[str, float, str]]] = {}
        units = int(world.unit.max()) + 1
        self.outage = self.draw.random((units, DAYS + 1)) < 0.01
        self.busy = np.exp(self.draw.normal(0, 0.25, (units, DAYS + 1)))

    def speak(self) -> None:
        """Fill the rows of the world."""
        for person in range(self.world.people):
            unit = int(self.world.unit[person])
            count = self.draw.poisson(self.world.rate[person] * DAYS)
            share = self.busy[unit, :DAYS] / self.busy[unit, :DAYS].sum()
            for day in np.sort(self.draw.choice(DAYS, size=count, p=share)).tolist():
                self.world.rows.append(self._answer(person, unit, day, None))
        self._regulars()

    def _regulars(self) -> None:
        """Agents who come to one unit again and again and rate honestly whoever serves them."""
        units = int(self.world.unit.max()) + 1
        for number in range(self.world.people // 25):
            unit = int(self.draw.integers(units))
            staff = np.flatnonzero(self.world.unit == unit)
            if not len(staff):
                continue
            usual = self.draw.choice(staff, size=min(3, len(staff)), replace=False)
            who = (f"agent{number}", float(self.draw.normal(0, STRICT)), f"office{number // 2}")
            for day in range(int(self.draw.integers(10)), DAYS, int(self.draw.integers(4, 20))):
                self.world.rows.append(self._answer(int(self.draw.choice(usual)), unit, day, who))

    def _answer(self, person: int, unit: int, day: int, who: tuple[str, float, str] | None) -> Row:
        world, draw = self.world, self.draw
        channel = int(draw.choice(4, p=CHANNEL_MIX)) if who is None else 0
        device, strict, network = who or self._citizen(unit)
        hour = int(draw.integers(len(HOURS)))
        opinion = 62.0 + world.desk[unit, world.service[person]] + CHANNEL_EFFECT[channel]
        opinion += HOUR_EFFECT[hour] + strict + world.level[person] + draw.normal(0, NOISE)
        opinion += world.change[person] * (day >= world.change_day[person])
        opinion -= 25.0 * self.outage[unit, day]
        mood = 1 + int(np.searchsorted(CUTS, opinion))
        second = day * 86_400 + int((HOURS[hour] - 3.5) * 3600) + int(draw.integers(3600))
        row = world.row(person, second, mood, device=device, network=network)
        row["channel"] = CHANNELS[channel]
        if channel:
            row["scan"] = None
        if channel >= 2:
            row["device"] = row["network"] = f"{CHANNELS[channel]}{unit}"
        if draw.random() < 0.15:
            row["text"] = self._words(mood)
        return row

    def _citizen(self, unit: int) -> tuple[str, float, str]:
        pool = self.known.setdefault(unit, [])
        if pool and self.draw.random() < 0.15:
            return pool[int(self.draw.integers(len(pool)))]
        number = int(self.draw.integers(1 << 60))
        where = self.draw.random()
        network = f"carrier{int(self.draw.integers(6))}"
        if where > 0.9:
            network = f"wifi{unit}"
        elif where > 0.65:
            network = f"home{int(self.draw.integers(20_000))}"
        pool.append((f"c{number:x}", float(self.draw.normal(0, STRICT)), network))
        return pool[-1]

    def _words(self, mood: int) -> str:
        if self.draw.random() < 0.3:
            return STOCK[int(self.draw.integers(2)) + (2 if mood < 3 else 0)]
        return " ".join(self.draw.choice(WORDS, size=int(self.draw.integers(4, 15))).tolist())
