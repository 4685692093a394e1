"""The pages of the finding track: what each side is offered, shown and refused."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState, Result
from app.cases.models import CaseStep
from tests.cases.conftest import Desk
from tests.cases.findings.track import REASONS, REPLY, RUDE, SUMMARY, Track
from tests.conftest import NOON
from tests.statements import statements


@pytest.fixture
def track(at_desk: Desk) -> Track:
    """A complaint about manners, in the city of the desk; the special team sits there."""
    with at_desk.instance.db.writing() as session:
        made = Track(session, at_desk.city)
        code = made.code
    at_desk.code, at_desk.person = code, at_desk.city.team
    made.code = code
    return made


def found(at_desk: Desk) -> Finding:
    with at_desk.instance.db.reading() as session:
        finding = session.exec(select(Finding)).one()
        session.expunge(finding)
    return finding


def at(at_desk: Desk, track: Track, step: str) -> Finding:
    with at_desk.instance.db.writing() as session:
        track.session = session
        getattr(track, step)()
    return found(at_desk)


def send(at_desk: Desk, verb: str, **fields: str):
    page = f"/desk/cases/{at_desk.code}/finding"
    return at_desk.post(f"{page}/{verb}", page, **fields)


def test_a_finding_is_opened_told_answered_proposed_and_decided_through_its_pages(
    at_desk: Desk, track: Track
) -> None:
    assert send(at_desk, "allege").status_code == 303
    assert send(at_desk, "notify", version="1", summary=SUMMARY).status_code == 303
    own = f"/desk/my/findings/{found(at_desk).public_id}"
    at_desk.person = track.clerk
    assert at_desk.post(f"{own}/reply", own, words=REPLY).status_code == 303
    at_desk.person = at_desk.city.handler
    said = {"result": "partly", "measure": "guidance", "reasons": REASONS}
    assert send(at_desk, "propose", **said).status_code == 303
    at_desk.person = at_desk.city.inspector
    assert send(at_desk, "decide").status_code == 303

    assert found(at_desk).state is FindingState.DECIDED
    at_desk.person = track.clerk
    body = at_desk.get(own).get_data(as_text=True)
    assert SUMMARY in body
    assert REASONS in body
    assert "Report upheld in part" in body


def test_copied_words_are_shown_and_what_was_typed_stays(at_desk: Desk, track: Track) -> None:
    at(at_desk, track, "alleged")
    typed = f"{SUMMARY} تو هیچ حقی در این اداره نداری"

    answer = send(at_desk, "notify", summary=typed)

    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<mark" in body
    assert "تو هیچ حقی در این اداره نداری" in re.search(r"<mark.*?</mark>", body)[0]
    assert typed in body
    assert found(at_desk).state is FindingState.ALLEGED


def test_what_is_refused_is_written_down_with_a_409(at_desk: Desk, track: Track) -> None:
    at(at_desk, track, "alleged")
    at_desk.person = at_desk.city.handler

    assert send(at_desk, "notify", summary=SUMMARY).status_code == 409

    with at_desk.instance.db.reading() as session:
        steps = session.exec(select(CaseStep).where(CaseStep.type == "refused_transition")).all()
        assert [step.reason for step in steps] == ["finding.notify: finding_step"]


def test_the_person_named_gets_404_for_the_case_and_its_finding_at_the_desk(
    at_desk: Desk, track: Track
) -> None:
    at(at_desk, track, "notified")
    at_desk.person = track.clerk

    for path in ("", "/finding"):
        assert at_desk.get(f"/desk/cases/{at_desk.code}{path}").status_code == 404
    paper = f"/desk/findings/{found(at_desk).public_id}/paper"
    assert at_desk.get(paper).status_code == 404
    assert at_desk.code not in at_desk.get("/desk/findings").get_data(as_text=True)


def test_the_own_page_tells_week_summary_and_rights_and_nothing_else(
    at_desk: Desk, track: Track
) -> None:
    own = at(at_desk, track, "proposed")
    at_desk.person = track.clerk

    body = at_desk.get(f"/desk/my/findings/{own.public_id}").get_data(as_text=True)

    assert SUMMARY in body
    assert "week of 21 November" in body
    for hidden in (RUDE, at_desk.code, REASONS, "Report upheld", "12:10"):
        assert hidden not in body
    listed = at_desk.get("/desk/my/findings").get_data(as_text=True)
    assert own.public_id in listed


def test_nobody_else_opens_the_own_page_and_none_before_the_person_was_told(
    at_desk: Desk, track: Track
) -> None:
    own = at(at_desk, track, "alleged")
    for person in (track.clerk, at_desk.city.team, at_desk.city.manager):
        at_desk.person = person
        assert at_desk.get(f"/desk/my/findings/{own.public_id}").status_code == 404


def test_a_late_reply_is_refused_logged_and_kept_on_the_page(
    at_desk: Desk, track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = at(at_desk, track, "notified")
    at_desk.person = track.clerk
    page = f"/desk/my/findings/{own.public_id}"
    monkeypatch.setattr("app.clock.now", lambda: own.reply_due_at)

    answer = at_desk.post(f"{page}/reply", "/desk/my/findings/" + own.public_id, words=REPLY)

    assert answer.status_code in {400, 409}  # the page offers no form any more
    assert found(at_desk).state is FindingState.NOTIFIED


def test_the_list_shows_what_is_to_be_opened_then_by_due_time_in_few_statements(
    at_desk: Desk, track: Track
) -> None:
    with statements(at_desk.instance.db.engine) as said:
        body = at_desk.get("/desk/findings").get_data(as_text=True)

    assert "To be opened" in body
    assert len(said) <= 3
    link = f"/desk/cases/{at_desk.code}/finding"
    assert link in body
    at(at_desk, track, "decided")
    assert link not in at_desk.get("/desk/findings").get_data(as_text=True)
    assert "Report upheld in part" in at_desk.get("/desk/findings?view=done").get_data(as_text=True)


def test_a_manager_of_the_person_reads_no_summary_and_no_reply(at_desk: Desk, track: Track) -> None:
    at(at_desk, track, "replied")
    with at_desk.instance.db.writing() as session:
        from app.rights import Role
        from tests.cases.city import desk

        at_desk.person = desk(session, "office_manager", Role.UNIT_MANAGER, at_desk.city.office)

    body = at_desk.get(f"/desk/cases/{at_desk.code}/finding").get_data(as_text=True)

    assert SUMMARY not in body
    assert REPLY not in body


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_the_paper_for_who_has_no_account_can_be_printed(
    at_desk: Desk, track: Track, locale: str
) -> None:
    with at_desk.instance.db.writing() as session:
        track.session = session
        track.fire_account()
        track.notified()
    at_desk.locale = locale

    paper = f"/desk/findings/{found(at_desk).public_id}/paper"
    body = at_desk.get(paper).get_data(as_text=True)

    assert SUMMARY in body
    assert at_desk.code not in body


def test_the_paper_of_a_decided_finding_says_the_outcome_and_not_that_nothing_is_decided(
    at_desk: Desk, track: Track
) -> None:
    at_desk.locale = "en"
    finding = at(at_desk, track, "notified")
    before = at_desk.get(f"/desk/findings/{finding.public_id}/paper").text
    with at_desk.instance.db.writing() as session:
        kept = session.exec(select(Finding)).one()
        kept.state, kept.result = FindingState.DECIDED, Result.PARTLY
        kept.reasons, kept.decided_at = REASONS, NOON
        kept.appeal_until = NOON + timedelta(days=365)

    after = at_desk.get(f"/desk/findings/{finding.public_id}/paper").text

    nothing = "Nothing is decided yet"
    assert (nothing in before, nothing in after) == (True, False)
    assert "You may appeal in writing" in after


def test_the_paper_offers_no_appeal_when_its_time_is_over_or_one_was_made(
    at_desk: Desk, track: Track
) -> None:
    at_desk.locale = "en"
    finding = at(at_desk, track, "notified")
    paper = f"/desk/findings/{finding.public_id}/paper"
    with at_desk.instance.db.writing() as session:
        kept = session.exec(select(Finding)).one()
        kept.state, kept.result = FindingState.DECIDED, Result.PARTLY
        kept.reasons, kept.decided_at = REASONS, NOON - timedelta(days=60)
        kept.appeal_until = NOON - timedelta(days=30)

    over = at_desk.get(paper).text
    with at_desk.instance.db.writing() as session:
        session.exec(select(Finding)).one().appealed_at = NOON - timedelta(days=40)
    made = at_desk.get(paper).text

    assert "You may appeal" not in over + made
    assert ("time for an appeal ended" in over, "time for an appeal ended" in made) == (True, False)
