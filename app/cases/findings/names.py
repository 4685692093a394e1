"""The citizen's name, opened for the program alone: what must not stand in a summary."""

from sqlmodel import Session

from app.cases.contact import opened
from app.cases.models import Case
from app.feedback.models import Contact
from app.vault import Vault

__all__ = ["citizen_names"]


def citizen_names(session: Session, vault: Vault, case: Case) -> list[str]:
    """Return the name the citizen left, if any; nobody sees it, so no look is written down."""
    contact = session.get(Contact, case.feedback_id)
    name = opened(vault, contact).name if contact is not None else ""
    return [name] if name else []
