"""The short way after a tap does what the pages would do, and leaves all else to them."""

import sqlite3
from io import BytesIO

import pytest
from sqlmodel import select
from structlog.testing import capture_logs

from app.cases.models import Case
from app.errors import Unwritable
from app.feedback.models import Attachment, Contact, Feedback, Release
from app.intake import words
from tests.intake.conftest import gone_through, tap_face, tell
from tests.intake.test_photos import picture

MADE_AFRESH = {"X-Request-Id", "Content-Security-Policy", "Content-Length", "Location"}
VARY = "Vary"  # by cookie where the session was looked at; nothing of either may be stored
DRAWN = {"id", "submission", "tracking_code", "created_at", "device", "seconds", "told_at"}
DRAWN |= {"feedback_id", "receipt_hash", "phone_sealed", "name_sealed", "queued_at", "stored_at"}
DRAWN |= {"registered_at", "clock_from_at", "due_at"}
REACHED = {"want": "1", "phone": "۰۹۱۲ ۳۴۵ ۶۷۸۹"}
SAID = {
    "a complaint": {"want": "1"},
    "with a number": {**REACHED, "identity": "confidential"},
    "openly": {**REACHED, "identity": "open", "name": "حسین رضایی"},
    "thanks and another face": {"kind": "apr", "mood": "5", "about": "", "text": "دستتان درد نکند"},
    "as the page sends it without a script": {"photo": (None, "")},
}


@pytest.fixture
def short(monkeypatch):
    """How often the short way was gone."""
    return gone_through(monkeypatch, {"intake.thanks", "intake.words", "intake.receipt"})


def rows(city, table):
    with city.db.reading() as session:
        return [row.model_dump(exclude=DRAWN) for row in session.exec(select(table))]


def whole_way(web, city, lang="", **fields):
    """Go the three steps after a tap; return their answers."""
    thanks = tap_face(web, city.url(city.desk), 2).location + lang
    page = web.get(thanks)
    sent = tell(web, thanks, **fields)
    return page, sent, web.get(sent.location)


def unread(fields):
    """Return the same fields, with a file nobody has read yet."""
    return {
        name: (BytesIO(b"none" * bool(value[1])), value[1]) if name == "photo" else value
        for name, value in fields.items()
    }


def by_both(app, city, **fields):
    """Go the steps with a browser of its own token alone, and with one of another cookie."""
    for web in (app.test_client(), slow := app.test_client()):
        whole_way(web, city, **fields)  # the outlines are drawn
    slow.set_cookie("lang", "fa")
    quick = app.test_client()
    quick.get(city.url(city.desk))
    return whole_way(quick, city, **fields), whole_way(slow, city, **fields)


def test_every_step_is_answered_the_same_by_either_way(app, city, short):
    quick, slow = by_both(app, city, want="1")

    assert len(short) >= 3
    for one, other in zip(quick, slow, strict=True):
        assert one.status_code == other.status_code
        assert one.content_type == other.content_type
        told = [{n: v for n, v in a.headers if n not in {*MADE_AFRESH, VARY}} for a in (one, other)]
        assert told[0] == told[1]
        assert len(one.data) == len(other.data) or one.status_code == 303


def test_a_known_page_is_handed_out_without_the_application(web, city, short, monkeypatch):
    whole_way(web, city, want="1")
    before = len(short)
    monkeypatch.setattr(web.application, "full_dispatch_request", None)
    thanks = tap_face(web, city.url(city.desk), 2).location

    page = web.get(thanks)
    sent = tell(web, thanks, want="1")
    receipt = web.get(sent.location)

    assert [a.status_code for a in (page, sent, receipt)] == [200, 303, 200]
    assert len(short) == before + 3


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_words_leave_the_same_rows_by_either_way(app, city, short, said):
    quick, slow = app.test_client(), app.test_client()
    slow.set_cookie("lang", "fa")
    for web in (quick, slow):
        thanks = tap_face(web, city.url(city.desk), 2).location
        assert tell(web, thanks, **unread(said)).status_code == 303

    assert len(short) == 1
    for table in (Feedback, Release, Contact, Case):
        found = rows(city, table)
        assert found[: len(found) // 2] == found[len(found) // 2 :]


def test_words_in_another_language_lead_to_a_receipt_in_it(web, city, short):
    _, sent, receipt = whole_way(web, city, lang="?lang=en", want="1")

    assert sent.location.endswith("/receipt?lang=en")
    assert '<html lang="en"' in receipt.text
    assert rows(city, Feedback)[0]["locale"] == "en"
    assert short


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"text": "", "about": ""}, 422),
        ({"kind": ""}, 422),
        ({"phone": "12", "want": "1"}, 422),
        ({"name": "ن" * 81}, 422),
        ({"text": "ن" * 4001}, 422),
        ({"switch": "en"}, 200),
        ({"key": "x" * 48}, 400),
        ({"kind": "", "about": "", "text": "", "mood": "5"}, 303),
        ({"photo": (None, "a.jpg")}, 422),
        ({"homepage": "http://x"}, 303),
    ],
    ids=[
        *("nothing said", "no kind", "no number", "long name", "long text", "other language"),
        *("another form", "only a face", "no photo", "a machine"),
    ],
)
def test_words_that_are_not_in_order_are_left_to_the_page(web, city, short, fields, status):
    thanks = tap_face(web, city.url(city.desk), 2).location

    assert tell(web, thanks, **unread(fields)).status_code == status
    assert short == []


def test_words_with_a_small_photo_are_left_to_the_page_whole(web, city, short):
    thanks = tap_face(web, city.url(city.desk), 2).location
    answer = tell(web, thanks, photo=(BytesIO(picture("JPEG", (40, 30))), "a.jpg"))

    assert (answer.status_code, short) == (303, [])
    assert len(rows(city, Attachment)) == 1


def test_words_about_a_place_others_reported_are_left_to_the_page_that_asks(web, city, short):
    same = {"about": "clean", "want": "1", "text": "سکو کثیف است"}
    first, second = (tap_face(web, city.url(city.station), 2).location for _ in range(2))
    tell(web, first, **same)
    before = len(short)

    asked = tell(web, second, **same)

    assert (asked.status_code, len(short)) == (200, before)
    assert "آیا همین است؟" in asked.text


def test_words_no_tap_was_made_for_are_given_back(web, city, short):
    strange = tap_face(web, city.url(city.desk), 2).location[:-1] + "x"
    answer = tell(web, strange, text="سه روز معطل شدم")

    assert (answer.status_code, short) == (400, [])
    assert "سه روز معطل شدم" in answer.text


def test_words_a_full_store_cannot_take_are_given_back_and_counted_once(
    web, city, short, monkeypatch
):
    def full(*_given, **_named):
        raise Unwritable("store")

    counted = []
    count = words.guard.allow_message
    monkeypatch.setattr(
        words.guard, "allow_message", lambda *a, **k: (counted.append(1), count(*a, **k))
    )
    thanks = tap_face(web, city.url(city.desk), 2).location
    monkeypatch.setattr(words.service, "tell", full)
    answer = tell(web, thanks, text="سه روز معطل شدم")

    assert (answer.status_code, short, counted) == (503, [], [1])
    assert "سه روز معطل شدم</textarea>" in answer.text


def test_the_same_words_again_lead_to_the_same_receipt_and_other_words_do_not(web, city, short):
    thanks = tap_face(web, city.url(city.desk), 2).location
    first, again = (tell(web, thanks, want="1") for _ in range(2))
    other = tell(web, thanks, text="چیز دیگری", want="1")

    assert first.location == again.location
    assert other.status_code == 409
    assert len(rows(city, Case)) == len(rows(city, Release)) == 1
    assert len(short) == 1


def test_a_message_a_minute_too_many_is_answered_with_patience_and_the_words(web, city, short):
    thanks = tap_face(web, city.url(city.desk), 2).location
    answers = [tell(web, thanks, want="1") for _ in range(21)]

    assert [a.status_code for a in answers] == [303] * 20 + [429]
    assert "Retry-After" in answers[-1].headers
    assert len(short) == 1  # the page knows what was told before


def test_a_stranger_s_host_and_an_unknown_language_are_left_to_the_page(web, city, short):
    thanks = tap_face(web, city.url(city.desk), 2).location
    web.get(thanks)
    before = len(short)

    for host in ("evil.example", "localhost:abc", "localhost:1/../evil"):
        assert web.get(thanks, headers={"Host": host}).status_code == 400
    assert web.get(thanks + "?lang=xx").status_code == 200
    assert web.head(thanks).status_code == 200
    assert len(short) == before


def test_a_receipt_is_shown_for_half_an_hour_by_either_way(web, city, short, monkeypatch):
    _, sent, _ = whole_way(web, city, want="1")
    web.get(sent.location)
    before = len(short)
    late = words.SECOND_STEP * -1
    monkeypatch.setattr("app.intake.after_door.SECOND_STEP", late)
    monkeypatch.setattr("app.intake.views.after.SECOND_STEP", late)

    assert web.get(sent.location).status_code == 410
    assert len(short) == before


@pytest.mark.parametrize("asked", ["fa", "en"])
def test_both_ways_lead_to_the_same_address_in_each_language(app, web, city, short, asked):
    slow = app.test_client()
    slow.set_cookie("lang", "fa")
    ends = []
    for browser in (web, slow):
        thanks = tap_face(browser, city.url(city.desk), 2).location
        ends.append(tell(browser, f"{thanks}?lang={asked}").location.removeprefix(thanks))

    assert ends[0] == ends[1] == ("/receipt" if asked == "fa" else "/receipt?lang=en")
    assert len(short) == 1


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("way", ["short", "page"])
def test_of_words_whose_line_broke_nothing_is_stored_and_the_whole_ones_are_taken(
    web, city, kind, way
):
    if way == "page":
        web.set_cookie("lang", "fa")
    thanks = tap_face(web, city.url(city.desk), 2).location
    said = {"kind": "crt", "text": "سه روز پشت سر هم گفتند فردا بیایید.", "want": "1"}
    with web.application.test_request_context(method="POST", data=said, content_type=kind) as whole:
        body, told = whole.request.get_data(), whole.request.environ
    cut = {
        "wsgi.input": BytesIO(body[: len(body) // 2]),
        "wsgi.input_terminated": True,
        "CONTENT_TYPE": told["CONTENT_TYPE"],
        "CONTENT_LENGTH": str(len(body)),
    }

    broken = web.post(thanks, environ_overrides=cut)

    assert broken.status_code == 400
    assert rows(city, Case) == rows(city, Release) == []
    assert tell(web, thanks, **said).status_code == 303
    assert rows(city, Feedback)[0]["text"] == said["text"]


@pytest.mark.parametrize("fault", [KeyError, ValueError, OSError, sqlite3.DatabaseError])
def test_a_fault_nobody_foresaw_is_answered_by_the_application(
    web, city, short, monkeypatch, fault
):
    def broken(*_given, **_named):
        raise fault("strange")

    thanks = tap_face(web, city.url(city.desk), 2).location
    monkeypatch.setattr(words.service, "tell", broken)
    with capture_logs() as told:
        answer = tell(web, thanks)

    assert (answer.status_code, short) == (500, [])
    assert "<html" in answer.text
    assert told[0] == {
        "event": "short_way_left", "log_level": "warning", "kind": fault.__name__
    }  # fmt: skip


def test_a_form_of_too_many_parts_is_refused_by_either_way(app, web, city):
    slow = app.test_client()
    slow.set_cookie("lang", "fa")
    many = {f"f{number}": "1" for number in range(120)} | {"photo": (None, "")}
    answers = [
        tell(one, tap_face(one, city.url(city.desk), 2).location, **unread(many))
        for one in (web, slow)
    ]

    assert [answer.status_code for answer in answers] == [413, 413]


def test_a_photo_named_in_capitals_is_kept(web, city, short):
    thanks = tap_face(web, city.url(city.desk), 2).location
    head = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    parts = [(b"kind", b"", b"crt"), (b"text", b"", b"late")]
    parts += [(b"photo", b'; FILENAME="a.jpg"', picture("JPEG", (40, 30)))]
    body = b"".join(head % part for part in parts) + b"--x--\r\n"
    answer = web.post(thanks, data=body, content_type="multipart/form-data; boundary=x")

    assert (answer.status_code, short) == (303, [])
    assert len(rows(city, Attachment)) == 1
