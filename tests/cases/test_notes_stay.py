"""An internal note never leaves the desks, by any text, channel, page or file."""

import pytest
from sqlmodel import Session, col, select

from app.calendar.rules import CITY_ZONE
from app.cases import service, telling
from app.cases.filters import Filters, View
from app.cases.models import Case
from app.cases.queries import citizen_case, export
from app.cases.routing import concerned
from app.cases.rules import DeclineReason, Remedy
from app.cases.shown import PUBLIC
from app.cases.wording import STEPS
from app.notices.models import Notice
from app.notices.rules import NoticeChannel
from app.notices.texts import TEXTS
from app.notices.wording import said
from app.rights import Role
from tests.cases.city import ANSWER, City, make_city, open_case
from tests.conftest import NOON

SECRET = "رازهمکاران"
KNOWN = {"due", "code"}


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def sentences(notice: Notice) -> str:
    spoken = [
        said(notice.template, locale, notice.params, zone=CITY_ZONE, now=NOON)
        for locale in ("fa", "en")
    ]
    return " ".join([*spoken, *notice.params.values(), notice.rendered, notice.event])


def outgoing(session: Session, case: Case) -> str:
    """Everything that leaves the desks about a case."""
    told = [sentences(row) for row in session.exec(select(Notice)).all()]
    own = citizen_case(session, case.feedback_id, now=NOON)
    return " ".join([*told, repr(own)])


def noted(session: Session, city: City) -> Case:
    """A case with a secret in every internal field that a handler can write."""
    case = open_case(session, city)
    code = case.tracking_code
    service.note(session, code, text=SECRET, by=city.handler, now=NOON)
    service.bounce(session, code, reason=SECRET, by=city.handler, now=NOON)
    service.hold(session, code, reason=SECRET, by=city.team, now=NOON)
    return case


@pytest.mark.parametrize("channel", list(NoticeChannel))
def test_no_text_carries_a_note_by_any_channel(
    session: Session, city: City, channel: NoticeChannel
) -> None:
    case = noted(session, city)
    people = concerned(session, case, (Role.SPECIAL_TEAM, Role.INSPECTOR))

    for template in sorted(TEXTS):
        values = {name: NOON.isoformat() for name in TEXTS[template].names - KNOWN}
        event = f"try:{template}"
        telling.tell_citizen(session, case, template, event=event, now=NOON, **values)
        telling.tell_staff(
            session, case, template, people, event=event, now=NOON, channel=channel, **values
        )

    session.flush()
    assert set(session.exec(select(Notice.template)).all()) == set(TEXTS)
    assert SECRET not in outgoing(session, case)


def test_a_whole_walk_with_notes_at_every_turn_tells_nobody_outside(
    session: Session, city: City
) -> None:
    case = open_case(session, city)
    code = case.tracking_code

    def note() -> None:
        service.note(session, code, text=SECRET, by=city.inspector, now=NOON)

    note()
    service.accept(session, code, by=city.handler, now=NOON)
    note()
    service.ask(session, code, question=ANSWER, by=city.handler, now=NOON)
    service.reply(session, case.feedback_id, words="شنبه بود", now=NOON)
    note()
    service.claim_fixed(
        session, code, remedy=Remedy.REPAIRED, answer=ANSWER, by=city.handler, now=NOON
    )
    note()
    service.refute(session, case.feedback_id, now=NOON)
    note()
    service.decline(
        session, code, reason=DeclineReason.NOT_UPHELD, answer=ANSWER, by=city.team, now=NOON
    )
    note()
    service.appeal(session, case.feedback_id, words="باز هم ببینید لطفاً", now=NOON)

    told = set(session.exec(select(Notice.template)).all())
    assert {"C01", "C04", "C06", "C10", "C15", "C16", "S01", "S02", "S08"} <= told
    assert SECRET not in outgoing(session, case)
    rows = export(session, city.inspector, Filters(View.ALL), now=NOON)
    assert SECRET not in repr(rows)


def test_what_the_citizen_reads_holds_no_internal_event() -> None:
    assert PUBLIC.isdisjoint(
        {"note", "bounced", "held", "contact_viewed", "original_viewed", "put_back", "redacted"}
    )
    assert {"note", "put_back", "redacted", "original_viewed", "photo_redacted"} <= set(STEPS)


def test_the_steps_a_note_leaves_hold_it_as_internal_text_alone(
    session: Session, city: City
) -> None:
    from app.cases.models import CaseStep

    case = noted(session, city)

    steps = session.exec(
        select(CaseStep).where(CaseStep.case_id == case.id).order_by(col(CaseStep.seq))
    ).all()
    assert sum(SECRET in step.internal_text for step in steps) == 3
    assert not any(SECRET in step.public_text + step.reason for step in steps)
