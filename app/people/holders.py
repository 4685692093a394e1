"""Who holds a role now, for notices that concern a desk and not a person."""

from sqlmodel import Session, col, select

from app.directory.models import Unit
from app.people.models import Account, RoleGrant
from app.rights import Role

__all__ = ["holders"]


def holders(session: Session, role: Role, *, path: str | None = None) -> list[tuple[int, str]]:
    """Return account id and language of everybody with an open account who holds a role.

    ``path`` asks for grants on exactly this unit: ``/`` is the whole city.
    """
    found = (
        select(col(Account.id), col(Account.locale))
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .where(
            RoleGrant.role == role,
            col(RoleGrant.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
        )
    )
    if path is not None:
        found = found.where(Unit.path == path)
    rows = session.exec(found.distinct().order_by(col(Account.id)))
    return [(number, locale) for number, locale in rows if number is not None]
