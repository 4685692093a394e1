"""Reads of the directory: the tree, people and places found by any spelling, one subject's story.

Every list is scoped by ``reach`` (unit paths, from ``app.rights.reach``) and paged by key, a few
statements whatever its length.
"""

from app.directory.queries.rows import LineRow, Page, RunRow, StayRow, SubjectRow, UnitRow
from app.directory.queries.stories import codes_and_names, history, import_runs, lines_of
from app.directory.queries.subjects import employees, facilities, facility_kinds, subject
from app.directory.queries.units import managers_above, unit_by_code, unit_tree, within

__all__ = [
    "LineRow",
    "Page",
    "RunRow",
    "StayRow",
    "SubjectRow",
    "UnitRow",
    "codes_and_names",
    "employees",
    "facilities",
    "facility_kinds",
    "history",
    "import_runs",
    "lines_of",
    "managers_above",
    "subject",
    "unit_by_code",
    "unit_tree",
    "within",
]
