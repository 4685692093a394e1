"""Desks that look on: employees for HR, places for their managers, the log for auditors."""

from app.insights.views import (
    audit,
    employees,
    explanation,
    facilities,
    fairness,
    funnel,
    integrity,
    letters,
    own,
    own_letters,
    queues,
    records,
    unit,
)
from app.insights.views.blueprint import bp

__all__ = [
    "audit",
    "bp",
    "employees",
    "explanation",
    "facilities",
    "fairness",
    "funnel",
    "integrity",
    "letters",
    "own",
    "own_letters",
    "queues",
    "records",
    "unit",
]
