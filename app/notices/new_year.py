"""S10: the administrators are told in time that a year of days off waits for them."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session

from app.calendar.years import unconfirmed
from app.notices.rules import NoticeChannel
from app.notices.service import enqueue

__all__ = ["warn_of_year"]


def warn_of_year(
    session: Session, administrators: Iterable[tuple[int, str]], *, today: date, now: datetime
) -> int:
    """Tell each administrator once a year that it is not confirmed; return how many were told.

    Args:
        session: Open unit of work.
        administrators: Account ids with the language of each.
        today: The city's date; the year is asked for 60 days before it begins.
        now: Instant of the notice.
    """
    year = unconfirmed(session, today=today)
    if year is None:
        return 0
    return sum(
        enqueue(
            session,
            "S10",
            event=f"year:{year}:unconfirmed",
            recipient=f"account:{account_id}",
            channel=NoticeChannel.IN_APP,
            now=now,
            locale=locale,
            params={"year": str(year)},
        )
        for account_id, locale in administrators
    )
