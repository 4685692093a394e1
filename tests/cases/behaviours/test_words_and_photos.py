"""Behaviours 32 to 34: what is blackened, what is attached, what is taken by telephone."""

import io

import pytest
from PIL import Image
from sqlmodel import Session, col, select

from app.audit import AuditEntry
from app.cases.chain import first_break
from app.cases.desk.redacting import original_words, redact_words
from app.cases.models import Case, CaseStep
from app.cases.taking.models import TakenMessage
from app.cases.taking.rules import Medium
from app.errors import Refused
from app.feedback.models import Attachment, Feedback
from app.feedback.rules import Channel
from app.intake import opening
from app.intake.taking.service import Slip
from app.jobs import draw_photos
from qr.codes import check_tracking
from tests.cases.behaviours.conftest import Town
from tests.cases.city import City, told
from tests.conftest import NOON
from tests.intake.test_photos import picture
from tests.intake.test_taking import CALL, taken

NEIGHBOUR = "آقای سعید رضایی باجه سه گفت فردا بیا"


def test_the_citizen_asks_on_the_page_and_words_are_blackened_while_inspection_keeps_them(
    town: Town,
) -> None:
    """Behaviour 32."""
    town.file(phone="09123456789", text=NEIGHBOUR)
    (case,), vault, city = town.rows(Case), town.instance.keys.vault, town.city
    code, phone = case.tracking_code, town.phone()
    word = opening.grant(vault, vault.blind_index("+989123456789"))
    own = {"pass": word, "code": code}

    offered = phone.post("/mine/message", data=own).text
    asked = {"way": "ask_redaction", "words": "نام همسایه"}
    assert 'value="ask_redaction"' in offered
    assert phone.post("/mine/message", data=own | asked).status_code == 200
    with town.db.writing() as session:
        wishes = session.exec(select(CaseStep).where(CaseStep.type == "redaction_asked")).all()
        assert [step.public_text for step in wishes] == ["نام همسایه"]
        said = {"by": city.inspector, "now": NOON}
        shown = redact_words(session, vault, code, 1, {1, 2}, by=city.handler, now=NOON)
        with pytest.raises(Refused):
            original_words(session, vault, code, 1, reason="لازم", by=city.handler, now=NOON)
        kept = original_words(session, vault, code, 1, reason="لازم است", **said)

    assert (shown, kept) == ("آقای ███ باجه سه گفت فردا بیا", NEIGHBOUR)
    assert "رضایی" not in phone.post("/mine/message", data=own).text
    with town.db.reading() as session:
        assert "case.original_viewed" in session.exec(select(AuditEntry.action)).all()
        assert first_break(session, case.id or 0) is None


def test_photos_lose_their_metadata_a_wrong_kind_is_refused_and_no_address_opens_them(
    town: Town,
) -> None:
    """Behaviour 33."""
    from tests.intake.conftest import tap_face, tell

    phone = town.phone()
    thanks = tap_face(phone, town.scans["clerk"], 1).location
    fake = tell(phone, thanks, want="1", photo=(io.BytesIO(b"MZ not a photo"), "photo.jpg"))
    sent = tell(phone, thanks, want="1", photo=(io.BytesIO(picture()), "photo.jpg"))
    assert (fake.status_code, sent.status_code) == (422, 303)
    assert draw_photos(town.instance) == 1

    (photo,), (case,) = town.rows(Attachment), town.rows(Case)
    drawn = town.instance.photos.drawn(photo.name)
    assert b"SECRETPHONE" not in drawn
    assert not Image.open(io.BytesIO(drawn)).getexif()
    address = f"/desk/cases/{case.tracking_code}/photos/{photo.name}"
    team, named = town.sign_in(town.city.team), town.sign_in(town.city.clerk_desk)
    assert team.get(address).status_code == 200
    assert named.get(address).status_code == 404
    assert phone.get(address).status_code == 303  # to the door


@pytest.mark.parametrize("slip", [CALL, Slip(Medium.PAPER, reference="ن-۱۴۰۵-۲۲")])
def test_what_an_operator_takes_has_the_same_code_and_notices_and_keeps_its_reference(
    session: Session, city: City, slip: Slip
) -> None:
    """Behaviour 34."""
    taken(session, city, slip=slip)

    row, case = session.exec(select(Feedback)).one(), session.exec(select(Case)).one()
    assert check_tracking(row.tracking_code)
    assert case.tracking_code == row.tracking_code
    assert (case.registered_at, case.named_subject_id) == (NOON, city.clerk.id)
    assert {"C01", "S01", "S02"} <= {template for template, _ in told(session)}
    kept = session.exec(select(TakenMessage)).one()
    assert (kept.reference, kept.operator_id) == (slip.reference, city.team.id)
    first = select(CaseStep.type).where(CaseStep.case_id == case.id).order_by(col(CaseStep.seq))
    assert session.exec(first).first() == "registered"
    assert row.channel is Channel.PHONE
