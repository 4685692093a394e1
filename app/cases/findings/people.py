"""Who is told of a finding: the desks whose turn it is, and reviewers who had no part in it."""

from sqlmodel import Session, col, exists, select

from app.cases.models import Case, CaseStep
from app.cases.routing import Colleague, colleagues, concerned, nearest
from app.rights import Role

__all__ = ["had_part", "inspectors", "owners", "reviewers"]

_REFUSED = "refused_transition"


def owners(session: Session, case: Case) -> list[Colleague]:
    """Return the handler of a case, and those who open and decide findings there."""
    people = concerned(session, case, (Role.HANDLER, Role.SPECIAL_TEAM, Role.INSPECTOR))
    own = [who for who in people if who.account_id == case.handler_id]
    return [*own, *nearest(people, Role.SPECIAL_TEAM), *inspectors(session, case)]


def inspectors(session: Session, case: Case) -> list[Colleague]:
    """Return who decides where inspection has a case."""
    return nearest(concerned(session, case, (Role.INSPECTOR,)), Role.INSPECTOR)


def reviewers(session: Session, case: Case) -> list[Colleague]:
    """Return the appeal reviewers for a case who may know of it and had no part in it."""
    people = colleagues(
        session,
        unit_path=case.unit_path,
        roles=(Role.APPEAL_REVIEWER,),
        named_subject_id=case.named_subject_id,
    )
    return [who for who in people if not had_part(session, case, who.account_id)]


def had_part(session: Session, case: Case, account_id: int) -> bool:
    """Return whether this member of staff ever acted on a case, in any role."""
    acted = exists().where(
        col(CaseStep.case_id) == case.id,
        col(CaseStep.actor_id) == account_id,
        col(CaseStep.type) != _REFUSED,
    )
    return bool(session.exec(select(acted)).one()) or account_id in {
        case.handler_id,
        case.claimant_id,
    }
