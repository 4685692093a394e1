"""Strange words, numbers and names of citizens (inputs P01 to P22, P28 and P29)."""

import csv
import re
import secrets
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlmodel import col, select

from app import clock
from app.db import Database
from app.feedback.models import Feedback, Release
from app.feedback.rules import ReleaseState
from app.text import fold
from tests.strange.stranger import OK, REJECTED, WORDS, Stranger, stored

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("strange")]

OPEN = {"identity": "open", "want": "1", "phone": "09123456789"}
_RECEIPT = re.compile(r'<strong class="code.*?</strong>', re.S)
NEVER = ("<script>alert", "<img onerror", "50337", "\u202e")
FORMULA = '=HYPERLINK("http://evil.example")'
ARABIC = "كارت ملي ١٢٣ گم شد"
GOOD = {
    "P01 a plain good message": {},
    "P06 a script in the text": {"text": "<script>alert(1)</script>"},
    "P07 a picture with a handler in the name": OPEN | {"name": "<img onerror=x>"},
    "P08 a dropped table": {"text": "'; DROP TABLE feedback; --"},
    "P09 templates in the text": {"text": "{{7*7191}} ${7*7191}"},
    "P10 a formula": {"text": FORMULA},
    "P11 Arabic letters and digits": {"text": ARABIC},
    "P12 an override of direction in the name": OPEN | {"name": "علی\u202eevil"},
    "P13 a NUL in the text": {"text": "پیش\x00پس"},
    "P14 a family and a flag in emoji": {"text": "خانواده 👨‍👩‍👧‍👦 🇮🇷"},
    "P16 a phone in Persian digits": {"want": "1", "phone": "۰۹۱۲۳۴۵۶۷۸۹"},
    "P17 a phone with country and spaces": {"want": "1", "phone": "+98 912 000 0000"},
    "P28 fields nobody asked for": {
        "status": "closed", "score": "99", "is_admin": "1", "employee_id": "7", "id": "1",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_strange_words_are_taken_and_shown_as_words(name: str, stranger: Stranger) -> None:
    answer = stranger.tell(**GOOD[name])

    assert answer.status in OK, answer.text[:2000]
    receipt = stranger.ask("GET", answer.headers["location"])
    assert receipt.status == 200
    assert _RECEIPT.search(receipt.text)
    assert not [never for never in NEVER if never in receipt.text]


def test_a_message_whose_line_breaks_leaves_room_for_the_whole_one(
    stranger: Stranger, store: Database
) -> None:
    thanks, said = stranger.tap(), f"{WORDS} ({secrets.token_hex(4)})"
    stranger.break_off(thanks, kind="crt", text=said, about="postponed", want="1")
    time.sleep(0.5)

    assert stranger.post(thanks, kind="crt", text=said, want="1").status == 303
    with store.reading() as session:
        (row,) = session.exec(select(Feedback).where(col(Feedback.text) == said))
    assert row.wants_answer


BAD = {
    "P02 nothing, no reason, no photo": {"text": "", "about": ""},
    "P03 blanks and joiners": {"text": "\u00a0 \u200c ", "about": ""},
    "P04 ten thousand and one characters": {"text": "آ" * 10_001},
    "P05 two megabytes": {"text": WORDS + "x" * 2_000_000},
    "P15 letters as a phone": {"want": "1", "phone": "abcdef"},
    "P18 the start of a phone": {"want": "1", "phone": "0912"},
    "P19 one bad field beside good words": {"want": "1", "phone": "12", "text": WORDS},
    "P20 a kind not in the list": {"kind": "zzz"},
    "P21 a rating of 999": {"mood": "999"},
    "P22 a rating of -1": {"mood": "-1"},
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_taken_is_refused_with_everything_typed(
    name: str, stranger: Stranger, store: Database
) -> None:
    fields = BAD[name]
    answer = stranger.tell(**fields)

    assert answer.status in REJECTED
    assert str(fields.get("text", WORDS)).strip("\u00a0 \u200c")[:50] in answer.text
    with store.reading() as session:
        assert session.exec(select(Feedback).order_by(col(Feedback.id).desc())).first().text == ""  # type: ignore[union-attr]


def test_p08_the_next_message_after_a_dropped_table_is_stored(
    stranger: Stranger, store: Database
) -> None:
    stranger.tell(text="'; DROP TABLE feedback; --")
    before = stored(store)

    assert stranger.tell().status == 303
    assert stored(store) == before + 1


def test_p10_a_formula_is_inert_in_the_exported_file(
    stranger: Stranger, store: Database, tmp_path: Path
) -> None:
    assert stranger.tell(text=FORMULA).status == 303
    with store.writing() as session:
        for row in session.exec(select(Release)):
            said = session.get(Feedback, row.feedback_id)
            if said and said.text == FORMULA:
                row.state, row.text, row.decided_at = ReleaseState.RELEASED, FORMULA, clock.now()
    out = tmp_path / "feedback.csv"
    command = [sys.executable, "-m", "app", "export", "feedback", "--out", str(out)]
    subprocess.run(command, env=stranger.city.env, check=True, capture_output=True)

    with out.open(encoding="utf-8-sig", newline="") as handle:
        shown = [cell for line in csv.reader(handle) for cell in line if "HYPERLINK" in cell]
    assert shown
    assert {cell[0] for cell in shown} == {"'"}


def test_p11_arabic_letters_are_found_by_the_persian_spelling(
    stranger: Stranger, store: Database
) -> None:
    stranger.tell(text=ARABIC)

    with store.reading() as session:
        found = session.exec(
            select(Feedback.text).where(
                col(Feedback.text_folded).contains(fold("کارت ملی ۱۲۳"), autoescape=True)
            )
        ).all()
    assert ARABIC in found


def test_p29_the_same_page_sent_twice_is_one_message_and_one_receipt(
    stranger: Stranger, store: Database
) -> None:
    thanks, before = stranger.tap(), stored(store)
    fields = {"kind": "crt", "text": WORDS, "want": "1", "identity": "anonymous"}
    sent = [stranger.post(thanks, **fields) for _ in range(2)]

    assert [answer.status for answer in sent] == [303, 303]
    receipts = [stranger.ask("GET", answer.headers["location"]).text for answer in sent]
    assert len({_RECEIPT.search(text)[0] for text in receipts}) == 1  # type: ignore[index]
    assert stored(store) == before
