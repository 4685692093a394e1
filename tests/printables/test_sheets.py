import pytest

from printables.errors import UnknownSheet
from printables.sheets import names, sheet


@pytest.mark.parametrize("name", names())
def test_every_card_of_every_sheet_lies_on_the_page(name):
    stock = sheet(name)

    for place in stock.places():
        assert place.x >= 0
        assert place.y >= 0
        assert place.x + place.w <= stock.page[0] + 0.01
        assert place.y + place.h <= stock.page[1] + 0.01


@pytest.mark.parametrize("name", names())
def test_no_two_cards_of_a_sheet_overlap(name):
    places = sheet(name).places()

    for one in places:
        for other in places:
            apart_x = abs(one.x - other.x) >= one.w - 1e-6
            apart_y = abs(one.y - other.y) >= one.h - 1e-6
            assert one is other or apart_x or apart_y


def test_the_presets_hold_as_many_as_their_makers_say():
    counts = {name: sheet(name).per_page for name in ("54x90", "60x90", "40x75", "50x80")}

    assert counts == {"54x90": 10, "60x90": 8, "40x75": 12, "50x80": 10}
    assert [sheet(n).per_page for n in ("63.5x29.6", "40x40", "70x36")] == [27, 24, 24]


def test_a_persian_sheet_is_read_from_its_right_upper_corner():
    first, second = sheet("a4-10up").places()[:2]

    assert first.position == 1
    assert first.x > second.x
    assert first.y == second.y


def test_an_unknown_sheet_is_refused_with_the_list_of_those_there_are():
    with pytest.raises(UnknownSheet, match="a4-10up"):
        sheet("a9")
