"""The public numbers of the score; every run stores the version it was made with."""

from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from json import dumps, loads
from math import isfinite

__all__ = ["DAY", "HOUR", "WEEK", "Settings", "settings_of"]

HOUR = 3600
DAY = 24 * HOUR
WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds of the rules and of the model; times in days, scores in points 0-100."""

    # Age: an answer loses half its pull in this many days.
    half_life_days: float = 540.0
    # W2 one voice
    voice_hours: float = 24.0
    memory_days: float = 180.0
    repeat_days: float = 7.0
    repeat_count: int = 3
    ring_devices: int = 3
    # W3 network, W4 burst: evidence needed
    tail: float = 1e-4
    network_least: int = 4
    network_floor: float = 0.2
    network_shrink: float = 50.0
    burst_least: int = 5
    burst_days: tuple[float, ...] = (1.0, 3.0, 14.0, 45.0, 120.0)
    slow_days: float = 14.0
    slow_tail: float = 1e-5
    volume_tail: float = 1e-3
    # W5 copied text
    text_least: int = 36
    text_copies: int = 3
    text_devices: int = 2
    text_alike: float = 0.72
    text_tail: float = 1e-3
    # W6 haste
    haste_deviations: float = 3.2
    haste_factor: float = 0.25
    # W7 weekly cap
    weekly_least: float = 4.0
    weekly_times: float = 3.0
    # Model
    em_rounds: int = 30
    em_rounds_wide: int = 12
    wide: int = 600
    em_tolerance: float = 2e-3
    dense_limit: int = 1500
    nuisance_sd: float = 10.0
    day_least: int = 3
    device_least: int = 3
    hazard_per_year: float = 0.25
    week_alike: float = 0.1
    change_wide: float = 2.0
    # Interval
    variance_margin: float = 1.15
    model_error: float = 3.5
    z_interval: float = 1.645
    z_flag: float = 1.28
    z_fifth: float = 0.84
    flag_floor: float = 10.0
    suspect_limit: float = 0.35
    # Growth alarm
    alarm_drop: float = 15.0
    alarm_lag_days: float = 30.0
    alarm_least: float = 5.0
    alarm_rest_days: float = 90.0
    unit_share: float = 0.30
    # City time: minutes east of UTC, and the local hours at which a band of the day begins.
    utc_offset_minutes: int = 210
    hour_bands: tuple[int, ...] = (0, 7, 10, 13, 16, 20)

    @property
    def version(self) -> str:
        """Return a short name that changes whenever any number here changes.

        >>> Settings().version == Settings(tail=1e-4).version != Settings(tail=1e-3).version
        True
        """
        return sha256(dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]


def settings_of(text: bytes) -> Settings:
    """Return settings from JSON: an object of numbers by name; what is not named is the default.

    >>> settings_of(b'{"tail": 0.001}').tail
    0.001

    Raises:
        ValueError: No such object, an unknown name, or a value of another kind.
    """
    try:
        given = loads(text)
    except (ValueError, RecursionError):
        raise ValueError("is not JSON in UTF-8") from None
    usual = {one.name: one.default for one in fields(Settings)}
    if type(given) is not dict or not given.keys() <= usual.keys():
        raise ValueError("must be an object of the numbers that takrim scores settings shows")
    for name, value in given.items():
        given[name] = _like(name, value, usual[name])
    return Settings(**given)


def _like(name: str, value: object, usual: object) -> object:
    """Return a number, or several, of the kind the default has."""
    if isinstance(usual, tuple) and isinstance(value, list) and value:
        return tuple(_like(name, one, usual[-1]) for one in value)
    kinds = (int,) if isinstance(usual, int) else (int, float)
    if isinstance(usual, tuple) or type(value) not in kinds or not isfinite(value):  # type: ignore[arg-type]
        raise ValueError(f"{name} must be like {usual}")
    return type(usual)(value)  # type: ignore[call-arg]
