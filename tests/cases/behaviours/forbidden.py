"""What the desks may try with a case: each verb of the table with the state it leads to."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from app.cases import service
from app.cases.models import Case
from app.cases.rules import CaseRole, CaseState, DeclineReason, Remedy
from app.errors import Missing, Refused
from app.rights import Person, Role
from tests.cases.city import ANSWER
from tests.conftest import NOON

STATES = tuple(CaseState)
ROLES = {
    Role.HANDLER: CaseRole.HND,
    Role.UNIT_MANAGER: CaseRole.MGR,
    Role.SPECIAL_TEAM: CaseRole.TRI,
    Role.INSPECTOR: CaseRole.INS,
    Role.APPEAL_REVIEWER: CaseRole.APP,
}


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing a member of staff may try."""

    name: str
    leads_to: CaseState
    do: Callable[[Session, str, Person], object]


def _said(verb: Callable[..., object], **words: object) -> Callable[[Session, str, Person], object]:
    return lambda session, code, by: verb(session, code, by=by, now=NOON, **words)


VERBS = (
    Verb("accept", CaseState.IN_PROGRESS, _said(service.accept)),
    Verb("bounce", CaseState.REGISTERED, _said(service.bounce, reason="نه")),
    Verb("ask", CaseState.WAITING_CITIZEN, _said(service.ask, question=ANSWER)),
    Verb("hold", CaseState.QUARANTINE, _said(service.hold, reason="نه")),
    Verb(
        "claim_fixed",
        CaseState.FIX_CLAIMED,
        _said(service.claim_fixed, remedy=Remedy.REPAIRED, answer=ANSWER),
    ),
    Verb(
        "decline",
        CaseState.DECLINED,
        _said(service.decline, reason=DeclineReason.NOT_UPHELD, answer=ANSWER),
    ),
    Verb(
        "transfer",
        CaseState.TRANSFERRED,
        _said(service.transfer, organisation="آب", reference="۱۲"),
    ),
    Verb("refer", CaseState.REFERRED, _said(service.refer, unit_id=1)),
    Verb("let_through", CaseState.REGISTERED, _said(service.let_through)),
    Verb("confirm_hold", CaseState.DECLINED, _said(service.confirm_hold, answer=ANSWER)),
    Verb("cancel_question", CaseState.IN_PROGRESS, _said(service.cancel_question)),
    Verb("open_again", CaseState.IN_PROGRESS, _said(service.inspect_again, reason="نه")),
    Verb(
        "grant",
        CaseState.IN_PROGRESS,
        _said(service.decide_appeal, granted=True, reasons=ANSWER),
    ),
    Verb(
        "refuse_appeal",
        CaseState.CLOSED_FINAL,
        _said(service.decide_appeal, granted=False, reasons=ANSWER),
    ),
)


def attempt(session: Session, case: Case, verb: Verb, by: Person) -> bool:
    """Try a verb on a case; return whether it was refused, and write that down as the pages do."""
    try:
        with session.begin_nested():
            verb.do(session, case.tracking_code, by)
            session.flush()
    except Missing:
        return True
    except Refused as error:
        service.log_refusal(
            session, case.tracking_code, verb=verb.name, reason=error.code, by=by, now=NOON
        )
        return True
    return False
