"""What the citizen's way costs the database, statement by statement, on both engines.

BEGIN and COMMIT are left out.  A city with a full desk pays for choosing among its handlers and for
telling them; nothing grows with the number of cases, messages or colleagues.
"""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.calendar.queries import forget
from app.cases.models import Case, CaseStep
from app.feedback.models import Feedback, StatisticsDelta
from app.feedback.rules import Channel, Identity, Kind
from app.feedback.service import record as store
from app.feedback.words import Words
from app.intake import queries, service
from app.notices.models import Notice
from tests.cases.city import City, make_city
from tests.conftest import NOON
from tests.feedback.making import TEHRAN, VAULT, tap
from tests.intake.conftest import tap_face
from tests.intake.conftest import tell as send_words
from tests.statements import statements

TOLD = NOON + timedelta(minutes=2)
CASE = [
    "SELECT feedback",  # locked, with the kind of its subject and the path of its unit
    "INSERT statistics_delta",
    "UPDATE feedback",
    "INSERT words_release",
    "SELECT EXISTS",  # is who is named of the special team; which units do they manage
    "SELECT calendar",
    "SELECT weekly_pattern",
    "SELECT holiday",
    "SELECT day_exception",
    "SELECT coalesce",  # how many complaints lately
    "SELECT account",
    "INSERT case_file",
    "INSERT case_step",
    "INSERT case_hop",
]
STORED_CALENDAR = {"SELECT weekly_pattern", "SELECT holiday", "SELECT day_exception"}
DESK = ["SELECT absence", "SELECT coalesce", "INSERT notice", "INSERT notice"]


@pytest.fixture
def town(session: Session) -> City:
    return make_city(session)


def said(seen: list[str]) -> list[str]:
    """Each statement by its verb and its table, or the first function it asks."""
    found = []
    for sent in seen:
        verb, *words = sent.replace("INTO ", "").replace("(", " ").split()
        if verb not in {"BEGIN", "COMMIT"}:
            found.append(f"{verb} {words[0].split('.')[0]}")
    return found


def tell(session: Session, subject, *, text: str = "سه روز معطل شدم", **more) -> list[str]:
    """Send words to a tap about a subject; the statements that took."""
    recorded = store(session, tap(subject, 2, channel=Channel.QR), now=NOON, zone=TEHRAN)
    words = Words(
        kind=Kind.COMPLAINT, category="DLY", text=text, wants_answer=True, topics=("postponed",)
    )
    forget(session)  # as a request finds it
    with statements(session) as seen:
        service.tell(
            session, recorded.submission, words, vault=VAULT, now=TOLD, zone=TEHRAN, **more
        )
    return said(seen)


def test_words_that_open_a_case_at_an_empty_desk_are_fourteen_statements(session, town):
    for grant in town.desks.values():
        session.connection().exec_driver_sql(
            f"UPDATE account SET disabled_at = '2026-11-01 00:00:00' WHERE id = {grant.id}"
        )

    assert tell(session, town.clerk) == CASE


def test_a_full_desk_adds_the_choice_of_a_handler_and_two_notices(session, town):
    seen = tell(session, town.clerk)

    assert sorted(seen) == sorted(CASE + DESK)
    assert len(session.exec(select(Notice)).all()) > 2


def test_what_there_is_already_adds_no_statement(session, town):
    first = tell(session, town.clerk)
    for _ in range(8):
        tell(session, town.clerk)

    assert sorted(tell(session, town.clerk)) == sorted(first)
    assert len(session.exec(select(Case)).all()) == 10
    assert session.exec(select(Case.burst).order_by(Case.id.desc())).first() is True


def test_the_same_words_again_are_one_statement_and_change_nothing(session, town):
    tell(session, town.clerk)
    row = session.exec(select(Feedback)).one()
    counts = [len(session.exec(select(t)).all()) for t in (Notice, CaseStep, StatisticsDelta)]
    again = Words(kind=Kind.COMPLAINT, category="DLY", text=row.text, wants_answer=True)

    with statements(session) as seen:
        new = service.tell(session, row.submission, again, vault=VAULT, now=TOLD, zone=TEHRAN)

    assert (new, said(seen)) == (False, ["SELECT feedback"])
    after = [len(session.exec(select(t)).all()) for t in (Notice, CaseStep, StatisticsDelta)]
    assert after == counts


def test_the_pages_around_the_words_are_one_statement_each(session, town):
    recorded = store(session, tap(town.clerk, 2), now=NOON, zone=TEHRAN)
    with statements(session) as thanks:
        queries.tapped(session, recorded.submission)
    words = Words(
        kind=Kind.COMPLAINT, text="سه روز", wants_answer=True, identity=Identity.ANONYMOUS
    )
    service.tell(session, recorded.submission, words, vault=VAULT, now=TOLD, zone=TEHRAN)
    session.flush()

    with statements(session) as receipt:
        slip = queries.slip(session, recorded.submission, VAULT)

    assert said(thanks) == said(receipt) == ["SELECT feedback"]
    assert (slip.tracking_code, slip.unsent) == (recorded.tracking_code, False)


def test_in_the_browser_the_words_cost_nothing_besides(web, city):
    thanks = tap_face(web, city.url(city.desk), 2).location
    with statements(city.db.engine) as words:
        send_words(web, thanks, want="1")

    shipped = [s for s in CASE if s not in STORED_CALENDAR]  # this city has stored none
    assert said(words) == ["SELECT feedback", *shipped]  # asked before anything is locked
