"""Blackened words and pictures: gone everywhere, the chain whole, the original for inspection."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import Session, col, select

from app.audit import AuditEntry
from app.audit import first_break as first_audit_break
from app.cases import service
from app.cases.chain import first_break
from app.cases.desk.models import WordsRedaction
from app.cases.desk.picturing import (
    Frame,
    erase_pictures,
    original_photo,
    ready_photos,
    redact_photo,
)
from app.cases.desk.redacting import erase_originals, original_words, redact_words
from app.cases.filters import Filters, View
from app.cases.models import Case, CaseStep
from app.cases.queries import case_page, citizen_case, export, queue
from app.errors import Invalid, Missing, Refused
from app.feedback import releasing
from app.feedback.models import Attachment, Feedback, Release
from app.feedback.rules import PhotoState
from app.photo_store import PhotoStore
from tests.cases.city import City, make_city, open_case, stored
from tests.conftest import NOON
from tests.feedback.making import VAULT

SAID = "آقای سعید رضایی باجه سه گفت فردا بیا"
NAME = {1, 2}
LOST = "سعید رضایی"


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def black(session: Session, case: Case, by, chosen=NAME, seq: int = 1) -> str:
    return redact_words(session, VAULT, case.tracking_code, seq, chosen, by=by, now=NOON)


def everything(session: Session, city: City, case: Case) -> str:
    """All that any page, search or export of the desks and the citizen is made of."""
    page = case_page(session, city.inspector, case.tracking_code, now=NOON)
    rows = export(session, city.inspector, Filters(View.ALL), now=NOON)
    own = citizen_case(session, case.feedback_id, now=NOON)
    said = session.get(Feedback, case.feedback_id)
    released = session.get(Release, case.feedback_id)
    steps = session.exec(select(CaseStep.public_text)).all()
    log = session.exec(select(AuditEntry.detail)).all()
    parts = [page, page.steps, rows, own, said, said.text_folded, released, steps, log]
    return " ".join(map(repr, parts))


def test_blackened_words_stand_nowhere_and_no_search_finds_them(
    session: Session, city: City
) -> None:
    case = open_case(session, city, text=SAID)
    stored(session, Release(feedback_id=case.feedback_id, queued_at=NOON))
    releasing.release(session, case.feedback_id, actor_id=city.team.id, now=NOON)

    shown = black(session, case, city.handler)

    session.expire_all()
    assert shown == "آقای ███ باجه سه گفت فردا بیا"
    assert "رضایی" not in everything(session, city, case)
    found = queue(session, city.team, Filters(View.ALL, q="رضایی"), now=NOON)
    assert found == []
    assert len(queue(session, city.team, Filters(View.ALL, q="باجه"), now=NOON)) == 1


def test_the_history_says_that_it_happened_not_what_and_both_chains_hold(
    session: Session, city: City
) -> None:
    case = open_case(session, city, text=SAID)

    black(session, case, city.handler)

    step = session.exec(select(CaseStep).order_by(col(CaseStep.seq).desc())).first()
    assert (step.type, step.reason, step.actor_id) == ("redacted", "1: 2", city.handler.id)
    assert (step.public_text, step.internal_text) == ("", "")
    assert first_break(session, case.id) is None
    assert first_audit_break(session) is None
    page = case_page(session, city.handler, case.tracking_code, now=NOON)
    assert [one.blackened for one in page.steps][:2] == [True, False]


def test_words_masked_by_hand_lose_the_same_words(session: Session, city: City) -> None:
    case = open_case(session, city, text=SAID)
    stored(session, Release(feedback_id=case.feedback_id, queued_at=NOON))
    masked = "کسی به نام سعید رضایی گفت فردا بیا"
    releasing.mask(session, case.feedback_id, masked, actor_id=city.team.id, now=NOON)

    black(session, case, city.team)

    assert LOST not in session.get(Release, case.feedback_id).text


def test_what_the_citizen_wrote_later_can_be_blackened_too(session: Session, city: City) -> None:
    case = open_case(session, city)
    service.withdraw(session, case.feedback_id, words=SAID, now=NOON)
    seq = session.exec(select(CaseStep.seq).where(CaseStep.type == "withdrawn")).one()

    black(session, case, city.inspector, seq=seq)

    assert LOST not in everything(session, city, case)
    assert session.get(Feedback, case.feedback_id).text != ""


def test_blackening_again_adds_to_it_and_the_first_original_stays(
    session: Session, city: City
) -> None:
    case = open_case(session, city, text=SAID)
    black(session, case, city.handler)

    shown = black(session, case, city.team, chosen={0})

    assert shown == "███ ███ باجه سه گفت فردا بیا"
    code = case.tracking_code
    seen = original_words(session, VAULT, code, 1, reason="شکایت دوم", by=city.inspector, now=NOON)
    assert seen == SAID
    kinds = session.exec(select(CaseStep.type)).all()
    assert kinds.count("original_viewed") == 1


def test_only_inspection_sees_the_original_with_a_reason_and_until_it_is_erased(
    session: Session, city: City
) -> None:
    case = open_case(session, city, text=SAID)
    black(session, case, city.handler)
    code = case.tracking_code

    with pytest.raises(Refused):
        original_words(session, VAULT, code, 1, reason="لازم است", by=city.handler, now=NOON)
    with pytest.raises(Invalid):
        original_words(session, VAULT, code, 1, reason=" ", by=city.inspector, now=NOON)
    with pytest.raises(Missing):
        original_words(session, VAULT, code, 1, reason="لازم است", by=city.outsider, now=NOON)

    case.closed_at = NOON
    stored(session, case)
    assert erase_originals(session, now=NOON + timedelta(days=89)) == 0
    assert erase_originals(session, now=NOON + timedelta(days=91)) == 1
    assert session.exec(select(WordsRedaction.original_sealed)).one() == b""
    with pytest.raises(Refused, match="nothing_kept"):
        original_words(session, VAULT, code, 1, reason="لازم است", by=city.inspector, now=NOON)


@pytest.mark.parametrize("who", ["clerk_desk", "outsider"])
def test_nobody_blackens_a_case_they_may_not_know(session: Session, city: City, who: str) -> None:
    case = open_case(session, city, text=SAID)

    with pytest.raises(Missing):
        black(session, case, getattr(city, who))


def test_no_word_of_staff_and_no_empty_choice_is_blackened(session: Session, city: City) -> None:
    case = open_case(session, city, text=SAID)
    service.note(session, case.tracking_code, text="یادداشت ما", by=city.handler, now=NOON)
    note = session.exec(select(CaseStep.seq).where(CaseStep.type == "note")).one()

    with pytest.raises(Missing):
        black(session, case, city.handler, seq=note)
    with pytest.raises(Invalid):
        black(session, case, city.handler, chosen={99})
    with pytest.raises(Refused):
        black(session, case, city.manager)


def test_a_part_of_a_photo_is_black_for_everybody_and_the_original_sealed(
    session: Session, city: City, tmp_path: Path
) -> None:
    store, case = PhotoStore(str(tmp_path)), open_case(session, city)
    out = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(out, "JPEG")
    name = store.put_raw(b"x")
    store.put_drawn(name, out.getvalue())
    stored(
        session,
        Attachment(feedback_id=case.feedback_id, name=name, state=PhotoState.READY, stored_at=NOON),
    )
    code, frame = case.tracking_code, Frame(0, 0, 50, 50)

    redact_photo(session, store, VAULT, code, name, frame=frame, by=city.handler, now=NOON)

    with Image.open(io.BytesIO(store.drawn(name))) as shown:
        assert max(shown.getpixel((20, 20))) < 20
        assert min(shown.getpixel((180, 80))) > 230
    assert ready_photos(session, case.feedback_id) == {name: True}
    kept = original_photo(
        session, store, VAULT, code, name, reason="لازم است", by=city.inspector, now=NOON
    )
    assert kept == out.getvalue()
    case.closed_at = NOON
    stored(session, case)
    assert erase_pictures(session, store, now=NOON + timedelta(days=91)) == 1
    assert list((tmp_path / "photos" / "raw").iterdir()) == []
    with pytest.raises(Invalid):
        redact_photo(
            session, store, VAULT, code, name, frame=Frame(0, 0, 0, 9), by=city.handler, now=NOON
        )
