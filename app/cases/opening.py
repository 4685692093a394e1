"""Opening a case: promise, desk, first steps and notices in the unit of work of the message.

Everything is read first, so that each row is written once, as it stays.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam
from sqlmodel import col, select

from app.cases import chain, clocks, telling
from app.cases.bursts import is_burst
from app.cases.chain import Event
from app.cases.hops import service as hops
from app.cases.models import Case
from app.cases.routing import Desk, desk_for
from app.cases.rules import (
    TERMS_VERSION,
    CaseRole,
    CaseState,
    Category,
    Policy,
    check_move,
    policy_for,
)
from app.cases.taxonomy import category as category_of
from app.errors import Missing
from app.feedback.rules import Identity, Kind
from app.quick_sql import Store, first_row, keep_unless_known, new_row

__all__ = ["Filing", "open"]


@dataclass(frozen=True, slots=True)
class Filing:
    """What a stored message brings to the case it may open.

    Attributes:
        feedback_id: The stored message; a case is opened once for it.
        tracking_code: Its ten digits; the case has the same.
        subject_id: Badge holder or place the message is about.
        named_subject_id: The same if it is an employee: nobody of the conflict set learns of it.
        unit_id: Unit of the badge; ``unit_path`` its path, empty if the badge is unknown.
        kind: One of the four kinds.
        category: Three letters (``DIS``) or number (``F4``) of the taxonomy.
        wants_answer: Whether the citizen asked for one.
        identity: What the unit may know of the citizen.
        locale: Language of the citizen's notices.
        words: The citizen's text; the first step keeps it under the chain.
        sms: Whether C01 may be sent; an unproven visitor causes only so many.
    """

    feedback_id: int
    tracking_code: str
    subject_id: int | None
    named_subject_id: int | None
    unit_id: int | None
    unit_path: str
    kind: Kind
    category: str | None
    wants_answer: bool
    identity: Identity
    locale: str
    words: str
    sms: bool = True


def open(store: Store, filed: Filing, *, now: datetime) -> Case | None:
    """Open the case a message asks for (T1), refer it (T3) and tell those concerned.

    Case, first steps, the copy for inspection and the notices are stored together or not at all.
    Harmless when repeated: the case of this message comes back as it stands.

    Args:
        store: Open unit of work; never committed here.
        filed: What the message says.
        now: Server receipt; starts the clock.

    Returns:
        The case, or ``None`` if this message opens none (``policy_for``).
    """
    policy = policy_for(filed.kind, filed.category, filed.wants_answer)
    if policy is None:
        return None
    desk = _desk(store, filed)
    promised = clocks.promise(store, policy, desk.unit_path, now)
    case = _promised(filed, policy, desk, promised, now)
    if case.named_subject_id is not None:
        case.burst = is_burst(store, case.named_subject_id, now=now)
    team = telling.team_at(store, case, now=now, duty_id=desk.duty_id, managed=desk.managed)
    case.offered_id = team.offered_id
    if not keep_unless_known(store, case):
        return _known(store, filed)
    _begin(store, case, filed, now)
    event = "registered" if case.state is CaseState.REGISTERED else "referred:1"
    telling.tell_team(store, case, team, event=event, now=now)
    return case


def _known(store: Store, filed: Filing) -> Case:
    found = first_row(store, Case, _of_message(), message=filed.feedback_id)
    if found is None:
        raise Missing("unknown")
    case: Case = found[0]
    return case


@cache
def _of_message() -> Select[Any]:
    return select(Case).where(col(Case.feedback_id) == bindparam("message"))


def _desk(store: Store, filed: Filing) -> Desk:
    return desk_for(
        store,
        named_subject_id=filed.named_subject_id,
        unit_id=filed.unit_id,
        unit_path=filed.unit_path,
        category=_category(filed.kind, filed.category),
    )


def _promised(
    filed: Filing,
    policy: Policy,
    desk: Desk,
    promised: clocks.Promise,
    now: datetime,
) -> Case:
    """Return the file as it starts: with its promise, at its desk, or waiting for one."""
    entry = _category(filed.kind, filed.category)
    waits = not desk.unit_path and not desk.to_inspection
    return new_row(
        Case,
        tracking_code=filed.tracking_code,
        feedback_id=filed.feedback_id,
        subject_id=filed.subject_id,
        named_subject_id=filed.named_subject_id,
        unit_id=desk.unit_id,
        unit_path=desk.unit_path,
        to_inspection=desk.to_inspection,
        inspection_owns=desk.to_inspection,
        independent=desk.independent,
        kind=filed.kind,
        category=entry.slug if entry else "",
        policy=policy,
        policy_version=TERMS_VERSION,
        budget_minutes=promised.budget_minutes,
        calendar_id=promised.calendar_id,
        state=CaseState.REGISTERED if waits else CaseState.REFERRED,
        version=1 if waits else 2,
        identity=filed.identity,
        registered_at=now,
        clock_from_at=now,
        rest_seconds=promised.budget_minutes * 60,
        due_at=promised.due_at,
    )


def _category(kind: Kind, key: str | None) -> Category | None:
    """Return the category a case is filed under; a complaint without one is "other"."""
    found = category_of(key)
    return found or (category_of("OTH") if kind is Kind.COMPLAINT else None)


def _begin(store: Store, case: Case, filed: Filing, now: datetime) -> None:
    """Write the first events and the first stay, and tell the citizen."""
    events = [Event("registered", CaseRole.CIT, new=CaseState.REGISTERED, public=filed.words)]
    if case.burst:
        events.append(Event("burst", CaseRole.SYS))
    if case.state is CaseState.REFERRED:
        check_move(CaseState.REGISTERED, CaseState.REFERRED, CaseRole.SYS)
        events.append(_referred(case))
    chain.begin(store, case, events, now=now)
    hops.begin(store, case, now=now)
    if filed.sms:
        telling.tell_citizen(store, case, "C01", event="registered", now=now, locale=filed.locale)


def _referred(case: Case) -> Event:
    word = "inspection" if case.to_inspection else ""
    word = "independent" if case.independent else word
    old, new = CaseState.REGISTERED, CaseState.REFERRED
    return Event("referred", CaseRole.SYS, old=old, new=new, reason=word)
