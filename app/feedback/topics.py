"""What a message is about, in plain words: the chips a citizen may choose, by kind of subject.

Each topic carries the category of the case rules it stands for, so that nobody has to know the
taxonomy to complain.  A city's own marks (``false_badge`` ...) are set by the product alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "ENDED_BADGE",
    "FALSE_BADGE",
    "MACHINE",
    "OTHER",
    "TOPICS",
    "UNKNOWN_BADGE",
    "Topic",
    "category_of",
    "topics_for",
]

OTHER = "OTH"
FALSE_BADGE = "false_badge"
ENDED_BADGE = "ended_badge"
UNKNOWN_BADGE = "unknown_badge"
MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Topic:
    """One chip: its stable word, its English label (a message id), its category, who has it."""

    slug: str
    label: str
    category: str
    kinds: frozenset[str]


def _at(*kinds: str) -> frozenset[str]:
    return frozenset(kinds)


_DESK = _at("employee", "service_office")
_STATION = _at("metro_station", "bus_station")
_LINE = _at("metro_line", "bus_line")
_PLACES = _STATION | _at("park", "market", "service_office", "other")
_EVERY_PLACE = _PLACES | _LINE | _at("taxi")

TOPICS = (
    Topic("behaviour", "Manner of staff", "DIS", _PLACES | _at("employee")),
    Topic("waiting", "Long wait", OTHER, _DESK),
    Topic("absent", "Nobody at the desk", "ABS", _DESK),
    Topic("unclear", "Unclear papers or steps", "RUL", _DESK),
    Topic("system", "System down", "SYS", _DESK),
    Topic("postponed", "Put off to another day", "DLY", _DESK),
    Topic("decision", "Decision not explained", "DEC", _DESK),
    Topic("hours", "Opened late or closed early", "HRS", _DESK | _at("park", "market")),
    Topic("mistake", "Work done wrongly", "NEG", _DESK),
    Topic("danger", "Danger", "SAF", _EVERY_PLACE),
    Topic("clean", "Cleanliness and upkeep", "CLN", _EVERY_PLACE),
    Topic("access", "Lift, escalator, wheelchair", "ACC", _PLACES | _LINE),
    Topic("crowd", "Crowding or delay", "CRW", _STATION | _LINE),
    Topic("driver", "Driver or driving", "DRV", _LINE | _at("taxi")),
    Topic("price", "Wrong fare or price", "FAR", _at("taxi", "market")),
    Topic("quality", "Quality, weight or label", "QLT", _at("market")),
    Topic("privacy", "My details were disclosed", "PRV", _DESK),
    Topic("money", "Money or a gift was asked", "BRB", _DESK | _at("market", "park", "taxi")),
    Topic("misconduct", "Other misconduct", "MIS", _DESK),
)

# What decides when several chips are chosen: what only inspection may hear comes first, then
# danger to life, then what touches a person, then the service.
_RANK = (
    *("BRB", "MIS", "SAF", "PRV", "DIS", "DRV", "NEG", "HRS", "DLY", "FAR"),
    *("ABS", "RUL", "DEC", "SYS", "CRW", "ACC", "CLN", "QLT", "OTH"),
)


def topics_for(subject_kind: str) -> tuple[Topic, ...]:
    """Return the chips of one kind of subject; an unknown kind has those of any place.

    >>> [topic.slug for topic in topics_for("taxi")]
    ['danger', 'clean', 'driver', 'price', 'money']
    """
    known = tuple(topic for topic in TOPICS if subject_kind in topic.kinds)
    return known or tuple(topic for topic in TOPICS if "other" in topic.kinds)


def category_of(slugs: Iterable[str]) -> str | None:
    """Return the category that decides among the chosen topics, ``None`` without any.

    >>> category_of(["clean", "danger"]), category_of([])
    ('SAF', None)
    """
    chosen = set(slugs)
    found = [topic.category for topic in TOPICS if topic.slug in chosen]
    return min(found, key=_RANK.index) if found else None
