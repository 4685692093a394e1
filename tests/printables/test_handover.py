"""The hand-over list and the activation slips: pages, units, links that a telephone reads."""

from dataclasses import replace
from io import BytesIO

import pypdfium2

from printables.handover import ROWS, Handover, HandoverLine, draw_handover
from printables.reading import read_back
from printables.slip import Slip, draw_slips

SAID = Handover("شهر نمونه", "صورت تحویل کارت، نوبت چاپ 7", "یکشنبه ۱ آذر ۱۴۰۵", "CR80")


def line(unit: str, name: str = "سارا رضایی‌پور") -> HandoverLine:
    return HandoverLine(name, "00012", "482-105-772", unit)


def slip(link: str, name: str = "سارا رضایی‌پور") -> Slip:
    return Slip(
        name, "00012", "باجه شمال", link, "7KQ2-M0XV-93ZD", "qr.city.ir/start",
        "یکشنبه ۸ آذر ۱۴۰۵", "شهر نمونه",
    )  # fmt: skip


def test_a_unit_starts_a_page_of_its_own_and_a_full_page_goes_on():
    out = BytesIO()

    pages = draw_handover(SAID, [line("شمال")] * (ROWS + 1) + [line("جنوب")], out)

    document = pypdfium2.PdfDocument(out.getvalue())
    assert (pages, len(document)) == (3, 3)
    document.close()


def test_a_name_of_two_hundred_letters_and_an_empty_one_are_set():
    out = BytesIO()

    assert draw_handover(SAID, [line("", "م" * 200), line("", "")], out) == 1


def test_each_slip_says_its_own_link_also_for_a_long_host():
    links = [f"https://qr.city.ir/start/7KQ2M0XV9{n:03d}" for n in range(11)]
    links.append("https://badges.municipality.ir/start/7KQ2M0XV93ZD")
    out = BytesIO()

    assert draw_slips([slip(link) for link in links], out) == 2
    assert {seen.text for seen in read_back(out.getvalue())} == set(links)


def test_the_same_list_gives_the_same_bytes():
    first, second = BytesIO(), BytesIO()
    for out in (first, second):
        draw_handover(SAID, [line("شمال")], out)

    assert first.getvalue() == second.getvalue()


def test_an_english_slip_is_set_from_the_left_and_says_the_same():
    words = []
    for english in (False, True):
        out = BytesIO()
        draw_slips([replace(slip("https://qr.city.ir/start/7KQ2M0XV93ZD"), english=english)], out)
        page = pypdfium2.PdfDocument(out.getvalue())[0]
        words.append(page.get_textpage().get_text_range())
        assert len(read_back(out.getvalue())) == 1

    persian, english = words
    assert "Personnel number: 00012" in " ".join(english.split())
    assert "۰۰۰۱۲" in persian
    assert all("7KQ2-M0XV-93ZD" in said for said in words)


def test_an_english_list_is_set_from_the_left_and_in_english():
    said = replace(SAID, title="Cards handed over, print run 7", english=True)
    out = BytesIO()
    draw_handover(said, [line("North district", "Sara Rezaei")], out)
    text = pypdfium2.PdfDocument(out.getvalue())[0].get_textpage()

    words = text.get_text_range()
    assert "Signature" in words
    assert "امضا" not in words
    assert "482-105-772" in words
    assert text.search("Name").get_next() is not None
