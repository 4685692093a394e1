"""Tables of the directory: organisations, the unit tree, and the subjects people speak of."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime, byte_order, value_enum
from app.directory.rules import SubjectStatus

__all__ = [
    "ColumnMapping",
    "Employee",
    "Facility",
    "FacilityKind",
    "FacilityLine",
    "ImportRun",
    "JobTitleRule",
    "Organisation",
    "ServiceType",
    "Subject",
    "SubjectUnit",
    "Unit",
]


class Organisation(SQLModel, table=True):
    """An agency of the city: the municipality itself, the metro company, the parks body."""

    __tablename__ = "organisation"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    name_fa: str = Field(max_length=200)
    name_en: str = Field(default="", max_length=200)


class Unit(SQLModel, table=True):
    """A node of an organisation's tree; ``path`` lists the ids from the root, ``/1/7/``."""

    __tablename__ = "unit"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    path: str = Field(default="", index=True, sa_type=byte_order(400))
    code: str = Field(max_length=40)
    code_folded: str = Field(unique=True, max_length=40)
    name_fa: str = Field(max_length=200)
    name_en: str = Field(default="", max_length=200)
    search: str = Field(default="", max_length=500)
    # No foreign key: the tables unit and subject would each need the other first.
    manager_subject_id: int | None = Field(default=None, index=True)
    active: bool = True


class FacilityKind(SQLModel, table=True):
    """A kind of place as data: metro station, park, and whatever a city adds."""

    __tablename__ = "facility_kind"

    code: str = Field(primary_key=True, max_length=40)
    name_fa: str = Field(max_length=100)
    name_en: str = Field(max_length=100)
    is_line: bool = False


class ServiceType(SQLModel, table=True):
    """A desk's kind of work; scores compare only like desks."""

    __tablename__ = "service_type"

    code: str = Field(primary_key=True, max_length=40)
    name_fa: str = Field(max_length=100)
    name_en: str = Field(default="", max_length=100)


class JobTitleRule(SQLModel, table=True):
    """Editable mapping: a folded job title (or its beginning) means this service type."""

    __tablename__ = "job_title_rule"

    id: int | None = Field(default=None, primary_key=True)
    title_folded: str = Field(unique=True, max_length=200)
    service_type: str = Field(foreign_key="service_type.code", max_length=40)


class Subject(SQLModel, table=True):
    """Whom or what a badge speaks for: one road for employees and facilities."""

    __tablename__ = "subject"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True, max_length=24)
    kind: str = Field(index=True, max_length=40)
    organisation_id: int = Field(foreign_key="organisation.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    code: str = Field(index=True, max_length=40)
    name_fa: str = Field(max_length=400)
    name_en: str = Field(default="", max_length=400)
    search: str = Field(default="", index=True, max_length=1000)
    sort_key: str = Field(default="", index=True, sa_type=byte_order(400))
    service_type: str | None = Field(default=None, foreign_key="service_type.code", max_length=40)
    site: str = Field(default="", max_length=200)
    status: SubjectStatus = Field(default=SubjectStatus.ACTIVE, sa_type=value_enum(SubjectStatus))
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Employee(SQLModel, table=True):
    """What is special about a person: number, names, title.  The row's id is the subject's."""

    __tablename__ = "employee"
    __table_args__ = (UniqueConstraint("organisation_id", "personnel_number"),)

    subject_id: int = Field(primary_key=True, foreign_key="subject.id")
    organisation_id: int = Field(foreign_key="organisation.id")
    personnel_number: str = Field(max_length=40)
    first_name_fa: str = Field(max_length=200)
    last_name_fa: str = Field(max_length=200)
    first_name_en: str = Field(default="", max_length=200)
    last_name_en: str = Field(default="", max_length=200)
    job_title: str = Field(default="", max_length=200)
    photo: str = Field(default="", max_length=200)


class Facility(SQLModel, table=True):
    """What is special about a place: its code, where it is.  The row's id is the subject's."""

    __tablename__ = "facility"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    subject_id: int = Field(primary_key=True, foreign_key="subject.id")
    organisation_id: int = Field(foreign_key="organisation.id")
    kind: str = Field(foreign_key="facility_kind.code", index=True, max_length=40)
    code: str = Field(max_length=40)
    latitude: float | None = None
    longitude: float | None = None
    address: str = Field(default="", max_length=500)
    line_number: str = Field(default="", max_length=20)
    line_colour: str = Field(default="", max_length=7)


class FacilityLine(SQLModel, table=True):
    """A line a facility lies on; an interchange has several."""

    __tablename__ = "facility_line"

    facility_id: int = Field(primary_key=True, foreign_key="facility.subject_id")
    line_id: int = Field(primary_key=True, foreign_key="facility.subject_id", index=True)
    place: int = 0


class SubjectUnit(SQLModel, table=True):
    """History: which unit a subject belonged to, and when."""

    __tablename__ = "subject_unit"

    id: int | None = Field(default=None, primary_key=True)
    subject_id: int = Field(foreign_key="subject.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    from_at: datetime = Field(sa_type=UtcDateTime)
    until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ImportRun(SQLModel, table=True):
    """One import: who, which file, what came of it."""

    __tablename__ = "import_run"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    file_name: str = Field(max_length=200)
    file_hash: str = Field(max_length=64)
    scope_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    made_by: int | None = Field(default=None)
    made_at: datetime = Field(sa_type=UtcDateTime)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    left: int = 0
    refused: int = 0


class ColumnMapping(SQLModel, table=True):
    """What the columns of a file of one shape hold, as an officer chose it last.

    ``shape`` is a hash of the head of the file; ``columns`` is JSON, field by folded header.
    """

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("kind", "shape"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    shape: str = Field(max_length=64)
    columns: str = Field(max_length=8000)
    made_by: int | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
