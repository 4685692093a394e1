"""Desks that look on: employees for HR, places for their managers, the log for auditors."""

from app.insights.views import audit, employees, facilities, integrity, own
from app.insights.views.blueprint import bp

__all__ = ["audit", "bp", "employees", "facilities", "integrity", "own"]
