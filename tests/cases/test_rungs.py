"""The history says which rung of the ladder it was, in the reader's words and digits."""

import pytest

from tests.cases.conftest import Desk
from tests.cases.test_ladder import at
from tests.conftest import NOON


@pytest.mark.parametrize(
    ("locale", "sentences"),
    [
        ("fa", ["نیمی از مهلت گذشت", "هنوز کسی پرونده را نپذیرفته", "به سطح ۱ سپرده شد"]),
        ("en", ["half of the time is gone", "nobody has accepted it", "handed up to level 1"]),
    ],
)
def test_reminders_and_levels_are_told_apart(
    at_desk: Desk, locale: str, sentences: list[str]
) -> None:
    from app.cases import jobs

    at_desk.locale = locale
    jobs.climb_ladders(at_desk.instance.db, now=at(8, 20, day=23))
    assert at(8, 20, day=23) > NOON

    page = at_desk.get(f"/desk/cases/{at_desk.code}").get_data(as_text=True)

    for sentence in sentences:
        assert sentence in page
