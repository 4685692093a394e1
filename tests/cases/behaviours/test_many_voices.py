"""Behaviours 27 to 31: many voices, bounces, messages on bad days, ratings, bursts."""

import re
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from app.cases import queries, service
from app.cases.echoes.models import Echo
from app.cases.hops.queries import stays
from app.cases.models import Case, CaseRating, CaseStep
from app.cases.rules import CaseState
from app.db import Database
from app.errors import Invalid
from app.notices.channels import Message, NotSent, Receipt
from app.notices.channels.in_app import InApp
from app.notices.jobs import drain
from app.notices.models import Notice
from app.notices.rules import NoticeChannel
from app.notices.service import enqueue
from tests.cases.behaviours.conftest import Town
from tests.cases.city import City, open_case, told
from tests.cases.test_report import DAY, SUNDAY_9, answered, figures
from tests.conftest import NOON
from tests.feedback.making import TEHRAN
from tests.intake.conftest import tap_face, tell

ASKED = "آیا همین است؟"
DIRT = {"kind": "crt", "about": "clean", "text": "سکو کثیف است", "want": "1"}


def test_an_open_case_about_a_place_is_offered_before_filing_and_five_voices_raise_it(
    town: Town,
) -> None:
    """Behaviour 27: never about a person, and not after thirty days."""
    town.file("station", **DIRT)
    for _ in range(4):
        phone = town.phone()
        thanks = tap_face(phone, town.scans["station"], 2).location
        assert ASKED in tell(phone, thanks, **DIRT).text
        assert tell(phone, thanks, **DIRT, same="yes").status_code == 303
    (case,) = town.rows(Case)
    assert (case.echoes, len(town.rows(Echo))) == (4, 4)
    assert [step.type for step in town.rows(CaseStep)].count("many_voices") == 1

    for _ in range(2):
        phone = town.phone()
        thanks = tap_face(phone, town.scans["clerk"], 1).location
        assert ASKED not in tell(phone, thanks, **DIRT | {"about": "postponed"}).text
    town.now = NOON + timedelta(days=31)
    phone = town.phone()
    thanks = tap_face(phone, town.scans["station"], 2).location
    assert ASKED not in tell(phone, thanks, **DIRT).text


def test_five_voices_raise_the_place_of_a_case_in_the_inbox_and_are_named_there(
    town: Town,
) -> None:
    """Behaviour 27, second half: before what is due sooner, and both pages say how many."""
    town.file("station", **DIRT | {"about": "crowd", "text": "قطار دیر آمد"})
    town.now = NOON + timedelta(minutes=10)
    town.file("station", **DIRT)
    desk = town.sign_in(town.city.outsider)
    alone = desk.get("/desk/cases?view=all").text
    for _ in range(4):
        phone = town.phone()
        thanks = tap_face(phone, town.scans["station"], 2).location
        assert tell(phone, thanks, **DIRT, same="yes").status_code == 303

    together = desk.get("/desk/cases?view=all").text
    code = next(case.tracking_code for case in town.rows(Case) if case.echoes)
    page = desk.get(f"/desk/cases/{code}").text

    assert alone.index("قطار دیر آمد") < alone.index("سکو کثیف است")
    assert together.index("سکو کثیف است") < together.index("قطار دیر آمد")
    assert "صدا" not in alone
    assert "۵ صدا" in re.sub(r"<[^>]+>", "", together)
    assert "۵ نفر همین را گزارش کرده‌اند" in re.sub(r"<[^>]+>", "", page)


def test_the_third_bounce_goes_to_inspection_and_the_time_at_each_desk_is_reported(
    session: Session, city: City
) -> None:
    """Behaviour 28."""
    case, hour = open_case(session, city), timedelta(minutes=30)
    code, office = case.tracking_code, city.office.id or 0
    for turn in range(3):
        now = NOON + turn * 2 * hour
        service.bounce(session, code, reason="کار ما نیست", by=city.handler, now=now + hour)
        if turn < 2:
            service.refer(session, code, unit_id=office, by=city.team, now=now + 2 * hour)

    assert case.inspection_owns
    rows = stays(session, city.inspector, since=NOON - DAY, until=NOON + DAY)
    of_office = next(row for row in rows if row.unit_fa == city.office.name_fa)
    assert of_office.stays == 3


class Down:
    """A road whose other end does not answer."""

    def send(self, _message: Message) -> Receipt:
        """Refuse, for now."""
        raise NotSent("smtp_down")


def test_messages_are_tried_on_schedule_then_fall_back_and_reach_an_operator(
    database: Database,
) -> None:
    """Behaviour 29: mail that is down stops nothing on the desks."""
    link = {"code": "4839027152", "link": "/t/4839027152"}
    with database.writing() as session:
        for channel in (NoticeChannel.EMAIL, NoticeChannel.SMS):
            enqueue(
                session, "C02", event="e", recipient="feedback:1", channel=channel,
                now=NOON, params=link,
            )  # fmt: skip
        enqueue(
            session, "S01", event="e", recipient="account:3", channel=NoticeChannel.IN_APP,
            now=NOON, params={"code": "4839027152", "due": NOON.isoformat()},
        )  # fmt: skip

    def work(now: datetime) -> Counter[str]:
        roads = {
            NoticeChannel.SMS: Down(),
            NoticeChannel.EMAIL: Down(),
            NoticeChannel.IN_APP: InApp(),
        }
        return drain(
            database,
            resolve=lambda _who, _road: "a@b.ir",
            channels=roads,
            zone=TEHRAN,
            clock=lambda: now,
            operators=lambda _session: [(7, "fa")],
        )

    assert work(NOON)["delivered"] == 1
    at, tries = NOON, []
    while row := waiting(database):
        tries.append(row.not_before - at)
        at = row.not_before
        work(at)
        assert len(tries) < 60
    waits = [int(wait.total_seconds() // 60) for wait in tries if wait]

    assert waits[:4] == [1, 5, 15, 60]
    with database.reading() as session:
        rows = session.exec(select(Notice)).all()
        kinds = Counter((row.template, row.channel.value, row.state.value) for row in rows)
    assert kinds["C02", "sms", "failed"] == kinds["C02", "email", "failed"] == 1
    assert kinds["S09", "in_app", "delivered"] >= 1


def waiting(database: Database) -> Notice | None:
    """The notice that is tried next."""
    with database.reading() as session:
        queued = select(Notice).where(Notice.state == "queued").order_by(col(Notice.not_before))
        row = session.exec(queued).first()
        if row is not None:
            session.expunge(row)
        return row


def test_the_handling_is_rated_by_post_once_a_cycle_and_shown_from_five(
    session: Session, city: City
) -> None:
    """Behaviour 30."""
    shown = []
    for score in (5, 4, 3, 5, 3):
        case = answered(session, city, 60)
        service.confirm(session, case.feedback_id, now=SUNDAY_9 + DAY)
        first = service.rate(session, case.feedback_id, score, now=SUNDAY_9 + DAY)
        again = service.rate(session, case.feedback_id, 1, now=SUNDAY_9 + DAY)
        assert (first, again) == (True, False)
        shown.append(figures(session, city.team)[0].rating)
        with pytest.raises(Invalid):
            service.rate(session, case.feedback_id, 6, now=SUNDAY_9 + DAY)
    assert shown == [None, None, None, None, 4.0]
    page = queries.case_page(session, city.handler, case.tracking_code, now=SUNDAY_9 + DAY)
    assert "rated" not in {step.kind for step in page.steps}


def test_an_address_that_is_only_opened_rates_nothing(town: Town) -> None:
    """Behaviour 30: links in messages are opened by machines too."""
    town.file(phone="09123456789")
    with town.db.writing() as session:
        case = session.exec(select(Case)).one()
        case.state, case.closed_at = CaseState.CLOSED_VERIFIED, NOON
        session.add(case)
        code = case.tracking_code

    for path in (
        f"/t/{code}?way=rate&tap=1",
        f"/track?code={code}&way=rate&tap=1",
        "/mine/message",
    ):
        town.phone().get(path)

    assert town.rows(CaseRating) == []


def test_a_burst_about_one_person_is_flagged_and_answered_all_the_same(
    session: Session, city: City
) -> None:
    """Behaviour 31: more than five in an hour, or more than three times the mean of a week."""
    hour = [open_case(session, city, now=NOON + timedelta(minutes=n)) for n in range(6)]
    for week in range(1, 9):
        open_case(session, city, city.colleague, now=NOON - timedelta(days=7 * week, hours=1))
    days = [
        open_case(session, city, city.colleague, now=NOON + timedelta(hours=6 * n))
        for n in range(4)
    ]

    assert [case.burst for case in hour] == [False] * 5 + [True]
    assert [case.burst for case in days] == [False, False, False, True]
    for case in (hour[-1], days[-1]):
        assert case.state is CaseState.REFERRED
        assert ("C01", f"feedback:{case.feedback_id}") in told(session)
