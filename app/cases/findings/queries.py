"""Reads of findings: the desk's, the person's own, and what scores must know."""

from app.cases.findings.desk_queries import (
    LIST_MOST,
    DeskRow,
    code_of,
    desk_list,
    finding_of_case,
)
from app.cases.findings.own_queries import OwnFinding, OwnRow, of_person, own_finding
from app.cases.findings.ruling_queries import rulings, withheld

__all__ = [
    "LIST_MOST",
    "DeskRow",
    "OwnFinding",
    "OwnRow",
    "code_of",
    "desk_list",
    "finding_of_case",
    "of_person",
    "own_finding",
    "rulings",
    "withheld",
]
