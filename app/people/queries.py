"""Reads about people: who is signed in, who may be, whose accounts an administrator looks after."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, func, literal, select, union_all
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.errors import Missing
from app.people.devices import device_of
from app.people.models import Account, RecoveryCode, RoleGrant, StaffSession
from app.people.rules import alive
from app.people.sessions import token_hash
from app.rights import Grant, Person, Role
from app.text import fold_code

__all__ = [
    "Credentials",
    "OwnSession",
    "SignedIn",
    "credentials",
    "own_sessions",
    "person_named",
    "recovery_codes_left",
    "roles_of",
    "signed_in",
]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session and the person behind it."""

    session_id: int
    seen_at: datetime
    locale: str
    person: Person


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the first step of signing in is checked against."""

    account_id: int
    password_hash: str
    enrolled: bool
    disabled: bool


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One line of the list of one's own sessions."""

    id: int
    device: str
    created_at: datetime
    seen_at: datetime


def signed_in(session: Session, token: str, *, now: datetime, asked: str = "") -> SignedIn | None:
    """Return who a session token belongs to, in two statements; ``None`` when it is over.

    Args:
        session: For reading.
        token: What the browser kept.
        now: Aware instant; idle and absolute limits count by it.
        asked: Language this one page was asked for in; empty for the person's own.
    """
    statement = (
        select(StaffSession, Account, Unit.path)  # type: ignore[call-overload]
        .join(Account, col(Account.id) == col(StaffSession.account_id))
        .outerjoin(Subject, col(Subject.id) == col(Account.subject_id))
        .outerjoin(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(col(StaffSession.token_hash) == token_hash(token))
    )
    found = session.execute(statement).first()
    if found is None:
        return None
    row, account, path = found
    over = row.ended_at is not None or account.disabled_at is not None
    if over or not alive(row.created_at, row.seen_at, now=now):
        return None
    person = _person(session, account, path or "", asked or account.locale)
    return SignedIn(row.id, row.seen_at, account.locale, person)


def credentials(session: Session, username: str) -> Credentials | None:
    """Return what to check a password against, by user name in any spelling."""
    found = session.execute(
        select(Account).where(col(Account.username_folded) == fold_code(username))
    ).scalar_one_or_none()
    if found is None:
        return None
    enrolled, disabled = bool(found.totp_sealed), found.disabled_at is not None
    return Credentials(found.id or 0, found.password_hash, enrolled, disabled)


def roles_of(session: Session, account_id: int) -> frozenset[Role]:
    """Return the roles an account holds now."""
    held = select(RoleGrant.role).where(  # type: ignore[call-overload]
        col(RoleGrant.account_id) == account_id, col(RoleGrant.ended_at).is_(None)
    )
    return frozenset(session.execute(held).scalars())


def own_sessions(session: Session, account_id: int, *, now: datetime) -> list[OwnSession]:
    """Return the open sessions of an account, the newest first."""
    rows = session.execute(
        select(StaffSession)
        .where(col(StaffSession.account_id) == account_id, col(StaffSession.ended_at).is_(None))
        .order_by(col(StaffSession.seen_at).desc(), col(StaffSession.id).desc())
    ).scalars()
    return [
        OwnSession(row.id or 0, device_of(row.agent), row.created_at, row.seen_at)
        for row in rows
        if alive(row.created_at, row.seen_at, now=now)
    ]


def recovery_codes_left(session: Session, account_id: int) -> int:
    """Return how many recovery codes are still unused."""
    unused = select(func.count(col(RecoveryCode.id))).where(
        col(RecoveryCode.account_id) == account_id, col(RecoveryCode.used_at).is_(None)
    )
    return int(session.execute(unused).scalar_one())


def person_named(session: Session, username: str) -> Person:
    """Return a member of staff by user name, with roles and superiors; three statements.

    Raises:
        Missing: No such account.
    """
    found = session.execute(
        select(Account, func.coalesce(col(Unit.path), ""))
        .outerjoin(Subject, col(Subject.id) == col(Account.subject_id))
        .outerjoin(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(col(Account.username_folded) == fold_code(username))
    ).first()
    if found is None:
        raise Missing("account", username)
    return _person(session, found[0], found[1], found[0].locale)


def _person(session: Session, account: Account, own_path: str, locale: str) -> Person:
    grants, superiors = _places(session, account.id or 0, own_path)
    own, other = (account.name_fa, account.name_en)[:: 1 if locale == "fa" else -1]
    return Person(
        id=account.id or 0,
        username=account.username,
        name=own or other or account.username,
        grants=grants,
        subject_id=account.subject_id,
        unit_path=own_path,
        superiors=superiors,
    )


def _places(
    session: Session, account_id: int, own_path: str
) -> tuple[tuple[Grant, ...], frozenset[int]]:
    """Return the roles held, and the managers at or above each place, in one statement."""
    held = (
        select(
            cast(col(RoleGrant.role), String(40)).label("role"),
            col(Unit.id).label("unit_id"),
            col(Unit.path),
        )
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .where(col(RoleGrant.account_id) == account_id, col(RoleGrant.ended_at).is_(None))
        .cte("held")
    )
    places = union_all(select(held.c.path), select(literal(own_path))).subquery("places")
    above = func.substr(places.c.path, 1, func.length(col(Unit.path))) == col(Unit.path)
    managers = (
        select(literal(""), literal(0), literal(""), col(Unit.manager_subject_id))
        .where(col(Unit.manager_subject_id).is_not(None), col(Unit.path) != "", above)
        .distinct()
    )
    grants = select(held.c.role, held.c.unit_id, held.c.path, literal(0))
    rows = session.execute(union_all(grants, managers)).all()
    held_now = tuple(Grant(Role(role), unit, path) for role, unit, path, _m in rows if role)
    return held_now, frozenset(manager for *_rest, manager in rows if manager)
