"""How the tests change a category: always with the same reason."""

from datetime import datetime

from sqlmodel import Session

from app.cases import service
from app.cases.models import Case
from app.rights import Person

WHY = "شهروند از تأخیر گله دارد، نه از چیز دیگر."


def recode(session: Session, case: Case, category: str, *, by: Person, now: datetime) -> Case:
    """Put a case under another category."""
    return service.recode(
        session, case.tracking_code, category_key=category, reason=WHY, by=by, now=now
    )
