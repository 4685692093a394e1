"""Roles: granted on a unit's subtree, ended, never deleted."""

from datetime import datetime

from sqlmodel import Session, col, select

from app import audit
from app.directory.models import Unit
from app.errors import Missing, Refused
from app.people.models import Account, RoleGrant
from app.people.sessions import end_sessions
from app.rights import Role

__all__ = ["end_role", "grant_role"]


def grant_role(
    session: Session,
    account: Account,
    role: Role,
    unit_id: int,
    *,
    actor_id: int | None,
    now: datetime,
) -> RoleGrant:
    """Give a role on a unit and everything below it.

    The account's sessions end, so that the next sign-in starts with the new rights and, where the
    role asks for it, with a second factor.

    Raises:
        Missing: No such unit.
        Refused: ``role_held`` already there, or ``own_roles``: nobody gives roles to themselves.
    """
    if account.id == actor_id:
        raise Refused("own_roles")
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise Missing("unit")
    held = select(RoleGrant.id).where(
        RoleGrant.account_id == account.id,
        RoleGrant.role == role,
        RoleGrant.unit_id == unit_id,
        col(RoleGrant.ended_at).is_(None),
    )
    if session.exec(held).first():
        raise Refused("role_held")
    grant = RoleGrant(account_id=account.id or 0, role=role, unit_id=unit_id, granted_at=now)
    session.add(grant)
    session.flush()
    end_sessions(session, account.id or 0, now=now)
    _log(session, "role.grant", account, grant=grant, unit=unit, actor_id=actor_id, now=now)
    return grant


def end_role(
    session: Session, account: Account, grant_id: int, *, actor_id: int | None, now: datetime
) -> None:
    """Take a role away at once; what was done with it stays in the log.

    Raises:
        Missing: The account holds no such role.
        Refused: ``own_roles``.
    """
    if account.id == actor_id:
        raise Refused("own_roles")
    grant = session.get(RoleGrant, grant_id)
    if grant is None or grant.account_id != account.id or grant.ended_at is not None:
        raise Missing("role")
    grant.ended_at = now
    session.add(grant)
    session.flush()
    end_sessions(session, account.id or 0, now=now)
    unit = session.get(Unit, grant.unit_id)
    _log(session, "role.end", account, grant=grant, unit=unit, actor_id=actor_id, now=now)


def _log(
    session: Session,
    action: str,
    account: Account,
    *,
    grant: RoleGrant,
    unit: Unit | None,
    actor_id: int | None,
    now: datetime,
) -> None:
    audit.append(
        session,
        action,
        actor_id=actor_id,
        now=now,
        object=f"account:{account.public_id}",
        detail={"role": grant.role.value, "unit": unit.code if unit else ""},
    )
