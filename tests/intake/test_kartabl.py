"""The own data: rating of the handling, additions, language, a copy of everything, erasure."""

import io
import json
import re
import zipfile

import pytest
from PIL import Image
from sqlmodel import func, select

from app import clock, jobs
from app.cases.chain import first_break
from app.cases.models import Case, CaseRating, CaseStep
from app.cases.rules import CaseRole
from app.cases.states import CaseState
from app.feedback.erasing.models import Erasure
from app.feedback.models import Attachment, Contact, Feedback, Release
from app.intake import opening
from app.notices.models import Notice
from tests.intake.conftest import tap_face, tell

PHONE = "09123456789"
LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def photo() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG")
    out.seek(0)
    return out, "a.jpg"


@pytest.fixture
def word(web, city) -> str:
    """A complaint with a photo and a number, and the pass its owner holds."""
    thanks = tap_face(web, city.url(city.desk), 1).location
    tell(web, thanks, want="1", phone=PHONE, photo=photo())
    jobs.draw_photos(city.instance)
    vault = city.instance.keys.vault
    return opening.grant(vault, vault.blind_index("+989123456789"))


@pytest.fixture
def receipt(web, city) -> str:
    thanks = tap_face(web, city.url(city.desk), 2).location
    page = web.get(tell(web, thanks, want="1", identity="anonymous").location).text
    return "".join(re.findall(r"<i>([۰-۹]+)</i>", page)).translate(LATIN)


def one(city, table):
    with city.db.reading() as session:
        return session.exec(select(table)).one()


def number(city, table) -> int:
    with city.db.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def put(city, state: CaseState, *, closed: bool = True) -> None:
    with city.db.writing() as session:
        case = session.exec(select(Case)).one()
        case.state = state
        case.answered_at = case.registered_at
        case.closed_at = clock.now() if closed else None
        session.add(case)


def own(web, city, word: str, **fields):
    code = one(city, Feedback).tracking_code
    return web.post("/mine/message", data={"pass": word, "code": code} | fields)


def test_something_is_added_once_and_reaches_the_history(web, city, word):
    for _ in range(2):
        page = own(web, city, word, way="add", words="امروز هم کسی نبود.")

    assert "آنچه افزودید رسید" in page.text
    assert "امروز هم کسی نبود." in page.text
    with city.db.reading() as session:
        added = session.exec(select(CaseStep).where(CaseStep.type == "added")).all()
        assert [step.public_text for step in added] == ["امروز هم کسی نبود."]
        assert first_break(session, added[0].case_id) is None


def test_nothing_is_added_without_words_or_after_the_end(web, city, word):
    assert own(web, city, word, way="add", words=" ").status_code == 422
    put(city, CaseState.CLOSED_VERIFIED)

    assert 'value="add"' not in own(web, city, word).text
    own(web, city, word, way="add", words="دیر رسید")
    with city.db.reading() as session:
        assert not session.exec(select(CaseStep).where(CaseStep.type == "added")).all()


def test_blackening_can_be_asked_for_with_the_words_that_are_meant(web, city, word):
    page = own(web, city, word, way="ask_redaction", words="نام همسایه در سطر دوم")

    assert page.status_code == 200
    with city.db.reading() as session:
        asked = session.exec(select(CaseStep).where(CaseStep.type == "redaction_asked")).one()
    assert asked.public_text == "نام همسایه در سطر دوم"


def test_the_handling_is_rated_once_a_cycle_and_only_at_the_end(web, city, word):
    assert "رسیدگی ما چطور بود" not in own(web, city, word).text
    put(city, CaseState.CLOSED_VERIFIED)
    assert "رسیدگی ما چطور بود" in own(web, city, word).text

    assert own(web, city, word, way="rate").status_code == 422
    page = own(web, city, word, way="rate", tap="4")
    again = own(web, city, word, way="rate", tap="1")

    assert "امتیاز شما به رسیدگی ثبت شد" in page.text
    assert "رسیدگی ما چطور بود" not in page.text
    assert "نخستین امتیاز" in again.text
    assert one(city, CaseRating).score == 4
    assert web.get("/mine/message?way=rate&tap=1").status_code == 405


def test_what_was_sent_is_shown_without_sign_in_codes(web, city, word):
    web.post("/mine", data={"phone": PHONE})
    page = web.post("/mine/data", data={"pass": word})

    assert page.status_code == 200
    assert "شکایت شما ثبت شد" in page.text
    with city.db.reading() as session:
        otp = session.exec(select(Notice).where(Notice.template == "C17")).one().params["otp"]
    assert otp not in page.text
    assert "کد ورود" not in page.text


def test_the_language_of_later_messages_is_chosen(web, city, word):
    web.post("/mine/language", data={"pass": word, "locale": "en"})
    assert one(city, Feedback).locale == "en"

    assert web.post("/mine/language", data={"pass": word, "locale": "xx"}).status_code == 422
    assert one(city, Feedback).locale == "en"


@pytest.mark.usefixtures("city")
def test_the_copy_holds_words_number_history_and_photos(web, word):
    answer = web.post("/mine/export.zip", data={"pass": word}, buffered=True)

    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    whole = json.loads(archive.read("messages.json"))
    (message,) = whole["messages"]
    assert message["mobile"] == "+989123456789"
    assert "سه روز پشت سر هم" in message["text"]
    assert next(step["what"] for step in message["history"]) == "registered"
    assert archive.read(message["photos"][0])[:2] == b"\xff\xd8"
    raw = archive.read("messages.json").decode()
    assert not re.search(r'"(device|network|receipt_hash|submission)"', raw)


def test_erasure_asks_first_and_spares_what_is_still_worked_on(web, city, word):
    assert web.post("/mine/erase", data={"pass": word}).status_code == 422

    page = web.post("/mine/erase", data={"pass": word, "sure": "1"})

    assert "هنوز در دست رسیدگی" in page.text
    assert number(city, Contact) == 1
    assert number(city, Erasure) == 0


def test_erased_are_number_words_and_photos_and_the_chain_and_the_counts_hold(web, city, word):
    put(city, CaseState.CLOSED_VERIFIED)
    name = one(city, Attachment).name
    before = one(city, Feedback)

    page = web.post("/mine/erase", data={"pass": word, "sure": "1"})

    assert page.status_code == 200
    row = one(city, Feedback)
    assert (row.text, row.text_folded, row.receipt_hash) == ("", "", None)
    assert (row.mood, row.kind, row.created_at) == (before.mood, before.kind, before.created_at)
    assert number(city, Contact) == number(city, Attachment) == 0
    assert one(city, Release).text == ""
    with pytest.raises(FileNotFoundError):
        city.instance.photos.drawn(name)
    with city.db.reading() as session:
        case = session.exec(select(Case)).one()
        assert first_break(session, case.id) is None
        texts = session.exec(
            select(CaseStep.public_text).where(CaseStep.role == CaseRole.CIT.value)
        ).all()
    assert set(texts) == {""}
    assert one(city, Erasure).feedback_id == row.id
    assert (
        b"\xd8\xb3\xd9\x87 \xd8\xb1\xd9\x88\xd8\xb2"
        not in web.post("/mine/messages", data={"pass": word}).data
    )


def test_the_receipt_opens_its_own_data_and_nothing_after_erasure(web, city, receipt):
    assert web.post("/mine/data", data={"code": receipt}).status_code == 200
    put(city, CaseState.CLOSED_VERIFIED)

    web.post("/mine/erase", data={"code": receipt, "sure": "1"})

    assert web.post("/track", data={"code": receipt}).status_code == 404
    assert web.post("/mine/data", data={"code": receipt}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/mine/data", "/mine/language", "/mine/export.zip", "/mine/erase"]
)
@pytest.mark.usefixtures("city")
def test_nobody_else_opens_anything(web, word, path):
    assert web.post(path, data={"pass": word + "x", "sure": "1"}).status_code == 410
    assert web.post(path, data={"code": "1" * 16, "sure": "1"}).status_code == 404
    assert web.get(path).status_code in {404, 405}
    answers = [web.post(path, data={"code": f"{n:016d}"}).status_code for n in range(12)]
    assert answers[-1] == 429


def test_switching_the_language_keeps_what_stands_in_every_box(web, city, word):
    page = web.post(
        "/mine/message?lang=en",
        data={
            "pass": word,
            "code": one(city, Feedback).tracking_code,
            "switch": "en",
            "words-add": "نخست این",
            "words-withdraw": "سپس آن",
        },
    )

    assert page.status_code == 200
    assert 'lang="en"' in page.text
    for said in ("نخست این", "سپس آن"):
        assert f">\n{said}</textarea>" in page.text
    assert page.text.count('<details class="turn" open>') == 2
    assert 'formaction="/mine/message?lang=fa"' in page.text
    with city.db.reading() as session:
        assert not session.exec(select(CaseStep).where(CaseStep.type == "added")).all()


def test_what_was_sent_leaves_its_box_and_the_others_stay(web, city, word):
    page = own(
        web, city, word, way="add", **{"words-add": "امروز هم نبود", "words-withdraw": "شاید"}
    )

    assert "آنچه افزودید رسید" in page.text
    assert ">\nامروز هم نبود</textarea>" not in page.text
    assert ">\nشاید</textarea>" in page.text
    refused = own(web, city, word, way="add", **{"words-add": " ", "words-withdraw": "شاید"})
    assert refused.status_code == 422
    assert ">\nشاید</textarea>" in refused.text
