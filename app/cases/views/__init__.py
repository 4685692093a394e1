"""The case desks: inbox, one case and its verbs, the release queue."""

from app.cases.views import case, inbox, turns, words
from app.cases.views.blueprint import bp

__all__ = ["bp", "case", "inbox", "turns", "words"]
