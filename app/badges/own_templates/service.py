"""Keeping and giving up templates of an organisation; each is a version of its design."""

import hashlib
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from app import audit
from app.badges.design_versions import save_design
from app.badges.designs import design_row
from app.errors import Missing
from printables.design import Design

__all__ = ["give_up", "keep", "with_template"]

Roots = tuple[str, ...]


def with_template(design: Design, name: str, own: str) -> Design:
    """Return a design with a template of its own, or with the house's again if it is empty."""
    had = dict(design.templates) | {name: own}
    return replace(design, templates=tuple(sorted(pair for pair in had.items() if pair[1])))


def keep(
    session: Session, code: str, name: str, own: str,
    *, roots: Roots, now: datetime, actor_id: int | None,
) -> int:  # fmt: skip
    """Put a template in place of the house's and return the version of the design that has it.

    Args:
        session: Open unit of work.
        code: Of the organisation.
        name: Which template it replaces.
        own: As ``printables.own_templates.read_own`` returned it.
        roots: How far the officer reaches; an organisation is reached whole or not at all.
        now: Aware instant.
        actor_id: Account of the officer; ``None`` for the command line.

    Raises:
        Missing: ``unknown``: there is no such organisation within reach.
        TemplateRefused: With the rest of the design it would spoil a print.
    """
    row = design_row(session, code, roots)
    asked = with_template(row.design, name, own)
    version = save_design(session, row.organisation_id, asked, now=now, actor_id=actor_id)
    mark = hashlib.sha256(own.encode()).hexdigest()[:16]
    detail = {"template": name, "version": version, "mark": mark}
    about = f"organisation:{row.organisation_id}"
    audit.append(session, "template.keep", actor_id=actor_id, now=now, object=about, detail=detail)
    return version


def give_up(
    session: Session, code: str, name: str, *, roots: Roots, now: datetime, actor_id: int | None
) -> int:
    """Give an organisation the house's template back and return the version that has it.

    Raises:
        Missing: ``unknown``, as for ``keep``; ``template_unknown``: it has none of its own.
    """
    row = design_row(session, code, roots)
    if name not in dict(row.design.templates):
        raise Missing("template_unknown", f"{code} has no {name} of its own")
    asked = with_template(row.design, name, "")
    version = save_design(session, row.organisation_id, asked, now=now, actor_id=actor_id)
    about, detail = f"organisation:{row.organisation_id}", {"template": name, "version": version}
    audit.append(
        session, "template.give_up", actor_id=actor_id, now=now, object=about, detail=detail
    )
    return version
