"""Which numbers may be chosen, and how far.

The floors of what may be shown (5, 10, 30 answers, 5 devices) are not among them, nor what the
interval rests on: nobody can make a score look surer than it is.
"""

from dataclasses import fields, replace

from app.errors import Invalid
from app.scores.engine.settings import Settings

__all__ = ["LIMITS", "REASON_LEAST", "checked", "chosen"]

REASON_LEAST = 20
LIMITS: dict[str, tuple[float, float]] = {
    "half_life_days": (180, 1500),
    "voice_hours": (1, 72),
    "repeat_days": (1, 30),
    "repeat_count": (2, 10),
    "tail": (1e-6, 1e-2),
    "network_least": (3, 20),
    "burst_least": (3, 20),
    "slow_tail": (1e-7, 1e-3),
    "volume_tail": (1e-5, 1e-2),
    "text_least": (20, 200),
    "text_copies": (2, 10),
    "text_alike": (0.5, 0.95),
    "haste_deviations": (2, 6),
    "haste_factor": (0, 1),
    "weekly_least": (2, 20),
    "weekly_times": (1.5, 10),
    "suspect_limit": (0.2, 0.5),
    "alarm_drop": (10, 30),
    "alarm_rest_days": (30, 365),
    "unit_share": (0.1, 0.6),
}
"""Name of a number with the least and the most a city may choose."""
_WHOLE = frozenset(one.name for one in fields(Settings) if one.type in (int, "int"))


def checked(name: str, value: float) -> float:
    """Return a value that may be chosen for a number.

    >>> checked("repeat_count", 4.0)
    4.0

    Raises:
        Invalid: No such number, out of its limits, or not whole where it must be.
    """
    if name not in LIMITS:
        raise Invalid("unknown_number", field="name")
    least, most = LIMITS[name]
    if not least <= value <= most:
        detail = f"{name}: from {least:g} to {most:g}"
        raise Invalid("out_of_limits", detail=detail, field="value")
    if name in _WHOLE and value != int(value):
        raise Invalid("not_whole", detail=f"{name} is a whole number", field="value")
    return value


def chosen(choices: dict[str, float]) -> Settings:
    """Return the numbers in force: the defaults, and above them what was chosen.

    A number that may no longer be chosen falls back to its default.

    >>> chosen({"repeat_count": 4.0}).repeat_count
    4
    """
    known = {name: value for name, value in choices.items() if name in LIMITS}
    kept = {name: int(value) if name in _WHOLE else value for name, value in known.items()}
    return replace(Settings(), **kept)  # type: ignore[arg-type]
