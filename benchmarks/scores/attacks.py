"""Ways to bend a score, each against its own targets; every row returned is a lie."""

from collections.abc import Callable

import numpy as np
from world import DAYS, Row, World

__all__ = ["ATTACKS", "attack"]

DAY = 86_400


def mob(world: World, target: int) -> list[Row]:
    """Return a crowd called together: 20-45 answers of 1 within 36 hours, half on one network."""
    begin = _day(world, 40, DAYS - 3) * DAY
    rows = []
    for _ in range(int(world.draw.integers(20, 46))):
        more = {"network": "hall"} if world.draw.random() < 0.5 else {}
        rows.append(world.row(target, begin + world.draw.random() * 1.5 * DAY, 1, **more))
    return rows


def friends(world: World, target: int) -> list[Row]:
    """Return eight friends who give 5 four to six times each over 60 days, from two networks."""
    begin, rows = _day(world, 200, DAYS - 62), []
    for friend in range(8):
        for _ in range(int(world.draw.integers(4, 7))):
            more = {"device": f"fr{target}-{friend}", "network": f"frnet{target}-{friend % 2}"}
            rows.append(world.row(target, (begin + world.draw.random() * 60) * DAY, 5, **more))
    return rows


def drip(world: World, target: int) -> list[Row]:
    """Return one fake from a fresh device every 1.5 to 4 days for 100 days, on carriers."""
    begin, mood = _day(world, 150, DAYS - 100), int(world.draw.choice([1, 5]))
    gap = float(world.draw.choice([1.5, 2.5, 4.0]))
    times = begin + np.cumsum(world.draw.exponential(gap, int(100 / gap)))
    return [world.row(target, t * DAY, mood) for t in times.tolist() if t < DAYS]


def insiders(world: World, target: int) -> list[Row]:
    """Return four colleagues on the site's network: 5 for each other, 1 for a rival, for months."""
    staff = np.flatnonzero(world.unit == world.unit[target])
    others = [int(p) for p in staff if p != target][:3]
    aims = [(target, 1), *((friend, 5) for friend in others)]
    rows = []
    for device in range(4):
        for person, mood in aims:
            day = DAYS - 200 + world.draw.random() * 10
            while day < DAYS:
                more = {"device": f"in{target}-{device}", "network": f"wifi{world.unit[target]}"}
                rows.append(world.row(person, day * DAY + 20_000, mood, **more))
                day += 6 + world.draw.random() * 14
    return rows


def copied(world: World, target: int) -> list[Row]:
    """Return one text sent twelve times from six devices with small changes, always 1."""
    text = " ".join(world.draw.choice(list("آبپتسشکگلمنوهی"), 60).tolist()).replace(" ", "")
    text = " ".join(text[i : i + 5] for i in range(0, 60, 5))
    begin, rows = _day(world, 100, DAYS - 20), []
    for number in range(12):
        changed = text.replace("ی", "ي") + "!" * int(world.draw.integers(3))
        more = {"device": f"cp{target}-{number % 6}", "text": changed}
        rows.append(world.row(target, (begin + world.draw.random() * 20) * DAY, 1, **more))
    return rows


def haste(world: World, target: int) -> list[Row]:
    """Return a script: fifteen answers of 5 in one or two seconds each, over ten days, by web."""
    begin = _day(world, 100, DAYS - 12)
    more = {"channel": "web", "scan": None}
    return [
        world.row(
            target, (begin + world.draw.random() * 10) * DAY, 5,
            seconds=round(1 + world.draw.random(), 1), **more,
        )
        for _ in range(15)
    ]  # fmt: skip


def unproven(world: World, target: int) -> list[Row]:
    """Return twenty answers sent with one copied submission key, over thirty days."""
    begin = _day(world, 100, DAYS - 32)
    return [
        world.row(target, (begin + world.draw.random() * 30) * DAY, 1, scan=f"copy{target}")
        for _ in range(20)
    ]


ATTACKS: dict[str, Callable[[World, int], list[Row]]] = {
    "mob": mob,
    "friends": friends,
    "drip": drip,
    "insiders": insiders,
    "copied": copied,
    "haste": haste,
    "unproven": unproven,
}


def attack(world: World, share: float) -> tuple[dict[str, list[Row]], dict[str, list[int]]]:
    """Return by kind the lies against ``share`` of the people, and who was aimed at."""
    order = world.draw.permutation(world.people).tolist()
    each = max(1, round(share * world.people))
    lies: dict[str, list[Row]] = {}
    targets: dict[str, list[int]] = {}
    for kind, lie in ATTACKS.items():
        targets[kind] = [order.pop() for _ in range(each)]
        lies[kind] = [row for target in targets[kind] for row in lie(world, target)]
    return lies, targets


def _day(world: World, first: int, last: int) -> int:
    return int(world.draw.integers(first, last))
