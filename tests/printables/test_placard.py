import json
from pathlib import Path

import pytest

import printables
from printables.art import DRAWINGS
from printables.design import Design
from printables.face import LinePill
from printables.palette import contrast, resolve
from printables.rendering import page_png
from printables.wording import kind_of, words
from tests.printables.printing import badge, pixels, printed

KINDS = json.loads((Path(printables.__file__).parent / "kinds.json").read_text("utf-8"))
MM = 150 / 25.4


def colour_at(page, x, y):
    blue, green, red = page[round(y * MM), round(x * MM)]
    return f"#{red:02x}{green:02x}{blue:02x}"


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_asks_a_question_and_can_be_drawn(name):
    kind = kind_of(badge(kind=name))

    assert kind.question.endswith(("؟", "."))
    assert kind.drawing in DRAWINGS
    assert resolve(kind.band)


def test_a_kind_nobody_knows_gets_the_plain_placard():
    assert kind_of(badge(kind="library")) == kind_of(badge(kind="other"))


def test_the_ribbons_carry_the_colours_of_the_lines_in_their_order():
    lines = (LinePill("3", "#6ec5ea"), LinePill("4", "#f4cc3e"))
    page = pixels(printed([badge(kind="metro_station", lines=lines)], "a5-placard")[0], dpi=150)

    assert colour_at(page, 30, 46.8) == "#6ec5ea"
    assert colour_at(page, 30, 50.4) == "#f4cc3e"
    assert colour_at(page, 74, 48.6) == "#ffffff"


@pytest.mark.parametrize("colour", ["", "blue", "#12", "rgb(1,2,3)", "#ffffff;"])
def test_a_colour_nobody_can_draw_falls_back_to_that_of_the_kind(colour):
    face = badge(kind="metro_station", lines=(LinePill("3", colour),))
    page = pixels(printed([face], "a5-placard")[0], dpi=150)

    assert colour_at(page, 30, 47.5) == resolve(kind_of(face).band)


def test_an_ink_too_pale_for_its_line_is_replaced():
    def pill(ink):
        return printed(
            [badge(kind="metro_station", lines=(LinePill("3", "#ffffff", ink),))], "a5-placard"
        )[0]

    assert pill("#eeeeee") == pill("#131a26")
    assert contrast("#eeeeee", "#ffffff") < 3


def test_words_are_persian_where_the_badge_is():
    said = words(badge(typed_code="482-105-772", phone="1888"))

    assert said["code"] == "۴۸۲-۱۰۵-۷۷۲"
    assert said["phone"] == "۱۸۸۸"
    assert said["host"] == "TK.EXAMPLE"


def test_a_badge_without_a_persian_name_says_the_english_one_once():
    said = words(badge(name_fa="", name_en="Reza Karimi"))

    assert (said["name"], said["name_en"]) == ("Reza Karimi", "")


def test_a_preview_is_a_picture_of_the_page():
    picture = page_png(printed([badge()])[0], dpi=100)

    assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ["metro_station", "metro_line", "bus_line"])
def test_an_english_sign_says_its_number_in_english_digits(kind):
    def sign(number):
        face = badge(kind=kind, lines=(LinePill(number, "#2f4389"),), design=Design(english=True))
        return printed([face], "a5-placard")[0]

    assert sign("۱۲") == sign("12")
    assert sign("۱۲") != sign("۱۳")


def test_an_english_badge_says_its_phone_in_english_digits():
    assert words(badge(phone="۱۸۸۸", design=Design(english=True)))["phone"] == "1888"
    assert words(badge(phone="1888"))["phone"] == "۱۸۸۸"


def test_a_name_that_is_the_same_in_both_languages_stands_once():
    for fa, en in (("Jean-Luc O’Connor", "Jean-Luc O’Connor"), ("۱۲", "12")):
        same = {"name_fa": fa, "name_en": en}

        assert words(badge(**same))["name_en"] == ""
        assert words(badge(**same, design=Design(english=True)))["name_en"] == ""


def test_a_long_name_of_the_other_language_takes_three_lines_before_it_loses_a_word():
    long = "Azadi Terminal – Square of the Unknown Martyrs – University of Technology"
    _, landings = printed([badge(kind="bus_line", name_fa="خط ۷", name_en=long)], "a5-placard")

    assert not landings[0].shortened


@pytest.mark.parametrize("stock", ["cr80", "a5-placard", "50x80"])
def test_a_name_of_digits_alone_stands_in_english_digits_on_an_english_badge(stock):
    def drawn(name, *, english):
        names = {"name_fa": name, "name_en": ""}
        face = badge(**names, kind="market", design=Design(english=english))
        return printed([face], stock)[0]

    assert drawn("۱۲", english=True) == drawn("12", english=True)
    assert drawn("۱۲", english=False) == drawn("12", english=False)
    assert drawn("12", english=True) != drawn("13", english=True)
