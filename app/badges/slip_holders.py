"""Who gets an activation slip: holders of working badges whose account nobody uses yet."""

from collections.abc import Sequence

from sqlalchemy import false, or_, select
from sqlmodel import Session, col

from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.directory.models import Employee, Subject, Unit
from app.errors import Invalid
from app.people.models import Account
from app.text import fold_code

__all__ = ["badge_for_slip", "holders"]


def badge_for_slip(session: Session, number: str, roots: Sequence[str]) -> tuple[int, bool]:
    """Return the active badge of an employee by personnel number, and whether a slip is needed.

    Args:
        session: For reading; one statement.
        number: Personnel number, in any digits.
        roots: Unit paths the reader reaches.

    Raises:
        Invalid: ``no_badge``: nobody with this number and a valid badge within reach, or several.
    """
    found = session.execute(
        select(col(Badge.id), Account)
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .join(Employee, col(Employee.subject_id) == col(Subject.id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Account, col(Account.subject_id) == col(Subject.id))
        .where(
            col(Employee.personnel_number).in_({number.strip(), fold_code(number)}),
            col(Badge.status) == BadgeStatus.ACTIVE,
            or_(false(), *(col(Unit.path).startswith(root) for root in roots)),
        )
        .limit(2)
    ).all()
    if len(found) != 1:
        raise Invalid("no_badge", field="number")
    badge_id, account = found[0]
    in_use = account is not None and (account.password_hash != "" or account.disabled_at)
    return int(badge_id or 0), not in_use


def holders(
    session: Session, badge_ids: Sequence[int]
) -> list[tuple[Account | None, Employee, Unit]]:
    """Return the holders of these badges who need a slip, in the order of the badges."""
    found = (
        select(Badge.id, Account, Employee, Unit)  # type: ignore[call-overload]
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .join(Employee, col(Employee.subject_id) == col(Subject.id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Account, col(Account.subject_id) == col(Subject.id))
        .where(
            col(Badge.id).in_(badge_ids),
            col(Badge.status) == BadgeStatus.ACTIVE,
            or_(
                col(Account.id).is_(None),
                (col(Account.password_hash) == "") & col(Account.disabled_at).is_(None),
            ),
        )
    )
    order = {badge_id: index for index, badge_id in enumerate(badge_ids)}
    rows = sorted(session.execute(found).all(), key=lambda row: order[row[0]])
    return [(row[1], row[2], row[3]) for row in rows]
