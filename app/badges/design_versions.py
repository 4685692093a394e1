"""Versions of designs: never changed once kept, and which of them a run is drawn with.

A run is drawn with the versions in force when it was drafted, however long it takes, or with
older ones that were chosen for it.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from app import audit
from app.badges.models import BadgeDesign, PrintRun
from app.directory.models import Organisation
from app.errors import Missing
from printables import designing
from printables.design import HOUSE, Design, dumps, loads

__all__ = [
    "VERSIONS_MAX",
    "chosen_for",
    "designs_at",
    "designs_of_run",
    "named",
    "save_design",
    "version_of",
    "versions",
]

VERSIONS_MAX = 20
"""So many versions are offered for choosing; older ones stay kept."""


def designs_at(
    session: Session, instant: datetime, chosen: Mapping[int, int] | None = None
) -> dict[int, Design]:
    """Return the designs in force at an instant by organisation; one statement.

    Organisations without an entry have the house's design.

    Args:
        session: For reading.
        instant: Later versions do not count.
        chosen: Versions by organisation that are taken instead; 0 is the house's own.

    Raises:
        Missing: There is no such version.
    """
    newest = (
        select(func.max(col(BadgeDesign.id)))
        .where(col(BadgeDesign.made_at) <= instant)
        .group_by(col(BadgeDesign.organisation_id))
    )
    found = select(col(BadgeDesign.organisation_id), col(BadgeDesign.design)).where(
        col(BadgeDesign.id).in_(newest)
    )
    in_force = {row[0]: loads(row[1]) for row in session.execute(found)}
    for organisation_id, version in (chosen or {}).items():
        in_force[organisation_id] = version_of(session, organisation_id, version)
    return in_force


def version_of(session: Session, organisation_id: int, version: int) -> Design:
    """Return one version of an organisation's design; 0 is the house's own.

    Raises:
        Missing: There is none of this number.
    """
    if not version:
        return HOUSE
    found = select(col(BadgeDesign.design)).where(
        col(BadgeDesign.organisation_id) == organisation_id, col(BadgeDesign.version) == version
    )
    kept = session.scalar(found)
    if kept is None:
        raise Missing("design_unknown", f"the design has no version {version}")
    return loads(kept)


def named(session: Session, text: str) -> tuple[int, int]:
    """Return organisation id and version of what was written as ``ORG=VERSION``.

    Raises:
        Missing: There is no such organisation, or no such version of its design.
    """
    code, _equals, version = text.rpartition("=")
    found = select(col(Organisation.id)).where(col(Organisation.code) == code)
    organisation_id = session.scalar(found)
    if organisation_id is None or not version.isdecimal():
        raise Missing("design_unknown", f"there is no design {text!r}; write it as ORG=VERSION")
    version_of(session, organisation_id, int(version))
    return organisation_id, int(version)


def versions(session: Session, organisation_id: int) -> list[tuple[int, datetime]]:
    """Return the versions of a design and when they were kept, newest first."""
    found = (
        select(col(BadgeDesign.version), col(BadgeDesign.made_at))
        .where(col(BadgeDesign.organisation_id) == organisation_id)
        .order_by(col(BadgeDesign.version).desc())
        .limit(VERSIONS_MAX)
    )
    return [(row[0], row[1]) for row in session.execute(found)]


def designs_of_run(session: Session, run_id: int) -> dict[int, Design]:
    """Return the designs a run is drawn with: in force when it was drafted, or chosen for it."""
    found = select(col(PrintRun.made_at), col(PrintRun.designs)).where(col(PrintRun.id) == run_id)
    row = session.execute(found).first()
    return designs_at(session, row[0], _chosen(row[1])) if row else {}


def chosen_for(session: Session, run_id: int) -> list[tuple[str, str, int]]:
    """Return the designs chosen for a run: both names of the organisation, and the version."""
    kept = session.scalar(select(col(PrintRun.designs)).where(col(PrintRun.id) == run_id))
    if not (numbers := _chosen(kept or "{}")):
        return []
    names = select(Organisation).where(col(Organisation.id).in_(numbers))
    return [(o.name_fa, o.name_en, numbers[o.id or 0]) for o in session.scalars(names)]


def save_design(
    session: Session, organisation_id: int, design: Design, *, now: datetime, actor_id: int | None
) -> int:
    """Keep a design as the organisation's next version and return its number.

    Prints made before are not touched; badges whose face changes with it count as changed.

    Raises:
        TemplateRefused: It would spoil a print.
    """
    designing.check(design)
    mine = col(BadgeDesign.organisation_id) == organisation_id
    last = session.scalar(select(func.max(col(BadgeDesign.version))).where(mine)) or 0
    row = BadgeDesign(
        organisation_id=organisation_id, version=last + 1, design=dumps(design),
        made_by=actor_id, made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    detail = {"version": row.version, "design": design.digest or "house"}
    about = f"organisation:{organisation_id}"
    audit.append(session, "design.save", actor_id=actor_id, now=now, object=about, detail=detail)
    return row.version


def _chosen(kept: str) -> dict[int, int]:
    return {int(organisation): version for organisation, version in json.loads(kept).items()}
