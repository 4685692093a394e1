"""Units of work and the insert that cannot race, on both engines."""

from sqlmodel import Session, select

from app.calendar.models import Calendar
from app.db import ensure


def test_a_row_is_new_once_and_keeps_what_it_had(session: Session) -> None:
    assert ensure(session, Calendar(code="A", name_fa="یک")) is True
    assert ensure(session, Calendar(code="A", name_fa="دو")) is False

    assert session.exec(select(Calendar.name_fa)).all() == ["یک"]
