"""The case desks: inbox, one case and its verbs, the release queue."""

from app.cases.views import (
    absence,
    calls,
    canned,
    case,
    inbox,
    many,
    oversight,
    photos,
    redacting,
    report,
    settings,
    turns,
    words,
)
from app.cases.views.blueprint import bp

__all__ = [
    "absence",
    "bp",
    "calls",
    "canned",
    "case",
    "inbox",
    "many",
    "oversight",
    "photos",
    "redacting",
    "report",
    "settings",
    "turns",
    "words",
]
