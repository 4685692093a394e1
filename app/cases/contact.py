"""One look at the citizen's phone and name: with a reason, written down, so many a day."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlmodel import Session, func, select

from app import audit
from app.audit import AuditEntry
from app.calendar.rules import CITY_ZONE
from app.cases.moving import hand_of, locked, record
from app.cases.rules import CaseRole
from app.errors import Invalid, Missing, Refused
from app.feedback.models import Contact
from app.feedback.rules import Identity
from app.feedback.words import contact_place
from app.rights import Person
from app.vault import Vault

__all__ = ["DAILY_CAP", "Revealed", "may_reveal", "opened", "reveal"]

DAILY_CAP = 20
_REASON_LEAST = 5
_VIEW = "contact.view"
_CLEARED = {CaseRole.TRI, CaseRole.INS}


@dataclass(frozen=True, slots=True, repr=False)
class Revealed:
    """What is shown once."""

    phone: str
    name: str


def may_reveal(identity: Identity, role: CaseRole) -> bool:
    """Return whether this role may look at all: the unit only with the citizen's consent.

    >>> may_reveal(Identity.CONFIDENTIAL, CaseRole.HND)
    False
    """
    if identity is Identity.ANONYMOUS:
        return False
    return role in _CLEARED or identity is Identity.OPEN


def reveal(
    session: Session, vault: Vault, code: str, *, reason: str, by: Person, now: datetime
) -> Revealed:
    """Return the citizen's phone and name for one look.

    Args:
        session: Open unit of work; the look is written to the case and to the staff log.
        vault: Opens the sealed contact.
        code: Tracking code.
        reason: Why it is needed, in words; kept with the case.
        by: Who looks.
        now: Aware instant; the cap counts by the city's day.

    Raises:
        Missing: No such case, or no contact was left.
        Invalid: ``reason_missing``.
        Refused: ``no_consent``: not this role's to see; ``contact_cap``: twenty looks today.
    """
    case = locked(session, code, by)
    hand = hand_of(case, by)
    if not may_reveal(case.identity, hand.role):
        raise Refused("no_consent")
    if len(reason.strip()) < _REASON_LEAST:
        raise Invalid("reason_missing", field="reason")
    if _looks_today(session, by.id, now) >= DAILY_CAP:
        raise Refused("contact_cap")
    contact = session.get(Contact, case.feedback_id)
    if contact is None:
        raise Missing("no_contact")
    record(session, case, hand, "contact_viewed", now=now, internal=reason.strip())
    audit.append(session, _VIEW, actor_id=by.id, now=now, object=f"case:{code}")
    return opened(vault, contact)


def _looks_today(session: Session, account_id: int, now: datetime) -> int:
    local = now.astimezone(CITY_ZONE).date()
    start = datetime.combine(local, time(), CITY_ZONE)
    looks = select(func.count()).where(
        AuditEntry.action == _VIEW, AuditEntry.actor_id == account_id, AuditEntry.at >= start
    )
    return session.exec(looks).one()


def opened(vault: Vault, contact: Contact) -> Revealed:
    """Open a sealed contact; whoever calls writes the look down."""

    def plain(sealed: bytes, column: str) -> str:
        place = contact_place(column, contact.feedback_id)
        return vault.unseal(sealed, place=place) if sealed else ""

    return Revealed(plain(contact.phone_sealed, "phone"), plain(contact.name_sealed, "name"))
