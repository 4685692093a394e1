"""Texts as data: every one says the same in both languages, and none can be made to say more."""

import json
from zoneinfo import ZoneInfo

import pytest

from app.cases.taxonomy import CATEGORIES
from app.errors import Refused
from app.notices.rules import segments
from app.notices.texts import TEXTS, parse, render
from app.notices.wording import said
from tests.conftest import NOON

TEHRAN = ZoneInfo("Asia/Tehran")
TYPICAL = {
    "code": "4839027152", "due": "2026-11-25T11:40:00+00:00", "otp": "123456",
    "until": "2026-11-25T11:40:00+00:00", "link": "https://qr.city.ir/t/4839027152",
    "org": "شرکت آب و فاضلاب", "ext": "12345678", "master": "5839027151", "date": "2026-11-23",
}  # fmt: skip

_TELLING = ("رفتار", "تخلف", "رشوه", "کارمندِ", "conduct", "misconduct", "bribe", "employee")


def say(template: str, locale: str = "fa", **more: str) -> str:
    values = TYPICAL | ({"org": "the water company"} if locale == "en" else {}) | more
    return said(template, locale, values, zone=TEHRAN, now=NOON, brief=True)


def test_texts_stand_in_the_order_of_their_codes_citizens_first() -> None:
    citizens = [f"C{n:02d}" for n in range(1, 27)]

    assert list(TEXTS) == sorted(TEXTS)
    assert [key for key in TEXTS if key.startswith("C")] == citizens
    assert {key[0] for key in TEXTS} == {"C", "S"}
    assert all(text.version >= 1 for text in TEXTS.values())


@pytest.mark.parametrize("template", [key for key in TEXTS if key.startswith("C")])
def test_a_persian_sms_takes_two_segments_at_most_and_two_texts_take_one(template: str) -> None:
    assert segments(say(template)) <= (1 if template in {"C17", "C18"} else 2)
    assert segments(say(template, "en")) == 1


@pytest.mark.parametrize("template", [key for key in TEXTS if key.startswith("C")])
def test_no_message_to_a_phone_can_carry_a_name_a_subject_or_words(template: str) -> None:
    neutral = {"code", "due", "until", "date", "link", "master", "org", "ext", "otp"}
    assert TEXTS[template].names <= neutral
    telling = [
        *(label for one in CATEGORIES.values() if one.slug != "OTH" for label in (one.fa, one.en)),
        *_TELLING,
    ]
    for sentence in TEXTS[template].wording.values():
        assert [word for word in telling if word.lower() in sentence.lower()] == []


def test_a_promise_is_said_in_the_days_and_digits_of_the_reader() -> None:
    assert "چهارشنبه ۴ آذر، ۱۵:۱۰" in say("C03")
    assert "Wednesday 25 November, 15:10" in say("C03", "en")
    assert "دوشنبه ۲ آذر" in say("C14")
    assert "۴۸۳۹۰۲۷۱۵۲" in say("C01")
    assert "qr.city.ir/t/4839027152" in say("C01")
    assert "123456" in say("C17")


def test_a_week_is_said_in_the_language_it_is_read_in_and_an_old_one_as_it_was_kept() -> None:
    assert "شنبه ۳۰ آبان" in say("S05", week="2026-11-21")
    assert "Saturday 21 November" in say("S05", "en", week="2026-11-21")
    assert "شنبه ۲۳ آبان" in say("S05", week="شنبه ۲۳ آبان")


def test_a_link_that_is_a_path_gets_the_public_address() -> None:
    values = TYPICAL | {"link": "/t/4839027152"}

    text = said("C01", "en", values, zone=TEHRAN, now=NOON, brief=True, site="https://qr.city.ir/")

    assert text.endswith("Track: qr.city.ir/t/4839027152")


def test_a_value_is_put_in_as_it_is_and_never_read_as_a_text() -> None:
    text = render("C11", "en", {"code": "{link}", "org": "{0.__class__}", "ext": "%s"})

    assert text == "{link}: this belongs to {0.__class__}; we have sent it. Their reference: %s"


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\x00", "\u2028", "\x85"])
def test_a_value_brings_no_line_break(break_: str) -> None:
    text = render("C18", "en", {"code": f"1{break_}Bcc: all@city.ir", "link": "x"})

    assert break_ not in text
    assert len(text.splitlines()) == 1


@pytest.mark.parametrize("values", [{"code": "1"}, {"code": "1", "link": "x", "phone": "0"}])
def test_a_missing_or_strange_name_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(Refused):
        render("C18", "fa", values)


@pytest.mark.parametrize(
    "sentence", ["{phone}", "{code.__class__}", "{code!r}", "{}", "{{code}}", "{code:>9}"]
)
def test_a_text_with_anything_but_known_names_is_not_loaded(sentence: str) -> None:
    row = {"version": 1, "event": "x", "fa": sentence, "en": sentence}

    with pytest.raises(ValueError, match="X01"):
        parse(json.dumps({"X01": row}))


def test_languages_that_name_different_things_are_not_loaded() -> None:
    row = {"version": 1, "event": "x", "fa": "{code}", "en": "{link}"}

    with pytest.raises(ValueError, match="another language"):
        parse(json.dumps({"X01": row}))


def test_a_link_that_is_a_path_is_put_behind_the_public_address() -> None:
    values = {"code": "4839027152", "link": "/t/4839027152"}
    site = "https://qr.city.ir"

    assert said("C18", "en", values, zone=TEHRAN, now=NOON, site=site).endswith(
        ": https://qr.city.ir/t/4839027152"
    )
    assert said("C18", "en", values, zone=TEHRAN, now=NOON, site=site, brief=True).endswith(
        ": qr.city.ir/t/4839027152"
    )
