"""The case desks: inbox, one case and its verbs, the release queue."""

from app.cases.views import calls, case, inbox, report, settings, turns, words
from app.cases.views.blueprint import bp

__all__ = ["bp", "calls", "case", "inbox", "report", "settings", "turns", "words"]
