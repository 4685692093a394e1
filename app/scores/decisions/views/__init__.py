"""Decisions at the desk of HR, appeals at their reviewer's, and both for the person concerned."""

from app.scores.decisions.views import appeals, desk, looks, own
from app.scores.decisions.views.blueprint import bp

__all__ = ["appeals", "bp", "desk", "looks", "own"]
