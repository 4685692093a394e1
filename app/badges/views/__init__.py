"""The issuing desk: badges in lists and one by one, issuing, and print runs."""

from app.badges.views import issuing, one, runs, table
from app.badges.views.blueprint import bp

__all__ = ["bp", "issuing", "one", "runs", "table"]
