"""The person is told in neutral words and heard before anything is held against them."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.cases.findings import service
from app.cases.findings.states import FindingState, Measure, Result
from app.cases.findings.summary import Copied
from app.cases.models import Absence
from app.errors import Invalid, Missing, Refused
from app.rights import Role
from tests.cases.city import desk
from tests.cases.findings.track import LATER, REASONS, REPLY, RUDE, SUMMARY, Track, notices
from tests.conftest import NOON

S = FindingState


def test_the_person_is_told_the_week_and_the_time_and_nothing_that_leads_to_the_case(
    session: Session, track: Track
) -> None:
    found = track.notified()

    (notice,) = notices(session, "S05")
    assert notice.recipient == f"account:{track.clerk.id}"
    assert set(notice.params) == {"week", "due"}
    assert found.week is not None
    assert found.week.isoformat() == "2026-11-21"  # the Saturday before


def test_citizens_words_are_refused_and_nothing_is_sent(session: Session, track: Track) -> None:
    track.alleged()

    with pytest.raises(Copied) as refused:
        service.notify(session, track.code, summary=RUDE, by=track.city.team, now=NOON)
    assert refused.value.runs == (RUDE,)
    assert not notices(session, "S05")


def test_inspection_alone_may_delay_once_and_ten_days_at_most(
    session: Session, track: Track
) -> None:
    found, city = track.alleged(), track.city
    due = found.due_at

    for days, reason, code in ((11, "شاهدان", "delay_days"), (3, " ", "reason_missing")):
        with pytest.raises(Invalid) as wrong:
            service.delay(
                session, track.code, days=days, reason=reason, by=city.inspector, now=NOON
            )
        assert wrong.value.code == code
    with pytest.raises(Refused):
        service.delay(session, track.code, days=3, reason="شاهدان", by=city.team, now=NOON)
    service.delay(session, track.code, days=3, reason="شاهدان", by=city.inspector, now=NOON)
    with pytest.raises(Refused):
        service.delay(session, track.code, days=3, reason="شاهدان", by=city.inspector, now=NOON)

    assert found.due_at > due
    with pytest.raises(Refused) as refused:
        service.notify(session, track.code, summary=SUMMARY, by=city.team, now=LATER)
    assert refused.value.code == "delayed"


def test_who_is_away_has_two_days_from_coming_back(session: Session, track: Track) -> None:
    back = NOON + timedelta(days=5)
    session.add(Absence(account_id=track.clerk.id, from_at=NOON, until_at=back))
    session.flush()

    found = track.notified()

    assert found.reply_from_at == back
    assert found.reply_due_at is not None
    assert found.reply_due_at > back + timedelta(days=1)


def test_a_reply_at_the_very_end_of_the_window_is_too_late(session: Session, track: Track) -> None:
    found = track.notified()
    end = found.reply_due_at
    assert end is not None

    with pytest.raises(Refused) as refused:
        service.reply(session, found.public_id, words=REPLY, by=track.clerk, now=end)
    assert refused.value.code == "reply_over"
    just = end - timedelta(seconds=1)
    assert service.reply(
        session, found.public_id, words=REPLY, by=track.clerk, now=just
    ).state is S.REPLIED  # fmt: skip


def test_nobody_else_replies_for_the_person(session: Session, track: Track) -> None:
    found = track.notified()
    colleague = desk(session, "other_clerk", Role.EMPLOYEE, track.city.office,
                     who=track.city.colleague)  # fmt: skip

    for person in (colleague, track.city.handler, track.city.manager):
        with pytest.raises(Missing):
            service.reply(session, found.public_id, words=REPLY, by=person, now=LATER)
    with pytest.raises(Refused) as refused:
        service.reply_on_paper(session, track.code, words=REPLY, by=track.city.team, now=LATER)
    assert refused.value.code == "own_reply"


def test_without_an_account_summary_reply_and_appeal_go_on_paper(
    session: Session, track: Track
) -> None:
    track.fire_account()
    found = track.notified()
    assert found.on_paper
    assert not notices(session, "S05")

    service.reply_on_paper(session, track.code, words=REPLY, by=track.city.team, now=LATER)
    service.propose(
        session, track.code, result=Result.UPHELD, measure=Measure.NONE, reasons=REASONS,
        by=track.city.handler, now=LATER,
    )  # fmt: skip
    service.decide(session, track.code, by=track.city.inspector, now=LATER)
    service.appeal_on_paper(session, track.code, words="نه", by=track.city.team, now=LATER)

    assert found.state is S.STAFF_APPEAL


@pytest.mark.parametrize("state", [S.ALLEGED, S.NOTIFIED])
@pytest.mark.parametrize("result", [Result.UPHELD, Result.PARTLY])
def test_nothing_is_held_against_a_person_who_was_not_heard(
    session: Session, track: Track, state: FindingState, result: Result
) -> None:
    track.to(state)

    with pytest.raises(Refused) as refused:
        service.propose(
            session, track.code, result=result, measure=Measure.NONE, reasons=REASONS,
            by=track.city.inspector, now=LATER,
        )  # fmt: skip
    assert refused.value.code == "reply_first"
