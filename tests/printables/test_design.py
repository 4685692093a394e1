import io
from dataclasses import replace

import pytest
from PIL import Image

from printables.design import COLOURS, HOUSE, SLOTS, Design, dumps, loads
from printables.designing import applied, check
from printables.drawing import has_room
from printables.errors import LogoRefused, TemplateRefused
from printables.left_to_right import turned
from printables.logo import Logo, clean_logo
from printables.reading import check as check_print
from printables.sheets import names
from printables.template import FOLDER, load
from printables.texts import _settle
from printables.wording import words
from tests.printables.printing import LONGEST, badge, pixels, printed

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>x</title>'
    b'<g><path d="M1 1h8v8H1z"/></g></svg>'
)
METRO = Design(
    colours=(("band", "#4a1d5c"), ("accent", "#7a1f6a"), ("panel", "#2b1038")),
    wording=(("ask1", "خوب بود؟"), ("motto", "مترو، همراه شما"), ("question", "سفر چطور بود؟")),
    logo=clean_logo(SVG),
    name_fa="شرکت بهره‌برداری مترو",
    name_en="Metro Operating Company",
    phone="9990",
)


def png(colour="red", size=(200, 200), mode="RGBA"):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")
    return out.getvalue()


def test_a_design_that_changes_nothing_prints_the_same_bytes():
    assert HOUSE.digest == ""
    assert printed([badge(design=Design())])[0] == printed([badge()])[0]


@pytest.mark.parametrize("design", [METRO, replace(METRO, english=True), HOUSE])
def test_a_design_is_kept_and_found_again_as_it_was(design):
    sorted_pairs = replace(
        design, colours=tuple(sorted(design.colours)), wording=tuple(sorted(design.wording))
    )

    assert loads(dumps(design)) == sorted_pairs
    assert loads(dumps(sorted_pairs)).digest == sorted_pairs.digest


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("english", [False, True], ids=["fa", "en"])
def test_every_sheet_of_an_organisation_is_read_back(name, english):
    design = replace(METRO, english=english, logo=clean_logo(png()))
    check(design)

    pdf, landings = printed([badge(design=design, name_en="Maryam Hosseini")], name)

    assert check_print(pdf, landings)


@pytest.mark.parametrize("english", [False, True], ids=["fa", "en"])
def test_the_house_in_either_language_keeps_the_rules(english):
    check(Design(english=english))


def test_the_colours_and_the_logo_of_an_organisation_are_on_the_card():
    page = pixels(printed([badge(design=METRO)])[0], dpi=150)

    blue, green, red = page[round(7.6 / 25.4 * 150), 3]
    assert f"#{red:02x}{green:02x}{blue:02x}" == "#4a1d5c"
    assert page[round(4.1 / 25.4 * 150), round(79.8 / 25.4 * 150)].min() > 240


def test_two_organisations_on_one_sheet_each_keep_their_own():
    pdf, landings = printed([badge(1), badge(2, design=METRO), badge(3)], "a4-10up")
    page = pixels(pdf, dpi=72)

    assert check_print(pdf, landings) == 3
    heads = [
        page[round((lan.y + 7) / 25.4 * 72), round((lan.x + 1) / 25.4 * 72)] for lan in landings
    ]
    assert (heads[0] == heads[2]).all()
    assert (heads[0] != heads[1]).any()


def test_english_first_swaps_names_words_and_digits():
    said = words(badge(name_en="Maryam Hosseini", design=Design(english=True)))

    assert (said["name"], said["name_en"]) == ("Maryam Hosseini", "مریم سادات حسینی‌نژاد")
    assert said["code"] == "482-105-772"
    assert said["question"] == "Happy? Not happy? Tell us."
    assert said["city"] == "Tehran Municipality"


def test_every_fixed_word_of_a_template_has_its_english():
    english = Design(english=True)
    for path in FOLDER.glob("*.json"):
        for element in applied(load(path.stem), english).elements:
            value = getattr(element, "value", "")
            assert not any("\u0600" <= c <= "\u06ff" for c in value), (path.stem, value)


@pytest.mark.parametrize(
    ("design", "reason"),
    [
        (Design(colours=(("band", "#e8e8e8"),)), "pale"),
        (Design(colours=(("accent", "#ffd000"),)), "pale"),
        (Design(colours=(("panel", "#9ab"),)), "unknown"),
        (Design(colours=(("panel", "#99aabb"),)), "pale"),
        (Design(colours=(("ground", "#223344"),)), "pale"),
        (Design(colours=(("seal", "#000000"),)), "unknown"),
        (Design(wording=(("ask1", "آیا از برخورد ما راضی"),)), "too_long"),
        (Design(wording=(("step1", "و" * 61),)), "too_long"),
        (Design(wording=(("slogan", "بهترین"),)), "too_long"),
        (Design(wording=(("motto", "😀\u202e"),)), "unprintable"),
        (Design(name_fa="شرکت راه‌آهن شهری تهران و حومه و نواحی پیرامون آن سرزمین"), "too_long"),
        (Design(phone="1" * 21), "too_long"),
    ],
    ids=[
        "pale band", "pale accent", "short colour", "pale panel", "dark ground", "strange colour",
        "wide words", "long words", "strange slot", "no letter", "long name", "long phone",
    ],
)  # fmt: skip
def test_a_design_that_would_spoil_a_print_is_refused_with_its_reason(design, reason):
    with pytest.raises(TemplateRefused) as refusal:
        check(design)

    assert refusal.value.reason == reason


def test_a_pale_design_says_both_colours_and_their_contrast():
    with pytest.raises(TemplateRefused) as refusal:
        check(Design(colours=(("accent", "#ffd000"),)))

    values = refusal.value.values
    assert values["ink"] == "#ffd000"
    assert float(values["ratio"]) < 4.5


def test_braces_in_an_organisations_words_are_only_braces():
    design = Design(wording=(("motto", "{name} {0} }{"),))
    check(design)

    pdf, landings = printed([badge(design=design)])

    assert check_print(pdf, landings) == 1


@pytest.mark.parametrize("slot", SLOTS)
def test_every_slot_stands_in_a_template_or_is_a_question(slot):
    text = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.json"))

    assert f'"slot": "{slot}"' in text or slot == "question"


@pytest.mark.parametrize("token", COLOURS.values())
def test_every_colour_that_may_change_stands_in_a_template(token):
    text = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.json"))

    assert f'"{token}"' in text


def test_an_svg_is_reduced_to_its_paths():
    assert clean_logo(SVG) == Logo((0, 0, 10, 10), ("M1 1h8v8H1z",))


def test_a_picture_becomes_small_square_and_stands_on_white():
    logo = clean_logo(png((0, 0, 0, 0), (2000, 900)))

    with Image.open(io.BytesIO(logo.png)) as image:
        assert image.size == (320, 320)
        assert image.convert("RGB").getpixel((160, 160)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unreadable"),
        (b"no logo", "unreadable"),
        (b"\x89PNG\r\n\x1a\n broken", "unreadable"),
        (png(size=(20, 20)), "too_small"),
        (png(0, (30_000, 30_000), "1"), "too_large"),
        (b"<svg>" + b" " * 1_000_001 + b"</svg>", "too_large"),
        (SVG.replace(b"<g>", b"<g><script>alert(1)</script>"), "not_paths"),
        (SVG.replace(b"<g>", b'<g transform="scale(9)">'), "not_paths"),
        (SVG.replace(b"<g>", b'<g><image href="http://x"/>'), "not_paths"),
        (SVG.replace(b"M1 1h8", b"M1 1A4 4 0 0 1 8 8h8"), "not_paths"),
        (SVG.replace(b"M1 1h8v8H1z", b""), "not_paths"),
        (SVG.replace(b'viewBox="0 0 10 10"', b""), "not_paths"),
        (SVG.replace(b"10 10", b"10 0"), "not_paths"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaa">]>' + SVG, "not_paths"),
    ],
    ids=[
        "empty", "words", "broken", "tiny", "bomb", "large", "script", "transform", "picture",
        "arc", "no path", "no view", "flat", "entity",
    ],
)  # fmt: skip
def test_what_is_no_logo_is_refused_with_its_reason(content, reason):
    with pytest.raises(LogoRefused) as refusal:
        clean_logo(content)

    assert refusal.value.reason == reason


def test_the_first_name_of_a_card_stays_whole_when_everything_is_long():
    face = badge(
        name_fa=LONGEST,
        name_en="Mohammadmehdi Abdollahi Kazemipour Esfahani",
        title_fa="کارشناس مسئول امور پاسخگویی و رسیدگی به شکایات شهروندان",
        unit_fa="شهرداری منطقهٔ ۲۲، معاونت خدمات شهری و محیط زیست، ادارهٔ پسماند",
    )
    block = next(e for e in load("card-front").elements if e.kind == "block")
    settings, _ = _settle(block, words(face))

    assert not settings[0].shortened
    assert len(settings[0].lines) == 2


def test_a_long_title_and_unit_take_the_roomier_card_and_are_said_whole():
    long = badge(
        name_fa="سید امیرحسین موسوی خوشدل",
        name_en="Seyed Amirhossein Mousavi Khoshdel",
        title_fa="رئیس گروه هماهنگی و نظارت بر خدمات الکترونیک",
        unit_fa="شهرداری منطقهٔ ۶، دفتر خدمات الکترونیک شهر کد ۱۲",
    )

    pdf, landings = printed([badge(), long, badge(3)])

    assert not has_room(load("card-front"), long)
    assert [landing.shortened for landing in landings] == [False, False, False]
    assert check_print(pdf, landings) == 3


def test_the_roomier_card_has_the_same_symbol_number_and_edges():
    usual, roomier = load("card-front"), load(load("card-front").roomier)

    same = [e for e in usual.elements if e.kind in {"symbol", "box", "stars", "drawing"}]
    assert (usual.width, usual.height) == (roomier.width, roomier.height)
    assert [e for e in roomier.elements if e.kind in {"symbol", "box", "stars", "drawing"}] == same


def test_an_english_template_stands_on_the_other_side_and_keeps_every_rule():
    house = load("card-front")
    english = applied(house, Design(english=True))

    for before, after in zip(house.elements, english.elements, strict=True):
        if before.kind in {"symbol", "photo", "box"}:
            assert after.x == pytest.approx(house.width - before.x - before.w)
        if before.kind == "block":
            assert {text.align for text in after.texts} == {"left"}
    assert [e.x for e in turned(turned(house)).elements] == pytest.approx(
        [e.x for e in house.elements]
    )


def test_the_name_of_a_sign_stands_where_reading_begins():
    def white_at_left(design: Design) -> float:
        face = badge(kind="park", name_fa="بوستان ملت ایران", name_en="Mellat Park", design=design)
        page = pixels(printed([face], "a5-placard")[0], dpi=72)
        sign = page[round(24 / 210 * len(page)) : round(38 / 210 * len(page))].min(axis=2) > 200
        half = sign.shape[1] // 2
        return float(sign[:, :half].sum()) / float(sign[:, half:].sum())

    assert white_at_left(Design(english=True)) > 1.5
    assert white_at_left(Design()) < 0.9
