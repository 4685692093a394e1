"""Tables of badges: a badge is a print for a subject, never the subject itself."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.badges.rules import BadgeStatus, CardState, PartState, RunState
from app.columns import UtcDateTime, index_where, value_enum

__all__ = ["Badge", "BadgeDesign", "PrintPart", "PrintRun", "PrintedBadge", "Printer"]


class Badge(SQLModel, table=True):
    """One print of a badge: a random 40-bit serial, signed by the key it names."""

    __tablename__ = "badge"
    __table_args__ = (
        index_where("uq_badge_one_active", "subject_id", only="status = 'active'", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    serial: str = Field(unique=True, max_length=10)
    key_id: int = Field(index=True)
    typed_code: str = Field(unique=True, max_length=9)
    subject_id: int = Field(foreign_key="subject.id", index=True)
    status: BadgeStatus = Field(default=BadgeStatus.ACTIVE, sa_type=value_enum(BadgeStatus))
    issued_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    end_reason: str = Field(default="", max_length=400)
    replaced_by: int | None = Field(default=None, foreign_key="badge.id")


class PrintRun(SQLModel, table=True):
    """One run of the press: who printed what on which stock; its id is its number.

    ``scope_path`` is the unit under which all its badges lie, so that reach decides who sees it;
    ``asked`` is what was asked for, as JSON; ``designs`` is JSON too: versions of designs chosen
    for it by organisation, where they are not those in force; ``fault`` says why it stands still,
    if it does.
    """

    __tablename__ = "print_run"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True, max_length=24)
    state: RunState = Field(default=RunState.DRAFTED, index=True, sa_type=value_enum(RunState))
    scope_path: str = Field(default="", index=True, max_length=400)
    asked: str = Field(default="{}", max_length=4000)
    stock: str = Field(max_length=40)
    template_version: str = Field(default="", max_length=64)
    designs: str = Field(default="{}", max_length=1000, sa_column_kwargs={"server_default": "{}"})
    made_by: int | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    badges: int = 0
    parts: int = 0
    fault: str = Field(default="", max_length=1000)
    file_hash: str = Field(default="", max_length=64)


class PrintPart(SQLModel, table=True):
    """A file of a run: the badges from ``first`` to ``last`` in the run's order.

    Whoever makes it holds it until ``held_until``; after that somebody else may take it.
    """

    __tablename__ = "print_part"

    run_id: int = Field(primary_key=True, foreign_key="print_run.id")
    number: int = Field(primary_key=True)
    state: PartState = Field(default=PartState.WAITING, sa_type=value_enum(PartState))
    scope_path: str = Field(default="", max_length=400)
    file: str = Field(max_length=120)
    first: int
    last: int
    sheets: int
    holder: str = Field(default="", max_length=120)
    held_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    shortened: int = 0
    size_bytes: int = 0
    file_hash: str = Field(default="", max_length=64)


class PrintedBadge(SQLModel, table=True):
    """A card of a run; ``face`` is the hash of what was drawn, so changes show.

    ``seq`` counts through the run from 1; ``page`` counts within the file of the part and is 0
    until the part is made.
    """

    __tablename__ = "printed_badge"
    __table_args__ = (Index("uq_printed_badge_seq", "run_id", "seq", unique=True),)

    run_id: int = Field(primary_key=True, foreign_key="print_run.id")
    badge_id: int = Field(primary_key=True, foreign_key="badge.id", index=True)
    seq: int
    part: int = 1
    page: int = 0
    position: int = 0
    face: str = Field(default="", max_length=64)
    state: CardState = Field(default=CardState.WAITING, sa_type=value_enum(CardState))
    state_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state_by: int | None = None


class BadgeDesign(SQLModel, table=True):
    """How the badges of an organisation look from this version on; the newest one is in force.

    ``design`` is JSON as ``printables.design`` writes it.  A version is never changed: runs name
    the versions they were printed with.
    """

    __tablename__ = "badge_design"
    __table_args__ = (UniqueConstraint("organisation_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    version: int
    design: str
    made_by: int | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)


class Printer(SQLModel, table=True):
    """A printer of an office: how it turns sheets, and how far it prints off, mm.

    ``scope_path`` is the unit whose officers use it.  ``flip`` is empty where the stock's own
    edge is right.
    """

    __tablename__ = "printer"
    __table_args__ = (UniqueConstraint("scope_path", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    scope_path: str = Field(max_length=400)
    name: str = Field(max_length=60)
    flip: str = Field(default="", max_length=5)
    shift_x: float = 0
    shift_y: float = 0
    made_by: int | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
