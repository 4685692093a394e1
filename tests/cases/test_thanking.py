"""Appreciation reaches the person and the manager as soon as its words were read."""

import pytest
from sqlmodel import Session, select

from app.cases.words import decide
from app.feedback.models import Release
from app.feedback.rules import Kind, ReleaseState
from app.notices.models import Notice
from tests.cases.city import City, make_city, message, stored
from tests.conftest import NOON
from tests.feedback.making import VAULT

THANKS = "با حوصله راهنمایی‌ام کردند"


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def waiting(session: Session, city: City, **said: object) -> int:
    row = message(
        session, city.clerk, **{"kind": Kind.APPRECIATION, "category": None, "text": THANKS, **said}
    )
    stored(
        session,
        Release(feedback_id=row.id, unit_id=row.unit_id, text=row.text, queued_at=NOON),
    )
    return row.id or 0


def thanked(session: Session) -> dict[str, str]:
    rows = session.exec(select(Notice).where(Notice.template == "S07"))
    return {row.recipient: row.params["text"] for row in rows}


def test_released_thanks_reach_the_person_and_the_nearest_manager_once(
    session: Session, city: City
) -> None:
    number = waiting(session, city)

    decide(session, city.team, number, "release", vault=VAULT, now=NOON)

    assert thanked(session) == {
        f"account:{city.clerk_desk.id}": THANKS,
        f"account:{city.manager.id}": THANKS,
    }


def test_what_was_masked_is_what_they_read(session: Session, city: City) -> None:
    number = waiting(session, city)

    decide(session, city.team, number, "mask", masked="با حوصله …", vault=VAULT, now=NOON)

    assert set(thanked(session).values()) == {"با حوصله …"}


@pytest.mark.parametrize(("verb", "said"), [("withhold", {}), ("release", {"kind": Kind.COMMENT})])
def test_what_was_kept_back_or_is_no_thanks_reaches_nobody(
    session: Session, city: City, verb: str, said: dict[str, object]
) -> None:
    number = waiting(session, city, **said)

    decide(session, city.team, number, verb, vault=VAULT, now=NOON)

    assert thanked(session) == {}
    assert session.get(Release, number).state is not ReleaseState.WAITING
