"""The words of what the desks add: verbs for many cases, their refusals, canned answers."""

from flask_babel import lazy_gettext as _l

from app.cases.desk.rules import Purpose
from app.cases.wording import refusal_said

__all__ = ["DUES", "MANY", "PLACES_SAID", "PURPOSES", "refused_said"]

MANY = {
    "accept": _l("Take"),
    "assign": _l("Give to a colleague"),
    "refer": _l("Refer to a unit"),
    "note": _l("Add the same note"),
}
DUES = {"late": _l("Past its hour"), "today": _l("Due by tonight")}
PURPOSES = {
    Purpose.NEWS: _l("News of progress"),
    Purpose.ASK: _l("A question (the clock stops)"),
    Purpose.FIX: _l("It is fixed"),
    Purpose.DECLINE: _l("Decide with reasons"),
    Purpose.NOTE: _l("Internal note"),
}
PLACES_SAID = {
    "code": _l("tracking code"),
    "unit": _l("the unit that answers"),
    "subject": _l("the place; empty for a person"),
    "category": _l("what it is about"),
    "due": _l("promised day and hour"),
    "city": _l("name of the city"),
}
_REFUSALS = {
    "unknown": _l("Not possible here: the case or that colleague does not fit."),
    "text_missing": _l("Write the note first."),
    "too_late": _l("Something happened to this case since; it stays as it is."),
    "name_missing": _l("Give it a name."),
    "views_full": _l("Twenty views are kept already; forget one first."),
    "place_unknown": _l("A word in braces is not among the places listed below."),
    "text_long": _l("This is too long."),
    "category": _l("Choose from the list"),
    "remedy": _l("Say what was done."),
    "words_missing": _l("Choose the words to blacken."),
    "nothing_kept": _l("The original is no longer kept."),
    "frame_missing": _l("Mark a part of the picture first."),
}


def refused_said(code: str) -> str:
    """Return the reader's sentence for a refusal at a desk."""
    return str(_REFUSALS[code]) if code in _REFUSALS else refusal_said(code)
