"""Appreciation reaches the person and the manager as soon as its words were read."""

import pytest
from sqlmodel import Session, select

from app.cases import service
from app.cases.desk.redacting import redact_words
from app.cases.models import Case
from app.cases.words import decide
from app.directory.models import Unit
from app.feedback.erasing.service import erase
from app.feedback.models import Feedback, Release
from app.feedback.rules import Kind, ReleaseState
from app.notices.models import Notice
from app.rights import Role
from tests.cases.city import City, desk, make_city, message, stored
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


def open_for(session: Session, row: Feedback) -> Case:
    """Open the case of a message that wants an answer."""
    filed = service.Filing(
        feedback_id=row.id or 0,
        tracking_code=row.tracking_code,
        subject_id=row.subject_id,
        named_subject_id=row.subject_id,
        unit_id=row.unit_id,
        unit_path=session.get_one(Unit, row.unit_id).path,
        kind=row.kind,
        category=row.category,
        wants_answer=True,
        identity=row.identity,
        locale="fa",
        words=row.text,
    )
    case = service.open(session, filed, now=NOON)
    assert case is not None
    return case


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


def test_a_number_in_released_thanks_reaches_neither_person_nor_manager(
    session: Session, city: City
) -> None:
    number = waiting(session, city, text=f"{THANKS}؛ ۰۹۱۲ ۳۴۵ ۶۷۸۹")

    decide(session, city.team, number, "release", vault=VAULT, now=NOON)

    assert set(thanked(session).values()) == {f"{THANKS}؛ […]"}


def test_a_manager_who_is_thanked_is_told_once_and_the_one_above_too(
    session: Session, city: City
) -> None:
    above = desk(session, "above", Role.UNIT_MANAGER, city.root)
    row = message(session, city.boss, kind=Kind.APPRECIATION, category=None, text=THANKS)
    stored(session, Release(feedback_id=row.id, unit_id=row.unit_id, text=THANKS, queued_at=NOON))

    decide(session, city.team, row.id or 0, "release", vault=VAULT, now=NOON)

    assert set(thanked(session)) == {f"account:{city.manager.id}", f"account:{above.id}"}


@pytest.mark.parametrize("masked", ["", "آقای\nرضایی با حوصله راهنمایی کرد"])
def test_words_blackened_later_are_black_in_what_was_told(
    session: Session, city: City, masked: str
) -> None:
    said = "آقای رضایی با حوصله راهنمایی کرد"
    row = message(session, city.clerk, kind=Kind.APPRECIATION, category=None, text=said)
    stored(session, Release(feedback_id=row.id, unit_id=row.unit_id, text=said, queued_at=NOON))
    case = open_for(session, row)
    verb = "mask" if masked else "release"
    decide(session, city.team, row.id or 0, verb, masked=masked, vault=VAULT, now=NOON)
    for notice in session.exec(select(Notice).where(Notice.template == "S07")):
        notice.rendered = f"شهروندی قدردانی کرد: «{notice.params['text']}»"

    redact_words(session, VAULT, case.tracking_code, 1, {0, 1}, by=city.team, now=NOON)

    assert set(thanked(session).values()) == {"███ با حوصله راهنمایی کرد"}
    rows = session.exec(select(Notice).where(Notice.template == "S07")).all()
    assert len(rows) == 2
    assert not [row for row in rows if "رضایی" in row.rendered]


def test_thanks_that_are_erased_are_gone_from_what_was_told(session: Session, city: City) -> None:
    number = waiting(session, city)
    decide(session, city.team, number, "release", vault=VAULT, now=NOON)

    erase(session, number, words_key=b"k" * 32, now=NOON)

    assert set(thanked(session).values()) == {"…"}
