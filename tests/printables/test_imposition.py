import io
from dataclasses import replace

import pypdfium2
import pytest

from printables.errors import UnknownSheet
from printables.imposition import arrange, behind, pages_for
from printables.press import press_part
from printables.reading import check, read_back
from printables.sheets import for_printer, sheet
from tests.printables.printing import badge, page_count, pixels, printed

TEN_UP = sheet("a4-10up")


def test_the_last_sheet_is_padded_with_empty_places():
    pages = list(arrange(13, TEN_UP))

    assert [len(page) for page in pages] == [10, 3]
    assert [index for index, _ in pages[1]] == [10, 11, 12]
    assert [place.position for _, place in pages[1]] == [1, 2, 3]


def test_thirteen_cards_make_two_sheets_with_two_backs():
    pdf, landings = printed([badge(n) for n in range(13)], "a4-10up")

    assert page_count(pdf) == 4
    assert {landing.page for landing in landings} == {1, 3}


@pytest.mark.parametrize("count", [1, 9, 10, 11, 37])
@pytest.mark.parametrize("name", ["a4-10up", "a4-10up-stack", "40x40"])
def test_every_card_is_laid_out_exactly_once(count, name):
    pages = list(arrange(count, sheet(name)))

    assert len(pages) == pages_for(count, sheet(name))
    assert sorted(index for page in pages for index, _ in page) == list(range(count))


def test_piles_cut_from_a_stack_and_laid_on_each_other_stay_sorted():
    stack = sheet("a4-10up-stack")
    piles = {}
    for page in arrange(30, stack):
        for index, place in page:
            piles.setdefault(place.position, []).append(index)

    assert [index for position in sorted(piles) for index in piles[position]] == list(range(30))


def test_a_back_lies_behind_its_front_when_the_sheet_is_turned():
    for place in TEN_UP.places():
        mirrored = behind(place, TEN_UP)
        assert mirrored.x == pytest.approx(210 - place.x - place.w)
        assert mirrored.y == place.y
        assert behind(mirrored, TEN_UP).x == pytest.approx(place.x)


def test_the_back_of_a_single_card_is_printed_on_the_other_side_of_the_sheet():
    pdf, landings = printed([badge()], "a4-10up")
    back = pixels(pdf, page=2, dpi=72)
    middle = round((landings[0].y + 27) / 25.4 * 72)

    front_x = round((landings[0].x + 5) / 25.4 * 72)
    back_x = round((210 - landings[0].x - 5) / 25.4 * 72)
    assert back[middle, back_x].max() < 140
    assert back[middle, front_x].min() == 255


def test_turned_over_the_short_edge_the_back_page_is_upside_down():
    long_edge, _ = printed([badge()], "a4-10up")
    out = io.BytesIO()
    press_part([badge()], replace(TEN_UP, flip="short"), out)
    turned = pixels(out.getvalue(), page=2, dpi=72)

    difference = abs(turned[::-1, ::-1].astype(int) - pixels(long_edge, page=2, dpi=72))
    assert (difference > 60).mean() < 0.01


def test_cut_marks_stand_two_millimetres_off_the_trim():
    pdf, _ = printed([badge()], "a4-10up")
    page = pixels(pdf, dpi=600)
    column = round(17.9 / 25.4 * 600)
    strip = page[: round(7.5 / 25.4 * 600), column - 2 : column + 3].min(axis=(1, 2))
    dark = [row * 25.4 / 600 for row, value in enumerate(strip) if value < 160]

    assert min(dark) == pytest.approx(2.0, abs=0.1)
    assert max(dark) == pytest.approx(5.5, abs=0.1)


def test_the_ruler_in_the_margin_measures_a_hundred_millimetres():
    pdf, _ = printed([badge()], "a4-10up")
    page = pixels(pdf, dpi=300)
    column = round(6.04 / 25.4 * 300)
    dark = [row for row in range(page.shape[0]) if page[row, column - 1 : column + 2].min() < 160]

    assert (max(dark) - min(dark)) * 25.4 / 300 == pytest.approx(100, abs=0.3)


def test_pages_have_the_size_of_their_stock_and_are_printed_with_their_bleed():
    pdf, _ = printed([badge()], "cr80-bleed")
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    media, trim = page.get_mediabox(), page.get_trimbox()
    bleed, shown = page.get_bleedbox(), page.get_cropbox()
    document.close()

    assert [round(v * 25.4 / 72, 1) for v in media] == [0, 0, 88.6, 57.0]
    assert [round(v * 25.4 / 72, 1) for v in trim] == [1.5, 1.5, 87.1, 55.5]
    assert bleed == pytest.approx(media, abs=0.01)
    assert shown == media


def test_a_folded_card_has_its_back_to_the_right_of_its_front():
    pdf, landings = printed([badge(n) for n in range(3)], "a4-fold")
    place = landings[0]

    assert page_count(pdf) == 1
    page = pixels(pdf, dpi=72)
    inside = page[round((place.y + 30) / 25.4 * 72), round((place.x + place.w + 2) / 25.4 * 72)]
    blue, green, red = (int(one) for one in inside)
    assert blue > red + 30
    assert blue > green + 20


def test_a_name_can_say_what_one_printer_needs():
    name = for_printer("a4-10up", flip="short", shift=(2, -1))

    pdf, landings = printed([badge()], name)
    still = read_back(printed([badge()], "a4-10up")[0])[0]

    assert name == "a4-10up_short_2_-1"
    assert (sheet(name).flip, sheet(name).name, sheet(name).per_page) == ("short", name, 10)
    assert read_back(pdf)[0].x - still.x == pytest.approx(2, abs=0.2)
    assert check(pdf, landings) == 1
    assert for_printer("cr80", flip="long") == "cr80"


@pytest.mark.parametrize(
    "name", ["a4-10up_side_0_0", "a4-10up_long_4_0", "a4-10up_long", "a4-10up_long_nan_0", "a_b"]
)
def test_a_printer_nobody_has_is_refused(name):
    with pytest.raises(UnknownSheet):
        sheet(name)
