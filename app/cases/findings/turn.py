"""A step of a finding, from the lock to the history: shared by every verb of the track.

The desk comes with the tracking code and sees the case by ``conflicts.visible``; the person named
comes with the finding's own id and never sees the case; the product comes with the finding.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.cases import moving, telling
from app.cases.conflicts import roles_on
from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState
from app.cases.findings.transitions import check_step
from app.cases.models import Case
from app.cases.moving import Hand, record
from app.cases.routing import Colleague
from app.cases.states import CaseRole
from app.errors import Missing, Refused
from app.notices import service as notices
from app.notices.rules import NoticeChannel
from app.people.models import Account
from app.rights import Person, Role

__all__ = [
    "FindingTurn",
    "account_of",
    "at_desk",
    "by_person",
    "by_product",
    "finding_of",
    "hand_for",
    "roles_for",
]


@dataclass(frozen=True, slots=True)
class FindingTurn:
    """A locked finding with its locked case, where it is to go, and whose hand takes it there."""

    session: Session
    case: Case
    finding: Finding
    new: FindingState
    hand: Hand
    now: datetime

    def step(
        self, kind: str = "", *, reason: str = "", public: str = "", internal: str = ""
    ) -> Finding:
        """Take the step and write it to the history of the case, by default under its new state."""
        check_step(self.finding.state, self.new, self.hand.role)
        self.finding.state = self.new
        self.finding.version += 1
        self.session.add(self.finding)
        record(
            self.session,
            self.case,
            self.hand,
            kind or f"finding_{self.new.value}",
            now=self.now,
            reason=reason,
            public=public,
            internal=internal,
        )
        return self.finding

    def tell_person(self, template: str, **params: str) -> None:
        """Tell the person named in the product; without an account nobody is told.

        The notice carries these values alone: no code, so that nothing leads to the case.
        """
        account = account_of(self.session, self.finding.subject_id)
        if account is None:
            return
        notices.enqueue(
            self.session,
            template,
            event=f"finding:{self.finding.id}:{self.finding.version}",
            recipient=f"account:{account.id}",
            channel=NoticeChannel.IN_APP,
            now=self.now,
            locale=account.locale,
            params=params,
        )

    def tell(self, people: list[Colleague], template: str, due: datetime) -> None:
        """Tell these members of staff of this step, and by when they are to act."""
        event = f"finding:{self.new.value}:{self.finding.version}"
        telling.tell_staff(
            self.session,
            self.case,
            template,
            people,
            event=event,
            now=self.now,
            due=due.isoformat(),
        )


def at_desk(
    session: Session,
    code: str,
    new: FindingState,
    row: str,
    *,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> FindingTurn:
    """Lock a case and its finding for a member of staff whose role may take this row's step.

    Raises:
        Missing: No such case or finding, or none this person may know of.
        Refused: ``finding_step``, ``changed_meanwhile``.
    """
    case = moving.locked(session, code, by)
    finding = finding_of(session, case)
    if finding is None:
        raise Missing("unknown")
    if version is not None and finding.version != version:
        raise Refused("changed_meanwhile")
    hand = hand_for(case, finding, new, by, row=row)
    return FindingTurn(session, case, finding, new, hand, now)


def by_person(
    session: Session, public_id: str, new: FindingState, *, by: Person, now: datetime
) -> FindingTurn:
    """Lock a finding for the person it names.

    Raises:
        Missing: No such finding, none about this person, or none they were told of.
        Refused: ``finding_step``.
    """
    known = select(Finding).where(Finding.public_id == public_id)
    found = session.exec(known).first() if by.subject_id is not None else None
    if found is None or found.subject_id != by.subject_id or found.notified_at is None:
        raise Missing("unknown")
    case, finding = _both(session, found.case_id)
    check_step(finding.state, new, CaseRole.SUB)
    return FindingTurn(session, case, finding, new, Hand(CaseRole.SUB, by.id), now)


def by_product(session: Session, case_id: int, new: FindingState, *, now: datetime) -> FindingTurn:
    """Lock the finding of a case for a step the product takes when a time is over."""
    case, finding = _both(session, case_id)
    return FindingTurn(session, case, finding, new, Hand(CaseRole.SYS), now)


def account_of(session: Session, subject_id: int) -> Account | None:
    """Return the open account of an employee."""
    found = select(Account).where(
        col(Account.subject_id) == subject_id, col(Account.disabled_at).is_(None)
    )
    return session.exec(found).first()


def roles_for(person: Person, case: Case, finding: Finding | None) -> list[CaseRole]:
    """Return in which roles a person may work on the finding of a case visible to them."""
    roles: list[CaseRole] = [role for role in roles_on(person, case) if role is not CaseRole.APP]
    appealed = finding is not None and finding.state is FindingState.STAFF_APPEAL
    if appealed and Role.APPEAL_REVIEWER in person.roles:
        return [*roles, CaseRole.APP]
    return roles


def hand_for(
    case: Case, finding: Finding | None, new: FindingState, person: Person, *, row: str
) -> Hand:
    """Return the person's role that may take the step of a row.

    Raises:
        Refused: ``finding_step``: none of the person's roles may.
    """
    refusal = Refused("finding_step", "no role on this finding")
    for role in roles_for(person, case, finding):
        try:
            check_step(finding.state if finding else None, new, role, row=row)
        except Refused as error:
            refusal = error
            continue
        return Hand(role, person.id)
    raise refusal


def finding_of(session: Session, case: Case) -> Finding | None:
    """Return the finding of a case, locked, if there is one."""
    found = select(Finding).where(col(Finding.case_id) == case.id).with_for_update(of=Finding)
    return session.exec(found.execution_options(populate_existing=True)).first()


def _both(session: Session, case_id: int) -> tuple[Case, Finding]:
    """Lock a case, then its finding: always in this order."""
    found = select(Case).where(col(Case.id) == case_id).with_for_update(of=Case)
    case = session.exec(found.execution_options(populate_existing=True)).one()
    finding = finding_of(session, case)
    if finding is None:
        raise Missing("unknown")
    return case, finding
