"""Who may know of a case, in the data layer.

``visible`` is the one condition every query on cases carries: the reader's subtrees, minus what
went to inspection, minus every case that names the reader or one of the reader's superiors, minus
what the reader stepped back from.  ``roles_on`` says in which roles a person may act on a case;
``managed_paths`` and ``conflicted`` answer the same question about others.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, true
from sqlmodel import col, exists, select

from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState
from app.cases.models import Case, Recusal
from app.cases.posts import is_independent
from app.cases.states import CaseRole, CaseState
from app.directory.models import Unit
from app.directory.rules import within
from app.quick_sql import Store, select_rows
from app.rights import Action, Person, Role, reach

__all__ = ["about_nobody_above", "coded", "conflicted", "managed_paths", "roles_on", "visible"]

_LETTERS = {
    Role.HANDLER: CaseRole.HND,
    Role.SPECIAL_TEAM: CaseRole.TRI,
    Role.UNIT_MANAGER: CaseRole.MGR,
    Role.INSPECTOR: CaseRole.INS,
    Role.APPEAL_REVIEWER: CaseRole.APP,
}
_CODE = 10
_UNIT_ROLES = {CaseRole.HND, CaseRole.MGR}
_CITY_ROLES = {Role.SPECIAL_TEAM, Role.INSPECTOR, Role.APPEAL_REVIEWER}


def coded(code: str) -> ColumnElement[bool]:
    """Return the condition of a tracking code; what cannot be one is nobody's."""
    whole = len(code) == _CODE and code.isascii() and code.isdecimal()
    return col(Case.tracking_code) == code if whole else false()


def visible(person: Person) -> ColumnElement[bool]:
    """Return the condition under which a case exists for this person."""
    stepped_back = exists().where(
        col(Recusal.case_id) == col(Case.id), col(Recusal.account_id) == person.id
    )
    known = or_(
        and_(col(Case.independent).is_(False), _in_scope(person), about_nobody_above(person)),
        and_(col(Case.independent).is_(True), is_independent(person), _not_about(person)),
        and_(_appealed_finding(person), about_nobody_above(person)),
    )
    return and_(known, ~stepped_back)


def roles_on(person: Person, case: Case) -> list[CaseRole]:
    """Return in which roles the person may act on a case that is visible to them.

    The independent reviewer acts as inspection, an appeal reviewer on appeals alone; what
    inspection owns is read-only for the unit.
    """
    if case.independent:
        return [CaseRole.INS]
    held = [
        _LETTERS[grant.role]
        for grant in person.grants
        if grant.role in _LETTERS and _covers(grant.role, grant.path, case)
    ]
    if case.to_inspection or case.inspection_owns:
        held = [role for role in held if role not in _UNIT_ROLES]
    if case.state is not CaseState.UNDER_APPEAL:
        held = [role for role in held if role is not CaseRole.APP]
    return [role for role in _LETTERS.values() if role in held]


def managed_paths(store: Store, subject_id: int | None) -> tuple[str, ...]:
    """Return the paths of the units this employee manages."""
    if subject_id is None:
        return ()
    return tuple(path for (path,) in select_rows(store, _managed(), manager=subject_id))


@cache
def _managed() -> Select[Any]:
    return select(Unit.path).where(col(Unit.manager_subject_id) == bindparam("manager"))


def conflicted(
    named_subject_id: int | None,
    managed: tuple[str, ...],
    *,
    subject_id: int | None,
    paths: Iterable[str],
) -> bool:
    """Return whether a person stands in the conflict set of a case.

    Args:
        named_subject_id: Employee the case names.
        managed: Paths of the units that employee manages.
        subject_id: Employee the person is.
        paths: Units the person belongs to or works for.
    """
    if named_subject_id is None:
        return False
    return subject_id == named_subject_id or any(within(path, managed) for path in paths if path)


def _in_scope(person: Person) -> ColumnElement[bool]:
    """Inspection sees all below it, an appeal reviewer appeals, the others what units may know."""
    own_desks = set(Role) - {Role.INSPECTOR, Role.APPEAL_REVIEWER}
    return or_(
        _under(_roots(person, {Role.INSPECTOR})),
        and_(
            _under(_roots(person, {Role.APPEAL_REVIEWER})),
            col(Case.state) == CaseState.UNDER_APPEAL,
        ),
        and_(col(Case.to_inspection).is_(False), _under(_roots(person, own_desks))),
        _of_the_city(person),
    )


def _roots(person: Person, roles: set[Role]) -> tuple[str, ...]:
    grants = tuple(grant for grant in person.grants if grant.role in roles)
    return reach(Person(person.id, "", "", grants), Action.SEE_CASES)


def _under(roots: tuple[str, ...]) -> ColumnElement[bool]:
    if not roots:
        return false()
    return or_(*(col(Case.unit_path).startswith(root, autoescape=True) for root in roots))


def _of_the_city(person: Person) -> ColumnElement[bool]:
    """A message for the city, from an unknown badge, is for special teams and inspection."""
    allowed: list[ColumnElement[bool]] = []
    if Role.INSPECTOR in person.roles:
        allowed.append(true())
    if Role.SPECIAL_TEAM in person.roles:
        allowed.append(col(Case.to_inspection).is_(False))
    if Role.APPEAL_REVIEWER in person.roles:
        allowed.append(col(Case.state) == CaseState.UNDER_APPEAL)
    return and_(col(Case.unit_path) == "", or_(*allowed)) if allowed else false()


def about_nobody_above(person: Person) -> ColumnElement[bool]:
    """Return the condition that a case names neither this person nor a superior."""
    hidden = {*person.superiors, person.subject_id} - {None}
    named = col(Case.named_subject_id)
    return or_(named.is_(None), named.not_in(sorted(filter(None, hidden)))) if hidden else true()


def _appealed_finding(person: Person) -> ColumnElement[bool]:
    """An appeal reviewer sees a case while the person named appeals its finding."""
    if Role.APPEAL_REVIEWER not in person.roles:
        return false()
    waits = (
        exists()
        .where(col(Finding.case_id) == col(Case.id))
        .where(col(Finding.state) == FindingState.STAFF_APPEAL)
        .correlate(Case)  # the list of findings has the same table outside
    )
    roots = _under(_roots(person, {Role.APPEAL_REVIEWER}))
    return and_(or_(roots, col(Case.unit_path) == ""), waits)


def _not_about(person: Person) -> ColumnElement[bool]:
    named = col(Case.named_subject_id)
    return true() if person.subject_id is None else named != person.subject_id


def _covers(role: Role, path: str, case: Case) -> bool:
    if not case.unit_path:
        return role in _CITY_ROLES
    return case.unit_path.startswith(path)
