"""Moved to app.rights."""

from app.rights import ALLOWED, SECOND_FACTOR, Action, Grant, Person, Role, may, reach

__all__ = ["ALLOWED", "SECOND_FACTOR", "Action", "Grant", "Person", "Role", "may", "reach"]
