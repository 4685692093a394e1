"""The summary for the person named: six words in a row, hours, numbers and names stay out."""

import pytest

from app.cases.findings.summary import Copied, check_summary, copied_runs
from app.errors import Invalid

SAID = "وقتی پرسیدم چرا نوبت من گذشته است گفت تو هیچ حقی در این اداره نداری و رفت"
NEUTRAL = "گزارشی دربارهٔ لحن گفت‌وگو با یک مراجعه‌کننده در باجهٔ خدمات رسیده است."


def test_a_neutral_summary_passes_as_it_is_written() -> None:
    assert check_summary(f"  {NEUTRAL} ", sources=[SAID]) == NEUTRAL


def test_six_words_of_the_citizen_in_a_row_are_refused_and_shown() -> None:
    with pytest.raises(Copied) as refused:
        check_summary(f"{NEUTRAL} گفته شده: تو هیچ حقی در این اداره نداری.", sources=[SAID])

    assert refused.value.code == "summary_copied"
    assert refused.value.runs == ("تو هیچ حقی در این اداره نداری.",)


def test_five_words_in_a_row_are_no_quotation() -> None:
    assert not copied_runs("هیچ حقی در این اداره وجود نداشته است", [SAID])


@pytest.mark.parametrize(
    "spelling",
    [
        "تو هيچ حقي در اين اداره",
        "تو، هیچ حقی؛ در این «اداره»",
        "تو هیچ حقّی در این اداره",
        "تو\u200cهیچ\u200cحقی\u200cدر\u200cاین\u200cاداره",
        "تو هیچ\nحقی   در این اداره",
    ],
)
def test_another_spelling_of_the_same_words_is_the_same_words(spelling: str) -> None:
    assert copied_runs(f"گزارش شده است که {spelling}", [SAID])


def test_two_quotations_are_shown_one_by_one() -> None:
    copied = copied_runs(
        "وقتی پرسیدم چرا نوبت من گذشته و سپس: تو هیچ حقی در این اداره نداری", [SAID]
    )

    assert copied == ["وقتی پرسیدم چرا نوبت من گذشته", "تو هیچ حقی در این اداره نداری"]


def test_words_of_a_later_message_count_as_well() -> None:
    assert copied_runs("او بار دیگر هم پاسخ مرا نداد و رفت", ["", "او بار دیگر هم پاسخ مرا نداد"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("کوتاه است", "summary_short"),
        ("بلند " * 400, "summary_long"),
        (f"{NEUTRAL} ساعت ۱۰ صبح", "summary_hour"),
        (f"{NEUTRAL} نزدیک ۱۰:۳۰ بود", "summary_hour"),
        (f"{NEUTRAL} ساعت ده بود", "summary_hour"),
        ("A visit at 10 am concerns the tone of a talk.", "summary_hour"),
        (f"{NEUTRAL} شماره ۰۹۱۲ ۱۲۳ ۴۵۶۷", "summary_number"),
        (f"{NEUTRAL} از مریم رضایی", "summary_name"),
    ],
)
def test_what_would_tell_who_or_when_is_refused(words: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_summary(words, sources=[SAID], names=["مريم رضايي"])

    assert refused.value.code == code
