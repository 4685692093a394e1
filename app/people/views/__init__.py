"""Signing in and out, one's own account, and the administrator's desk."""

from app.people.views import accounts, door, factor, links, own, refusals, starting
from app.people.views.blueprint import bp

__all__ = ["accounts", "bp", "door", "factor", "links", "own", "refusals", "starting"]
