"""The calendar desk in the reader's language: names of weekdays, sentences of refusals."""

from typing import Any

from flask_babel import lazy_gettext as _l

__all__ = ["WEEK", "sentence"]

WEEK: dict[int, tuple[Any, Any]] = {
    6: (_l("Saturday"), _l("Sat")),
    7: (_l("Sunday"), _l("Sun")),
    1: (_l("Monday"), _l("Mon")),
    2: (_l("Tuesday"), _l("Tue")),
    3: (_l("Wednesday"), _l("Wed")),
    4: (_l("Thursday"), _l("Thu")),
    5: (_l("Friday"), _l("Fri")),
}
"""Name and short name by ISO weekday, in the order of the week here."""

_SENTENCES: dict[str, Any] = {
    "day_shape": _l("Write a day as 1405-09-12 or 2026-12-03."),
    "day_unknown": _l("There is no such day, or it is too far away."),
    "hours_shape": _l("Write hours as 08:00-12:00, 13:00-16:00."),
    "hours_bounds": _l("Each interval begins before it ends and lies between 00:00 and 24:00."),
    "hours_overlap": _l("Two of these intervals overlap. Write each hour once."),
    "hours_missing": _l("Write the hours, or choose closed all day."),
    "pattern_ends_early": _l("The last day lies before the first one."),
    "last_pattern": _l("These are the only weekly hours; a calendar needs some."),
    "reason_length": _l("Write the reason, at most 400 characters."),
    "reason_missing": _l("This changes days that are past: write why."),
    "calendar_exists": _l("There is a calendar with this code already."),
    "calendar_of_unit_exists": _l("This unit has a calendar already."),
    "code_shape": _l("A code has 1 to 40 Latin letters, digits, dashes."),
    "set_shape": _l("A set of days off is written as ir or ir/07, or left empty."),
    "unit_unknown": _l("There is no such unit within your reach."),
    "unit_missing": _l("Choose the unit: only administrators of the whole city add others."),
    "name_missing": _l("Write a name."),
    "holiday_there": _l("This day is in the set already."),
    "calendar_closed": _l("With these hours the calendar would never be open again."),
}
_OTHER = _l("This could not be stored. Please look again.")


def sentence(code: str) -> Any:
    """Return the words for the stable code of an error."""
    return _SENTENCES.get(code, _OTHER)
