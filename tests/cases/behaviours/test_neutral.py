"""Behaviour 24, each half by itself: what reaches the person named by any road it could take."""

import io
import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.cases import service
from app.cases.adding import add_words
from app.cases.findings import service as findings
from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState
from app.cases.findings.summary import RUN, Copied
from app.cases.models import Case, CaseStep
from app.errors import Invalid
from app.feedback.models import Attachment, Feedback
from app.feedback.photos import photos_of
from app.jobs import draw_photos
from app.notices.models import Notice
from tests.cases.behaviours.conftest import Town
from tests.cases.city import City, open_case
from tests.cases.findings.track import RUDE, SUMMARY, Track
from tests.cases.test_asking import QUESTION
from tests.cases.test_merging import join
from tests.conftest import NOON
from tests.intake.conftest import tap_face, tell
from tests.intake.test_photos import picture

TOLD = NOON + timedelta(hours=2)  # 14:10, two hours after it was filed
LATER_WORDS = "بار دیگر که رفتم باز همان رفتار را با من کرد"
OTHER_WORDS = "به مادر پیر من گفت برو بیرون و در را بست"


def first_words(text: str, count: int = 6) -> str:
    return " ".join(text.split()[:count])


@pytest.mark.parametrize("source", ["message", "answer", "addition", "joined case"])
def test_six_words_of_the_citizen_are_refused_wherever_they_were_written(
    session: Session, city: City, source: str
) -> None:
    """Behaviour 24, the words."""
    track = Track(session, city)
    said = RUDE
    if source == "answer":
        service.accept(session, track.code, by=city.handler, now=NOON)
        service.ask(session, track.code, question=QUESTION, by=city.handler, now=NOON)
        service.reply(session, track.case.feedback_id, words=LATER_WORDS, now=NOON)
        said = LATER_WORDS
    if source == "addition":
        add_words(session, track.case.feedback_id, words=LATER_WORDS, now=NOON)
        said = LATER_WORDS
    if source == "joined case":
        join(session, city, open_case(session, city, category="DIS", text=OTHER_WORDS), track.case)
        said = OTHER_WORDS
    track.alleged()

    with pytest.raises(Copied) as refused:
        findings.notify(
            session, track.code, summary=f"{SUMMARY} {first_words(said)}", by=city.team, now=NOON
        )
    assert refused.value.runs == (first_words(said),)
    five = f"{SUMMARY} {first_words(said, 5)}"
    assert findings.notify(session, track.code, summary=five, by=city.team, now=NOON).summary


@pytest.mark.parametrize(
    "hour",
    [
        "ساعت ۱۰", "ساعت ده", "رأس ۱۰", "۱۰:۳۰", "10.30", "۱۰٫۳۰", "۱۰ صبح", "ده و نیم صبح",
        "۳ بعدازظهر", "سه بعد از ظهر", "at 10 am", "ten o'clock", "10 o'clock",
    ],
)  # fmt: skip
def test_no_hour_in_digits_or_words_of_either_language(
    session: Session, city: City, hour: str
) -> None:
    """Behaviour 24, the hour as the desk might write it."""
    track = Track(session, city)
    track.alleged()

    with pytest.raises(Invalid, match="summary_hour"):
        findings.notify(session, track.code, summary=f"{SUMMARY} {hour}.", by=city.team, now=NOON)


@pytest.mark.parametrize("plain", ["سه بار", "ده روز", "۳ مراجعه", "یک پرونده", "شب و روز"])
def test_a_number_that_is_no_hour_is_let_through(session: Session, city: City, plain: str) -> None:
    """Behaviour 24: a desk that may write nothing would write nothing."""
    track = Track(session, city)
    track.alleged()

    summary = f"{SUMMARY} {plain}"
    assert findings.notify(session, track.code, summary=summary, by=city.team, now=NOON)


def filed_with_a_photo(town: Town) -> tuple[Case, Attachment]:
    phone = town.phone()
    thanks = tap_face(phone, town.scans["clerk"], 1).location
    said = {"kind": "crt", "about": "behaviour", "text": RUDE, "want": "1", "phone": "09123456789"}
    sent = tell(phone, thanks, **said, photo=(io.BytesIO(picture()), "photo.jpg"))
    assert sent.status_code == 303, sent.text
    assert draw_photos(town.instance) == 1
    (case,), (photo,) = town.rows(Case), town.rows(Attachment)
    assert case.category == "DIS"
    return case, photo


def told(town: Town, case: Case) -> Finding:
    code, city = case.tracking_code, town.city
    with town.db.writing() as session:
        findings.allege(session, code, by=city.team, now=TOLD)
        findings.notify(session, code, summary=SUMMARY, by=city.team, now=TOLD)
    (found,) = town.rows(Finding)
    assert found.state is FindingState.NOTIFIED
    return found


def test_the_person_named_reaches_no_attachment_by_any_address(town: Town) -> None:
    """Behaviour 24, the attachment: every address that hands one out is shut, page by page."""
    case, photo = filed_with_a_photo(town)
    found, code = told(town, case), case.tracking_code
    named, team = town.sign_in(town.city.clerk_desk), town.sign_in(town.city.team)
    rules = [
        rule.rule.replace("<code>", code).replace("<name>", photo.name)
        for rule in town.app.url_map.iter_rules()
        if "<name>" in rule.rule and "<code>" in rule.rule
    ]

    assert f"/desk/cases/{code}/photos/{photo.name}" in rules
    assert team.get(f"/desk/cases/{code}/photos/{photo.name}").status_code == 200
    for address in rules:
        of_cases = "/cases/" in address  # elsewhere a missing right may be said, there is no case
        shut = {404, 405} if of_cases else {403, 404, 405}
        assert named.get(address).status_code in shut, address
    with town.db.reading() as session:
        assert photos_of(session, case.feedback_id)  # there is something to hide
    for page in ("/desk/my/findings", f"/desk/my/findings/{found.public_id}"):
        body = named.get(page).text
        assert photo.name not in body
        assert "<img" not in body.split("<main")[1]
        assert code not in body


def test_what_the_person_reads_is_the_summary_and_the_week_on_every_road(town: Town) -> None:
    """Behaviour 24: own page, list, paper and notice hold no words, hour, day or number."""
    case, _photo = filed_with_a_photo(town)
    found = told(town, case)
    named, team = town.sign_in(town.city.clerk_desk), town.sign_in(town.city.team)

    read = [
        named.get("/desk/my/findings").text,
        named.get(f"/desk/my/findings/{found.public_id}").text,
        named.get("/desk/notices").text,
        team.get(f"/desk/findings/{found.public_id}/paper").text,
    ]

    letters = [row for row in town.rows(Notice) if row.template == "S05"]
    assert [set(row.params) for row in letters] == [{"week", "due"}]
    words = RUDE.split()
    runs = [" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]
    for body in (re.split(r"<main", page)[-1] for page in read):
        assert not [run for run in runs if run in body]
        assert "09123456789" not in body
        assert not re.search("12:10|۱۲:۱۰", body)  # when it was filed
    assert SUMMARY in read[1]


def test_the_own_page_stays_as_neutral_when_the_citizen_adds_words(town: Town) -> None:
    """Behaviour 24, later: the history of the case goes on without the person."""
    case, _photo = filed_with_a_photo(town)
    found = told(town, case)
    own = f"/desk/my/findings/{found.public_id}"
    named = town.sign_in(town.city.clerk_desk)
    before = named.get(own).text.split("<main")[1]
    with town.db.writing() as session:
        add_words(session, case.feedback_id, words=LATER_WORDS, now=NOON + timedelta(minutes=5))
        steps = session.exec(select(CaseStep).where(CaseStep.type == "added")).all()
        assert [step.public_text for step in steps] == [LATER_WORDS]
        assert session.exec(select(Feedback.text)).one() == RUDE

    after = named.get(own).text.split("<main")[1]

    assert strip(after) == strip(before)


def strip(body: str) -> str:
    """A page without what is new on every request."""
    return re.sub(r'name="csrf_token"[^>]*', "", body)
