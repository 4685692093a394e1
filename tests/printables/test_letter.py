import io
from dataclasses import replace

import pytest

from printables.design import Design
from printables.errors import LetterTooLong
from printables.letter import Letter, letter
from printables.logo import Logo
from printables.paragraphs import break_lines
from printables.reading import read_back
from printables.shaping import measure, shape
from tests.printables.printing import page_count, pixels, url

SAID = Letter(
    number="۱۴۰۵-۲۱۸",
    date="۱ آذر ۱۴۰۵",
    url=url(7),
    host="TK.EXAMPLE",
    city="شهرداری تهران",
    office="مرکز نوسازی و تحول اداری",
    addressee=("همکار گرامی، سرکار خانم مریم سادات حسینی‌نژاد", "کارشناس صدور پروانه"),
    paragraphs=("مردمی که به باجهٔ شما آمده‌اند، بارها از کار شما به نیکی یاد کرده‌اند.",),
    closing=("از دقت، خوش‌رویی و پاسخ‌گویی شما سپاسگزاریم.",),
    quote="با حوصله توضیح دادند و کارم همان روز تمام شد.",
    quote_source="یکی از مراجعان، هفتهٔ چهارم آبان ۱۴۰۵",
    signer="محمدرضا توکلی",
    signer_title="مدیر کل منابع انسانی",
    phone="1888",
)


def written(said):
    out = io.BytesIO()
    letter(said, out)
    return out.getvalue()


def test_the_symbol_of_a_letter_names_it():
    assert [seen.text for seen in read_back(written(SAID))] == [url(7)]


def test_the_same_letter_gives_the_same_bytes():
    assert written(SAID) == written(SAID)


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "", "phone": ""},
        {"paragraphs": ("کلمه " * 90,)},
        {"signer": "سید محمد " * 12, "city": "شهرداری " * 20, "number": "۱" * 60},
        {"paragraphs": (), "closing": (), "addressee": ()},
        {"paragraphs": ("Mixed TK.EXAMPLE متن ۱۲-۳۴ " * 5,)},
    ],
)
def test_a_letter_stays_within_its_margins(changes):
    pdf = written(replace(SAID, **changes))
    page = pixels(pdf, dpi=72)

    assert page_count(pdf) == 1
    for margin in (page[50:, : int(24.5 / 25.4 * 72)], page[50:, -int(24.5 / 25.4 * 72) :]):
        assert margin.min() == 255


def test_a_letter_with_too_many_words_is_refused():
    with pytest.raises(LetterTooLong):
        written(replace(SAID, paragraphs=("کلمه " * 900,)))


def test_no_line_of_a_paragraph_is_too_wide_and_no_word_ends_it_alone():
    lines = break_lines("مردمی که به باجهٔ شما آمده‌اند بارها از کار شما " * 4, 100, 4.7)

    assert all(measure(shape(line)) * 4.7 <= 100 for line in lines)
    assert " " in lines[-1]


ENGLISH = replace(
    SAID,
    number="1405-218",
    date="22 November 2026",
    city="Tehran Municipality",
    office="Human Resources",
    addressee=("Dear Maryam Hosseininejad", "Permit desk"),
    paragraphs=("People who came to you have spoken well of your work.",),
    closing=("We thank you.",),
    signer="Mohammadreza Tavakoli",
    signer_title="Director",
    english=True,
)


def test_an_english_letter_begins_at_the_left():
    persian, english = (
        pixels(written(said), dpi=72)[230:245].min(axis=(0, 2)) for said in (SAID, ENGLISH)
    )

    assert persian[-200:].min() < 200 <= persian[:200].min()
    assert english[:200].min() < 200 <= english[-200:].min()


def test_an_english_letter_still_carries_its_symbol():
    assert [seen.text for seen in read_back(written(ENGLISH))] == [url(7)]


def test_a_letter_has_the_colours_and_logo_of_its_organisation():
    logo = Logo((0, 0, 10, 10), ("M0 0h10v10H0z",))
    design = Design(colours=(("band", "#8a1030"),), logo=logo)

    page = pixels(written(replace(SAID, design=design)), dpi=72)
    inside = page[int(30 / 25.4 * 72), int((210 - 25 - 7) / 25.4 * 72)]

    assert sorted(int(channel) for channel in inside) == [0x10, 0x30, 0x8A]
