"""The case desks: inbox, one case and its verbs, the release queue."""

from app.cases.views import (
    absence,
    calls,
    canned,
    case,
    findings,
    inbox,
    many,
    oversight,
    own_findings,
    photos,
    publishing,
    recoding,
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
    "findings",
    "inbox",
    "many",
    "oversight",
    "own_findings",
    "photos",
    "publishing",
    "recoding",
    "redacting",
    "report",
    "settings",
    "turns",
    "words",
]
