import io
import re
from dataclasses import replace

import pytest

from printables.design import Design
from printables.errors import TemplateRefused
from printables.face import LinePill
from printables.press import Calibration, part_size, press, press_part
from printables.reading import check, read_back
from printables.sheets import names, sheet
from qr.errors import TooSmall
from qr.symbol import encode
from tests.printables.printing import HOSTILE, LONGEST, badge, content, page_count, pixels, printed

KINDS = ["metro_station", "metro_line", "bus_line", "bus_station", "taxi", "park", "market"]
KINDS += ["service_office", "library"]
DOTS = 12


class Kept(io.BytesIO):
    """A file that can still be read after the press closed it."""

    def close(self) -> None:
        self.written = self.getvalue()
        super().close()


@pytest.mark.parametrize("name", names())
def test_every_symbol_of_every_sheet_is_read_back_where_it_was_put(name):
    faces = [badge(n) for n in range(min(12, sheet(name).per_page + 1))]

    pdf, landings = printed(faces, name)

    copies = 2 if sheet(name).tent else 1
    assert check(pdf, landings) == copies * len(faces)
    assert [landing.serial for landing in landings] == [face.serial for face in faces]


@pytest.mark.parametrize("kind", KINDS)
def test_a_placard_of_every_kind_says_its_own_address(kind):
    lines = (LinePill("3", "#6ec5ea"), LinePill("4", "#f4cc3e"))
    faces = [
        badge(1, kind=kind, name_en="Theatr-e Shahr", lines=lines),
        badge(2, kind=kind, title_fa="", lines=()),
        badge(3, kind=kind, name_fa=LONGEST * 4, name_en="Long " * 40, lines=lines * 3),
    ]

    pdf, landings = printed(faces, "a5-placard")

    assert [seen.text for seen in read_back(pdf)] == [face.url for face in faces]
    assert check(pdf, landings) == 3


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("stock", ["cr80", "a5-placard", "sticker-90", "headrest"])
def test_no_name_reaches_the_outer_edge_or_the_symbol(stock, name):
    face = badge(name_fa=name, title_fa=name if stock == "cr80" else "", unit_fa=name)
    empty = badge(name_fa="", title_fa="", unit_fa="")
    before = pixels(printed([empty], stock)[0], dpi=150).astype(int)
    pdf, landings = printed([face], stock)
    after = pixels(pdf, dpi=150).astype(int)

    changed = abs(after - before).max(axis=2) > 30
    edge = round(2.9 / 25.4 * 150)
    assert not changed[:edge].any()
    assert not changed[-edge:].any()
    assert not changed[:, :edge].any()
    assert not changed[:, -edge:].any()
    assert check(pdf, landings) == 1


def test_the_quiet_zone_of_a_card_is_white_from_edge_to_edge():
    pdf, _ = printed([badge(name_fa=LONGEST)])
    page = pixels(pdf, dpi=300)
    module, size = DOTS, encode(badge().url).size
    left, top = round(3.2 / 25.4 * 300), round(8.2 / 25.4 * 300)
    full = (size + 8) * module
    zone = page[top + 1 : top + full - 1, left + 1 : left + full - 1].min(axis=2)

    inner = slice(4 * module - 3, (4 + size) * module + 3)
    zone[inner, inner] = 255
    assert (zone == 255).all()


def test_the_modules_on_paper_are_those_of_the_symbol():
    pdf, _ = printed([badge()])
    page = pixels(pdf, dpi=300).mean(axis=2)
    matrix = encode(badge().url).matrix
    step = 1.016 / 25.4 * 300
    left, top = (3.2 + 4.064) / 25.4 * 300, (8.2 + 4.064) / 25.4 * 300

    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            value = page[int(top + (y + 0.5) * step), int(left + (x + 0.5) * step)]
            assert (value < 60) == dark


def test_the_symbol_is_one_path_of_black_ink_alone():
    pdf, _ = printed([badge()])

    paths = re.findall(rb"q 1\.016\d* 0 0 1\.016\d* [\d. ]+ cm ([^Q]+) Q", content(pdf))

    assert len(paths) == 1
    assert paths[0].startswith(b"0 0 0 1 k ")
    assert paths[0].endswith(b" re f")
    assert paths[0].count(b" k ") == 1


@pytest.mark.parametrize("name", ["cr80", "a4-10up", "a5-placard"])
def test_the_same_badges_give_the_same_bytes(name):
    faces = [badge(n) for n in range(12)]

    assert printed(faces, name)[0] == printed(faces, name)[0]


def test_a_run_is_cut_into_parts_of_whole_sheets():
    files = {}

    def open_part(number):
        files[number] = Kept()
        return files[number]

    landings = list(press((badge(n) for n in range(45)), sheet("a4-10up"), open_part, size=25))

    assert part_size(sheet("a4-10up"), 25) == 20
    assert sorted(files) == [1, 2, 3]
    assert [landing.part for landing in landings] == [1] * 20 + [2] * 20 + [3] * 5
    for number, file in files.items():
        check(file.written, [landing for landing in landings if landing.part == number])
    assert page_count(files[3].written) == 2


def test_an_empty_run_opens_no_file():
    def never(_number):
        raise AssertionError("no part was needed")

    assert list(press([], sheet("cr80"), never)) == []


def test_a_name_that_had_to_be_shortened_is_reported():
    _, landings = printed([badge(), badge(2, name_fa="سید محمد " * 22)])

    assert [landing.shortened for landing in landings] == [False, True]


def test_calibration_moves_the_sheet_and_is_bounded():
    out = io.BytesIO()
    press_part([badge()], sheet("a4-10up"), out, calibration=Calibration(2, -1))

    moved, still = read_back(out.getvalue())[0], read_back(printed([badge()], "a4-10up")[0])[0]
    assert moved.x - still.x == pytest.approx(2, abs=0.2)
    assert moved.y - still.y == pytest.approx(-1, abs=0.2)
    with pytest.raises(ValueError, match="3"):
        Calibration(3.1, 0)


def test_an_address_too_long_for_a_small_label_is_refused():
    tiny = replace(sheet("40x40"), trim=(18, 18), columns=1, rows=1)

    with pytest.raises((TooSmall, TemplateRefused)):
        press_part([badge()], tiny, io.BytesIO())


def test_five_hundred_cards_take_no_more_than_two_kilobytes_each():
    pdf, landings = printed([badge(n, name_fa=f"مریم حسینی {n}") for n in range(500)])

    assert len(landings) == 500
    assert len(pdf) <= 500 * 2048


@pytest.mark.parametrize("name", ["40x40", "63.5x29.6", "50x80", "cr80", "a5-placard"])
def test_art_that_draws_nothing_is_no_art(name):
    """An empty form comes out of reportlab as its test picture, with a font that is not there."""
    pdf, _landings = printed([badge()], name)

    assert b"/F9 12 Tf" not in content(pdf)


def test_an_english_card_says_a_long_unit_whole():
    unit = "Deputy for Urban Planning and Architecture, Building Permit Office, Building 2"
    name = "Seyed Mohammad Mehdi Najafi Tehrani Mazandaraninejad Karimi"
    name_fa = "سیدمحمدمهدی نجفی تهرانی مازندرانی‌نژاد کریمی"
    face = badge(name_fa=name_fa, name_en=name, unit_fa=unit, design=Design(english=True))

    assert not printed([face])[1][0].shortened
