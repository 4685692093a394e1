"""The frozen rows that queries of the directory return."""

from dataclasses import dataclass
from datetime import datetime

from app.directory.rules import SubjectStatus

__all__ = ["LineRow", "Page", "RunRow", "StayRow", "SubjectRow", "UnitRow"]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit, ready to show; ``depth`` 0 is a root."""

    id: int
    code: str
    name_fa: str
    name_en: str
    path: str
    organisation_id: int
    parent_id: int | None
    manager_subject_id: int | None
    active: bool

    @property
    def depth(self) -> int:
        """Levels below the root."""
        return self.path.count("/") - 2


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A person or place with its unit, ready to show; what does not apply is ``None``."""

    id: int
    public_id: str
    kind: str
    code: str
    name_fa: str
    name_en: str
    service_type: str | None
    site: str
    status: SubjectStatus
    unit_id: int
    unit_code: str
    unit_name_fa: str
    unit_name_en: str
    unit_path: str
    job_title: str | None
    photo: str | None
    latitude: float | None
    longitude: float | None
    address: str | None
    line_number: str | None
    line_colour: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page; ``after`` asks for the next one, empty on the last."""

    rows: tuple[SubjectRow, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class StayRow:
    """One stay in a unit; without an end it lasts."""

    unit_id: int
    unit_code: str
    unit_name_fa: str
    unit_name_en: str
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line that a place lies on."""

    id: int
    public_id: str
    kind: str
    code: str
    name_fa: str
    name_en: str
    number: str
    colour: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """One import that was applied."""

    id: int
    kind: str
    file_name: str
    made_by: int | None
    made_at: datetime
    new: int
    changed: int
    unchanged: int
    left: int
    refused: int
