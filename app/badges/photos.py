"""Photos of employees: a whole archive matched by personnel number, or one at the desk.

The files are written first, then all names in one unit of work; replaced files go last.  What
stops in between leaves at most files that nobody names, never a name without its file.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from app import audit
from app.badges.photos_archive import Entry
from app.badges.photos_files import PhotoFiles, digest_of
from app.db import Database
from app.directory.models import Employee, Organisation, Subject
from app.directory.rules import SubjectStatus
from app.errors import Missing
from printables.errors import PhotoRefused
from printables.photo import portrait

__all__ = ["Plan", "Refusal", "import_photos", "photo_of", "put_photo"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file of the archive that was not taken; ``code`` is a reason of ``photos_words``."""

    file: str
    code: str


@dataclass(slots=True)
class Plan:
    """What an archive does: subject ids by what becomes of their photo, and what was refused."""

    new: dict[int, str] = field(default_factory=dict)
    changed: dict[int, str] = field(default_factory=dict)
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Person:
    subject_id: int
    photo: str
    left: bool


def import_photos(
    db: Database,
    archive: Iterable[Entry],
    files: PhotoFiles,
    *,
    organisation: str = "",
    dry_run: bool,
    now: datetime,
    actor_id: int | None,
    progress: Callable[[int], None] | None = None,
) -> Plan:
    """Take the photos of an archive; each is taken whole or refused with its reason.

    Args:
        db: Read first; written once at the end.
        archive: From ``photos_archive.entries``.
        files: Where photos lie.
        organisation: Code of the organisation whose personnel numbers these are; empty where
            numbers do not repeat across organisations.
        dry_run: Look at every photo, keep none.
        now: Aware instant.
        actor_id: Account of the officer; ``None`` for the command line.
        progress: Called with 1 for each file.

    Raises:
        Missing: No such organisation.
        Invalid: The archive cannot be read.
        OSError: A photo could not be written; none is kept then.
    """
    with db.reading() as session:
        people = _people(session, organisation)
    plan, seen, kept, old = Plan(), set[str](), list[str](), list[str]()
    try:
        for entry in archive:
            _take(entry, people, files, plan, seen=seen, kept=kept, old=old, dry_run=dry_run)
            if progress:
                progress(1)
        if not dry_run and kept:
            with db.writing() as session:
                _write(session, plan, now=now, actor_id=actor_id)
    except BaseException:
        for name in kept:
            files.remove(name)
        raise
    for name in old:
        files.remove(name)
    return plan


def photo_of(session: Session, subject_id: int) -> str:
    """Return the name of an employee's photo, empty if there is none."""
    found = select(col(Employee.photo)).where(col(Employee.subject_id) == subject_id)
    return session.scalar(found) or ""


def put_photo(
    session: Session, subject_id: int, name: str, *, now: datetime, actor_id: int | None
) -> str:
    """Write down the photo of one employee, or none, and return the name it replaces.

    Raises:
        Missing: No such employee.
    """
    employee = session.get(Employee, subject_id)
    if employee is None:
        raise Missing("unknown")
    before, employee.photo = employee.photo, name
    session.flush()
    act = "photo.put" if name else "photo.remove"
    audit.append(session, act, actor_id=actor_id, now=now, object=f"subject:{subject_id}")
    return before


def _take(
    entry: Entry, people: dict[str, list[_Person]], files: PhotoFiles, plan: Plan, *,
    seen: set[str], kept: list[str], old: list[str], dry_run: bool,
) -> None:  # fmt: skip
    found = people.get(entry.number, [])
    reason = entry.reason or _no_match(found, entry.number in seen)
    if reason:
        plan.refused.append(Refusal(entry.name, reason))
        return
    seen.add(entry.number)
    person, digest = found[0], digest_of(entry.photo)
    if files.is_of(person.photo, digest):
        plan.unchanged += 1
        return
    try:
        made = portrait(entry.photo)
    except PhotoRefused as refused:
        plan.refused.append(Refusal(entry.name, refused.reason))
        return
    name = "" if dry_run else files.keep(made, digest)
    (plan.changed if person.photo else plan.new)[person.subject_id] = name
    if name:
        kept.append(name)
        old += [person.photo] if person.photo else []


def _no_match(found: Sequence[_Person], seen: bool) -> str:
    if not found:
        return "number_unknown"
    if len(found) > 1:
        return "number_shared"
    if found[0].left:
        return "left"
    return "twice" if seen else ""


def _people(session: Session, organisation: str) -> dict[str, list[_Person]]:
    query = select(
        col(Employee.personnel_number), col(Employee.subject_id), col(Employee.photo),
        col(Subject.status),
    ).join(Subject, col(Subject.id) == col(Employee.subject_id))  # fmt: skip
    if organisation:
        found = select(col(Organisation.id)).where(col(Organisation.code) == organisation)
        owner = session.scalar(found)
        if owner is None:
            raise Missing("organisation_unknown")
        query = query.where(col(Employee.organisation_id) == owner)
    people: dict[str, list[_Person]] = {}
    for number, subject_id, photo, status in session.execute(query):
        one = _Person(subject_id, photo, status is not SubjectStatus.ACTIVE)
        people.setdefault(number, []).append(one)
    return people


def _write(session: Session, plan: Plan, *, now: datetime, actor_id: int | None) -> None:
    for subject_id, name in (plan.new | plan.changed).items():
        mine = col(Employee.subject_id) == subject_id
        session.execute(update(Employee).where(mine).values(photo=name))
    detail = {"new": len(plan.new), "changed": len(plan.changed), "refused": len(plan.refused)}
    audit.append(session, "photo.import", actor_id=actor_id, now=now, detail=detail)
