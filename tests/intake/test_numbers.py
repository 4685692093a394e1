"""Every field of a number takes Persian, Arabic and Latin digits; hints stand beside topics."""

import re

import pytest
from sqlmodel import select

from app.feedback.models import Contact, Feedback
from app.feedback.topics import TOPICS
from app.intake.guidance import HINTS, hint
from tests.intake.conftest import tap_face, tell

DIGITS = {"latin": "0123456789", "persian": "۰۱۲۳۴۵۶۷۸۹", "arabic": "٠١٢٣٤٥٦٧٨٩"}
SPELLINGS = pytest.mark.parametrize("digits", DIGITS.values(), ids=DIGITS)


def spelled(number: str, digits: str) -> str:
    return number.translate(str.maketrans(DIGITS["latin"], digits))


@SPELLINGS
def test_the_badge_number_on_the_first_page(web, city, digits):
    code = city.desk.typed_code
    written = spelled(f"{code[:3]}-{code[3:6]} {code[6:]}", digits)

    assert web.post("/", data={"code": written}).status_code == 303


@SPELLINGS
def test_the_tracking_code(web, city, digits):
    tell(web, tap_face(web, city.url(city.desk), 2).location, kind="com")
    with city.db.reading() as session:
        code = session.exec(select(Feedback.tracking_code)).one()

    found = web.post("/track", data={"code": spelled(code, digits)})

    assert found.location == f"/t/{code}"
    assert web.get(f"/t/{spelled(code, digits)}").status_code == 200


@SPELLINGS
def test_the_receipt(web, city, digits):
    answer = tell(web, tap_face(web, city.url(city.desk), 2).location)
    groups = re.findall(r"<i>([۰-۹]+)</i>", web.get(answer.location).text)
    receipt = "".join(groups).translate(str.maketrans(DIGITS["persian"], DIGITS["latin"]))

    assert web.post("/track", data={"code": spelled(receipt, digits)}).status_code == 200


@SPELLINGS
@pytest.mark.parametrize("page", ["words", "mine"])
def test_the_mobile_number(web, city, digits, page):
    written = spelled("0912 345 6789", digits)
    if page == "mine":
        assert web.post("/mine", data={"phone": written}).status_code == 200
        return
    thanks = tap_face(web, city.url(city.desk), 2).location
    assert tell(web, thanks, want="1", phone=written).status_code == 303
    with city.db.reading() as session:
        assert session.exec(select(Contact)).one() is not None


@SPELLINGS
def test_the_touched_face(web, city, digits):
    assert tap_face(web, city.url(city.desk), spelled("4", digits)).status_code == 303


def test_a_hint_stands_beside_its_topic_in_the_readers_digits_and_never_in_the_way(web, city):
    thanks = tap_face(web, city.url(city.station), 2).location

    page = web.get(thanks).text

    assert 'aria-describedby="t-danger"' in page
    assert "با ۱۲۵ (آتش‌نشانی) یا ۱۱۵ (اورژانس) تماس بگیرید" in page
    assert "115 (ambulance)" in web.get(f"{thanks}?lang=en").text
    assert tell(web, thanks, about="danger").status_code == 303


def test_every_hint_belongs_to_a_topic_and_leaves_no_gap(app):
    assert set(HINTS) <= {topic.slug for topic in TOPICS}
    with app.test_request_context("/?lang=en"):
        assert not [slug for slug in HINTS if "%" in hint(slug)]
        assert hint("waiting") == ""
