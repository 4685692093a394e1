"""Hints beside a topic: where the thing itself is mended, if that is not here.

They never stand in the way: whoever has read one may still send the message.  Numbers are the
country's own short numbers, the same in every city.
"""

from flask_babel import lazy_gettext as _l

__all__ = ["HINTS", "hint"]

HINTS = {
    "danger": _l("Is somebody in danger right now? Call %(fire)s (fire), %(help)s (ambulance)."),
    "behaviour": _l("Were you threatened or hurt? The police is at %(police)s."),
    "driver": _l("After an accident, or while in danger, call the police at %(police)s first."),
    "decision": _l(
        "An objection to a ruling or a fine has a time limit of its own; "
        "a message here does not stand for it."
    ),
    "system": _l("If the fault is in a national site, only its own support can mend it."),
    "money": _l("This goes straight to inspection; neither the unit nor this person sees it."),
    "misconduct": _l("This goes straight to inspection; neither the unit nor this person sees it."),
    "clean": _l(
        "Smell of gas: %(gas)s. A burst water pipe: %(water)s. Electricity: %(power)s. "
        "They come sooner than we do."
    ),
    "price": _l("Prices in shops that are not the city's are looked into at %(prices)s."),
    "privacy": _l("Please do not repeat the details that were disclosed."),
    "access": _l("If somebody is stuck in a lift just now, call %(fire)s."),
}
NUMBERS = {
    "fire": "125",
    "help": "115",
    "police": "110",
    "gas": "194",
    "water": "122",
    "power": "121",
    "prices": "124",
}


def hint(slug: str) -> str:
    """Return the hint of a topic, empty if it has none; digits are still Latin."""
    found = HINTS.get(slug)
    return str(found) % NUMBERS if found else ""
